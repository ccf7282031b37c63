//! R32, Payouts: a part whose stake has ended goes to its party, and never anywhere else.

use anchor_lang::error::ErrorCode as A;
use co_staking_client::{
    CoStakingError as E, Instruction, Pubkey,
    instructions::slash::{ReturnTo, return_slashed},
};
use spl_token::error::TokenError;

use super::scene::Scene;
use crate::world::{
    COOLDOWN, DAY, START, Wallet, World,
    figures::owner_stake,
    slash::{Case, taking, to},
};

/// An overturned case that took all of the first co-stake, whose place is empty since.
async fn gone(world: &mut World) -> (Scene, Case) {
    let scene = Scene::new(world).await;
    let case = world.overturned(&scene.device, "x", 10_000).await;
    world.pay_out(&scene.device, scene.first.0, &scene.first.1).await;
    (scene, case)
}

fn sent_by(world: &World, case: &Case, number: u8, sender: &Wallet, destination: &Pubkey) -> [Instruction; 1] {
    let to = ReturnTo { offer_index: None, destination: Some(*destination) };
    [return_slashed(&case.device.key, &case.key, number, &sender.key(), to, &world.mint)]
}

#[tokio::test]
async fn a_stranger_can_send_it_to_the_partys_associated_account_alone() {
    let mut world = World::new().await;
    let (scene, case) = gone(&mut world).await;
    let (party, stranger) = (&scene.first.1, world.wallet(0));
    let side = world.token_account(party.key(), 0);
    for (destination, expected) in [
        (side, E::DestinationNotAssociated),
        (stranger.token, E::DestinationNotOwned),
        (scene.device.owner.token, E::DestinationNotOwned),
        (scene.second.1.token, E::DestinationNotOwned),
    ] {
        let ix = sent_by(&world, &case, 1, &stranger, &destination);
        world.refuse(&ix, &[&stranger.keypair], expected).await;
    }
    world.refuse_return(&case, 1, ReturnTo::default(), E::DestinationMissing).await;
    let ix = sent_by(&world, &case, 1, &stranger, &party.token);
    world.accept(&ix, &[&stranger.keypair]).await;
    assert_eq!((world.balance(&party.token).await, world.balance(&stranger.token).await), (201, 0));
    world.refuse(&ix, &[&stranger.keypair], E::PartReturned).await;
}

#[tokio::test]
async fn the_party_chooses_among_its_accounts() {
    let mut world = World::new().await;
    let (scene, case) = gone(&mut world).await;
    let party = &scene.first.1;
    let side = world.token_account(party.key(), 0);
    let others = world.wallet(0);
    for destination in [others.token, scene.device.owner.token] {
        let ix = sent_by(&world, &case, 1, party, &destination);
        world.refuse(&ix, &[&party.keypair], E::DestinationNotOwned).await;
    }
    let ix = sent_by(&world, &case, 1, party, &side);
    world.accept(&ix, &[&party.keypair]).await;
    assert_eq!((world.balance(&side).await, world.balance(&party.token).await), (201, 0));
}

/// Attack A37: an account that cannot be paid keeps nothing for ever; another of the party's can be.
#[tokio::test]
async fn a_destination_that_cannot_be_paid_is_refused() {
    let mut world = World::new().await;
    let (scene, case) = gone(&mut world).await;
    let (party, thief) = (&scene.first.1, world.wallet(0));
    let other_mint = world.other_mint();
    let of_other_mint = world.token_account_of(other_mint, party.key(), 0);
    let ix = |world: &World, sender, destination| sent_by(world, &case, 1, sender, destination);
    let foreign = ix(&world, party, &of_other_mint);
    world.refuse(&foreign, &[&party.keypair], A::ConstraintTokenMint).await;
    let usual = ix(&world, party, &party.token);
    world.freeze(&party.token).await;
    world.refuse(&usual, &[&party.keypair], TokenError::AccountFrozen).await;
    world.put_token(party.token, world.mint, thief.key(), 0);
    for sender in [party, &thief] {
        let ix = ix(&world, sender, &party.token);
        world.refuse(&ix, &[&sender.keypair], E::DestinationNotOwned).await;
    }
    world.close_account(&party.token);
    world.refuse(&usual, &[&party.keypair], A::AccountNotInitialized).await;

    let new = world.token_account(party.key(), 0);
    let ix = ix(&world, party, &new);
    world.accept(&ix, &[&party.keypair]).await;
    assert_eq!(world.balance(&new).await, 201);
}

