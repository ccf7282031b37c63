//! Sequences by which somebody might take a part twice, or get it before its unlock, or keep it from its party.

use co_staking_client::{
    CoStakingError as E,
    instructions::{owner::close_device, slash::ReturnTo},
};
use solana_signer::Signer;

use super::scene::{Scene, THIRD};
use crate::world::{
    ALREADY_IN_USE, COOLDOWN, DAY, START, World,
    figures::owner_stake,
    offers::asking,
    slash::{taking, to},
};

/// Edge case 40: a device that was closed and registered anew, by another owner even, does not revive its old cases.
#[tokio::test]
async fn a_device_registered_anew_has_no_part_in_its_old_cases() {
    let mut world = World::new().await;
    let scene = Scene::new(&mut world).await;
    let device = &scene.device;
    let (falls, burns) = (world.slash(device, "falls", THIRD).await, world.slash(device, "burns", 10_000).await);
    for (index, wallet) in [&scene.first, &scene.second] {
        world.pay_out(device, *index, wallet).await;
    }
    world.uphold(&burns).await;
    world.overturn(&falls).await;
    for (number, wallet) in (0..).zip(scene.wallets()) {
        world.return_part(&falls, number, to(scene.first.0, wallet)).await;
    }
    // The owner's came back into its stake, which was slashed to nothing while active.
    assert_eq!(world.stakes(device).await.0, 233);
    world.unstake(device).await;
    world.wait(COOLDOWN).await;
    world.withdraw(device).await;
    for (index, _) in [&scene.first, &scene.second] {
        world.close_offer(device, *index).await;
    }
    world.close_device(device).await;

    let heir = world.wallet(2_000_000);
    let anew = crate::world::Device { owner: heir, ..device.clone() };
    world.set_base(1_000).await;
    world.enrol(&anew, 1).await;
    world.set_operational(&anew, true).await;
    world.stake(&anew, 701).await;
    // The same wallet, in the same place, under an offer of the same number.
    let (index, wallet) = &scene.first;
    assert_eq!(world.create(&anew, asking(201, 1)).await, *index);
    world.donate(&wallet.token, 201).await;
    world.claim(&anew, *index, wallet).await;
    for number in 0..3 {
        world.refuse_return(&falls, number, to(*index, wallet), E::PartReturned).await;
        world.refuse_return(&burns, number, to(*index, wallet), E::CaseNotOverturned).await;
    }
    for case in [&falls, &burns] {
        world.refuse_finalizing(case, E::CaseDecided).await;
        world.refuse_ruling(case, false, E::CaseNotAppealed).await;
        world.refuse_appeal(case, &device.owner.keypair, E::CaseNotOpen).await;
        let now = world.now().await;
        world.refuse_opening(case, taking(100, now), ALREADY_IN_USE).await;
    }
    assert_eq!(world.stakes(&anew).await, (701, vec![201]));
    assert_eq!(world.read(&anew).await.slash_cases(), 0);
}

/// Returning a part into a stake frees nothing early: it leaves with the stake, under the same unlock.
#[tokio::test]
async fn a_slash_and_its_return_are_no_way_around_the_cooldown() {
    let mut world = World::new().await;
    let scene = Scene::new(&mut world).await;
    let (device, (index, wallet)) = (&scene.device, &scene.first);
    let case = world.overturned(device, "x", 9_999).await;
    world.leave(device, *index, wallet).await;
    world.return_part(&case, 1, to(*index, wallet)).await;
    world.unstake(device).await;
    world.return_part(&case, 0, to(*index, &device.owner)).await;
    world.set_time(START + 14 * DAY - 1);
    let ix = world.paying_out(device, *index, wallet, &wallet.key());
    world.refuse(&[ix], &[&wallet.keypair], E::CoStakeLocked).await;
    assert_eq!(*world.read(device).await.owner_stake(), owner_stake(0, 701, START + 14 * DAY, START));
    assert_eq!(world.balance(&wallet.token).await, 0);
}

/// Attack A33: the overflow is of what is left in the ledger, never of what the escrow or a donation holds.
#[tokio::test]
async fn an_overflow_is_of_what_is_left() {
    let mut world = World::new().await;
    let device = world.market(1_000, 2_000).await;
    let case = world.slash(&device, "x", 4_000).await;
    world.donate(&device.vault, 5_000).await;
    let owner = &device.owner;
    let ix = co_staking_client::instructions::owner::withdraw_overflow(
        &device.key,
        &owner.key(),
        &owner.token,
        &world.mint,
        201,
    );
    world.refuse(&[ix], &[&owner.keypair], E::AmountExceedsOverflow).await;
    world.withdraw_overflow(&device, 200).await;
    world.overturn(&case).await;
    world.return_part(&case, 0, ReturnTo::default()).await;
    world.withdraw_overflow(&device, 800).await;
    assert_eq!(world.stakes(&device).await.0, 1_000);
    world.assert_balanced(&device, 5_000, 0).await;
}

/// R5, R32: the last part ends the case, whoever it is of, and the device with nothing on it closes.
#[tokio::test]
async fn a_party_that_never_comes_does_not_keep_the_others() {
    let mut world = World::new().await;
    let scene = Scene::new(&mut world).await;
    let (device, stranger) = (&scene.device, world.wallet(0));
    let case = world.overturned(device, "x", 10_000).await;
    for (index, wallet) in [&scene.first, &scene.second] {
        world.pay_out(device, *index, wallet).await;
    }
    // The owner's is still there, and goes first; the others are sent by somebody else altogether.
    for (number, wallet) in (0..).zip(scene.wallets()) {
        let to = to(scene.first.0, wallet);
        let ix = co_staking_client::instructions::slash::return_slashed(
            &device.key,
            &case.key,
            number,
            &stranger.key(),
            to,
            &world.mint,
        );
        world.accept(&[ix], &[&stranger.keypair]).await;
    }
    assert_eq!((world.balance(&scene.first.1.token).await, world.balance(&scene.second.1.token).await), (201, 99));
    let owner = &device.owner;
    let closing = close_device(&device.key, &owner.key(), &owner.token, &world.payer().pubkey(), &world.mint);
    world.refuse(&[closing], &[&owner.keypair], E::DeviceHasStake).await;
}

/// I6: a part is returned once, also by two instructions in one transaction, and to two accounts of its party.
#[tokio::test]
async fn twice_in_one_transaction_is_once_too_often() {
    let mut world = World::new().await;
    let scene = Scene::new(&mut world).await;
    let other = Scene::new(&mut world).await;
    // So that the escrow holds enough for a second payment.
    world.slash(&other.device, "x", 10_000).await;
    let case = world.overturned(&scene.device, "x", 10_000).await;
    let (index, wallet) = &scene.first;
    world.pay_out(&scene.device, *index, wallet).await;
    let ix = world.returning(&case, 1, to(*index, wallet));
    world.refuse(&[ix.clone(), ix.clone()], &[], E::PartReturned).await;
    world.accept(&[ix], &[]).await;
    assert_eq!(world.balance(&wallet.token).await, 201);
}
