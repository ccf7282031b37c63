//! Block rewards for any number of devices: which rows go into which transaction, and what became of them.
//!
//! ```
//! use co_staking_client::{Pubkey, batch::{Addresses, plan}, instructions::rewards::Row, rules::rewards::Block};
//!
//! # let (rewarder, block) = (Pubkey::new_unique(), Block { started_at: 0, ended_at: 3_600 });
//! let rows: Vec<Row> = (0..100).map(|amount| Row { device: Pubkey::new_unique(), amount }).collect();
//! let batches = plan(block, &rows, Addresses::LookupTables)?;
//! assert_eq!(batches.len(), 2);
//! let instructions: Vec<_> = batches.iter().map(|batch| batch.instruction(&rewarder)).collect();
//! # Ok::<(), co_staking_client::batch::BatchError>(())
//! ```
//!
//! Each batch is one transaction, whose fee the rewarder pays. They need no order, and one that fails holds up no other.
//! After a crash all of them are planned from the same rows and sent again: what was paid the first time is skipped as
//! [`Skip::AlreadyPaid`], and nobody is paid twice (R25).

use std::fmt;

use anchor_lang::prelude::Pubkey;
use co_staking::events::RewardsAccrued;
use solana_instruction::Instruction;

use crate::{
    Accrual,
    instructions::rewards::{Row, accrue_rewards},
    rules::rewards::{Block, Skip},
};

/// The bytes that a cluster puts into one packet, and so into one transaction.
pub const PACKET_BYTES: usize = 1_232;
/// The accounts that a transaction may lock, those from lookup tables included.
pub const ACCOUNT_LOCKS: usize = 64;

/// Accounts besides the devices: rewarder, config, pool, event authority, this program, and the compute-budget program.
const OTHERS: usize = 6;
/// One signature and the header of a message (69), the other accounts and the blockhash (224), an instruction that sets
/// the compute units (8) and one that sets their price (12), and of the batch's own its five accounts (10), the
/// discriminator (8), the block (16) and how many amounts follow (4).
const OTHER_BYTES: usize = (1 + 64 + 3 + 1) + (32 * OTHERS + 32) + (1 + 8 + 12) + (1 + 1 + 5 + 2) + 8 + 16 + 4;
/// An address, its number in the instruction, and the amount.
const STATIC_ROW_BYTES: usize = 32 + 1 + 8;
/// A place in a table, its number in the instruction, and the amount.
const LOOKUP_ROW_BYTES: usize = 1 + 1 + 8;
/// A table's address, and how many accounts of it are written and how many only read.
const TABLE_BYTES: usize = 32 + 1 + 1;

/// How the transactions name their devices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Addresses {
    /// By the whole address. The bytes of a packet set the limit.
    Static,
    /// By their places in address lookup tables, at most [`Self::TABLES`] of them in one transaction. The account locks
    /// set the limit.
    LookupTables,
}

impl Addresses {
    /// The lookup tables that a full batch can draw from.
    pub const TABLES: usize =
        (PACKET_BYTES - (OTHER_BYTES + 1 + 1) - LOOKUP_ROW_BYTES * Self::LookupTables.capacity()) / TABLE_BYTES;

    /// How many rows fit one transaction that holds nothing but them, its compute limit and its price.
    pub const fn capacity(self) -> usize {
        match self {
            // (1,232 − 351) / 41 = 21
            Self::Static => (PACKET_BYTES - OTHER_BYTES) / STATIC_ROW_BYTES,
            // 64 − 6 = 58, which take 353 + 580 bytes: 299 are left for tables.
            Self::LookupTables => ACCOUNT_LOCKS - OTHERS,
        }
    }
}

/// Why rows cannot be posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BatchError {
    /// Both rows may be meant, or either: whoever made them knows. The program would pay the first alone.
    DeviceTwice { device: Pubkey },
    /// They fit no transaction.
    TooManyRows { rows: usize, capacity: usize },
}

