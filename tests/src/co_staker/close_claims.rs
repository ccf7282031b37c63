//! R20: a wallet closes its claim counter while both slots are free, and gains nothing by it.

use std::slice::from_ref;

use anchor_lang::error::ErrorCode;
use co_staking_client::{
    CoStakingError as E,
    instructions::co_staker::{close_claims, open_claims},
    pda,
};

use crate::world::{
    DAY, START, World,
    offers::{anchor, asking, swapped, unsigned},
};

/// R20: with a slot that is taken the counter stays, exactly until the cooldown starts.
#[tokio::test]
async fn a_counter_with_a_taken_slot_does_not_close() {
    let mut world = World::new().await;
    let device = world.market(1_000, 500).await;
    let wallet = world.co_staker(2).await;
    let index = world.create(&device, asking(1, 1)).await;
    world.claim(&device, index, &wallet).await;
    let ix = close_claims(&wallet.key(), &wallet.key());
    world.refuse(from_ref(&ix), &[&wallet.keypair], E::ClaimsNotFree).await;
    let second = world.create(&device, asking(1, 1)).await;
    world.claim(&device, second, &wallet).await;
    world.refuse(from_ref(&ix), &[&wallet.keypair], E::ClaimsNotFree).await;
    world.leave(&device, index, &wallet).await;
    world.set_time(START + 1);
    world.leave(&device, second, &wallet).await;
    for (now, free) in [(START + 7 * DAY - 1, false), (START + 7 * DAY, false), (START + 7 * DAY + 1, true)] {
        world.set_time(now);
        match free {
            false => world.refuse(from_ref(&ix), &[&wallet.keypair], E::ClaimsNotFree).await,
            true => drop(world.accept(from_ref(&ix), &[&wallet.keypair]).await),
        }
    }
    assert!(world.account(&pda::claims(&wallet.key())).await.is_none());
}

#[tokio::test]
async fn only_the_wallet_closes_its_counter_and_only_to_the_payer() {
    let mut world = World::new().await;
    // One sponsor has paid for both, so that only the wallet tells them apart.
    let (wallet, other, sponsor) = (world.wallet(0), world.wallet(0), world.wallet(0));
    for of in [&wallet, &other] {
        world.accept(&[open_claims(&sponsor.key(), &of.key())], &[&sponsor.keypair]).await;
    }
    let has_one = || anchor(ErrorCode::ConstraintHasOne);
    let ix = close_claims(&wallet.key(), &sponsor.key());
    let elsewhere = close_claims(&wallet.key(), &other.key());
    world.refuse(&[elsewhere], &[&wallet.keypair], has_one()).await;
    let others = swapped(&ix, &pda::claims(&wallet.key()), &pda::claims(&other.key()));
    world.refuse(&[others], &[&wallet.keypair], has_one()).await;
    world.refuse(&[unsigned(&ix, &wallet.key())], &[], anchor(ErrorCode::AccountNotSigner)).await;
    world.accept(from_ref(&ix), &[&wallet.keypair]).await;
    world.refuse(&[ix], &[&wallet.keypair], anchor(ErrorCode::AccountOwnedByWrongProgram)).await;
}

/// Attack A16: no order of closing and opening again, within a transaction or over several, yields a third claim.
#[tokio::test]
async fn closing_and_opening_again_never_yields_a_third_claim() {
    let mut world = World::new().await;
    let device = world.market(1_000, 500).await;
    let wallet = world.co_staker(10).await;
    let (close, open) = (close_claims(&wallet.key(), &wallet.key()), open_claims(&wallet.key(), &wallet.key()));
    let mut claims = vec![];
    for _ in 0..3 {
        let index = world.create(&device, asking(1, 1)).await;
        claims.push(world.claiming(&device, index, &wallet).await);
    }
    let reset = [close.clone(), open.clone()];
    let [a, b, c] = claims.try_into().unwrap();
    for batch in [
        [[a.clone()].as_slice(), &reset, &[b.clone(), c.clone()]].concat(),
        [[a.clone(), b.clone()].as_slice(), &reset, std::slice::from_ref(&c)].concat(),
    ] {
        world.refuse(&batch, &[&wallet.keypair], E::ClaimsNotFree).await;
    }
    // While nothing is claimed a reset gives nothing either.
    let batch = [reset.as_slice(), &[a, b, c.clone()]].concat();
    world.refuse(&batch[..5], &[&wallet.keypair], E::TooManyClaims).await;
    world.accept(&batch[..4], &[&wallet.keypair]).await;
    world.refuse(&[close, open, c], &[&wallet.keypair], E::ClaimsNotFree).await;
    assert_eq!(world.claims_of(&wallet).await.iter().flatten().count(), 2);
}
