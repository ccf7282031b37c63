//! R31: the arbiter rules on an appealed case: it burns what was slashed, or lets it go back.

use anchor_lang::error::ErrorCode as A;
use co_staking_client::{
    CoStakingError as E, ConfigChanges,
    event::{Event, SlashDecided},
    instructions::slash::rule_slash,
    pda,
    rules::slash::CaseState,
};
use solana_account::Account;
use solana_signer::Signer;

use super::scene::{LEFT, REST, Scene, TAKEN, THIRD};
use crate::{
    layout::{self, at},
    world::{
        World,
        offers::{anchor, unsigned},
        slash::{Case, WINDOW},
    },
};

/// A case of the scene that its owner appealed.
async fn appealed(world: &mut World) -> (Scene, Case) {
    let scene = Scene::new(world).await;
    let case = world.slash(&scene.device, "x", THIRD).await;
    world.appeal(&case, &scene.device.owner).await;
    (scene, case)
}

fn decided(world: &World, case: &Case, upheld: bool) -> SlashDecided {
    SlashDecided {
        device: case.device.key,
        case: case.key,
        by: world.roles.arbiter.pubkey(),
        upheld,
        burned: if upheld { TAKEN } else { 0 },
        forgiven: 0,
        escrowed: if upheld { 0 } else { TAKEN },
        owed: 0,
    }
}

/// R31: with every figure. The burn takes what was slashed out of the supply, to the unit.
#[tokio::test]
async fn upheld_it_is_burned() {
    let mut world = World::new().await;
    let (scene, case) = appealed(&mut world).await;
    let supply = world.supply().await;
    let receipt = world.rule(&case, true).await;
    assert_eq!(receipt.event(), Event::SlashDecided(decided(&world, &case, true)));
    assert_eq!(world.supply().await, supply - TAKEN);
    assert_eq!((world.balance(&pda::escrow()).await, world.pool().await.escrowed()), (0, 0));
    assert_eq!(world.balance(&scene.device.vault).await, LEFT);
    assert_eq!(world.stakes(&scene.device).await, (REST[0], REST[1..].to_vec()));
    assert_eq!(world.read(&scene.device).await.slash_cases(), 0);
    let stored = world.case(&case).await;
    assert_eq!((stored.state(), stored.stake()), (CaseState::Upheld, Ok(TAKEN)));
}

/// R31: with every figure. Nothing moves; the parts wait to be returned.
#[tokio::test]
async fn overturned_it_waits_to_be_returned() {
    let mut world = World::new().await;
    let (scene, case) = appealed(&mut world).await;
    let supply = world.supply().await;
    let receipt = world.rule(&case, false).await;
    assert_eq!(receipt.event(), Event::SlashDecided(decided(&world, &case, false)));
    assert_eq!(world.supply().await, supply);
    assert_eq!((world.balance(&pda::escrow()).await, world.pool().await.escrowed()), (TAKEN, TAKEN));
    assert_eq!(world.balance(&scene.device.vault).await, LEFT);
    assert_eq!(world.stakes(&scene.device).await, (REST[0], REST[1..].to_vec()));
    assert_eq!(world.read(&scene.device).await.slash_cases(), 1);
    let stored = world.case(&case).await;
    assert_eq!((stored.state(), stored.is_returned()), (CaseState::Overturned, false));
}

/// R31: at `now == appealed + window` it works, a second later it does not.
#[tokio::test]
async fn until_the_last_second_of_the_window() {
    let mut world = World::new().await;
    let device = world.market(1_000, 1_000).await;
    for (offence, late, uphold) in [("early", WINDOW - 1, true), ("last", WINDOW, true), ("other", WINDOW, false)] {
        let case = world.slash(&device, offence, 100).await;
        // The window is that of the appeal, which came last.
        world.wait(WINDOW).await;
        world.appeal(&case, &device.owner).await;
        world.wait(late).await;
        world.rule(&case, uphold).await;
    }
    let case = world.slash(&device, "late", 100).await;
    world.appeal(&case, &device.owner).await;
    let appealed = world.now().await;
    for now in [appealed + WINDOW + 1, appealed + 3 * WINDOW] {
        world.set_time(now);
        for uphold in [true, false] {
            world.refuse_ruling(&case, uphold, E::RulingWindowOver).await;
        }
    }
}

