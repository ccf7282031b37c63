//! R23 to R25: the rewarder posts a block for many devices in one transaction.

use co_staking_client::{
    event::{AccruedRow, RewardsAccrued},
    pda,
    rules::rewards::{Block, Skip},
};

use crate::world::{
    Device, START, World,
    rewards::{accruals, credited, row, skipped},
};

/// Days since 1970 at the world's start.
const TODAY: u32 = 20_513;
const HOUR: i64 = 3_600;
const BLOCK: Block = Block { started_at: START, ended_at: START + HOUR };

/// What a device's bytes should be after the first block.
async fn after_the_block(world: &mut World, device: &Device, amount: u64, owners: u64, co_stakes: u64) -> Vec<u8> {
    let fields: [(&str, &[u8]); 6] = [
        ("last_block_ended_at", &BLOCK.ended_at.to_le_bytes()),
        ("owner_stake.rewards", &owners.to_le_bytes()),
        ("positions[0].rewards", &co_stakes.to_le_bytes()),
        // 20,513 leaves 3 when it is divided by 7.
        ("buckets[3].day", &TODAY.to_le_bytes()),
        ("buckets[3].rewards", &amount.to_le_bytes()),
        ("buckets[3].blocks", &1u32.to_le_bytes()),
    ];
    world.device_with(device, &fields).await
}

#[tokio::test]
async fn credits_each_device_and_tells_it_in_one_event() {
    let mut world = World::new().await;
    let shared = world.market(1_000, 1_000).await;
    let alone = world.market(800, 900).await;
    let (index, _) = world.co_staked(&shared, 500, 7_400).await;
    world.fund_pool(5_000).await;
    world.set_time(BLOCK.ended_at);
    // Of 1,001 the co-staker gets 740.74 rounded down, and the owner the rest.
    let expected = [
        after_the_block(&mut world, &shared, 1_001, 261, 740).await,
        after_the_block(&mut world, &alone, 77, 77, 0).await,
    ];

    let told = world.accrue(BLOCK, &[row(&shared, 1_001), row(&alone, 77)]).await;
    let rows = vec![
        AccruedRow { device: shared.key, accrual: credited(1_001, &[(index, 740)]) },
        AccruedRow { device: alone.key, accrual: credited(77, &[]) },
    ];
    let (started_at, ended_at) = (BLOCK.started_at, BLOCK.ended_at);
    assert_eq!(told, RewardsAccrued { started_at, ended_at, owed: 1_078, rows });
    assert_eq!([world.bytes(&shared).await, world.bytes(&alone).await], expected);
    // Nothing is paid yet.
    assert_eq!(world.pool_figures().await, (1_078, 0, 5_000));
    assert_eq!(world.pool().await.available(), 3_922);
    assert_eq!(world.balance(&pda::reward_vault()).await, 5_000);
}

#[tokio::test]
async fn blocks_add_up() {
    let mut world = World::new().await;
    let device = world.market(1_000, 1_000).await;
    let (_, _) = world.co_staked(&device, 500, 5_000).await;
    world.fund_pool(1_000).await;
    for (amount, owners, co_stakes, owed) in [(100, 50, 50, 100), (1, 51, 50, 101), (0, 51, 50, 101), (33, 68, 66, 134)]
    {
        let told = world.earn(&device, amount).await;
        assert_eq!(told.owed, owed);
        let read = world.read(&device).await;
        assert_eq!((read.owner_stake().rewards(), read.positions()[0].rewards()), (owners, co_stakes));
    }
}

/// A row of nothing is a block as well: it counts for the average, and cannot be posted again.
#[tokio::test]
async fn a_row_of_zero_counts_as_a_block() {
    let mut world = World::new().await;
    let device = world.market(1_000, 1_000).await;
    assert_eq!(accruals(world.earn(&device, 0).await), [credited(0, &[])]);
    let read = world.read(&device).await;
    assert_eq!((read.buckets()[3].blocks, read.last_block_ended_at()), (1, BLOCK.ended_at));
    assert_eq!(accruals(world.accrue(BLOCK, &[row(&device, 0)]).await), [skipped(Skip::AlreadyPaid)]);
}

#[tokio::test]
async fn a_batch_of_nobody_owes_nothing() {
    let mut world = World::new().await;
    let told = world.accrue(Block { started_at: START - 1, ended_at: START }, &[]).await;
    assert_eq!((told.owed, told.rows), (0, vec![]));
}

