//! R22: what an offer shows at each turn of its life, in the documents' words, read from real accounts.

use co_staking_client::{CreateOfferArgs, instructions::registrar};

use crate::world::{DAY, Device, START, World, offers::asking};

async fn shows(world: &mut World, device: &Device, index: u32, secs: i64, words: &str) {
    world.set_time(START + secs);
    let (offer, read) = (world.offer(device, index).await, world.read(device).await);
    assert_eq!(offer.status(&read, START + secs).unwrap().to_string(), words, "after {secs} s");
}

#[tokio::test]
async fn an_offer_tells_where_it_stands() {
    let mut world = World::new().await;
    let device = world.market(1_000, 1_000).await;
    let args = CreateOfferArgs { expires_at: Some(START + 10), ..asking(500, 1) };
    let expiring = world.create(&device, args).await;
    shows(&mut world, &device, expiring, 0, "Sufficient Stake (Waiting for Co-Staker)").await;
    shows(&mut world, &device, expiring, 10, "Sufficient Stake (Waiting for Co-Staker)").await;
    shows(&mut world, &device, expiring, 11, "Expired").await;
    world.retract(&device, expiring).await;
    shows(&mut world, &device, expiring, 11, "Offer Closed").await;

    let index = world.create(&device, asking(500, 1)).await;
    let wallet = world.co_staker(500).await;
    world.claim(&device, index, &wallet).await;
    shows(&mut world, &device, index, 11, "Active").await;
    world.leave(&device, index, &wallet).await;
    let (wait, cooldown) = (11 + 7 * DAY, 11 + 21 * DAY);
    shows(&mut world, &device, index, wait - 1, "Sufficient Stake (Wait Period)").await;
    shows(&mut world, &device, index, wait, "In Cooldown").await;
    shows(&mut world, &device, index, cooldown - 1, "In Cooldown").await;
    shows(&mut world, &device, index, cooldown, "In Cooldown (withdrawable)").await;
    world.pay_out(&device, index, &wallet).await;
    shows(&mut world, &device, index, cooldown, "Co-Staker Withdrawn").await;
    shows(&mut world, &device, expiring, cooldown, "Offer Closed").await;
}

/// On a device that has too little: what was a wait with sufficient stake is one that lacks it, in the same second.
#[tokio::test]
async fn an_offer_tells_that_the_stake_is_insufficient() {
    let mut world = World::new().await;
    let device = world.market(1_000, 500).await;
    let index = world.create(&device, asking(500, 1)).await;
    shows(&mut world, &device, index, 0, "Insufficient Stake (Waiting for Co-Staker)").await;
    let wallet = world.co_staker(500).await;
    world.claim(&device, index, &wallet).await;
    let changes = co_staking_client::ConfigChanges { base_requirement: Some(1_001), ..Default::default() };
    world.update_config(changes).await;
    world.accept(&[registrar::refresh_requirement(&device.key)], &[]).await;
    shows(&mut world, &device, index, 7 * DAY - 1, "Active").await;
    shows(&mut world, &device, index, 7 * DAY, "Active (Insufficient Stake)").await;
    world.leave(&device, index, &wallet).await;
    shows(&mut world, &device, index, 7 * DAY, "Co-Staker Unstaked (In Wait Period)").await;
    world.stake(&device, 1).await;
    shows(&mut world, &device, index, 7 * DAY, "Sufficient Stake (Wait Period)").await;
    // Pushed out, it is in its cooldown at once.
    world.unstake(&device).await;
    shows(&mut world, &device, index, 7 * DAY, "In Cooldown").await;
}
