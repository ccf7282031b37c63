//! R11: how much may be offered: one below, at and one above each cap.

use co_staking_client::{CoStakingError as E, event::Event};

use crate::world::{
    DAY, START, World,
    offers::{asking, only},
};

/// R11: the halves of odd requirements, one below, at and one above. A requirement of 1 leaves nothing to offer.
#[tokio::test]
async fn the_caps_of_odd_requirements_are_exact() {
    const MAX: u64 = u64::MAX;
    let mut world = World::new().await;
    for (req, least_owner, most) in
        [(1, 1, 0), (2, 1, 1), (3, 2, 1), (5, 3, 2), (1_001, 501, 500), (MAX, MAX / 2 + 1, MAX / 2)]
    {
        let device = world.market(req, least_owner - 1).await;
        world.refuse_creation(&device, asking(1, 1), E::OwnerBelowHalf).await;
        world.stake(&device, 1).await;
        world.refuse_creation(&device, asking(most + 1, 1), E::CoStakeAboveHalf).await;
        world.refuse_creation(&device, asking(MAX, 1), E::CoStakeAboveHalf).await;
        if most > 0 {
            let below = world.create(&device, asking(most - u64::from(most > 1), 1)).await;
            world.retract(&device, below).await;
            world.create(&device, asking(most, 1)).await;
            // With an open offer beside it, the sum decides, and no amount may wrap it.
            world.refuse_creation(&device, asking(1, 1), E::CoStakeAboveHalf).await;
            world.refuse_creation(&device, asking(MAX, 1), E::CoStakeAboveHalf).await;
        }
    }
}

/// R11: `Σ bps ≤ 10000` over Open and Active; R18: what is Waiting is not among them.
#[tokio::test]
async fn the_shares_of_open_and_active_make_at_most_the_whole() {
    let mut world = World::new().await;
    let device = world.market(1_000, 1_000).await;
    let (active, wallet) = world.co_staked(&device, 100, 4_000).await;
    world.refuse_creation(&device, asking(100, 6_001), E::RewardSharesAboveWhole).await;
    let open = world.create(&device, asking(100, 6_000)).await;
    world.create(&device, asking(100, 0)).await;
    world.refuse_creation(&device, asking(100, 1), E::RewardSharesAboveWhole).await;
    world.leave(&device, active, &wallet).await;
    world.refuse_creation(&device, asking(100, 4_001), E::RewardSharesAboveWhole).await;
    world.create(&device, asking(100, 4_000)).await;
    world.refuse_creation(&device, asking(100, 1), E::RewardSharesAboveWhole).await;
    world.retract(&device, open).await;
    world.refuse_creation(&device, asking(100, 6_001), E::RewardSharesAboveWhole).await;
    world.create(&device, asking(100, 6_000)).await;
}

/// R11: `A + P` counts Active and Open; R18: a Waiting co-stake makes room for another.
#[tokio::test]
async fn what_is_waiting_is_not_among_the_co_stakes_of_the_cap() {
    let mut world = World::new().await;
    let device = world.market(1_001, 501).await;
    let (active, wallet) = world.co_staked(&device, 300, 1).await;
    world.refuse_creation(&device, asking(201, 1), E::CoStakeAboveHalf).await;
    world.create(&device, asking(200, 1)).await;
    world.refuse_creation(&device, asking(1, 1), E::CoStakeAboveHalf).await;
    world.leave(&device, active, &wallet).await;
    world.refuse_creation(&device, asking(301, 1), E::CoStakeAboveHalf).await;
    world.create(&device, asking(300, 1)).await;
}

/// R11: four Open and Active together, whatever the mix.
#[tokio::test]
async fn a_fifth_open_or_active_is_refused() {
    let mut world = World::new().await;
    let device = world.market(1_000, 1_000).await;
    let (active, wallet) = world.co_staked(&device, 10, 1).await;
    for _ in 0..2 {
        world.co_staked(&device, 10, 1).await;
    }
    let open = world.create(&device, asking(10, 1)).await;
    world.refuse_creation(&device, asking(10, 1), E::TooManyOffers).await;
    world.retract(&device, open).await;
    world.create(&device, asking(10, 1)).await;
    world.refuse_creation(&device, asking(10, 1), E::TooManyOffers).await;
    world.leave(&device, active, &wallet).await;
    world.create(&device, asking(10, 1)).await;
    world.refuse_creation(&device, asking(10, 1), E::TooManyOffers).await;
}

/// R11, R21: eight places, those of Open offers, of the wait, the cooldown and the unlocked included.
#[tokio::test]
async fn a_ninth_place_is_refused_until_somebody_withdraws() {
    let mut world = World::new().await;
    let device = world.market(1_000, 1_000).await;
    let mut left = vec![];
    for _ in 0..7 {
        let (index, wallet) = world.co_staked(&device, 10, 1).await;
        world.leave(&device, index, &wallet).await;
        left.push((index, wallet));
    }
    let open = world.create(&device, asking(10, 1)).await;
    world.refuse_creation(&device, asking(10, 1), E::NoPlaceLeft).await;
    let eighth = world.co_staker(10).await;
    world.claim(&device, open, &eighth).await;
    for secs in [0, 7 * DAY, 14 * DAY] {
        world.wait(secs).await;
        world.refuse_creation(&device, asking(10, 1), E::NoPlaceLeft).await;
    }
    world.pay_out(&device, left[3].0, &left[3].1).await;
    let index = world.create(&device, asking(10, 1)).await;
    world.refuse_creation(&device, asking(10, 1), E::NoPlaceLeft).await;
    // It takes the place that was freed.
    let next = world.co_staker(10).await;
    let Event::OfferClaimed(claimed) = only(world.claim(&device, index, &next).await) else { panic!() };
    assert_eq!(claimed.place, 3);
}

/// R3, R11: the requirement that counts now decides, also on the second when a change takes effect.
#[tokio::test]
async fn a_changed_requirement_counts_from_the_end_of_its_notice() {
    let mut world = World::new().await;
    let device = world.market(1_000, 700).await;
    world.update_config(base(500)).await;
    world.announce_cards(&device, 3).await;
    world.set_time(START + 7 * DAY - 1);
    let index = world.create(&device, asking(500, 1)).await;
    world.retract(&device, index).await;
    world.set_time(START + 7 * DAY);
    world.refuse_creation(&device, asking(500, 1), E::OwnerBelowHalf).await;
    world.stake(&device, 50).await;
    world.create(&device, asking(750, 1)).await;
}

fn base(base_requirement: u64) -> co_staking_client::ConfigChanges {
    co_staking_client::ConfigChanges { base_requirement: Some(base_requirement), ..Default::default() }
}
