//! R30, R31: what nobody says. Unappealed, the slash stands and is burned; appealed and not ruled on, it falls.

use anchor_lang::error::ErrorCode as A;
use co_staking_client::{
    CoStakingError as E,
    event::{Event, SlashDecided},
    instructions::slash::finalize_slash,
    pda,
    rules::slash::CaseState,
};
use solana_account::Account;

use super::scene::{LEFT, REST, Scene, TAKEN, THIRD};
use crate::{
    layout::{self, at},
    world::{
        START, World,
        offers::{anchor, unsigned},
        slash::{Case, WINDOW},
    },
};

/// A case of the scene whose window is over.
async fn silent(world: &mut World, appealed: bool) -> (Scene, Case) {
    let scene = Scene::new(world).await;
    let case = world.slash(&scene.device, "x", THIRD).await;
    if appealed {
        world.appeal(&case, &scene.first.1).await;
    }
    world.wait(WINDOW + 1).await;
    (scene, case)
}

/// R30, R31: with every figure, sent by a stranger.
#[tokio::test]
async fn silence_decides() {
    for appealed in [false, true] {
        let mut world = World::new().await;
        let (scene, case) = silent(&mut world, appealed).await;
        let (supply, sender) = (world.supply().await, world.wallet(0));
        let ix = finalize_slash(&scene.device.key, &case.key, &sender.key(), &world.mint);
        let receipt = world.accept(&[ix], &[&sender.keypair]).await;
        let burned = if appealed { 0 } else { TAKEN };
        let expected = SlashDecided {
            device: scene.device.key,
            case: case.key,
            by: sender.key(),
            upheld: !appealed,
            burned,
            forgiven: 0,
            escrowed: TAKEN - burned,
            owed: 0,
        };
        assert_eq!(receipt.event(), Event::SlashDecided(expected));
        assert_eq!(world.supply().await, supply - burned);
        let escrow = (world.balance(&pda::escrow()).await, world.pool().await.escrowed());
        assert_eq!(escrow, (TAKEN - burned, TAKEN - burned));
        assert_eq!(world.balance(&scene.device.vault).await, LEFT);
        assert_eq!(world.stakes(&scene.device).await, (REST[0], REST[1..].to_vec()));
        assert_eq!(world.read(&scene.device).await.slash_cases(), u32::from(appealed));
        let state = if appealed { CaseState::Overturned } else { CaseState::Upheld };
        assert_eq!(world.case(&case).await.state(), state);
        world.refuse_finalizing(&case, E::CaseDecided).await;
    }
}

/// R30, R31: only once nobody else can speak: a second after the window.
#[tokio::test]
async fn only_after_the_window() {
    let mut world = World::new().await;
    let scene = Scene::new(&mut world).await;
    let (burns, falls) =
        (world.slash(&scene.device, "burns", 100).await, world.slash(&scene.device, "falls", 100).await);
    for now in [START, START + WINDOW - 1, START + WINDOW] {
        world.set_time(now);
        world.refuse_finalizing(&burns, E::CaseWindowOpen).await;
    }
    // An appeal in the last second begins the window anew.
    world.appeal(&falls, &scene.device.owner).await;
    world.set_time(START + WINDOW + 1);
    world.finalize(&burns).await;
    for now in [START + WINDOW + 1, START + 2 * WINDOW - 1, START + 2 * WINDOW] {
        world.set_time(now);
        world.refuse_finalizing(&falls, E::CaseWindowOpen).await;
    }
    world.set_time(START + 2 * WINDOW + 1);
    world.finalize(&falls).await;
    assert_eq!(world.case(&falls).await.state(), CaseState::Overturned);
}

#[tokio::test]
async fn foreign_accounts_are_refused() {
    let mut world = World::new().await;
    let scene = Scene::new(&mut world).await;
    let sibling = Scene::new(&mut world).await;
    let case = world.slash(&scene.device, "x", THIRD).await;
    let theirs = world.slash(&sibling.device, "x", THIRD).await;
    world.wait(WINDOW + 1).await;
    let (mint, program, other_mint) = (world.mint, world.key(), world.other_mint());
    let sender = world.wallet(0);
    let fake_escrow = world.token_account(pda::reward_pool(), TAKEN);
    let ix = finalize_slash(&scene.device.key, &case.key, &sender.key(), &mint);
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
        (case.key, Case::new(&scene.device, "none").key, anchor(A::AccountOwnedByWrongProgram)),
        (case.key, offer, anchor(A::AccountDiscriminatorMismatch)),
        (pda::escrow(), pda::reward_vault(), anchor(A::ConstraintHasOne)),
        (pda::escrow(), fake_escrow, anchor(A::ConstraintHasOne)),
        (pda::escrow(), sender.token, anchor(A::ConstraintHasOne)),
        (mint, other_mint, anchor(A::ConstraintAddress)),
        (spl_token::ID, program, anchor(A::InvalidProgramId)),
    ];
    world.refuse_swaps(&ix, &[&sender.keypair], copies.into_iter().chain(swaps)).await;
    world.refuse(&[unsigned(&ix, &sender.key())], &[], A::AccountNotSigner).await;
    world.accept(&[ix], &[&sender.keypair]).await;
    world.finalize(&theirs).await;
}

/// R4, I1.
#[tokio::test]
async fn burns_the_ledger_and_not_the_balance() {
    for appealed in [false, true] {
        let mut world = World::new().await;
        let (scene, case) = silent(&mut world, appealed).await;
        world.slash(&scene.device, "another", THIRD).await;
        world.change_token(&pda::escrow(), |escrow| escrow.amount -= 1).await;
        world.refuse_finalizing(&case, E::EscrowBelowLedger).await;
        world.donate(&pda::escrow(), 8).await;
        let supply = world.supply().await;
        world.finalize(&case).await;
        assert_eq!(world.supply().await, supply - if appealed { 0 } else { TAKEN });
        world.assert_balanced(&scene.device, 0, 7).await;
    }
}

#[tokio::test]
async fn accounts_of_another_version_are_refused() {
    for appealed in [false, true] {
        let mut world = World::new().await;
        let (scene, case) = silent(&mut world, appealed).await;
        let accounts = [
            (scene.device.key, 8),
            (case.key, at(layout::CASE, "version")),
            (pda::config(), 8),
            (pda::reward_pool(), at(layout::POOL, "version")),
        ];
        for (account, version) in accounts {
            world.poke(&account, version, &[2]).await;
            world.refuse_finalizing(&case, E::UnknownVersion).await;
            world.poke(&account, version, &[1]).await;
        }
        world.finalize(&case).await;
    }
}
