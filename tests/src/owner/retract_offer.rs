//! R13: the owner ends an open offer; anyone, once it has expired.

use std::slice::from_ref;

use anchor_lang::error::ErrorCode;
use co_staking_client::{
    CoStakingError as E, CreateOfferArgs,
    event::{Event, OfferRetracted},
    instructions::owner::retract_offer,
    pda,
    rules::{offer::Terms, status::OfferState, time::NEVER},
};
use solana_signer::Signer;

use crate::{
    layout::{self, at},
    world::{
        START, World,
        offers::{anchor, asking, only, swapped, unsigned},
    },
};

/// R13: with every figure, also while paused (R34); its promise counts nowhere afterwards.
#[tokio::test]
async fn the_owner_takes_back_an_open_offer() {
    let mut world = World::new().await;
    let device = world.market(1_000, 500).await;
    let kept = world.create(&device, asking(200, 4_000)).await;
    let index = world.create(&device, asking(300, 6_000)).await;
    world.switch(true).await;
    let receipt =
        world.accept(&[retract_offer(&device.key, index, &device.owner.key())], &[&device.owner.keypair]).await;
    let expected = OfferRetracted {
        device: device.key,
        offer: pda::offer(&device.key, index),
        index,
        by: device.owner.key(),
        terms: Terms::new(300, 6_000, NEVER),
    };
    assert_eq!(only(receipt), Event::OfferRetracted(expected));
    assert_eq!(world.offer(&device, index).await.state(), OfferState::Retracted);
    assert_eq!(world.offer(&device, kept).await.state(), OfferState::Open);
    let read = world.read(&device).await;
    assert_eq!((read.open_offers(), read.open_amount(), read.remains().unwrap().offer_accounts), (1, 200, 2));
    world.switch(false).await;
    // Its amount and its share may be offered again.
    world.create(&device, asking(300, 6_000)).await;
}

/// R13: at `now == expires_at` it is the owner's alone, a second later anyone's.
#[tokio::test]
async fn anyone_takes_back_an_offer_once_it_has_expired() {
    let mut world = World::new().await;
    let device = world.market(1_000, 500).await;
    let expires_at = START + 100;
    let index = world.create(&device, CreateOfferArgs { expires_at: Some(expires_at), ..asking(1, 1) }).await;
    let stranger = world.wallet(0);
    let ix = retract_offer(&device.key, index, &stranger.key());
    for now in [expires_at - 1, expires_at] {
        world.set_time(now);
        world.refuse(from_ref(&ix), &[&stranger.keypair], E::OfferNotExpired).await;
    }
    world.set_time(expires_at + 1);
    // Until somebody does so it counts, although nobody can claim it.
    assert_eq!((world.read(&device).await.open_offers(), world.read(&device).await.open_amount()), (1, 1));
    let Event::OfferRetracted(event) = only(world.accept(&[ix], &[&stranger.keypair]).await) else { panic!() };
    assert_eq!(event.by, stranger.key());
    assert_eq!(world.read(&device).await.open_offers(), 0);
}

/// R13: once each, and never after a claim.
#[tokio::test]
async fn only_an_open_offer_can_be_taken_back() {
    let mut world = World::new().await;
    let device = world.market(1_000, 500).await;
    let retracted = world.create(&device, asking(1, 1)).await;
    world.retract(&device, retracted).await;
    let (claimed, wallet) = world.co_staked(&device, 1, 1).await;
    let ended = world.co_staked(&device, 1, 1).await;
    world.leave(&device, ended.0, &ended.1).await;
    world.wait(21 * crate::world::DAY).await;
    world.pay_out(&device, ended.0, &ended.1).await;
    for index in [retracted, claimed, ended.0] {
        let ix = retract_offer(&device.key, index, &device.owner.key());
        world.refuse(&[ix], &[&device.owner.keypair], E::OfferNotOpen).await;
    }
    world.leave(&device, claimed, &wallet).await;
    let ix = retract_offer(&device.key, claimed, &wallet.key());
    world.refuse(&[ix], &[&wallet.keypair], E::OfferNotOpen).await;
}

#[tokio::test]
async fn nobody_else_takes_back_an_offer_and_no_other_devices() {
    let mut world = World::new().await;
    let (device, other) = (world.market(1_000, 500).await, world.market(1_000, 500).await);
    for of in [&device, &other] {
        world.create(of, asking(1, 1)).await;
    }
    let ix = retract_offer(&device.key, 0, &device.owner.key());
    let bare = unsigned(&ix, &device.owner.key());
    world.refuse(&[bare], &[], anchor(ErrorCode::AccountNotSigner)).await;
    // The owner of another device, of the offer's own or of the one that it names.
    for signer in [&other.owner, &world.wallet(0)] {
        let ix = retract_offer(&device.key, 0, &signer.key());
        world.refuse(&[ix], &[&signer.keypair], E::OfferNotExpired).await;
    }
    // An offer with a sibling's device would be dropped from the wrong sums.
    for (ix, owner) in [
        (swapped(&ix, &device.key, &other.key), &device.owner),
        (swapped(&ix, &pda::offer(&device.key, 0), &pda::offer(&other.key, 0)), &device.owner),
    ] {
        world.refuse(&[ix], &[&owner.keypair], anchor(ErrorCode::ConstraintHasOne)).await;
    }
    let admin = world.roles.admin.insecure_clone();
    let ix = retract_offer(&device.key, 0, &admin.pubkey());
    world.refuse(&[ix], &[&admin], E::OfferNotExpired).await;
}

/// An offer or a device that another version wrote stops the change.
#[tokio::test]
async fn accounts_of_another_layout_are_refused() {
    let mut world = World::new().await;
    let device = world.market(1_000, 500).await;
    let index = world.create(&device, asking(1, 1)).await;
    let ix = [retract_offer(&device.key, index, &device.owner.key())];
    for (account, version) in
        [(pda::offer(&device.key, index), at(layout::OFFER, "version")), (device.key, at(layout::DEVICE, "version"))]
    {
        world.poke(&account, version, &[2]).await;
        world.refuse(&ix, &[&device.owner.keypair], E::UnknownVersion).await;
        world.poke(&account, version, &[1]).await;
    }
}
