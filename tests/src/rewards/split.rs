//! R24: a block's reward is split exactly: each share by one rounding, the rest to the owner, the parts the whole.

use co_staking_client::{Accrual, event::RewardsAccrued, rules::rewards::Block};

use crate::world::{
    DAY, Device, Random, START, Wallet, World,
    rewards::{accruals, credited, row},
};

/// What four co-stakers stake, and their shares: together the whole of the reward.
const TERMS: [(u64, u16); 4] = [(101, 3_333), (113, 2_999), (127, 1), (59, 3_667)];

/// A device with four co-stakes and ten times what it requires.
async fn shared(world: &mut World) -> (Device, Vec<(u32, Wallet)>) {
    let device = world.market(1_000, 10_000).await;
    let mut stakers = vec![];
    for (amount, bps) in TERMS {
        stakers.push(world.co_staked(&device, amount, bps).await);
    }
    (device, stakers)
}

/// By plain 128-bit arithmetic: the shares of those who are there, and what is left.
fn split(amount: u64, stakes: &[(u64, u64, u16)]) -> (Vec<u64>, u64) {
    let share = |(stake, claimed, bps): &(u64, u64, u16)| {
        let exact = u128::from(amount) * u128::from(*bps) * u128::from(*stake);
        (exact / (10_000 * u128::from(*claimed))) as u64
    };
    let shares: Vec<u64> = stakes.iter().map(share).collect();
    let rest = amount - shares.iter().sum::<u64>();
    (shares, rest)
}

/// The owner's rewards and those of the co-stakes, in the order of their places.
async fn rewards(world: &mut World, device: &Device) -> (u64, Vec<u64>) {
    let read = world.read(device).await;
    (read.owner_stake().rewards(), read.held().map(|held| held.rewards()).collect())
}

fn row_of(event: RewardsAccrued) -> Accrual {
    accruals(event).remove(0)
}

#[tokio::test]
async fn odd_amounts_split_exactly_among_four_co_stakes() {
    let mut world = World::new().await;
    let (device, stakers) = shared(&mut world).await;
    world.fund_pool(1_000_000_000_000).await;
    let (mut owners, mut theirs, mut total) = (0, vec![0; 4], 0);
    for amount in [0, 1, 2, 3, 7, 9_999, 10_001, 99_999_999_999] {
        let told = world.earn(&device, amount).await;
        let (shares, rest) = split(amount, &TERMS.map(|(stake, bps)| (stake, stake, bps)));
        let shares: Vec<(u32, u64)> = stakers.iter().map(|(index, _)| *index).zip(shares).collect();
        let told_shares: Vec<_> = shares.iter().copied().filter(|(_, share)| *share > 0).collect();
        assert_eq!(row_of(told), credited(amount, &told_shares));
        owners += rest;
        theirs.iter_mut().zip(&shares).for_each(|(sum, (_, share))| *sum += share);
        total += amount;
        assert_eq!(rewards(&mut world, &device).await, (owners, theirs.clone()));
        assert_eq!(owners + theirs.iter().sum::<u64>(), total);
        assert_eq!(world.pool_figures().await.0, total);
    }
}

/// A slash makes the share smaller, in the same rounding; the owner gets what the co-staker lost.
#[tokio::test]
async fn a_share_shrinks_with_a_slash() {
    let mut world = World::new().await;
    let (device, stakers) = shared(&mut world).await;
    world.fund_pool(1_000_000_000_000).await;
    let mut stakes = TERMS.map(|(stake, bps)| (stake, stake, bps));
    for (round, bps) in [3_333u16, 100, 5_000, 1_234].into_iter().enumerate() {
        world.slash(&device, &format!("offence {round}"), bps).await;
        for (stake, ..) in &mut stakes {
            *stake -= *stake * u64::from(bps) / 10_000;
        }
        for amount in [1, 9_999, 99_999_999_999] {
            let before = rewards(&mut world, &device).await;
            let told = world.earn(&device, amount).await;
            let (shares, rest) = split(amount, &stakes);
            let indices = stakers.iter().map(|(index, _)| *index);
            let told_shares: Vec<_> = indices.zip(shares.clone()).filter(|(_, share)| *share > 0).collect();
            assert_eq!(row_of(told), credited(amount, &told_shares));
            let sums = before.1.iter().zip(&shares).map(|(sum, share)| sum + share).collect();
            assert_eq!(rewards(&mut world, &device).await, (before.0 + rest, sums));
        }
    }
}