/// R32: an owner who left is paid; what it staked anew is another stake, which neither takes the part nor pays for it.
#[tokio::test]
async fn an_owners_part_does_not_go_into_a_new_stake() {
    for anew in [false, true] {
        let mut world = World::new().await;
        let device = world.market(1_000, 1_000).await;
        world.wait(DAY).await;
        world.unstake(&device).await;
        let case = Case::new(&device, "x");
        world.open_case(&case, taking(2_500, START)).await;
        world.wait(COOLDOWN).await;
        world.withdraw(&device).await;
        let now = world.now().await;
        if anew {
            world.stake(&device, 400).await;
        }
        world.overturn(&case).await;
        world.refuse_return(&case, 0, ReturnTo::default(), E::DestinationMissing).await;
        let held = world.balance(&device.owner.token).await;
        let to = ReturnTo { offer_index: None, destination: Some(device.owner.token) };
        world.return_part(&case, 0, to).await;
        assert_eq!(world.balance(&device.owner.token).await, held + 250);
        if anew {
            let expected = owner_stake(400, 0, START + DAY + COOLDOWN, now);
            assert_eq!(*world.read(&device).await.owner_stake(), expected);
        }
        world.assert_balanced(&device, 0, 0).await;
    }
}

/// R32: slashed to nothing on the way out, the stake has ended; what was begun after it is another one.
#[tokio::test]
async fn an_exit_that_was_slashed_to_nothing_has_ended() {
    let mut world = World::new().await;
    let device = world.market(1_000, 1_000).await;
    world.wait(DAY).await;
    world.unstake(&device).await;
    let (half, rest) = (Case::new(&device, "half"), Case::new(&device, "the rest"));
    world.open_case(&half, taking(5_000, START)).await;
    world.open_case(&rest, taking(10_000, START)).await;
    world.stake(&device, 30).await;
    let held = world.balance(&device.owner.token).await;
    for (case, paid) in [(&rest, 500), (&half, 1_000)] {
        world.overturn(case).await;
        world.refuse_return(case, 0, ReturnTo::default(), E::DestinationMissing).await;
        world.return_part(case, 0, ReturnTo { offer_index: None, destination: Some(device.owner.token) }).await;
        assert_eq!(world.balance(&device.owner.token).await, held + paid);
    }
    assert_eq!(world.stakes(&device).await.0, 30);
    world.assert_balanced(&device, 0, 0).await;
}

/// R32: active and slashed to nothing, the owner's stake goes on; the part comes back into it, with what was added.
#[tokio::test]
async fn an_active_stake_that_was_slashed_to_nothing_goes_on() {
    for added in [0, 70] {
        let mut world = World::new().await;
        let device = world.market(1_000, 1_000).await;
        let case = world.slash(&device, "x", 10_000).await;
        if added > 0 {
            world.wait(DAY).await;
            world.stake(&device, added).await;
        }
        world.overturn(&case).await;
        world.return_part(&case, 0, ReturnTo::default()).await;
        assert_eq!(*world.read(&device).await.owner_stake(), owner_stake(1_000 + added, 0, 0, START));
        world.assert_balanced(&device, 0, 0).await;
    }
}

/// R32: a place that is slashed to nothing is still the co-stake's until it is withdrawn.
#[tokio::test]
async fn an_empty_co_stake_that_is_still_there_is_restored() {
    let mut world = World::new().await;
    let scene = Scene::new(&mut world).await;
    let case = world.overturned(&scene.device, "x", 10_000).await;
    world.return_part(&case, 1, to(scene.first.0, &scene.first.1)).await;
    assert_eq!(world.stakes(&scene.device).await.1, [201, 0]);
    assert_eq!(world.balance(&scene.first.1.token).await, 0);
    world.assert_balanced(&scene.device, 0, 0).await;
}

/// A part of which nothing was taken pays nobody: no account that its party closed or gave away keeps the device from
/// being closed.
#[tokio::test]
async fn a_part_of_nothing_needs_no_account_of_its_party() {
    let mut world = World::new().await;
    let device = world.market(20_000, 12_000).await;
    let (index, wallet) = world.co_staked(&device, 9_999, 1).await;
    let case = Case::new(&device, "x");
    world.leave(&device, index, &wallet).await;
    world.wait(20 * DAY).await;
    world.open_case(&case, taking(1, START)).await;
    world.wait(DAY).await;
    world.pay_out(&device, index, &wallet).await;
    world.overturn(&case).await;
    let thief = world.key();
    world.give_away(&wallet.token, thief).await;
    let receipt = world.return_part(&case, 1, ReturnTo::default()).await;
    let co_staking_client::event::Event::SlashReturned(event) = receipt.event() else { panic!() };
    assert_eq!((event.destination, event.to_stake, event.part.stake()), (Pubkey::default(), false, 0));
    world.refuse_return(&case, 1, ReturnTo::default(), E::PartReturned).await;
    world.return_part(&case, 0, ReturnTo::default()).await;
    assert_eq!(world.read(&device).await.slash_cases(), 0);
}
