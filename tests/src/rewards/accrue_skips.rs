//! R25, I9: who earns nothing of a block is skipped with the reason, and the others of its batch are paid.

use co_staking_client::{
    AccountMeta,
    event::{AccruedRow, Event},
    instructions::rewards::Row,
    pda,
    rules::rewards::{Block, Skip},
};
use solana_program::pubkey::Pubkey;

use crate::{
    layout,
    world::{
        COOLDOWN, DAY, Device, NOTICE, START, World, account_of,
        offers::asking,
        rewards::{accruals, credited, row, skipped},
    },
};

const LATER: i64 = START + 30 * DAY;
const BLOCK: Block = Block { started_at: LATER - 3_600, ended_at: LATER };

fn at(key: Pubkey) -> Row {
    Row { device: key, amount: 10 }
}

async fn closed(world: &mut World) -> Device {
    let device = world.exiting_device(1).await;
    world.wait(COOLDOWN).await;
    world.withdraw(&device).await;
    world.close_device(&device).await;
    device
}

#[tokio::test]
async fn every_reason_in_one_batch_and_the_others_are_paid() {
    let mut world = World::new().await;
    let good = [world.market(1_000, 1_000).await, world.market(1_000, 2_000).await];
    let idle = world.market(1_000, 1_000).await;
    world.set_operational(&idle, false).await;
    let leaving = world.market(1_000, 1_000).await;
    world.unstake(&leaving).await;
    let poor = world.market(1_000, 999).await;
    let paid = world.market(1_000, 1_000).await;
    let closed = closed(&mut world).await;
    let offer = world.create(&good[0], asking(1, 1)).await;
    let never_there = world.key();
    world.fund_pool(1_000).await;
    world.set_time(LATER);
    world.accrue(BLOCK, &[row(&paid, 10)]).await;

    let rows = [
        at(closed.key),
        at(never_there),
        at(good[0].key),
        at(pda::offer(&good[0].key, offer)),
        at(good[0].owner.token),
        at(paid.key),
        at(idle.key),
        at(leaving.key),
        at(poor.key),
        at(good[1].key),
    ];
    let reasons = [
        skipped(Skip::NotADevice),
        skipped(Skip::NotADevice),
        credited(10, &[]),
        skipped(Skip::NotADevice),
        skipped(Skip::NotADevice),
        skipped(Skip::AlreadyPaid),
        skipped(Skip::NotOperational),
        skipped(Skip::OwnerExiting),
        skipped(Skip::Insufficient),
        credited(10, &[]),
    ];
    let told = world.accrue(BLOCK, &rows).await;
    let expected = rows.iter().zip(reasons).map(|(row, accrual)| AccruedRow { device: row.device, accrual });
    assert_eq!(told.rows, expected.collect::<Vec<_>>());
    assert_eq!((told.owed, world.pool_figures().await), (30, (30, 0, 1_000)));
    for skipped in [&idle, &leaving, &poor] {
        let read = world.read(skipped).await;
        assert_eq!((read.owner_stake().rewards(), read.last_block_ended_at()), (0, BLOCK.ended_at));
        assert!(read.buckets().iter().all(|bucket| bucket.blocks == 0));
    }
}

/// A device that is registered again at a closed one's address starts from nothing, its last block included.
#[tokio::test]
async fn a_reopened_device_earns_again() {
    let mut world = World::new().await;
    let device = closed(&mut world).await;
    world.fund_pool(100).await;
    world.set_time(LATER);
    assert_eq!(accruals(world.accrue(BLOCK, &[row(&device, 10)]).await), [skipped(Skip::NotADevice)]);
    world.register(&device, 1, 1).await;
    world.set_operational(&device, true).await;
    world.stake(&device, 200 * 100_000_000).await;
    assert_eq!(accruals(world.accrue(BLOCK, &[row(&device, 10)]).await), [credited(10, &[])]);
}

