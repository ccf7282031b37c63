//! R30 to R32, attack A27: every pair of a case's transitions, in every state, before and after its window.
//!
//! The oracle is the table in `answer`, put together from the spec. Each pair is simulated as one transaction, so the
//! second step meets what the first one left.

use anchor_lang::error::ErrorCode;
use co_staking_client::{
    CoStakingError as E, Instruction,
    error::Failure,
    instructions::slash::{ReturnTo, appeal_slash},
};
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::world::{
    ALREADY_IN_USE, START, World,
    slash::{Case, WINDOW, taking},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Open,
    Appeal,
    Uphold,
    Overturn,
    Finalize,
    Return,
}

use Step::*;

const STEPS: [Step; 6] = [Open, Appeal, Uphold, Overturn, Finalize, Return];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    None,
    Opened,
    Appealed,
    Upheld,
    Overturned,
    /// The owner's part, which is the only one.
    Returned,
}

/// What a step leads to. `late`: the window of the state is over.
fn answer(state: State, step: Step, late: bool) -> Result<State, Failure> {
    let no_case = || Err(ErrorCode::AccountOwnedByWrongProgram.into());
    let refused = |refusal: E| Err(refusal.into());
    match (state, step, late) {
        (State::None, Open, _) => Ok(State::Opened),
        (State::None, _, _) => no_case(),
        (_, Open, _) => Err(ALREADY_IN_USE),

        (State::Opened, Appeal, false) => Ok(State::Appealed),
        (State::Opened, Appeal, true) => refused(E::AppealWindowOver),
        (_, Appeal, _) => refused(E::CaseNotOpen),

        (State::Appealed, Uphold, false) => Ok(State::Upheld),
        (State::Appealed, Overturn, false) => Ok(State::Overturned),
        (State::Appealed, Uphold | Overturn, true) => refused(E::RulingWindowOver),
        (_, Uphold | Overturn, _) => refused(E::CaseNotAppealed),

        (State::Opened | State::Appealed, Finalize, false) => refused(E::CaseWindowOpen),
        (State::Opened, Finalize, true) => Ok(State::Upheld),
        (State::Appealed, Finalize, true) => Ok(State::Overturned),
        (_, Finalize, _) => refused(E::CaseDecided),

        (State::Overturned, Return, _) => Ok(State::Returned),
        (State::Returned, Return, _) => refused(E::PartReturned),
        (_, Return, _) => refused(E::CaseNotOverturned),
    }
}

/// The steps in one transaction: the first refusal is the answer, and every step that works begins its window anew.
fn answers(mut state: State, steps: &[Step], late: bool) -> Result<(), Failure> {
    let mut late = late;
    for step in steps {
        let next = answer(state, *step, late)?;
        late = late && next != State::Opened && next != State::Appealed;
        state = next;
    }
    Ok(())
}

fn instruction(world: &World, case: &Case, step: Step, offence_at: i64) -> (Instruction, Option<Keypair>) {
    let roles = &world.roles;
    match step {
        Open => (world.opening(case, taking(1_000, offence_at)), Some(roles.slasher.insecure_clone())),
        Appeal => {
            let owner = &case.device.owner.keypair;
            (appeal_slash(&case.key, &owner.pubkey()), Some(owner.insecure_clone()))
        }
        Uphold => (world.ruling(case, true), Some(roles.arbiter.insecure_clone())),
        Overturn => (world.ruling(case, false), Some(roles.arbiter.insecure_clone())),
        Finalize => (world.finalizing(case), None),
        Return => (world.returning(case, 0, ReturnTo::default()), None),
    }
}

/// What the program answers to them in one transaction; nothing happens.
async fn would(world: &mut World, case: &Case, steps: &[Step], offence_at: i64) -> Result<(), Failure> {
    let (ixs, signers): (Vec<_>, Vec<_>) = steps.iter().map(|step| instruction(world, case, *step, offence_at)).unzip();
    let mut signers: Vec<Keypair> = signers.into_iter().flatten().collect();
    signers.dedup_by_key(|signer| signer.pubkey());
    world.would(&ixs, &signers.iter().collect::<Vec<_>>()).await
}

/// Brings a new case so far. Returns when its last window ends.
async fn bring(world: &mut World, steps: &[Step]) -> (Case, i64) {
    let device = world.market(1_000, 1_000).await;
    let case = Case::new(&device, "x");
    let mut begun = START;
    for step in steps {
        let now = world.now().await;
        match step {
            // The window starts with them.
            Open | Appeal => begun = now,
            Finalize => world.set_time(begun + WINDOW + 1),
            Uphold | Overturn | Return => {}
        }
        let (ix, signer) = instruction(world, &case, *step, now);
        world.accept(&[ix], &signer.iter().collect::<Vec<_>>()).await;
    }
    (case, begun + WINDOW)
}

#[tokio::test]
async fn every_pair_in_every_state_at_both_sides_of_its_window() {
    let histories: [(&[Step], State); 9] = [
        (&[], State::None),
        (&[Open], State::Opened),
        (&[Open, Appeal], State::Appealed),
        (&[Open, Appeal, Uphold], State::Upheld),
        (&[Open, Finalize], State::Upheld),
        (&[Open, Appeal, Overturn], State::Overturned),
        (&[Open, Appeal, Finalize], State::Overturned),
        (&[Open, Appeal, Overturn, Return], State::Returned),
        (&[Open, Appeal, Finalize, Return], State::Returned),
    ];
    let mut accepted = 0;
    for (history, state) in histories {
        let mut world = World::new().await;
        let (case, ends) = bring(&mut world, history).await;
        for now in [ends - 1, ends, ends + 1] {
            world.set_time(now);
            for first in STEPS {
                for second in STEPS {
                    let expected = answers(state, &[first, second], now > ends);
                    let found = would(&mut world, &case, &[first, second], now).await;
                    assert_eq!(found, expected, "{history:?}, then {first:?} and {second:?} at {}", now - ends);
                    accepted += usize::from(found.is_ok());
                }
            }
        }
    }
    // None: open, appeal. Opened: appeal, uphold or overturn. Appealed: overturn, return. Late: finalize, return.
    assert_eq!(accepted, 3 + 2 * 2 + 2 + 1);
}

/// The same, one by one: what the first step did is there when the second comes, in a transaction of its own.
#[tokio::test]
async fn what_is_refused_changes_nothing() {
    let histories: [&[Step]; 5] = [
        &[Open],
        &[Open, Appeal],
        &[Open, Appeal, Uphold],
        &[Open, Appeal, Overturn],
        &[Open, Appeal, Overturn, Return],
    ];
    let states = [State::Opened, State::Appealed, State::Upheld, State::Overturned, State::Returned];
    for (history, state) in histories.into_iter().zip(states) {
        let mut world = World::new().await;
        let (case, ends) = bring(&mut world, history).await;
        for late in [false, true] {
            world.set_time(ends + i64::from(late));
            for step in STEPS {
                let (ix, signer) = instruction(&world, &case, step, ends);
                if let Err(refusal) = answer(state, step, late) {
                    world.refuse(&[ix], &signer.iter().collect::<Vec<_>>(), refusal).await;
                }
            }
        }
    }
}
