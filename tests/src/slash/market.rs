//! A slash and its return amid offers and hires: what they change for those who claim, earn and leave.

use co_staking_client::{
    CoStakingError as E,
    instructions::{
        owner::{unstake, withdraw_overflow},
        slash::ReturnTo,
    },
};

use super::scene::Scene;
use crate::world::{DAY, World, offers::asking, rewards::row};

/// I2: an owner who was slashed below half finds no co-staker, until the part is back or it stakes more.
#[tokio::test]
async fn an_owner_slashed_below_half_finds_no_co_staker() {
    let mut world = World::new().await;
    let device = world.market(1_000, 501).await;
    let index = world.create(&device, asking(300, 1)).await;
    let wallet = world.co_staker(600).await;
    let case = world.overturned(&device, "x", 100).await;
    world.refuse_claim(&device, index, &wallet, E::OwnerBelowHalf).await;
    world.refuse_creation(&device, asking(1, 1), E::OwnerBelowHalf).await;
    world.return_part(&case, 0, ReturnTo::default()).await;
    world.claim(&device, index, &wallet).await;
    world.slash(&device, "y", 100).await;
    world.refuse_creation(&device, asking(1, 1), E::OwnerBelowHalf).await;
    world.stake(&device, 4).await;
    world.create(&device, asking(1, 1)).await;
}

/// I2, R7: a co-stake that comes back may leave no room for the one that was to replace it. Nobody is trapped by it.
#[tokio::test]
async fn a_co_stake_that_comes_back_keeps_its_replacement_out() {
    let mut world = World::new().await;
    let device = world.market(1_000, 800).await;
    let (first, wallet) = world.co_staked(&device, 500, 1).await;
    let case = world.overturned(&device, "x", 4_000).await;
    world.stake(&device, 100).await;
    let second = world.create(&device, asking(200, 1)).await;
    let newcomer = world.co_staker(200).await;
    world.return_part(&case, 1, ReturnTo::default()).await;
    world.refuse_claim(&device, second, &newcomer, E::CoStakeAboveHalf).await;
    let owner = &device.owner;
    // O is 580 and A + P 700: there is no overflow, and no error of arithmetic.
    let ix = withdraw_overflow(&device.key, &owner.key(), &owner.token, &world.mint, 1);
    world.refuse(&[ix], &[&owner.keypair], E::AmountExceedsOverflow).await;
    world.return_part(&case, 0, ReturnTo::default()).await;
    world.refuse_claim(&device, second, &newcomer, E::CoStakeAboveHalf).await;
    world.retract(&device, second).await;
    world.withdraw_overflow(&device, 400).await;
    world.leave(&device, first, &wallet).await;
    world.unstake(&device).await;
    world.wait(14 * DAY).await;
    world.withdraw(&device).await;
    world.pay_out(&device, first, &wallet).await;
    assert_eq!(world.balance(&wallet.token).await, 500);
    world.assert_balanced(&device, 0, 0).await;
}

/// R8, R33: a hire keeps the owner, not the slasher.
#[tokio::test]
async fn a_hire_is_no_protection() {
    let mut world = World::new().await;
    let scene = Scene::new(&mut world).await;
    world.hire(&scene.device, DAY).await;
    let owner = &scene.device.owner;
    world.refuse(&[unstake(&scene.device.key, &owner.key())], &[&owner.keypair], E::DeviceHired).await;
    world.slash(&scene.device, "x", 5_000).await;
    assert_eq!(world.stakes(&scene.device).await, (351, vec![101, 50]));
}

/// I9: an insufficient device earns nothing, and what comes back earns nothing for the past (edge case 34).
#[tokio::test]
async fn nothing_is_earned_for_the_time_of_an_overturned_slash() {
    let mut world = World::new().await;
    let scene = Scene::new(&mut world).await;
    let device = &scene.device;
    world.fund_pool(10_000).await;
    let case = world.overturned(device, "x", 5_000).await;
    world.earn(device, 1_000).await;
    let missed = world.last_hour().await;
    for number in 0..3 {
        world.return_part(&case, number, ReturnTo::default()).await;
    }
    world.accrue(missed, &[row(device, 1_000)]).await;
    assert_eq!(world.pool().await.owed(), 0);
    world.earn(device, 1_000).await;
    assert_eq!(world.pool().await.owed(), 1_000);
    let read = world.read(device).await;
    assert_eq!(read.held().map(|held| held.rewards()).collect::<Vec<_>>(), [100, 200]);
}
