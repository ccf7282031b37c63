//! R12, R14, R15: claims that race, and offers that change under the claimer. A transaction takes the terms that it was made
//! for, or nothing.

use std::slice::from_ref;

use anchor_lang::error::ErrorCode;
use co_staking_client::{
    CoStakingError as E, ExpectedTerms, Instruction, error::Failure, instructions::co_staker::claim_offer,
};

use super::claim_offer::offered;
use crate::{
    layout::{self, at},
    world::{
        DAY, Device, World,
        offers::{anchor, asking},
    },
};

/// R12, R14: amount and share must be those that the wallet saw.
#[tokio::test]
async fn other_terms_than_the_expected_are_refused() {
    let mut world = World::new().await;
    let (device, wallet) = offered(&mut world).await;
    for (amount, reward_bps) in [(499, 7_400), (501, 7_400), (500, 7_399), (500, 7_401), (0, 0), (u64::MAX, u16::MAX)] {
        let expected = ExpectedTerms { amount, reward_bps };
        let ix = claim_offer(&device.key, 0, &wallet.key(), &wallet.token, &world.mint, expected);
        world.refuse(&[ix], &[&wallet.keypair], E::TermsDiffer).await;
    }
}

/// R14: the second of two claims fails and moves no token, also where both stand in one transaction.
#[tokio::test]
async fn two_claims_of_one_offer_move_nothing_twice() {
    let mut world = World::new().await;
    let (device, wallet) = offered(&mut world).await;
    let late = world.co_staker(500).await;
    let (first, second) = (world.claiming(&device, 0, &wallet).await, world.claiming(&device, 0, &late).await);
    let signers = [&wallet.keypair, &late.keypair];
    world.refuse(&[first.clone(), second.clone()], &signers, E::OfferNotOpen).await;
    world.refuse(&[first.clone(), first.clone()], &[&wallet.keypair], E::OfferNotOpen).await;
    world.accept(&[second], &[&late.keypair]).await;
    world.refuse(&[first], &[&wallet.keypair], E::OfferNotOpen).await;
    assert_eq!((world.balance(&wallet.token).await, world.balance(&late.token).await), (600, 0));
}

/// Attack A15: what was made for a better offer never claims a worse one, whatever comes between.
#[tokio::test]
async fn a_claim_made_for_a_better_offer_never_takes_a_worse_one() {
    let mut world = World::new().await;
    let (device, wallet) = offered(&mut world).await;
    let made = world.claiming(&device, 0, &wallet).await;
    let refused = async |world: &mut World, expected: Failure| {
        world.refuse(from_ref(&made), &[&wallet.keypair], expected).await;
    };
    world.retract(&device, 0).await;
    refused(&mut world, E::OfferNotOpen.into()).await;
    // Another index: the transaction names the old one.
    world.create(&device, asking(500, 1)).await;
    refused(&mut world, E::OfferNotOpen.into()).await;
    world.retract(&device, 1).await;
    world.close_offer(&device, 0).await;
    refused(&mut world, anchor(ErrorCode::AccountOwnedByWrongProgram)).await;
    world.create(&device, asking(500, 7_399)).await;
    refused(&mut world, anchor(ErrorCode::AccountOwnedByWrongProgram)).await;
    // Closed and registered again, the device counts from zero, so the address is the same: now the terms protect.
    world.retract(&device, 2).await;
    world.close_offer(&device, 1).await;
    world.close_offer(&device, 2).await;
    world.unstake(&device).await;
    world.wait(14 * DAY).await;
    world.withdraw(&device).await;
    close(&mut world, &device).await;
    refused(&mut world, anchor(ErrorCode::AccountOwnedByWrongProgram)).await;
    let changes = co_staking_client::ConfigChanges { base_requirement: Some(1_001), ..Default::default() };
    world.update_config(changes).await;
    world.enrol(&device, 1).await;
    world.set_operational(&device, true).await;
    world.stake(&device, 501).await;
    for worse in [asking(500, 7_399), asking(499, 7_400), asking(500, 0)] {
        world.poke(&device.key, at(layout::DEVICE, "next_offer_index"), &[0; 4]).await;
        assert_eq!(world.create(&device, worse).await, 0);
        refused(&mut world, E::TermsDiffer.into()).await;
        world.retract(&device, 0).await;
        world.close_offer(&device, 0).await;
    }
}

async fn close(world: &mut World, device: &Device) {
    let (owner, payer) = (device.owner.key(), solana_signer::Signer::pubkey(&world.payer()));
    let ix: Instruction = co_staking_client::instructions::owner::close_device(
        &device.key,
        &owner,
        &device.owner.token,
        &payer,
        &world.mint,
    );
    world.accept(&[ix], &[&device.owner.keypair]).await;
}

/// Claim and retract in one transaction, both orders: the first wins, and the second takes everything back.
#[tokio::test]
async fn a_claim_and_a_retraction_in_one_transaction_do_nothing() {
    let mut world = World::new().await;
    let (device, wallet) = offered(&mut world).await;
    let claim = world.claiming(&device, 0, &wallet).await;
    let retract = co_staking_client::instructions::owner::retract_offer(&device.key, 0, &device.owner.key());
    let signers = [&wallet.keypair, &device.owner.keypair];
    for order in [[claim.clone(), retract.clone()], [retract, claim]] {
        world.refuse(&order, &signers, E::OfferNotOpen).await;
    }
}
