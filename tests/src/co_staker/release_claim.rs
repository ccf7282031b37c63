//! R20: anyone frees the slot of a co-stake that was pushed out or has ended, by its key and once.

use std::slice::from_ref;

use anchor_lang::error::ErrorCode;
use co_staking_client::{
    CoStakingError as E,
    event::{ClaimReleased, Event},
    instructions::co_staker::release_claim,
    pda,
    rules::time::NEVER,
};
use solana_account::Account;

use crate::{
    layout::{self, at},
    world::{
        DAY, START, World,
        offers::{anchor, asking, only, swapped, unsigned},
    },
};

/// R9, R20, R34: the exit of the owner frees the slot, by whoever says so; also while paused.
#[tokio::test]
async fn frees_the_slot_of_a_co_stake_that_was_pushed_out() {
    let mut world = World::new().await;
    let (device, other) = (world.market(1_000, 500).await, world.market(1_000, 500).await);
    let wallet = world.co_staker(10).await;
    for device in [&device, &other] {
        world.create(device, asking(1, 1)).await;
        world.claim(device, 0, &wallet).await;
    }
    world.unstake(&device).await;
    // It does not count by itself: who pushed out knows nothing of the counter.
    let third = world.create(&other, asking(1, 1)).await;
    world.refuse_claim(&other, third, &wallet, E::TooManyClaims).await;
    world.switch(true).await;
    let stranger = world.wallet(0);
    let ix = release_claim(&device.key, 0, &wallet.key(), &stranger.key());
    let receipt = world.accept(from_ref(&ix), &[&stranger.keypair]).await;
    let expected = ClaimReleased { wallet: wallet.key(), device: device.key, index: 0, by: stranger.key() };
    assert_eq!(only(receipt), Event::ClaimReleased(expected));
    assert_eq!(world.claims_of(&wallet).await, [None, Some((other.key, 0, NEVER))]);
    world.refuse(&[ix], &[&stranger.keypair], E::NoSuchClaim).await;
    world.switch(false).await;
    world.claim(&other, third, &wallet).await;
    // The withdrawal later finds no slot of that key, and frees none.
    world.set_time(START + 14 * DAY);
    world.pay_out(&device, 0, &wallet).await;
    assert_eq!(world.claims_of(&wallet).await, [Some((other.key, third, NEVER)), Some((other.key, 0, NEVER))]);
}

/// R20: not while the co-stake counts, exactly until its cooldown starts.
#[tokio::test]
async fn a_co_stake_that_counts_keeps_its_slot() {
    let mut world = World::new().await;
    let device = world.market(1_000, 500).await;
    let (index, wallet) = world.co_staked(&device, 300, 1).await;
    let ix = [world.releasing(&device, index, &wallet)];
    world.refuse(&ix, &[], E::ClaimStillHeld).await;
    world.leave(&device, index, &wallet).await;
    for now in [START, START + 7 * DAY - 1] {
        world.set_time(now);
        world.refuse(&ix, &[], E::ClaimStillHeld).await;
    }
    world.set_time(START + 7 * DAY);
    world.accept(&ix, &[]).await;
    world.refuse(&ix, &[], E::NoSuchClaim).await;
}

/// R9: a Waiting co-stake that is pushed out frees its slot before the time that was stored for it.
#[tokio::test]
async fn a_push_during_the_wait_frees_the_slot_early() {
    let mut world = World::new().await;
    let device = world.market(1_000, 500).await;
    let (index, wallet) = world.co_staked(&device, 300, 1).await;
    world.leave(&device, index, &wallet).await;
    world.set_time(START + DAY);
    world.unstake(&device).await;
    assert_eq!(world.claims_of(&wallet).await[0], Some((device.key, index, START + 7 * DAY)));
    world.release(&device, index, &wallet).await;
    assert_eq!(world.claims_of(&wallet).await, [None, None]);
}

