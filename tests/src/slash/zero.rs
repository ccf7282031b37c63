//! R33, R19, edge case 32: a slash to zero ends positions cleanly.

use co_staking_client::{
    CoStakingError as E,
    event::{CoStakeWithdrawn, Event},
    instructions::{co_staker::withdraw_co_stake, slash::ReturnTo},
    pda,
};

use super::scene::{Scene, THIRD};
use crate::world::{
    DAY, START, World,
    figures::{no_owner_stake, owner_stake},
    offers::asking,
    slash::{Case, taking, to},
};

/// R33, R19: withdrawn at once by anyone, in every phase, to whatever account; the claim slot is free again.
#[tokio::test]
async fn a_co_stake_of_nothing_leaves_at_once() {
    let mut world = World::new().await;
    let scene = Scene::new(&mut world).await;
    let device = &scene.device;
    world.leave(device, scene.second.0, &scene.second.1).await;
    world.slash(device, "x", 10_000).await;
    assert_eq!(world.stakes(device).await, (0, vec![0, 0]));
    for (index, wallet) in [&scene.first, &scene.second] {
        assert!(world.claims_of(wallet).await[0].is_some());
        let sender = world.wallet(0);
        let ix = withdraw_co_stake(&device.key, *index, &wallet.key(), &sender.key(), &sender.token, &world.mint);
        let expected = CoStakeWithdrawn {
            device: device.key,
            offer: pda::offer(&device.key, *index),
            index: *index,
            co_staker: wallet.key(),
            sender: sender.key(),
            destination: sender.token,
            amount: 0,
            rewards: 0,
        };
        let receipt = world.accept(&[ix], &[&sender.keypair]).await;
        assert_eq!(receipt.event(), Event::CoStakeWithdrawn(expected));
        assert_eq!(world.claims_of(wallet).await, [None, None]);
        assert_eq!((world.balance(&sender.token).await, world.balance(&wallet.token).await), (0, 0));
    }
    assert_eq!(world.read(device).await.held().count(), 0);
    // Its places and shares are free for others.
    world.stake(device, 1_000).await;
    world.co_staked(device, 500, 10_000).await;
}

/// R19: one that is not slashed to nothing stays locked.
#[tokio::test]
async fn one_unit_is_not_nothing() {
    let mut world = World::new().await;
    let device = world.market(20_000, 20_000).await;
    let (index, wallet) = world.co_staked(&device, 10_000, 1).await;
    world.slash(&device, "x", 9_999).await;
    assert_eq!(world.stakes(&device).await, (2, vec![1]));
    let ix = world.paying_out(&device, index, &wallet, &wallet.key());
    world.refuse(&[ix], &[&wallet.keypair], E::CoStakeNotLeft).await;
}

/// R33, R5: after a slash of everything that was upheld, the device closes and may be registered anew.
#[tokio::test]
async fn the_device_closes_and_begins_again() {
    let mut world = World::new().await;
    let scene = Scene::new(&mut world).await;
    let device = &scene.device;
    let case = world.slash(device, "x", 10_000).await;
    for (index, wallet) in [&scene.first, &scene.second] {
        world.pay_out(device, *index, wallet).await;
    }
    let supply = world.supply().await;
    world.uphold(&case).await;
    assert_eq!(world.supply().await, supply - 1_001);
    for (index, _) in [&scene.first, &scene.second] {
        world.close_offer(device, *index).await;
    }
    world.close_device(device).await;
    assert!(world.account(&device.key).await.is_none());
    assert!(world.account(&case.key).await.is_some(), "a case stays");

    world.enrol(device, 1).await;
    assert_eq!(*world.read(device).await.owner_stake(), no_owner_stake(0));
    world.stake(device, 500).await;
    let now = world.now().await;
    assert_eq!(*world.read(device).await.owner_stake(), owner_stake(500, 0, 0, now));
}

/// R33: an owner who was slashed to nothing on its way out leaves nothing behind, and its device closes.
#[tokio::test]
async fn an_exiting_owner_slashed_to_nothing_may_close_its_device() {
    let mut world = World::new().await;
    let device = world.market(1_000, 1_000).await;
    world.wait(DAY).await;
    world.unstake(&device).await;
    let case = Case::new(&device, "x");
    world.open_case(&case, taking(10_000, START)).await;
    world.uphold(&case).await;
    world.close_device(&device).await;
}

/// R32, R33: of a slash to zero that was overturned, those who left are paid, and those who stayed are restored.
#[tokio::test]
async fn overturned_everybody_gets_everything() {
    let mut world = World::new().await;
    let scene = Scene::new(&mut world).await;
    let (device, (index, wallet)) = (&scene.device, &scene.first);
    let third = world.slash(device, "a third", THIRD).await;
    let rest = world.slash(device, "the rest", 10_000).await;
    world.pay_out(device, *index, wallet).await;
    // The place is another's by now, and does not get its parts.
    world.stake(device, 500).await;
    let newcomer = world.co_staker(40).await;
    let new = world.create(device, asking(40, 1)).await;
    world.claim(device, new, &newcomer).await;
    for case in [&rest, &third] {
        world.overturn(case).await;
        for number in [0, 2] {
            world.return_part(case, number, ReturnTo::default()).await;
        }
        world.refuse_return(case, 1, ReturnTo::default(), E::DestinationMissing).await;
        world.return_part(case, 1, to(*index, wallet)).await;
    }
    assert_eq!(world.balance(&wallet.token).await, 201);
    // The newcomer took the place of the first.
    assert_eq!(world.stakes(device).await, (701 + 500, vec![40, 99]));
    world.assert_balanced(device, 0, 0).await;
    assert_eq!(world.balance(&pda::escrow()).await, 0);
}