/// Every other account of this program, and look-alikes of a device: none is written.
#[tokio::test]
async fn what_is_no_device_is_skipped_and_left_as_it_is() {
    let mut world = World::new().await;
    let device = world.market(1_000, 1_000).await;
    let (index, wallet) = world.co_staked(&device, 500, 1).await;
    let case = world.slash(&device, "offence", 1_000).await;
    world.stake(&device, 1_000).await;
    world.fund_pool(1_000).await;
    let data = world.account(&device.key).await.unwrap().data;
    let (foreign, short, empty, other_version) = (world.key(), world.key(), world.key(), world.key());
    // The same bytes, of another program; of ours, but cut off; of ours, and empty.
    world.put(&foreign, account_of(spl_token::ID, data.clone()));
    world.put(&short, account_of(co_staking_client::ID, data[..data.len() - 1].to_vec()));
    world.put(&empty, account_of(co_staking_client::ID, vec![]));
    let mut newer = data;
    layout::DEVICE.set(&mut newer, "version", &[2]);
    world.put(&other_version, account_of(co_staking_client::ID, newer));
    let keys = [
        foreign,
        short,
        empty,
        other_version,
        pda::config(),
        pda::reward_vault(),
        pda::escrow(),
        pda::offer(&device.key, index),
        pda::claims(&wallet.key()),
        case.key,
        device.vault,
        wallet.key(),
    ];
    world.set_time(LATER);
    let before = world.snapshot(&keys).await;
    let told = world.accrue(BLOCK, &keys.map(at)).await;
    assert_eq!(accruals(told), [const { skipped(Skip::NotADevice) }; 12]);
    assert_eq!(world.snapshot(&keys).await, before);
    // The pool too, which is among the named accounts already.
    let told = world.accrue(BLOCK, &[at(pda::reward_pool()), row(&device, 10)]).await;
    assert_eq!(accruals(told), [skipped(Skip::NotADevice), credited(10, &[])]);
}

/// What is no device need not be writable: a list with an old entry still goes through.
#[tokio::test]
async fn a_read_only_account_that_is_no_device_is_skipped() {
    let mut world = World::new().await;
    let stranger = world.key();
    let mut ix = world.accruing(Block { started_at: START - 1, ended_at: START }, &[at(stranger)]);
    *ix.accounts.last_mut().unwrap() = AccountMeta::new_readonly(stranger, false);
    let rewarder = world.roles.rewarder.insecure_clone();
    let Event::RewardsAccrued(told) = world.accept(&[ix], &[&rewarder]).await.event() else { panic!() };
    assert_eq!(accruals(told), [skipped(Skip::NotADevice)]);
}

/// I9, R3: by the requirement that counts now, to the second and to the base unit.
#[tokio::test]
async fn sufficient_is_what_counts_now() {
    let mut world = World::new().await;
    let device = world.market(1_000, 1_000).await;
    world.fund_pool(100).await;
    let base = world.config().await.base_requirement;
    world.set_base(1_001).await;
    world.refresh(&device).await;
    world.set_base(base).await;
    let post = async |world: &mut World, ended_at| {
        world.set_time(ended_at);
        accruals(world.accrue(Block { started_at: ended_at - 1, ended_at }, &[row(&device, 1)]).await).remove(0)
    };
    assert_eq!(post(&mut world, START + NOTICE - 1).await, credited(1, &[]));
    assert_eq!(post(&mut world, START + NOTICE).await, skipped(Skip::Insufficient));
    assert_eq!(post(&mut world, START + NOTICE + 1).await, skipped(Skip::Insufficient));
    world.stake(&device, 1).await;
    assert_eq!(post(&mut world, START + NOTICE + 2).await, credited(1, &[]));
}

/// R18, I9: a Waiting co-stake still counts for the device; in its cooldown it does not.
#[tokio::test]
async fn a_device_falls_short_when_the_wait_of_its_co_stake_ends() {
    let mut world = World::new().await;
    let device = world.market(1_000, 600).await;
    let (index, wallet) = world.co_staked(&device, 400, 5_000).await;
    world.fund_pool(100).await;
    let post = async |world: &mut World, ended_at| {
        world.set_time(ended_at);
        accruals(world.accrue(Block { started_at: ended_at - 1, ended_at }, &[row(&device, 10)]).await).remove(0)
    };
    assert_eq!(post(&mut world, START + 1).await, credited(10, &[(index, 5)]));
    world.leave(&device, index, &wallet).await;
    let cooldown_at = START + 1 + 7 * DAY;
    assert_eq!(post(&mut world, START + 2).await, credited(10, &[]));
    assert_eq!(post(&mut world, cooldown_at - 1).await, credited(10, &[]));
    assert_eq!(post(&mut world, cooldown_at).await, skipped(Skip::Insufficient));
    assert_eq!(post(&mut world, cooldown_at + 1).await, skipped(Skip::Insufficient));
}

/// R10: an owner who has left and staked anew earns again.
#[tokio::test]
async fn after_the_exit_the_owner_earns_again() {
    let mut world = World::new().await;
    let device = world.market(1_000, 1_000).await;
    world.fund_pool(100).await;
    world.unstake(&device).await;
    world.wait(COOLDOWN).await;
    assert_eq!(accruals(world.earn(&device, 10).await), [skipped(Skip::OwnerExiting)]);
    world.withdraw(&device).await;
    assert_eq!(accruals(world.earn(&device, 10).await), [skipped(Skip::Insufficient)]);
    world.stake(&device, 1_000).await;
    assert_eq!(accruals(world.earn(&device, 10).await), [credited(10, &[])]);
}
