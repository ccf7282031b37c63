//! R3: how a change of the requirement takes effect, whether cards, multiplier or base changed.

use co_staking_client::{CoStakingError, format::IO, instructions::owner::withdraw_overflow};

use crate::world::{
    BASE, DAY, NOTICE, START, World,
    figures::{requirement, requirement_then},
};

#[tokio::test]
async fn a_change_waits_for_the_notice() {
    let mut world = World::new().await;
    let device = world.device().await;
    world.set_cards(&device, 5).await;
    let read = *world.read(&device).await.requirement();
    assert_eq!(read, requirement_then(800 * IO, 1_000 * IO, START + NOTICE));
    let at = [START, START + NOTICE - 1, START + NOTICE, START + NOTICE + 1].map(|now| read.at(now) / IO);
    assert_eq!(at, [800, 800, 1_000, 1_000]);
}

#[tokio::test]
async fn a_result_equal_to_the_pending_lets_the_notice_run_on() {
    let mut world = World::new().await;
    let device = world.device().await;
    world.set_cards(&device, 5).await;
    world.set_time(START + NOTICE - 1);
    world.refresh(&device).await;
    // Four cards at twice the base come to the eight that 1.25x of the old base gives five.
    world.set_base(BASE / 4 * 5).await;
    world.set_cards(&device, 4).await;
    let read = *world.read(&device).await.requirement();
    assert_eq!(read, requirement_then(800 * IO, 1_000 * IO, START + NOTICE));
}

#[tokio::test]
async fn a_result_equal_to_the_current_drops_the_pending() {
    let mut world = World::new().await;
    let device = world.device().await;
    world.set_cards(&device, 5).await;
    world.wait(DAY).await;
    world.set_cards(&device, 4).await;
    assert_eq!(*world.read(&device).await.requirement(), requirement(800 * IO));
    world.wait(NOTICE).await;
    assert_eq!(world.read(&device).await.requirement().at(START + DAY + NOTICE), 800 * IO);
}

#[tokio::test]
async fn any_other_replaces_the_pending_and_starts_the_notice_anew() {
    let mut world = World::new().await;
    let device = world.device().await;
    world.set_cards(&device, 5).await;
    world.set_time(START + NOTICE - 1);
    world.set_cards(&device, 6).await;
    let expected = requirement_then(800 * IO, 1_200 * IO, START + 2 * NOTICE - 1);
    assert_eq!(*world.read(&device).await.requirement(), expected);
}

#[tokio::test]
async fn a_matured_pending_is_applied_first() {
    let mut world = World::new().await;
    let matured = START + NOTICE;
    let back = world.device().await;
    let again = world.device().await;
    for device in [&back, &again] {
        world.set_cards(device, 5).await;
    }
    world.set_time(matured);
    world.set_cards(&back, 4).await;
    let expected = requirement_then(1_000 * IO, 800 * IO, matured + NOTICE);
    assert_eq!(*world.read(&back).await.requirement(), expected, "the old value is another value by now");
    world.refresh(&again).await;
    assert_eq!(*world.read(&again).await.requirement(), requirement(1_000 * IO), "the present value: nothing pends");
}

/// R3, R7: the overflow is that of the requirement which counts now.
#[tokio::test]
async fn the_overflow_follows_the_requirement_that_counts() {
    let mut world = World::new().await;
    let device = world.device().await;
    world.stake(&device, 800 * IO).await;
    world.set_cards(&device, 3).await;
    let owner = &device.owner;
    let whole = withdraw_overflow(&device.key, &owner.key(), &owner.token, &world.mint, 200 * IO);
    for now in [START, START + NOTICE - 1] {
        world.set_time(now);
        world.refuse(std::slice::from_ref(&whole), &[&owner.keypair], CoStakingError::AmountExceedsOverflow).await;
    }
    world.set_time(START + NOTICE);
    let more = withdraw_overflow(&device.key, &owner.key(), &owner.token, &world.mint, 200 * IO + 1);
    world.refuse(&[more], &[&owner.keypair], CoStakingError::AmountExceedsOverflow).await;
    world.accept(&[whole], &[&owner.keypair]).await;
}