/// R23: the same block pays different devices in as many batches as it takes.
#[tokio::test]
async fn one_block_comes_in_several_batches() {
    let mut world = World::new().await;
    let devices = [world.market(1_000, 1_000).await, world.market(1_000, 1_000).await];
    world.fund_pool(100).await;
    world.set_time(BLOCK.ended_at);
    for (device, owed) in devices.iter().zip([50, 100]) {
        let told = world.accrue(BLOCK, &[row(device, 50)]).await;
        assert_eq!((told.owed, accruals(told)), (owed, vec![credited(50, &[])]));
    }
}

/// R25: after a crash nobody knows which batches went through; all are sent again, and nobody is paid twice.
#[tokio::test]
async fn a_batch_sent_again_pays_nobody_twice() {
    let mut world = World::new().await;
    let devices =
        [world.market(1_000, 1_000).await, world.market(1_000, 1_000).await, world.market(1_000, 1_000).await];
    world.fund_pool(100).await;
    world.set_time(BLOCK.ended_at);
    world.accrue(BLOCK, &[row(&devices[0], 10), row(&devices[1], 20)]).await;
    let rows = [row(&devices[0], 10), row(&devices[1], 20), row(&devices[2], 30)];
    let paid = skipped(Skip::AlreadyPaid);
    assert_eq!(accruals(world.accrue(BLOCK, &rows).await), [paid.clone(), paid.clone(), credited(30, &[])]);
    let before = world.bytes(&devices[0]).await;
    assert_eq!(accruals(world.accrue(BLOCK, &rows).await), [paid.clone(), paid.clone(), paid]);
    assert_eq!(world.pool_figures().await, (60, 0, 100));
    assert_eq!(world.bytes(&devices[0]).await, before);
    for (device, rewards) in devices.iter().zip([10, 20, 30]) {
        assert_eq!(world.read(device).await.owner_stake().rewards(), rewards);
    }
}

#[tokio::test]
async fn twice_in_one_batch_is_paid_once() {
    let mut world = World::new().await;
    let device = world.market(1_000, 1_000).await;
    world.fund_pool(100).await;
    world.set_time(BLOCK.ended_at);
    let told = world.accrue(BLOCK, &[row(&device, 40), row(&device, 60)]).await;
    assert_eq!((told.owed, accruals(told)), (40, vec![credited(40, &[]), skipped(Skip::AlreadyPaid)]));
    assert_eq!(world.read(&device).await.owner_stake().rewards(), 40);
}

/// R25: by a second, on both sides of the last block's end.
#[tokio::test]
async fn the_next_block_starts_no_earlier_than_the_last_ended() {
    let mut world = World::new().await;
    let device = world.market(1_000, 1_000).await;
    world.fund_pool(100).await;
    world.set_time(START + 1_000);
    let mut post = async |started_at, ended_at| {
        accruals(world.accrue(Block { started_at, ended_at }, &[row(&device, 1)]).await).remove(0)
    };
    assert_eq!(post(START, START + 100).await, credited(1, &[]));
    assert_eq!(post(START + 99, START + 200).await, skipped(Skip::AlreadyPaid));
    // The skipped block is behind the device too.
    assert_eq!(post(START + 100, START + 200).await, skipped(Skip::AlreadyPaid));
    assert_eq!(post(START + 200, START + 300).await, credited(1, &[]));
    assert_eq!(post(START + 301, START + 400).await, credited(1, &[]));
    // An older block does not take the clock back.
    assert_eq!(post(START - 2, START - 1).await, skipped(Skip::AlreadyPaid));
    assert_eq!(post(START + 399, START + 500).await, skipped(Skip::AlreadyPaid));
}

/// R25: what was not earned when the block was posted is never earned.
#[tokio::test]
async fn topping_up_later_earns_nothing_for_the_past() {
    let mut world = World::new().await;
    let device = world.market(1_000, 999).await;
    world.fund_pool(100).await;
    world.set_time(BLOCK.ended_at);
    let before = world.device_with(&device, &[("last_block_ended_at", &BLOCK.ended_at.to_le_bytes())]).await;
    assert_eq!(accruals(world.accrue(BLOCK, &[row(&device, 50)]).await), [skipped(Skip::Insufficient)]);
    assert_eq!(world.bytes(&device).await, before, "only the time is recorded");
    world.stake(&device, 1).await;
    for started_at in [BLOCK.started_at, BLOCK.ended_at - 1] {
        let block = Block { started_at, ..BLOCK };
        assert_eq!(accruals(world.accrue(block, &[row(&device, 50)]).await), [skipped(Skip::AlreadyPaid)]);
    }
    assert_eq!(world.pool_figures().await, (0, 0, 100));
    assert_eq!(accruals(world.earn(&device, 50).await), [credited(50, &[])]);
}