/// Roles: the arbiter alone, read live.
#[tokio::test]
async fn nobody_but_the_arbiter() {
    let mut world = World::new().await;
    let (scene, case) = appealed(&mut world).await;
    let mint = world.mint;
    let ruling = |by: &solana_keypair::Keypair| [rule_slash(&scene.device.key, &case.key, &by.pubkey(), &mint, false)];
    let roles = world.roles.all();
    let others = roles.iter().filter(|(name, _)| *name != "arbiter").map(|(_, keypair)| keypair);
    let stranger = world.wallet(0);
    for by in others.chain(scene.wallets().map(|wallet| &wallet.keypair)).chain([&stranger.keypair]) {
        world.refuse(&ruling(by), &[by], A::ConstraintHasOne).await;
    }
    let old = world.roles.arbiter.insecure_clone();
    world.update_config(ConfigChanges { arbiter: Some(stranger.key()), ..ConfigChanges::default() }).await;
    world.refuse(&ruling(&old), &[&old], A::ConstraintHasOne).await;
    world.accept(&ruling(&stranger.keypair), &[&stranger.keypair]).await;
}

/// Attacks A3 to A5, A25: the escrow is the pool's alone, and the case the device's.
#[tokio::test]
async fn foreign_accounts_are_refused() {
    let mut world = World::new().await;
    let (scene, case) = appealed(&mut world).await;
    let (sibling, theirs) = appealed(&mut world).await;
    let (mint, program, other_mint) = (world.mint, world.key(), world.other_mint());
    let arbiter = world.roles.arbiter.insecure_clone();
    let fake_escrow = world.token_account(pda::reward_pool(), TAKEN);
    let mut copies = vec![];
    for original in [scene.device.key, case.key, pda::reward_pool(), pda::config()] {
        let (copy, foreign) = (world.key(), world.key());
        let account = world.account(&original).await.unwrap();
        world.put(&copy, Account { owner: foreign, ..account });
        copies.push((original, copy, anchor(A::AccountOwnedByWrongProgram)));
    }
    let offer = pda::offer(&scene.device.key, scene.first.0);
    let swaps = [
        (scene.device.key, sibling.device.key, anchor(A::ConstraintHasOne)),
        (case.key, theirs.key, anchor(A::ConstraintHasOne)),
        (case.key, offer, anchor(A::AccountDiscriminatorMismatch)),
        (pda::reward_pool(), case.key, anchor(A::AccountDiscriminatorMismatch)),
        (pda::escrow(), pda::reward_vault(), anchor(A::ConstraintHasOne)),
        (pda::escrow(), fake_escrow, anchor(A::ConstraintHasOne)),
        (pda::escrow(), scene.device.vault, anchor(A::ConstraintHasOne)),
        (mint, other_mint, anchor(A::ConstraintAddress)),
        (spl_token::ID, program, anchor(A::InvalidProgramId)),
    ];
    for uphold in [true, false] {
        let ix = world.ruling(&case, uphold);
        world.refuse_swaps(&ix, &[&arbiter], copies.iter().cloned().chain(swaps.clone())).await;
        world.refuse(&[unsigned(&ix, &arbiter.pubkey())], &[], A::AccountNotSigner).await;
    }
    world.rule(&case, true).await;
    world.rule(&theirs, false).await;
}

/// R4, I1: a donation is not burned, and a unit that is missing for other cases stops it.
#[tokio::test]
async fn burns_the_ledger_and_not_the_balance() {
    for uphold in [true, false] {
        let mut world = World::new().await;
        let (scene, case) = appealed(&mut world).await;
        world.slash(&scene.device, "another", THIRD).await;
        world.change_token(&pda::escrow(), |escrow| escrow.amount -= 1).await;
        world.refuse_ruling(&case, uphold, E::EscrowBelowLedger).await;
        world.donate(&pda::escrow(), 8).await;
        world.donate(&scene.device.vault, 9).await;
        let supply = world.supply().await;
        world.rule(&case, uphold).await;
        assert_eq!(world.supply().await, supply - if uphold { TAKEN } else { 0 });
        world.assert_balanced(&scene.device, 9, 7).await;
    }
}

#[tokio::test]
async fn accounts_of_another_version_are_refused() {
    let mut world = World::new().await;
    let (scene, case) = appealed(&mut world).await;
    let accounts = [
        (scene.device.key, 8),
        (case.key, at(layout::CASE, "version")),
        (pda::config(), 8),
        (pda::reward_pool(), at(layout::POOL, "version")),
    ];
    for (account, version) in accounts {
        world.poke(&account, version, &[2]).await;
        for uphold in [true, false] {
            world.refuse_ruling(&case, uphold, E::UnknownVersion).await;
        }
        world.poke(&account, version, &[1]).await;
    }
    world.rule(&case, true).await;
}
