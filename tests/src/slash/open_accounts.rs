//! `open_slash` with accounts that are not the ones it needs.

use anchor_lang::error::ErrorCode as A;
use co_staking_client::{CoStakingError as E, pda};
use solana_account::Account;

use super::scene::{LEFT, Scene, TAKEN, THIRD};
use crate::{
    layout::{self, at},
    world::{
        START, World,
        offers::{anchor, swapped, unsigned},
        slash::{Case, taking},
    },
};

/// Attacks A3 to A5, A9, A25: siblings, fakes and other types.
#[tokio::test]
async fn foreign_accounts_are_refused() {
    let mut world = World::new().await;
    let scene = Scene::new(&mut world).await;
    let sibling = Scene::new(&mut world).await;
    let (device, other) = (&scene.device, &sibling.device);
    let case = Case::new(device, "x");
    let slasher = world.roles.slasher.insecure_clone();
    let ix = world.opening(&case, taking(THIRD, START));
    let (mint, program) = (world.mint, world.key());
    let other_mint = world.other_mint();
    let fake_escrow = world.token_account(pda::reward_pool(), 0);
    let mut copies = vec![];
    for original in [device.key, pda::reward_pool(), pda::config()] {
        let (copy, foreign) = (world.key(), world.key());
        let account = world.account(&original).await.unwrap();
        world.put(&copy, Account { owner: foreign, ..account });
        copies.push((original, copy, anchor(A::AccountOwnedByWrongProgram)));
    }
    let offer = pda::offer(&device.key, scene.first.0);
    let swaps = [
        (device.vault, other.vault, anchor(A::ConstraintHasOne)),
        (device.vault, pda::escrow(), anchor(A::ConstraintHasOne)),
        (pda::escrow(), pda::reward_vault(), anchor(A::ConstraintHasOne)),
        (pda::escrow(), fake_escrow, anchor(A::ConstraintHasOne)),
        (pda::escrow(), device.vault, anchor(A::ConstraintHasOne)),
        (pda::escrow(), device.owner.token, anchor(A::ConstraintHasOne)),
        (device.key, other.key, anchor(A::ConstraintSeeds)),
        (device.key, offer, anchor(A::AccountDiscriminatorMismatch)),
        (pda::reward_pool(), offer, anchor(A::AccountDiscriminatorMismatch)),
        (pda::config(), device.key, anchor(A::AccountDiscriminatorMismatch)),
        (case.key, Case::new(device, "y").key, anchor(A::ConstraintSeeds)),
        (case.key, Case::new(other, "x").key, anchor(A::ConstraintSeeds)),
        (case.key, offer, anchor(A::ConstraintSeeds)),
        (mint, other_mint, anchor(A::ConstraintAddress)),
        (spl_token::ID, program, anchor(A::InvalidProgramId)),
        (anchor_lang::system_program::ID, program, anchor(A::InvalidProgramId)),
    ];
    world.refuse_swaps(&ix, &[&slasher], copies.into_iter().chain(swaps)).await;
    // A sibling with its own vault and escrow, but this device's case.
    let crossed = swapped(&swapped(&ix, &device.key, &other.key), &device.vault, &other.vault);
    world.refuse(&[crossed], &[&slasher], A::ConstraintSeeds).await;
    world.refuse(&[unsigned(&ix, &solana_signer::Signer::pubkey(&slasher))], &[], A::AccountNotSigner).await;
    world.accept(&[ix], &[&slasher]).await;
}

/// R4: what somebody sent to vault or escrow is neither slashed nor counted.
#[tokio::test]
async fn a_donation_changes_nothing() {
    let mut world = World::new().await;
    let scene = Scene::new(&mut world).await;
    world.donate(&scene.device.vault, 7).await;
    world.donate(&pda::escrow(), 11).await;
    world.slash(&scene.device, "x", THIRD).await;
    assert_eq!(world.balance(&scene.device.vault).await, LEFT + 7);
    assert_eq!(world.balance(&pda::escrow()).await, TAKEN + 11);
    assert_eq!(world.pool().await.escrowed(), TAKEN);
    world.assert_balanced(&scene.device, 7, 11).await;
}

/// I1: with one unit missing in the vault, or in the escrow of earlier cases.
#[tokio::test]
async fn a_ledger_that_is_not_covered_stops_it() {
    let mut world = World::new().await;
    let scene = Scene::new(&mut world).await;
    let case = Case::new(&scene.device, "x");
    world.change_token(&scene.device.vault, |vault| vault.amount -= 1).await;
    world.refuse_opening(&case, taking(THIRD, START), E::VaultBelowLedger).await;
    world.donate(&scene.device.vault, 1).await;
    world.open_case(&case, taking(THIRD, START)).await;

    let next = Case::new(&scene.device, "y");
    world.change_token(&pda::escrow(), |escrow| escrow.amount -= 1).await;
    world.refuse_opening(&next, taking(THIRD, START), E::EscrowBelowLedger).await;
    world.donate(&pda::escrow(), 1).await;
    world.open_case(&next, taking(THIRD, START)).await;
}

#[tokio::test]
async fn accounts_of_another_version_are_refused() {
    let mut world = World::new().await;
    let scene = Scene::new(&mut world).await;
    let case = Case::new(&scene.device, "x");
    for (account, version) in
        [(scene.device.key, 8), (pda::config(), 8), (pda::reward_pool(), at(layout::POOL, "version"))]
    {
        world.poke(&account, version, &[2]).await;
        world.refuse_opening(&case, taking(THIRD, START), E::UnknownVersion).await;
        world.poke(&account, version, &[1]).await;
    }
    // A sum beyond what a ledger can hold is an error, not a wrap.
    world
        .corrupt(&scene.device.key, |account| {
            layout::DEVICE.set(&mut account.data, "undecided_cases", &u32::MAX.to_le_bytes());
        })
        .await;
    world.refuse_opening(&case, taking(THIRD, START), E::MathOverflow).await;
}
