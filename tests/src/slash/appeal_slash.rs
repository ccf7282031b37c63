//! R30: one party appeals, for all of them, within the window.

use anchor_lang::error::ErrorCode as A;
use co_staking_client::{
    CoStakingError as E,
    event::{Event, SlashAppealed},
    instructions::slash::appeal_slash,
    pda,
    rules::slash::CaseState,
};
use solana_account::Account;

use super::scene::{LEFT, Scene, TAKEN, THIRD};
use crate::{
    layout::{self, at},
    world::{
        DAY, START, World,
        offers::{anchor, swapped, unsigned},
        slash::{Case, WINDOW, taking},
    },
};

/// R30: with every figure; by each of those who may. Nothing moves.
#[tokio::test]
async fn any_party_of_the_case_appeals_for_all() {
    let mut world = World::new().await;
    let scene = Scene::new(&mut world).await;
    for (number, party) in scene.wallets().into_iter().enumerate() {
        let case = world.slash(&scene.device, &number.to_string(), THIRD).await;
        let before = (world.read(&scene.device).await, world.case(&case).await, world.pool().await);
        world.wait(DAY).await;
        let now = world.now().await;
        let receipt = world.appeal(&case, party).await;
        let expected = SlashAppealed { device: scene.device.key, case: case.key, by: party.key(), appealed_at: now };
        assert_eq!(receipt.event(), Event::SlashAppealed(expected));
        let stored = world.case(&case).await;
        assert_eq!((stored.state(), stored.appealed_at()), (CaseState::Appealed, now));
        // Its window begins anew, for the arbiter.
        assert_eq!(stored.window_ends(WINDOW), Ok(now + WINDOW));
        assert_eq!((stored.opened_at(), stored.parts()), (before.1.opened_at(), before.1.parts()));
        assert_eq!(format!("{:?}", world.read(&scene.device).await), format!("{:?}", before.0));
        assert_eq!(world.pool().await.escrowed(), before.2.escrowed());
        // The first appeal covers the whole case.
        for again in scene.wallets() {
            world.refuse_appeal(&case, &again.keypair, E::CaseNotOpen).await;
        }
    }
}

/// R30: at `now == opened + window` it works, a second later it does not.
#[tokio::test]
async fn until_the_last_second_of_the_window() {
    let mut world = World::new().await;
    let device = world.market(1_000, 1_000).await;
    for (offence, late) in [("early", WINDOW - 1), ("last", WINDOW)] {
        let case = world.slash(&device, offence, 100).await;
        world.wait(late).await;
        world.appeal(&case, &device.owner).await;
    }
    let case = world.slash(&device, "late", 100).await;
    let opened = world.now().await;
    for now in [opened + WINDOW + 1, opened + 2 * WINDOW] {
        world.set_time(now);
        world.refuse_appeal(&case, &device.owner.keypair, E::AppealWindowOver).await;
    }
}

/// R30: nobody else has a say, whatever its part on the device is now.
#[tokio::test]
async fn only_by_those_in_the_case() {
    let mut world = World::new().await;
    let scene = Scene::new(&mut world).await;
    let sibling = Scene::new(&mut world).await;
    world.wait(DAY).await;
    let (_, newcomer) = world.co_staked(&scene.device, 50, 1).await;
    let case = Case::new(&scene.device, "x");
    world.open_case(&case, taking(THIRD, START)).await;
    let stranger = world.wallet(0);
    let roles = world.roles.all().map(|(_, keypair)| keypair);
    let others = [&newcomer, &sibling.first.1, &sibling.device.owner, &stranger].map(|wallet| &wallet.keypair);
    for by in roles.iter().chain(others) {
        world.refuse_appeal(&case, by, E::NotInTheCase).await;
    }
    world.appeal(&case, &scene.first.1).await;
}

/// R30: the owner may, also where nothing was taken from it.
#[tokio::test]
async fn by_an_owner_without_a_part() {
    let mut world = World::new().await;
    let device = world.market(1_000, 700).await;
    world.set_time(START + 10);
    let (_, wallet) = world.co_staked(&device, 200, 1).await;
    world.set_time(START + DAY);
    world.unstake(&device).await;
    let first = Case::new(&device, "before the co-stake");
    world.open_case(&first, taking(10_000, START + 5)).await;
    let second = Case::new(&device, "after it");
    world.open_case(&second, taking(5_000, START + 11)).await;
    let parties = |case: &co_staking_client::SlashCase| -> Vec<_> {
        case.parts().iter().filter(|part| part.is_some()).map(|part| *part.party()).collect()
    };
    assert_eq!(parties(&world.case(&first).await), [device.owner.key()]);
    assert_eq!(parties(&world.case(&second).await), [wallet.key()]);
    world.refuse_appeal(&first, &wallet.keypair, E::NotInTheCase).await;
    world.appeal(&second, &device.owner).await;
}

/// R30: those who left meanwhile are still in the case.
#[tokio::test]
async fn by_a_party_that_left() {
    let mut world = World::new().await;
    let scene = Scene::new(&mut world).await;
    let (index, wallet) = &scene.first;
    world.leave(&scene.device, *index, wallet).await;
    world.wait(20 * DAY).await;
    let case = Case::new(&scene.device, "x");
    world.open_case(&case, taking(THIRD, START)).await;
    world.wait(DAY).await;
    world.pay_out(&scene.device, *index, wallet).await;
    world.appeal(&case, wallet).await;
}

#[tokio::test]
async fn foreign_accounts_are_refused() {
    let mut world = World::new().await;
    let scene = Scene::new(&mut world).await;
    let sibling = Scene::new(&mut world).await;
    let case = world.slash(&scene.device, "x", THIRD).await;
    let theirs = world.slash(&sibling.device, "x", THIRD).await;
    let owner = &scene.device.owner;
    let ix = appeal_slash(&case.key, &owner.key());
    let copies = [world.key(), world.key()];
    for (copy, original) in copies.iter().zip([case.key, pda::config()]) {
        let account = world.account(&original).await.unwrap();
        world.put(copy, Account { owner: spl_token::ID, ..account });
    }
    let swaps = [
        (case.key, theirs.key, E::NotInTheCase.into()),
        (case.key, copies[0], anchor(A::AccountOwnedByWrongProgram)),
        (case.key, Case::new(&scene.device, "y").key, anchor(A::AccountOwnedByWrongProgram)),
        (case.key, pda::offer(&scene.device.key, scene.first.0), anchor(A::AccountDiscriminatorMismatch)),
        (case.key, scene.device.key, anchor(A::AccountDiscriminatorMismatch)),
        (pda::config(), copies[1], anchor(A::AccountOwnedByWrongProgram)),
        (pda::config(), case.key, anchor(A::AccountDiscriminatorMismatch)),
    ];
    world.refuse_swaps(&ix, &[&owner.keypair], swaps).await;
    world.refuse(&[unsigned(&ix, &owner.key())], &[], A::AccountNotSigner).await;
    let with_stranger = swapped(&ix, &owner.key(), &sibling.device.owner.key());
    world.refuse(&[with_stranger], &[&sibling.device.owner.keypair], E::NotInTheCase).await;

    for (account, version) in [(case.key, at(layout::CASE, "version")), (pda::config(), 8)] {
        world.poke(&account, version, &[2]).await;
        world.refuse_appeal(&case, &owner.keypair, E::UnknownVersion).await;
        world.poke(&account, version, &[1]).await;
    }
    world.accept(&[ix], &[&owner.keypair]).await;
    assert_eq!((world.balance(&scene.device.vault).await, world.balance(&pda::escrow()).await), (LEFT, 2 * TAKEN));
}
