//! R13: the account of an offer that is over is closed, and its rent goes back to whoever paid it.

use std::slice::from_ref;

use anchor_lang::error::ErrorCode;
use co_staking_client::{
    CoStakingError as E,
    event::{Event, OfferClosed},
    instructions::owner::{close_offer, create_offer},
    pda,
};
use solana_program::rent::Rent;

use crate::{
    layout::{self, at},
    world::{
        DAY, World,
        offers::{anchor, asking, only, swapped, unsigned},
    },
};

/// R13, R34: also while paused. The payer gets the rent, not the owner.
#[tokio::test]
async fn the_rent_goes_back_to_whoever_paid_it() {
    let mut world = World::new().await;
    let device = world.market(1_000, 500).await;
    let (owner, sponsor) = (device.owner.key(), world.wallet(0));
    let ix = create_offer(&device.key, 0, &owner, &sponsor.key(), asking(1, 1));
    world.accept(&[ix], &[&device.owner.keypair, &sponsor.keypair]).await;
    world.retract(&device, 0).await;
    world.switch(true).await;
    let offer = pda::offer(&device.key, 0);
    // What somebody sent there goes along.
    world.corrupt(&offer, |account| account.lamports += 7).await;
    let before = (world.lamports(&owner).await, world.lamports(&sponsor.key()).await);
    let receipt = world.accept(&[close_offer(&device.key, 0, &owner, &sponsor.key())], &[&device.owner.keypair]).await;
    let expected = OfferClosed { device: device.key, offer, index: 0, rent_payer: sponsor.key() };
    assert_eq!(only(receipt), Event::OfferClosed(expected));
    assert!(world.account(&offer).await.is_none());
    assert_eq!(world.lamports(&owner).await, before.0);
    assert_eq!(world.lamports(&sponsor.key()).await, before.1 + Rent::default().minimum_balance(320) + 7);
    assert_eq!(world.read(&device).await.remains().unwrap().offer_accounts, 0);
}

/// R13: an offer is over once it was retracted, or its co-stake withdrawn.
#[tokio::test]
async fn an_offer_closes_only_when_it_is_over() {
    let mut world = World::new().await;
    let device = world.market(1_000, 500).await;
    let owner = device.owner.clone();
    let index = world.create(&device, asking(1, 1)).await;
    let ix = close_offer(&device.key, index, &owner.key(), &owner.key());
    let not_over = || E::OfferNotOver;
    world.refuse(from_ref(&ix), &[&owner.keypair], not_over()).await;
    let wallet = world.co_staker(1).await;
    world.claim(&device, index, &wallet).await;
    world.refuse(from_ref(&ix), &[&owner.keypair], not_over()).await;
    world.leave(&device, index, &wallet).await;
    for _ in 0..3 {
        world.refuse(from_ref(&ix), &[&owner.keypair], not_over()).await;
        world.wait(7 * DAY).await;
    }
    world.refuse(from_ref(&ix), &[&owner.keypair], not_over()).await;
    world.pay_out(&device, index, &wallet).await;
    world.accept(&[ix], &[&owner.keypair]).await;
    assert!(world.account(&pda::offer(&device.key, index)).await.is_none());
}

/// R13, R19: the rewards of a co-stake that is gone keep its offer.
#[tokio::test]
async fn an_offer_with_unclaimed_rewards_stays() {
    let mut world = World::new().await;
    let device = world.market(1_000, 500).await;
    let owner = device.owner.clone();
    let index = world.create(&device, asking(1, 1)).await;
    world.retract(&device, index).await;
    let ix = close_offer(&device.key, index, &owner.key(), &owner.key());
    let (offer, rewards) = (pda::offer(&device.key, index), at(layout::OFFER, "rewards"));
    world.poke(&offer, rewards, &1u64.to_le_bytes()).await;
    world.refuse(from_ref(&ix), &[&owner.keypair], E::OfferHasRewards).await;
    world.poke(&offer, rewards, &0u64.to_le_bytes()).await;
    world.accept(&[ix], &[&owner.keypair]).await;
}

#[tokio::test]
async fn a_device_of_another_layout_is_refused() {
    let mut world = World::new().await;
    let device = world.market(1_000, 500).await;
    let owner = device.owner.clone();
    let index = world.create(&device, asking(1, 1)).await;
    world.retract(&device, index).await;
    world.poke(&device.key, at(layout::DEVICE, "version"), &[2]).await;
    let ix = close_offer(&device.key, index, &owner.key(), &owner.key());
    world.refuse(&[ix], &[&owner.keypair], E::UnknownVersion).await;
}

#[tokio::test]
async fn only_the_devices_owner_closes_and_only_to_the_payer() {
    let mut world = World::new().await;
    let (device, other) = (world.market(1_000, 500).await, world.market(1_000, 500).await);
    // One sponsor has paid for both, so that only the device tells them apart.
    let sponsor = world.wallet(0);
    for of in [&device, &other] {
        let ix = create_offer(&of.key, 0, &of.owner.key(), &sponsor.key(), asking(1, 1));
        world.accept(&[ix], &[&of.owner.keypair, &sponsor.keypair]).await;
        world.retract(of, 0).await;
    }
    let (owner, payer, stranger) = (device.owner.key(), sponsor.key(), world.wallet(0));
    let has_one = || anchor(ErrorCode::ConstraintHasOne);
    let ix = close_offer(&device.key, 0, &owner, &payer);
    let by_stranger = close_offer(&device.key, 0, &stranger.key(), &payer);
    world.refuse(&[by_stranger], &[&stranger.keypair], has_one()).await;
    let elsewhere = close_offer(&device.key, 0, &owner, &stranger.key());
    world.refuse(&[elsewhere], &[&device.owner.keypair], has_one()).await;
    let foreign = swapped(&ix, &pda::offer(&device.key, 0), &pda::offer(&other.key, 0));
    world.refuse(&[foreign], &[&device.owner.keypair], has_one()).await;
    world.refuse(&[unsigned(&ix, &owner)], &[], anchor(ErrorCode::AccountNotSigner)).await;
    world.accept(from_ref(&ix), &[&device.owner.keypair]).await;
    // Once.
    world.refuse(&[ix], &[&device.owner.keypair], anchor(ErrorCode::AccountOwnedByWrongProgram)).await;
}