/// By key: neither another offer's slot, nor another wallet's, nor that of a sibling device.
#[tokio::test]
async fn frees_no_other_slot() {
    let mut world = World::new().await;
    let (device, other) = (world.market(1_000, 500).await, world.market(1_000, 500).await);
    let (index, wallet) = world.co_staked(&device, 300, 1).await;
    let stranger = world.co_staker(0).await;
    let ix = |index| release_claim(&device.key, index, &wallet.key(), &stranger.key());
    world.refuse(&[ix(index + 1)], &[&stranger.keypair], E::NoSuchClaim).await;
    // On the sibling that index was never claimed.
    let sibling = swapped(&ix(index), &device.key, &other.key);
    world.refuse(&[sibling], &[&stranger.keypair], E::NoSuchClaim).await;
    // The stranger's counter holds nothing of it, and the claim of another wallet is none of it.
    let counter = swapped(&ix(index), &pda::claims(&wallet.key()), &pda::claims(&stranger.key()));
    world.refuse(&[counter], &[&stranger.keypair], E::NoSuchClaim).await;
    let bare = unsigned(&ix(index), &stranger.key());
    world.refuse(&[bare], &[], anchor(ErrorCode::AccountNotSigner)).await;
    assert_eq!(world.claims_of(&wallet).await, [Some((device.key, index, NEVER)), None]);
}

/// R20: an ended co-stake's slot. The withdrawal has freed it; what a lost update would leave is freed here, also after
/// the device was closed, and on one that was registered again and offered that index to somebody else.
#[tokio::test]
async fn frees_the_slot_of_a_co_stake_that_has_ended() {
    let mut world = World::new().await;
    let device = world.market(1_000, 500).await;
    let (index, wallet) = world.co_staked(&device, 300, 1).await;
    let counter = pda::claims(&wallet.key());
    let taken = world.account(&counter).await.unwrap();
    world.leave(&device, index, &wallet).await;
    world.set_time(START + 21 * DAY);
    world.pay_out(&device, index, &wallet).await;
    let ix = [world.releasing(&device, index, &wallet)];
    world.refuse(&ix, &[], E::NoSuchClaim).await;
    world.put(&counter, taken.clone());
    world.accept(&ix, &[]).await;

    let (_, other) = world.co_staked(&device, 300, 1).await;
    world.put(&counter, taken.clone());
    let second = release_claim(&device.key, index + 1, &other.key(), &other.key());
    world.refuse(&[second], &[&other.keypair], E::ClaimStillHeld).await;
    // That index is held, but not by this wallet.
    world.poke(&counter, at(layout::COUNTER, "slots[0].offer_index"), &(index + 1).to_le_bytes()).await;
    world.accept(&[world.releasing(&device, index + 1, &wallet)], &[]).await;

    world.put(&counter, taken);
    world.put(&device.key, Account::default());
    world.accept(&ix, &[]).await;
    assert_eq!(world.claims_of(&wallet).await, [None, None]);
}

/// Attack A5: what is passed as the device is one, or is closed.
#[tokio::test]
async fn another_type_as_the_device_is_refused() {
    let mut world = World::new().await;
    let device = world.market(1_000, 500).await;
    let (index, wallet) = world.co_staked(&device, 300, 1).await;
    let ix = world.releasing(&device, index, &wallet);
    let wrong_type = || anchor(ErrorCode::AccountDiscriminatorMismatch);
    for other in [pda::config(), pda::offer(&device.key, index)] {
        world.refuse(&[swapped(&ix, &device.key, &other)], &[], wrong_type()).await;
    }
    for closed in [device.vault, device.owner.key()] {
        world.refuse(&[swapped(&ix, &device.key, &closed)], &[], E::NoSuchClaim).await;
    }
    // A counter of another version is refused too.
    world.unstake(&device).await;
    world.poke(&pda::claims(&wallet.key()), at(layout::COUNTER, "version"), &[2]).await;
    world.refuse(&[ix], &[], E::UnknownVersion).await;
}
