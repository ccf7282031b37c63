//! R27: seven days of rewards and block counts, and the estimate that is made of them.

use co_staking_client::{RewardBucket, marketplace::estimate_reward, rules::rewards::Block};

use crate::world::{DAY, Device, START, World, offers::asking, rewards::row};

/// Midnight before the world's start, and that day's number since 1970.
const MIDNIGHT: i64 = START - DAY / 2;
const FIRST_DAY: u32 = 20_513;

/// Posts a block that ends then.
async fn post(world: &mut World, device: &Device, ended_at: i64, amount: u64) {
    world.set_time(ended_at);
    world.accrue(Block { started_at: ended_at - 1, ended_at }, &[row(device, amount)]).await;
}

/// What each day of nine earned: by its number, the amounts of its blocks. One of them has none.
const DAYS: [&[u64]; 9] = [&[10], &[20, 21], &[0], &[31], &[], &[50, 51, 52], &[61], &[71, 72], &[81]];

/// The buckets that the first `days` of them leave, by the layout's own words: the place is the day modulo seven, and
/// a day's bucket stays until that of a week later takes its place.
fn expected(days: usize) -> [RewardBucket; 7] {
    let mut buckets = [RewardBucket { rewards: 0, blocks: 0, day: 0 }; 7];
    for (number, amounts) in DAYS.iter().take(days).enumerate().filter(|(_, amounts)| !amounts.is_empty()) {
        let day = FIRST_DAY + number as u32;
        buckets[day as usize % 7] = RewardBucket { rewards: amounts.iter().sum(), blocks: amounts.len() as u32, day };
    }
    buckets
}

#[tokio::test]
async fn nine_days_fill_seven_buckets() {
    let mut world = World::new().await;
    let device = world.market(1_000, 1_000).await;
    let index = world.create(&device, asking(500, 7_500)).await;
    world.fund_pool(10_000).await;
    let offer = world.offer(&device, index).await;
    let read = world.read(&device).await;
    assert_eq!(estimate_reward(&offer, &read, START), Ok(None), "nothing earned yet");
    for (number, amounts) in DAYS.iter().enumerate() {
        let midnight = MIDNIGHT + number as i64 * DAY;
        for (nth, amount) in amounts.iter().enumerate() {
            post(&mut world, &device, midnight + DAY / 2 + 10 * nth as i64, *amount).await;
        }
        let read = world.read(&device).await;
        assert_eq!(*read.buckets(), expected(number + 1));
        // The last seven days, this one included.
        let week: Vec<u64> = DAYS[..=number].iter().rev().take(7).flat_map(|amounts| amounts.iter().copied()).collect();
        let average = week.iter().sum::<u64>() / week.len() as u64;
        let estimate = average * 3 / 4;
        for now in [midnight + DAY / 2, midnight + DAY - 1] {
            assert_eq!(estimate_reward(&offer, &read, now), Ok(Some(estimate)), "on day {number}");
        }
    }
    let read = world.read(&device).await;
    let last = MIDNIGHT + 8 * DAY;
    assert_eq!(estimate_reward(&offer, &read, last + 7 * DAY - 1), Ok(Some(60)), "81 on the last of seven days");
    assert_eq!(estimate_reward(&offer, &read, last + 7 * DAY), Ok(None), "a week without a block");
}

/// A block counts on the day on which it ended, to the second.
#[tokio::test]
async fn a_day_changes_at_midnight() {
    let mut world = World::new().await;
    let device = world.market(1_000, 1_000).await;
    world.fund_pool(100).await;
    let midnight = MIDNIGHT + DAY;
    for (ended_at, amount) in [(midnight - 1, 1), (midnight, 2), (midnight + 1, 4)] {
        post(&mut world, &device, ended_at, amount).await;
    }
    let read = world.read(&device).await;
    assert_eq!(read.buckets()[3], RewardBucket { rewards: 1, blocks: 1, day: FIRST_DAY });
    assert_eq!(read.buckets()[4], RewardBucket { rewards: 6, blocks: 2, day: FIRST_DAY + 1 });
}

/// What is skipped is no block of the device.
#[tokio::test]
async fn a_skip_counts_nowhere() {
    let mut world = World::new().await;
    let device = world.market(1_000, 999).await;
    world.fund_pool(100).await;
    post(&mut world, &device, START, 50).await;
    assert_eq!(*world.read(&device).await.buckets(), expected(0));
}
