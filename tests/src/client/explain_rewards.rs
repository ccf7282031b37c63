//! "Why not?" of rewards and claim counters: rule, expected and found of every reason. That there is a reason exactly
//! where the program refuses is proved in `client::rewards_slash_agreement`.

use anchor_lang::error::ErrorCode;
use co_staking_client::{CoStakingError as E, explain::Action, format::IO};
use spl_token::error::TokenError;

use super::asking::{About, assert_reason, device, reasons};
use crate::world::{DAY, World};

#[tokio::test]
async fn funds_and_claims() {
    let mut world = World::new().await;
    let (device, index, wallet) = device(&mut world).await;
    let anyone = world.key();
    let of = |offer| About { offer, ..About::default() };

    let fund = |amount| (Action::FundRewards { amount }, anyone);
    assert_reason(
        &mut world,
        &device,
        fund(0),
        of(None),
        E::AmountZero,
        "Expected at least 0.00000001 IO; found 0 IO. [R23]",
    )
    .await;
    let poor = About { balance: Some(3 * IO), ..About::default() };
    let figures = "Expected at least 5 IO; found 3 IO. [R23]";
    assert_reason(&mut world, &device, fund(5 * IO), poor, TokenError::InsufficientFunds, figures).await;
    world.fund_pool(1).await;
    let figures = "Expected at most 184,467,440,737.09551614 IO; found 184,467,440,737.09551615 IO. [R23]";
    assert_reason(&mut world, &device, fund(u64::MAX), of(None), E::MathOverflow, figures).await;

    let figures = format!("Expected rewards of the owner {}; found 0 IO. [R26]", device.owner.key());
    assert_reason(&mut world, &device, (Action::ClaimOwnerRewards, anyone), of(None), E::NothingToClaim, &figures)
        .await;
    let claim = (Action::ClaimCoStakeRewards, anyone);
    let figures = format!("Expected rewards of {}, the co-staker of offer {index}; found 0 IO. [R26]", wallet.key());
    assert_reason(&mut world, &device, claim, of(Some(index)), E::NothingToClaim, &figures).await;
    let missing = ErrorCode::AccountOwnedByWrongProgram;
    assert_reason(&mut world, &device, claim, of(None), missing, "Expected the offer's account; found none. [R26]")
        .await;

    world.fund_pool(10 * IO).await;
    world.earn(&device, 10 * IO).await;
    for (action, about) in
        [(fund(1), of(None)), ((Action::ClaimOwnerRewards, anyone), of(None)), (claim, of(Some(index)))]
    {
        assert_eq!(reasons(&mut world, &device, action, about).await, [], "{:?}", action.0);
    }
}

#[tokio::test]
async fn claim_counters() {
    let mut world = World::new().await;
    let (device, index, wallet) = device(&mut world).await;
    let close = (Action::CloseClaims, wallet.key());
    let own = || About { counter: Some(&wallet), ..About::default() };
    let figures = "Expected two free claim slots; found 1 taken, the last not on its way out. [R20]";
    assert_reason(&mut world, &device, close, own(), E::ClaimsNotFree, figures).await;
    world.leave(&device, index, &wallet).await;
    let figures = "Expected two free claim slots; found 1 taken, the last free 2026-03-08 12:00:00 UTC. [R20]";
    assert_reason(&mut world, &device, close, own(), E::ClaimsNotFree, figures).await;
    world.wait(7 * DAY).await;
    assert_eq!(reasons(&mut world, &device, close, own()).await, []);

    let stranger = world.key();
    let figures = format!("Expected the wallet {}; found {stranger}. [Roles]", wallet.key());
    let other = (Action::CloseClaims, stranger);
    assert_reason(&mut world, &device, other, own(), ErrorCode::ConstraintHasOne, &figures).await;
    let figures = "Expected a claim counter of the wallet; found none. [R20]";
    let missing = ErrorCode::AccountOwnedByWrongProgram;
    assert_reason(&mut world, &device, other, About::default(), missing, figures).await;
}
