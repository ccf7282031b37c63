//! R20: a wallet's claim counter, made by anyone.

use anchor_lang::error::ErrorCode;
use co_staking_client::{
    error::Failure,
    event::{ClaimsClosed, ClaimsOpened, Event},
    instructions::co_staker::{close_claims, open_claims},
    pda,
};
use solana_account::Account;
use solana_program::rent::Rent;

use crate::world::{
    World,
    offers::{anchor, only, swapped, unsigned},
};

const SIZE: usize = 240;

/// R20, R34: anyone pays, also while paused, and gets the rent back.
#[tokio::test]
async fn anyone_opens_and_the_wallet_closes_a_counter() {
    let mut world = World::new().await;
    let (wallet, sponsor) = (world.wallet(0), world.wallet(0));
    world.switch(true).await;
    let receipt = world.accept(&[open_claims(&sponsor.key(), &wallet.key())], &[&sponsor.keypair]).await;
    let counter = pda::claims(&wallet.key());
    let opened = ClaimsOpened { wallet: wallet.key(), counter, rent_payer: sponsor.key() };
    assert_eq!(only(receipt), Event::ClaimsOpened(opened));
    let read = world.counter(&wallet).await;
    assert_eq!((read.wallet, read.rent_payer, read.version()), (wallet.key(), sponsor.key(), 1));
    assert_eq!(world.claims_of(&wallet).await, [None, None]);
    let rent = Rent::default().minimum_balance(SIZE);
    assert_eq!(world.lamports(&sponsor.key()).await, 1_000_000_000 - rent);

    let receipt = world.accept(&[close_claims(&wallet.key(), &sponsor.key())], &[&wallet.keypair]).await;
    let closed = ClaimsClosed { wallet: wallet.key(), counter, rent_payer: sponsor.key() };
    assert_eq!(only(receipt), Event::ClaimsClosed(closed));
    assert!(world.account(&counter).await.is_none());
    assert_eq!(world.lamports(&sponsor.key()).await, 1_000_000_000);
}

/// Attack A6: a counter is made once, and nobody resets it by making it again.
#[tokio::test]
async fn a_counter_is_made_once() {
    let mut world = World::new().await;
    let device = world.market(1_000, 500).await;
    let (_, wallet) = world.co_staked(&device, 1, 1).await;
    let sponsor = world.wallet(0);
    let again = open_claims(&sponsor.key(), &wallet.key());
    world.refuse(&[again], &[&sponsor.keypair], Failure::Token { code: 0 }).await;
    let bare = unsigned(&open_claims(&sponsor.key(), &sponsor.key()), &sponsor.key());
    world.refuse(&[bare], &[], anchor(ErrorCode::AccountNotSigner)).await;
    let free = world.wallet(0);
    let elsewhere =
        swapped(&open_claims(&sponsor.key(), &free.key()), &pda::claims(&free.key()), &pda::claims(&sponsor.key()));
    world.refuse(&[elsewhere], &[&sponsor.keypair], anchor(ErrorCode::ConstraintSeeds)).await;
}

/// Attack A35: lamports sent ahead do not block a counter.
#[tokio::test]
async fn an_address_with_lamports_in_it_still_becomes_a_counter() {
    let mut world = World::new().await;
    let rent = Rent::default().minimum_balance(SIZE);
    for lamports in [1, rent, rent + 1] {
        let wallet = world.wallet(0);
        world.put(&pda::claims(&wallet.key()), Account { lamports, ..Account::default() });
        world.open_claims(&wallet).await;
        assert_eq!(world.lamports(&pda::claims(&wallet.key())).await, lamports.max(rent));
    }
}
