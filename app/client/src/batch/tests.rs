use std::collections::BTreeSet;

use co_staking::events::AccruedRow;
use proptest::prelude::*;

use super::*;

const BLOCK: Block = Block { started_at: 100, ended_at: 200 };

fn device(number: u16) -> Pubkey {
    let [high, low] = number.to_be_bytes();
    Pubkey::from([[high; 16], [low; 16]].concat().try_into().unwrap_or([0; 32]))
}

fn rows(count: u16) -> Vec<Row> {
    (0..count).map(|number| Row { device: device(number), amount: u64::from(number) }).collect()
}

#[test]
fn capacities_and_tables() {
    assert_eq!([Addresses::Static, Addresses::LookupTables].map(Addresses::capacity), [21, 58]);
    assert_eq!(Addresses::TABLES, 8);
}

#[test]
fn a_full_batch_asks_for_300_000_units() {
    let full = Batch::new(BLOCK, rows(58), Addresses::LookupTables).unwrap();
    assert_eq!(full.compute_units(), 300_000);
}

#[test]
fn one_row_too_many_is_refused() {
    for addresses in [Addresses::Static, Addresses::LookupTables] {
        let capacity = addresses.capacity();
        let count = u16::try_from(capacity).unwrap();
        let full = Batch::new(BLOCK, rows(count), addresses).unwrap();
        assert_eq!(full.rows(), rows(count));
        let refused = Batch::new(BLOCK, rows(count + 1), addresses);
        assert_eq!(refused, Err(BatchError::TooManyRows { rows: capacity + 1, capacity }));
        assert_eq!(plan(BLOCK, &rows(count + 1), addresses).unwrap().len(), 2);
    }
}

#[test]
fn a_device_with_two_rows_is_named() {
    let mut twice = rows(100);
    twice.push(Row { device: device(42), amount: 7 });
    let expected = BatchError::DeviceTwice { device: device(42) };
    assert_eq!(plan(BLOCK, &twice, Addresses::Static), Err(expected));
    assert_eq!(Batch::new(BLOCK, twice[42..43].repeat(2), Addresses::Static), Err(expected));
    assert!(expected.to_string().contains(&device(42).to_string()));
}

#[test]
fn nothing_to_post_takes_no_transaction() {
    assert_eq!(plan(BLOCK, &[], Addresses::Static), Ok(vec![]));
}

#[test]
fn the_instruction_holds_the_rows_in_order() {
    let batch = Batch::new(BLOCK, rows(3), Addresses::Static).unwrap();
    let rewarder = device(9);
    assert_eq!(batch.instruction(&rewarder), accrue_rewards(&rewarder, BLOCK, &rows(3)));
}

fn event(rows: &[Row], accrual: impl Fn(&Row) -> Accrual) -> RewardsAccrued {
    let rows = rows.iter().map(|row| AccruedRow { device: row.device, accrual: accrual(row) }).collect();
    RewardsAccrued { started_at: 100, ended_at: 200, owed: 0, rows }
}

fn paid(row: &Row) -> Accrual {
    Accrual::Credited { amount: row.amount, co_stakes: vec![] }
}

#[test]
fn the_report_lists_what_was_skipped_and_why() {
    let batch = Batch::new(BLOCK, rows(4), Addresses::Static).unwrap();
    let told = event(batch.rows(), |row| match row.amount {
        1 => Accrual::Skipped(Skip::Insufficient),
        2 => Accrual::Skipped(Skip::AlreadyPaid),
        _ => paid(row),
    });
    let report = report(&batch, &told).unwrap();
    let unpaid =
        [(1, Skip::Insufficient), (2, Skip::AlreadyPaid)].map(|(n, reason)| Unpaid { row: rows(4)[n], reason });
    assert_eq!((report.paid, report.credited, report.unpaid.as_slice()), (2, 3, unpaid.as_slice()));
    let line = format!("{}: 1 base units not credited: the stake is below the requirement", device(1));
    assert_eq!(unpaid[0].to_string(), line);
}

#[test]
fn an_event_of_another_batch_is_no_report() {
    let batch = Batch::new(BLOCK, rows(2), Addresses::Static).unwrap();
    let own = event(batch.rows(), paid);
    assert!(report(&batch, &own).is_ok());
    let other_devices = event(&[rows(3)[1], rows(3)[2]], paid);
    let other_amounts = event(batch.rows(), |_| Accrual::Credited { amount: 9, co_stakes: vec![] });
    let fewer = event(&rows(1), paid);
    let other_block = RewardsAccrued { ended_at: 201, ..own };
    for told in [other_devices, other_amounts, fewer, other_block] {
        assert_eq!(report(&batch, &told), Err(NotOfThisBatch));
    }
}

proptest! {
    /// Every row once, none changed, in the fewest transactions; whatever the order in which they come.
    #[test]
    fn a_plan_holds_every_row_once(numbers in prop::collection::btree_set(0..2_000u16, 0..300), seed: u64) {
        let numbers: BTreeSet<u16> = numbers;
        let in_order: Vec<Row> =
            numbers.iter().map(|number| Row { device: device(*number), amount: u64::from(*number) ^ seed }).collect();
        let mut shuffled = in_order.clone();
        shuffled.sort_by_key(|row| (row.amount.wrapping_mul(seed | 1).rotate_left(7), row.device));
        for addresses in [Addresses::Static, Addresses::LookupTables] {
            let batches = plan(BLOCK, &shuffled, addresses).unwrap();
            prop_assert_eq!(&batches, &plan(BLOCK, &in_order, addresses).unwrap());
            prop_assert_eq!(batches.len(), numbers.len().div_ceil(addresses.capacity()));
            let together: Vec<Row> = batches.iter().flat_map(|batch| batch.rows().to_vec()).collect();
            prop_assert_eq!(together, in_order.clone());
            for batch in batches {
                prop_assert_eq!(Batch::new(BLOCK, batch.rows().to_vec(), addresses), Ok(batch));
            }
        }
    }
}