impl fmt::Display for BatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DeviceTwice { device } => {
                write!(f, "the device {device} has two rows, of which a block pays one: add them up or drop one")
            }
            Self::TooManyRows { rows, capacity } => {
                write!(f, "{rows} rows do not fit a transaction, which takes {capacity}: let `plan` divide them")
            }
        }
    }
}

impl std::error::Error for BatchError {}

/// The rows of one transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    block: Block,
    rows: Vec<Row>,
}

impl Batch {
    /// These rows, in this order, as one transaction.
    ///
    /// # Errors
    /// [`BatchError::TooManyRows`], and [`BatchError::DeviceTwice`] with the first device that comes again.
    pub fn new(block: Block, rows: Vec<Row>, addresses: Addresses) -> Result<Self, BatchError> {
        let capacity = addresses.capacity();
        if rows.len() > capacity {
            return Err(BatchError::TooManyRows { rows: rows.len(), capacity });
        }
        sorted(&rows)?;
        Ok(Self { block, rows })
    }

    /// What the block pays whom.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The instruction that posts them.
    pub fn instruction(&self, rewarder: &Pubkey) -> Instruction {
        accrue_rewards(rewarder, self.block, &self.rows)
    }
}

/// Divides the rows into the fewest transactions, by the devices' addresses: every row is in exactly one of them.
///
/// The order is the devices' and not the caller's, so that the same rows make the same batches however a database lists
/// them. What is sent again after a crash is then what was sent, and the same devices meet hour after hour in the same
/// batches, which keeps the lookup tables made for them of use.
///
/// # Errors
/// [`BatchError::DeviceTwice`].
pub fn plan(block: Block, rows: &[Row], addresses: Addresses) -> Result<Vec<Batch>, BatchError> {
    let rows = sorted(rows)?;
    Ok(rows.chunks(addresses.capacity()).map(|rows| Batch { block, rows: rows.to_vec() }).collect())
}

/// The rows by address; each device has one.
fn sorted(rows: &[Row]) -> Result<Vec<Row>, BatchError> {
    let mut rows = rows.to_vec();
    rows.sort_by_key(|row| row.device);
    match rows.windows(2).find(|pair| pair[0].device == pair[1].device) {
        Some(pair) => Err(BatchError::DeviceTwice { device: pair[0].device }),
        None => Ok(rows),
    }
}

/// A row that the program did not pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unpaid {
    pub row: Row,
    pub reason: Skip,
}

impl fmt::Display for Unpaid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} base units not credited: {}", self.row.device, self.row.amount, self.reason)
    }
}

/// What became of a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many rows were paid.
    pub paid: usize,
    /// What they sum up to, in base units.
    pub credited: u64,
    /// The others, in the batch's order.
    pub unpaid: Vec<Unpaid>,
}

/// The event is not of this batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotOfThisBatch;

impl fmt::Display for NotOfThisBatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the event tells of another batch: compare it with the transaction that emitted it")
    }
}

impl std::error::Error for NotOfThisBatch {}

/// Compares a batch with the event that it emitted.
///
/// # Errors
/// [`NotOfThisBatch`] unless block, devices and amounts are the batch's.
pub fn report(batch: &Batch, event: &RewardsAccrued) -> Result<Report, NotOfThisBatch> {
    let block = Block { started_at: event.started_at, ended_at: event.ended_at };
    if block != batch.block || event.rows.len() != batch.rows.len() {
        return Err(NotOfThisBatch);
    }
    let mut report = Report::default();
    for (row, told) in batch.rows.iter().zip(&event.rows) {
        match told.accrual {
            _ if told.device != row.device => return Err(NotOfThisBatch),
            Accrual::Credited { amount, .. } if amount != row.amount => return Err(NotOfThisBatch),
            Accrual::Credited { amount, .. } => {
                report.paid += 1;
                // The program has summed them up in 64 bits.
                report.credited = report.credited.saturating_add(amount);
            }
            Accrual::Skipped(reason) => report.unpaid.push(Unpaid { row: *row, reason }),
        }
    }
    Ok(report)
}

#[cfg(test)]
mod tests {
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
}
