//! R23: anyone puts tokens into the reward pool.

use std::slice::from_ref;

use anchor_lang::error::ErrorCode;
use co_staking_client::{
    CoStakingError as E, Instruction, Pubkey,
    event::{Event, RewardsFunded},
    instructions::rewards::fund_rewards,
    pda,
};
use spl_token::error::TokenError;

use super::pool_at;
use crate::world::{
    Wallet, World,
    offers::{anchor, swapped, unsigned},
};

fn from(world: &World, funder: &Wallet, source: &Pubkey, amount: u64) -> Instruction {
    fund_rewards(&funder.key(), source, &world.mint, amount)
}

fn instruction(world: &World, funder: &Wallet, amount: u64) -> Instruction {
    from(world, funder, &funder.token, amount)
}

/// R34: also while paused.
#[tokio::test]
async fn adds_to_the_pool_any_number_of_times() {
    let mut world = World::new().await;
    world.pause().await;
    let funders = [world.wallet(1_000), world.wallet(1_000)];
    let mut funded = 0;
    for (funder, amount, left) in [(&funders[0], 1, 999), (&funders[1], 700, 300), (&funders[0], 999, 0)] {
        funded += amount;
        let ix = instruction(&world, funder, amount);
        let receipt = world.accept(&[ix], &[&funder.keypair]).await;
        let expected = RewardsFunded { funder: funder.key(), amount, funded };
        assert_eq!(receipt.event(), Event::RewardsFunded(expected));
        assert_eq!(world.pool_figures().await, (0, 0, funded));
        assert_eq!(world.pool().await.available(), funded);
        assert_eq!(world.balance(&pda::reward_vault()).await, funded);
        assert_eq!(world.balance(&funder.token).await, left);
    }
}

#[tokio::test]
async fn zero_is_refused() {
    let mut world = World::new().await;
    let funder = world.wallet(1);
    let ix = instruction(&world, &funder, 0);
    world.refuse(&[ix], &[&funder.keypair], E::AmountZero).await;
}

#[tokio::test]
async fn all_that_the_source_holds_and_no_more() {
    let mut world = World::new().await;
    let funder = world.wallet(1_000);
    for amount in [1_001, u64::MAX] {
        let ix = instruction(&world, &funder, amount);
        world.refuse(&[ix], &[&funder.keypair], TokenError::InsufficientFunds).await;
    }
    let ix = instruction(&world, &funder, 1_000);
    world.accept(&[ix], &[&funder.keypair]).await;
}

#[tokio::test]
async fn more_than_64_bits_in_sum_are_refused() {
    let mut world = World::new().await;
    world.fund_pool(1).await;
    let funder = world.wallet(u64::MAX);
    let ix = instruction(&world, &funder, u64::MAX);
    world.refuse(&[ix], &[&funder.keypair], E::MathOverflow).await;
    let ix = instruction(&world, &funder, u64::MAX - 1);
    world.accept(&[ix], &[&funder.keypair]).await;
    assert_eq!(world.pool_figures().await, (0, 0, u64::MAX));
}

/// Paying from the vault into the vault would fund the pool with nothing.
#[tokio::test]
async fn the_reward_vault_is_no_source() {
    let mut world = World::new().await;
    world.fund_pool(1_000).await;
    let device = world.market(1_000, 1_000).await;
    world.slash(&device, "offence", 5_000).await;
    let funder = world.wallet(1_000);
    for source in [pda::reward_vault(), pda::escrow(), device.vault] {
        let ix = from(&world, &funder, &source, 1);
        world.refuse(&[ix], &[&funder.keypair], TokenError::OwnerMismatch).await;
    }
}

#[tokio::test]
async fn a_source_that_cannot_pay_is_refused() {
    let mut world = World::new().await;
    let funder = world.wallet(1_000);
    let (stranger, other_mint, never_there) = (world.key(), world.other_mint(), world.key());
    let of_other_mint = world.token_account_of(other_mint, funder.key(), 1_000);
    let foreign = world.token_account(stranger, 1_000);
    let frozen = world.token_account(funder.key(), 1_000);
    world.freeze(&frozen).await;
    for (source, expected) in [
        (of_other_mint, anchor(ErrorCode::ConstraintTokenMint)),
        (never_there, anchor(ErrorCode::AccountNotInitialized)),
        (foreign, TokenError::OwnerMismatch.into()),
        (frozen, TokenError::AccountFrozen.into()),
    ] {
        let ix = from(&world, &funder, &source, 1);
        world.refuse(&[ix], &[&funder.keypair], expected).await;
    }
}

