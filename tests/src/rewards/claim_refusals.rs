//! R26, I1: wrong accounts and broken figures pay nobody.

use std::slice::from_ref;

use anchor_lang::error::ErrorCode;
use co_staking_client::{CoStakingError as E, Instruction, instructions::rewards::claim_co_stake_rewards, pda};
use spl_token::error::TokenError;

use super::pool_at;
use crate::{
    layout::{self, at},
    world::{
        Device, Wallet, World,
        offers::{anchor, swapped, unsigned},
    },
};

/// A device that earned 100, of which 26 are the owner's and 74 the co-staker's, and the co-staker's claim.
async fn earned(world: &mut World) -> (Device, u32, Wallet, Instruction) {
    let device = world.market(1_000, 1_000).await;
    let (index, wallet) = world.co_staked(&device, 500, 7_400).await;
    world.fund_pool(100).await;
    world.earn(&device, 100).await;
    let ix = claim_co_stake_rewards(&device.key, index, &wallet.key(), &wallet.token, &world.mint);
    (device, index, wallet, ix)
}

#[tokio::test]
async fn foreign_accounts_are_refused() {
    let mut world = World::new().await;
    let (device, index, wallet, ix) = earned(&mut world).await;
    let (other, other_index, _, _) = earned(&mut world).await;
    let (other_mint, fake) = (world.other_mint(), world.key());
    let of_other_mint = world.token_account_of(other_mint, wallet.key(), 0);
    let offer = pda::offer(&device.key, index);
    let own = world.token_account(pda::reward_pool(), 1_000);
    let (pool, vault) = (pda::reward_pool(), pda::reward_vault());
    let swaps = [
        (device.key, other.key, anchor(ErrorCode::ConstraintHasOne)),
        (device.key, pool, anchor(ErrorCode::AccountDiscriminatorMismatch)),
        (device.key, fake, anchor(ErrorCode::AccountOwnedByWrongProgram)),
        (offer, pda::offer(&other.key, other_index), anchor(ErrorCode::ConstraintHasOne)),
        (offer, pda::claims(&wallet.key()), anchor(ErrorCode::AccountDiscriminatorMismatch)),
        (offer, fake, anchor(ErrorCode::AccountOwnedByWrongProgram)),
        (pool, other.key, anchor(ErrorCode::AccountDiscriminatorMismatch)),
        (vault, pda::escrow(), anchor(ErrorCode::ConstraintHasOne)),
        (vault, own, anchor(ErrorCode::ConstraintHasOne)),
        (vault, device.vault, anchor(ErrorCode::ConstraintHasOne)),
        (wallet.token, of_other_mint, anchor(ErrorCode::ConstraintTokenMint)),
        (wallet.token, fake, anchor(ErrorCode::AccountNotInitialized)),
        (world.mint, other_mint, anchor(ErrorCode::ConstraintTokenMint)),
        (spl_token::ID, fake, anchor(ErrorCode::InvalidProgramId)),
    ];
    world.refuse_swaps(&ix, &[&wallet.keypair], swaps).await;
    // Mint and destination that fit each other are still not the pool's.
    let both = swapped(&swapped(&ix, &wallet.token, &of_other_mint), &world.mint, &other_mint);
    world.refuse(&[both], &[&wallet.keypair], ErrorCode::ConstraintAddress).await;
    world.refuse(&[unsigned(&ix, &wallet.key())], &[], ErrorCode::AccountNotSigner).await;
    world.accept(&[ix], &[&wallet.keypair]).await;
}

/// An account that cannot be paid does not keep the rewards; another of the party's can be.
#[tokio::test]
async fn a_destination_that_cannot_be_paid_is_refused() {
    let mut world = World::new().await;
    let (_, _, wallet, ix) = earned(&mut world).await;
    world.freeze(&wallet.token).await;
    world.refuse(from_ref(&ix), &[&wallet.keypair], TokenError::AccountFrozen).await;
    world.close_account(&wallet.token);
    world.refuse(from_ref(&ix), &[&wallet.keypair], ErrorCode::AccountNotInitialized).await;
    let new = world.token_account(wallet.key(), 0);
    world.accept(&[swapped(&ix, &wallet.token, &new)], &[&wallet.keypair]).await;
    assert_eq!(world.balance(&new).await, 74);
}

/// A donation pays nobody, and stays.
#[tokio::test]
async fn a_donation_changes_nothing() {
    let mut world = World::new().await;
    let (device, index, wallet, _) = earned(&mut world).await;
    world.donate(&pda::reward_vault(), 7).await;
    world.claim_co_stake_rewards(&device, index, &wallet).await;
    world.claim_owner_rewards(&device).await;
    assert_eq!((world.balance(&wallet.token).await, world.balance(&pda::reward_vault()).await), (74, 7));
    assert_eq!(world.pool_figures().await, (0, 100, 100));
}

/// I1: the vault must still hold what is owed to the others after the payout.
#[tokio::test]
async fn a_vault_below_what_is_owed_pays_nobody() {
    let mut world = World::new().await;
    let (_, _, wallet, ix) = earned(&mut world).await;
    world.change_token(&pda::reward_vault(), |vault| vault.amount -= 1).await;
    world.refuse(from_ref(&ix), &[&wallet.keypair], E::RewardVaultBelowLedger).await;
    world.change_token(&pda::reward_vault(), |vault| vault.amount = 73).await;
    world.refuse(from_ref(&ix), &[&wallet.keypair], TokenError::InsufficientFunds).await;
    world.change_token(&pda::reward_vault(), |vault| vault.amount = 100).await;
    world.accept(&[ix], &[&wallet.keypair]).await;
}

#[tokio::test]
async fn accounts_of_another_version_are_refused() {
    let mut world = World::new().await;
    let (device, index, wallet, ix) = earned(&mut world).await;
    let offer = pda::offer(&device.key, index);
    for (account, version) in [
        (device.key, at(layout::DEVICE, "version")),
        (offer, at(layout::OFFER, "version")),
        (pda::reward_pool(), pool_at::VERSION),
    ] {
        world.poke(&account, version, &[2]).await;
        world.refuse(from_ref(&ix), &[&wallet.keypair], E::UnknownVersion).await;
        world.poke(&account, version, &[1]).await;
    }
    world.accept(&[ix], &[&wallet.keypair]).await;
}

/// Figures that no sequence of instructions makes: more credited than is owed to all.
#[tokio::test]
async fn more_than_is_owed_is_not_paid() {
    let mut world = World::new().await;
    let (device, _, wallet, ix) = earned(&mut world).await;
    for rewards in [101, u64::MAX] {
        world.poke(&device.key, layout::at_place(0, "rewards"), &u64::to_le_bytes(rewards)).await;
        world.refuse(from_ref(&ix), &[&wallet.keypair], E::MathOverflow).await;
    }
}
