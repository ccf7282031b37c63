//! `return_slashed` with accounts that are not the ones it needs.

use anchor_lang::error::ErrorCode as A;
use co_staking_client::{CoStakingError as E, instructions::slash::ReturnTo, pda};
use solana_account::Account;

use super::scene::{Scene, TAKEN, THIRD};
use crate::{
    layout::{self, at},
    world::{
        START, Wallet, World,
        offers::{anchor, swapped, unsigned},
        slash::{Case, to},
    },
};

/// Attacks A3 to A5, A25: siblings, fakes, other types, and another device's case.
#[tokio::test]
async fn foreign_accounts_are_refused() {
    let mut world = World::new().await;
    let scene = Scene::new(&mut world).await;
    let sibling = Scene::new(&mut world).await;
    let case = world.overturned(&scene.device, "x", THIRD).await;
    let theirs = world.overturned(&sibling.device, "x", THIRD).await;
    let (device, other) = (&scene.device, &sibling.device);
    let (index, wallet) = &scene.first;
    let sender: Wallet = world.wallet(0);
    let ix = co_staking_client::instructions::slash::return_slashed(
        &device.key,
        &case.key,
        1,
        &sender.key(),
        to(*index, wallet),
        &world.mint,
    );
    let (mint, program, other_mint) = (world.mint, world.key(), world.other_mint());
    let fake_escrow = world.token_account(pda::reward_pool(), TAKEN);
    let of_other_mint = world.token_account_of(other_mint, wallet.key(), 0);
    let (offer, their_offer) = (pda::offer(&device.key, *index), pda::offer(&other.key, sibling.first.0));
    let mut copies = vec![];
    for original in [device.key, case.key, offer, pda::reward_pool()] {
        let (copy, foreign) = (world.key(), world.key());
        let account = world.account(&original).await.unwrap();
        world.put(&copy, Account { owner: foreign, ..account });
        copies.push((original, copy, anchor(A::AccountOwnedByWrongProgram)));
    }
    let swaps = [
        (device.key, other.key, anchor(A::ConstraintHasOne)),
        (device.key, case.key, anchor(A::AccountDiscriminatorMismatch)),
        (device.vault, other.vault, anchor(A::ConstraintHasOne)),
        (device.vault, pda::escrow(), anchor(A::ConstraintHasOne)),
        (case.key, theirs.key, anchor(A::ConstraintHasOne)),
        (case.key, offer, anchor(A::AccountDiscriminatorMismatch)),
        (case.key, Case::new(device, "none").key, anchor(A::AccountOwnedByWrongProgram)),
        (offer, their_offer, anchor(A::ConstraintHasOne)),
        (offer, case.key, anchor(A::AccountDiscriminatorMismatch)),
        (pda::reward_pool(), case.key, anchor(A::AccountDiscriminatorMismatch)),
        (pda::escrow(), pda::reward_vault(), anchor(A::ConstraintHasOne)),
        (pda::escrow(), fake_escrow, anchor(A::ConstraintHasOne)),
        (pda::escrow(), device.vault, anchor(A::ConstraintHasOne)),
        (wallet.token, of_other_mint, anchor(A::ConstraintTokenMint)),
        (wallet.token, program, anchor(A::AccountNotInitialized)),
        (mint, other_mint, anchor(A::ConstraintTokenMint)),
        (spl_token::ID, program, anchor(A::InvalidProgramId)),
    ];
    world.refuse_swaps(&ix, &[&sender.keypair], copies.into_iter().chain(swaps)).await;
    // Mint and destination that fit each other are still not the escrow's.
    let both = swapped(&swapped(&ix, &wallet.token, &of_other_mint), &mint, &other_mint);
    world.refuse(&[both], &[&sender.keypair], A::ConstraintAddress).await;
    // A sibling with its own vault, but this device's case.
    let crossed = swapped(&swapped(&ix, &device.key, &other.key), &device.vault, &other.vault);
    world.refuse(&[crossed], &[&sender.keypair], A::ConstraintHasOne).await;
    world.refuse(&[unsigned(&ix, &sender.key())], &[], A::AccountNotSigner).await;
    world.accept(&[ix], &[&sender.keypair]).await;
}

/// I1: a unit missing in the vault, or in the escrow for the other parts.
#[tokio::test]
async fn a_ledger_that_is_not_covered_stops_it() {
    let mut world = World::new().await;
    let scene = Scene::new(&mut world).await;
    let case = world.overturned(&scene.device, "x", THIRD).await;
    for (account, expected) in [(scene.device.vault, E::VaultBelowLedger), (pda::escrow(), E::EscrowBelowLedger)] {
        world.change_token(&account, |account| account.amount -= 1).await;
        world.refuse_return(&case, 0, ReturnTo::default(), expected).await;
        world.donate(&account, 1).await;
    }
    world.return_part(&case, 0, ReturnTo::default()).await;
}

#[tokio::test]
async fn accounts_of_another_version_are_refused() {
    let mut world = World::new().await;
    let scene = Scene::new(&mut world).await;
    world.fund_pool(1_000).await;
    world.earn(&scene.device, 1_000).await;
    let case = world.slash_with_rewards(&scene.device, "x", 10_000).await;
    world.overturn(&case).await;
    let (index, wallet) = &scene.first;
    world.pay_out(&scene.device, *index, wallet).await;
    let offer = pda::offer(&scene.device.key, *index);
    for (account, version) in [
        (scene.device.key, 8),
        (case.key, at(layout::CASE, "version")),
        (pda::reward_pool(), at(layout::POOL, "version")),
        (offer, at(layout::OFFER, "version")),
    ] {
        world.poke(&account, version, &[2]).await;
        world.refuse_return(&case, 1, to(*index, wallet), E::UnknownVersion).await;
        world.poke(&account, version, &[1]).await;
    }
    // A state that no instruction writes.
    world.poke(&case.key, at(layout::CASE, "state"), &[4]).await;
    world.refuse_return(&case, 1, to(*index, wallet), E::LedgerBroken).await;
    world.poke(&case.key, at(layout::CASE, "state"), &[3]).await;
    world.return_part(&case, 1, to(*index, wallet)).await;
}

/// A case whose parts were returned before it was overturned contradicts itself.
#[tokio::test]
async fn a_case_that_contradicts_itself_goes_no_further() {
    let mut world = World::new().await;
    let scene = Scene::new(&mut world).await;
    let case = world.slash(&scene.device, "x", THIRD).await;
    world.poke(&case.key, at(layout::CASE, "parts[0].returned"), &[1]).await;
    world.refuse_appeal(&case, &scene.first.1.keypair, E::LedgerBroken).await;
    world.poke(&case.key, at(layout::CASE, "parts[0].returned"), &[0]).await;
    world.appeal(&case, &scene.first.1).await;
    world.poke(&case.key, at(layout::CASE, "parts[0].returned"), &[1]).await;
    world.refuse_ruling(&case, true, E::LedgerBroken).await;
    world.poke(&case.key, at(layout::CASE, "parts[0].returned"), &[0]).await;
    assert_eq!(world.now().await, START);
    world.rule(&case, true).await;
}