/// Slashed to nothing, a co-stake is Active still, and its share is nothing.
#[tokio::test]
async fn a_stake_of_nothing_earns_nothing() {
    let mut world = World::new().await;
    let (device, _) = shared(&mut world).await;
    world.fund_pool(1_000).await;
    world.slash(&device, "offence", 10_000).await;
    world.stake(&device, 1_000).await;
    assert_eq!(row_of(world.earn(&device, 1_000).await), credited(1_000, &[]));
    assert_eq!(rewards(&mut world, &device).await, (1_000, vec![0; 4]));
}

/// R24: claimed by the block's start; a second on each side.
#[tokio::test]
async fn a_co_stake_earns_of_blocks_that_start_no_earlier_than_it_was_claimed() {
    let mut world = World::new().await;
    let device = world.market(1_000, 1_000).await;
    let (index, _) = world.co_staked(&device, 500, 5_000).await;
    world.fund_pool(1_000).await;
    world.set_time(START + 100);
    for (started_at, ended_at, co_stakes) in
        [(START - 10, START - 1, 0), (START - 1, START, 0), (START, START + 1, 50), (START + 1, START + 2, 50)]
    {
        let told = world.accrue(Block { started_at, ended_at }, &[row(&device, 100)]).await;
        let expected: &[(u32, u64)] = if co_stakes > 0 { &[(index, co_stakes)] } else { &[] };
        assert_eq!(row_of(told), credited(100, expected), "a block from {}", started_at - START);
    }
}

/// I9: Waiting and in its cooldown a co-stake earns nothing, also of a block that ended before it left.
#[tokio::test]
async fn a_co_stake_that_left_earns_nothing() {
    let mut world = World::new().await;
    let (device, stakers) = shared(&mut world).await;
    world.fund_pool(1_000_000).await;
    let (leaver, wallet) = &stakers[0];
    world.set_time(START + 3_600);
    world.leave(&device, *leaver, wallet).await;
    let stayed: Vec<_> = TERMS.iter().map(|(stake, bps)| (*stake, *stake, *bps)).skip(1).collect();
    let (shares, rest) = split(10_001, &stayed);
    for later in [3_600, 3_601, 3_600 + 7 * DAY - 1, 3_600 + 7 * DAY, 3_600 + 21 * DAY, 3_600 + 22 * DAY] {
        world.set_time(START + later);
        let before = rewards(&mut world, &device).await;
        let block = Block { started_at: START + later - 1, ended_at: START + later };
        let told = world.accrue(block, &[row(&device, 10_001)]).await;
        let expected: Vec<_> = stakers.iter().skip(1).map(|(index, _)| *index).zip(shares.clone()).collect();
        assert_eq!(row_of(told), credited(10_001, &expected));
        let after = rewards(&mut world, &device).await;
        assert_eq!((after.0 - before.0, after.1[0]), (rest, 0));
    }
}

/// One rounding for every amount, share and cut, by chance: the parts are the whole.
#[tokio::test]
async fn parts_sum_up_to_the_whole_whatever_the_figures() {
    let mut world = World::new().await;
    let mut random = Random::new(4);
    world.fund_pool(u64::MAX / 2).await;
    for _ in 0..8 {
        let device = world.market(1_000_000, 10_000_000).await;
        let (mut stakes, mut left, mut indices) = (vec![], 10_000, vec![]);
        for _ in 0..4 {
            let (amount, bps) = (1 + random.below(125_000), random.below(left + 1) as u16);
            left -= u64::from(bps);
            stakes.push((amount, amount, bps));
            indices.push(world.co_staked(&device, amount, bps).await.0);
        }
        if random.chance(2) {
            let bps = 1 + random.below(8_000);
            world.slash(&device, "offence", bps as u16).await;
            stakes.iter_mut().for_each(|(stake, ..)| *stake -= *stake * bps / 10_000);
        }
        for _ in 0..6 {
            let amount = random.below(100_000_000_000);
            let before = rewards(&mut world, &device).await;
            let told = world.earn(&device, amount).await;
            let (shares, rest) = split(amount, &stakes);
            let expected: Vec<_> = indices.iter().copied().zip(shares.clone()).filter(|share| share.1 > 0).collect();
            assert_eq!(row_of(told), credited(amount, &expected));
            let sums: Vec<u64> = before.1.iter().zip(&shares).map(|(sum, share)| sum + share).collect();
            assert_eq!(rewards(&mut world, &device).await, (before.0 + rest, sums));
        }
    }
}
