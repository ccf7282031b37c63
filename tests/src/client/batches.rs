//! The batch planner: what it says fits a transaction fits one, and what it plans is paid once, also when it is sent
//! again.

use co_staking_client::{
    ConfigChanges, Instruction, Pubkey,
    batch::{ACCOUNT_LOCKS, Addresses, Batch, PACKET_BYTES, plan, report},
    event::Event,
    instructions::rewards::{Row, accrue_rewards},
    rules::rewards::{Block, Skip},
};
use solana_compute_budget_interface::ComputeBudgetInstruction;
use solana_keypair::Keypair;
use solana_message::{AddressLookupTableAccount, Message, VersionedMessage, v0};
use solana_program::hash::Hash;
use solana_signer::Signer;
use solana_transaction::versioned::VersionedTransaction;

use crate::world::{START, World, rewards::row};

const BLOCK: Block = Block { started_at: i64::MAX - 1, ended_at: i64::MAX };

/// What a cluster would be sent: the batch, its compute limit and its price.
fn instructions(rewarder: &Pubkey, devices: &[Pubkey]) -> Vec<Instruction> {
    let rows: Vec<Row> = devices.iter().map(|device| Row { device: *device, amount: u64::MAX }).collect();
    vec![
        ComputeBudgetInstruction::set_compute_unit_limit(u32::MAX),
        ComputeBudgetInstruction::set_compute_unit_price(u64::MAX),
        accrue_rewards(rewarder, BLOCK, &rows),
    ]
}

/// The bytes and the locks of the signed transaction.
fn measure(message: VersionedMessage, rewarder: &Keypair, looked_up: usize) -> (usize, usize) {
    let transaction = VersionedTransaction::try_new(message, &[rewarder]).unwrap();
    assert!(transaction.verify_with_results().iter().all(|verified| *verified));
    let signatures = 1 + 64 * transaction.signatures.len();
    let locks = transaction.message.static_account_keys().len() + looked_up;
    (signatures + transaction.message.serialize().len(), locks)
}

fn by_address(count: usize) -> (usize, usize) {
    let (rewarder, devices) = (Keypair::new_from_array([1; 32]), devices(count));
    let ixs = instructions(&rewarder.pubkey(), &devices);
    let message = Message::new_with_blockhash(&ixs, Some(&rewarder.pubkey()), &Hash::default());
    measure(VersionedMessage::Legacy(message), &rewarder, 0)
}

fn by_tables(count: usize, tables: usize) -> (usize, usize) {
    let (rewarder, devices) = (Keypair::new_from_array([1; 32]), devices(count));
    let ixs = instructions(&rewarder.pubkey(), &devices);
    let tables: Vec<_> = (0..tables)
        .map(|table| AddressLookupTableAccount {
            key: Pubkey::from([u8::try_from(table).unwrap(); 32]),
            addresses: devices.iter().copied().skip(table).step_by(tables).collect(),
        })
        .collect();
    let message = v0::Message::try_compile(&rewarder.pubkey(), &ixs, &tables, Hash::default()).unwrap();
    assert_eq!(message.address_table_lookups.len(), tables.len());
    let looked_up = message.address_table_lookups.iter().map(|table| table.writable_indexes.len()).sum();
    assert_eq!(looked_up, count);
    measure(VersionedMessage::V0(message), &rewarder, looked_up)
}

fn devices(count: usize) -> Vec<Pubkey> {
    (0..count).map(|number| Pubkey::from([100 + u8::try_from(number).unwrap(); 32])).collect()
}

#[test]
fn a_full_batch_fits_a_transaction_and_one_row_more_does_not() {
    let capacity = Addresses::Static.capacity();
    let (bytes, locks) = by_address(capacity);
    assert!(bytes <= PACKET_BYTES && locks <= ACCOUNT_LOCKS, "{bytes} bytes, {locks} locks");
    assert!(by_address(capacity + 1).0 > PACKET_BYTES);

    let capacity = Addresses::LookupTables.capacity();
    for tables in 1..=Addresses::TABLES {
        let (bytes, locks) = by_tables(capacity, tables);
        assert!(bytes <= PACKET_BYTES && locks <= ACCOUNT_LOCKS, "{bytes} bytes, {locks} locks, {tables} tables");
    }
    assert!(by_tables(capacity + 1, 1).1 > ACCOUNT_LOCKS);
    assert!(by_tables(capacity, Addresses::TABLES + 1).0 > PACKET_BYTES);
}

/// R25: of two batches the first goes through, then the rewarder crashes and sends both again.
#[tokio::test]
async fn a_plan_sent_again_after_a_crash_pays_every_row_once() {
    let mut world = World::new().await;
    let mut rows = vec![];
    for number in 0..24 {
        let device = world.market(1_000, 1_000).await;
        world.set_operational(&device, number != 5).await;
        rows.push((device.clone(), row(&device, 100 + number)));
    }
    let rows: Vec<Row> = rows.into_iter().map(|(_, row)| row).collect();
    let idle = rows[5];
    world.fund_pool(100_000).await;
    // A full batch has room for one signature: the rewarder pays.
    let rewarder = world.payer();
    world.update_config(ConfigChanges { rewarder: Some(rewarder.pubkey()), ..ConfigChanges::default() }).await;
    let block = Block { started_at: START, ended_at: START + 3_600 };
    world.set_time(block.ended_at);
    let batches = plan(block, &rows, Addresses::Static).unwrap();
    assert_eq!(batches.iter().map(|batch| batch.rows().len()).collect::<Vec<_>>(), [21, 3]);
    let mut post = async |batch: &Batch| {
        let ix = batch.instruction(&rewarder.pubkey());
        let Event::RewardsAccrued(event) = world.accept(&[ix], &[&rewarder]).await.event() else { panic!() };
        let report = report(batch, &event).unwrap();
        let reasons: Vec<_> = report.unpaid.iter().map(|unpaid| (unpaid.row, unpaid.reason)).collect();
        (report.credited, reasons, event.owed)
    };

    post(&batches[0]).await;
    let again = post(&batches[0]).await;
    let paid_before: Vec<_> = batches[0].rows().iter().map(|row| (*row, Skip::AlreadyPaid)).collect();
    assert_eq!((again.0, again.1), (0, paid_before));
    let (_, _, owed) = post(&batches[1]).await;
    let total: u64 = rows.iter().map(|row| row.amount).sum();
    assert_eq!(owed, total - idle.amount);
    for row in rows {
        let account = world.account(&row.device).await.unwrap();
        let read = co_staking_client::account::device(&account.owner, &account.data).unwrap();
        let expected = if row == idle { 0 } else { row.amount };
        assert_eq!((read.owner_stake().rewards(), read.last_block_ended_at()), (expected, block.ended_at));
    }
}