#[tokio::test]
async fn a_delegated_source_pays_what_it_allows() {
    let mut world = World::new().await;
    let (funder, friend) = (world.wallet(0), world.wallet(1_000));
    world.delegate(&friend.token, funder.key(), 600).await;
    let ix = from(&world, &funder, &friend.token, 601);
    world.refuse(&[ix], &[&funder.keypair], TokenError::InsufficientFunds).await;
    let ix = from(&world, &funder, &friend.token, 600);
    world.accept(&[ix], &[&funder.keypair]).await;
    assert_eq!(world.balance(&friend.token).await, 400);
}

#[tokio::test]
async fn foreign_accounts_are_refused() {
    let mut world = World::new().await;
    let funder = world.wallet(1_000);
    let device = world.device().await;
    let (other_mint, fake) = (world.other_mint(), world.key());
    let (pool, vault) = (pda::reward_pool(), pda::reward_vault());
    let own = world.token_account(pool, 0);
    let ix = instruction(&world, &funder, 1);
    let swaps = [
        (pool, device.key, anchor(ErrorCode::AccountDiscriminatorMismatch)),
        (pool, fake, anchor(ErrorCode::AccountOwnedByWrongProgram)),
        // The pool signs for these as well, but they are not its reward vault.
        (vault, pda::escrow(), anchor(ErrorCode::ConstraintHasOne)),
        (vault, own, anchor(ErrorCode::ConstraintHasOne)),
        (vault, device.vault, anchor(ErrorCode::ConstraintHasOne)),
        (world.mint, other_mint, anchor(ErrorCode::ConstraintTokenMint)),
        (spl_token::ID, fake, anchor(ErrorCode::InvalidProgramId)),
    ];
    world.refuse_swaps(&ix, &[&funder.keypair], swaps).await;
    // Mint and source that fit each other are still not the pool's.
    let source = world.token_account_of(other_mint, funder.key(), 1);
    let both = swapped(&swapped(&ix, &funder.token, &source), &world.mint, &other_mint);
    world.refuse(&[both], &[&funder.keypair], ErrorCode::ConstraintAddress).await;
    world.refuse(&[unsigned(&ix, &funder.key())], &[], ErrorCode::AccountNotSigner).await;
    world.accept(&[ix], &[&funder.keypair]).await;
}

/// What is only sent to the vault funds no block.
#[tokio::test]
async fn a_donation_changes_nothing() {
    let mut world = World::new().await;
    world.donate(&pda::reward_vault(), 7).await;
    world.fund_pool(100).await;
    assert_eq!(world.pool_figures().await, (0, 0, 100));
    assert_eq!(world.balance(&pda::reward_vault()).await, 107);
}

/// I1
#[tokio::test]
async fn a_vault_below_what_is_owed_stops_it() {
    let mut world = World::new().await;
    let device = world.market(1_000, 1_000).await;
    world.fund_pool(100).await;
    world.earn(&device, 100).await;
    world.change_token(&pda::reward_vault(), |vault| vault.amount = 0).await;
    let funder = world.wallet(1_000);
    let ix = instruction(&world, &funder, 99);
    world.refuse(&[ix], &[&funder.keypair], E::RewardVaultBelowLedger).await;
    let ix = instruction(&world, &funder, 100);
    world.accept(&[ix], &[&funder.keypair]).await;
}

#[tokio::test]
async fn a_pool_of_another_version_is_refused() {
    let mut world = World::new().await;
    let funder = world.wallet(1_000);
    world.poke(&pda::reward_pool(), pool_at::VERSION, &[2]).await;
    let ix = instruction(&world, &funder, 1);
    world.refuse(from_ref(&ix), &[&funder.keypair], E::UnknownVersion).await;
    world.poke(&pda::reward_pool(), pool_at::VERSION, &[1]).await;
    world.accept(&[ix], &[&funder.keypair]).await;
}
