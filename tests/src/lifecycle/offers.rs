//! Every order of what may happen to two offers of one device and three wallets, against an independent model.
//!
//! Equal accounts at an equal time have an equal future, so each state is entered once, however many orders lead to it:
//! all of them are covered at the price of one.

use std::collections::HashSet;

use co_staking_client::{error::Failure, explain::explain};

use super::{
    offers_model::{DAY, Model, Step},
    offers_stage::{Snapshot, Stage},
};
use crate::world::START;

const RETRACTED: Step = Step::Retract(0);
/// A second past the first offer's last.
const EXPIRED: Step = Step::To(7 * DAY + 1);
const REQUIREMENT: Step = Step::Cards(4);

/// R8, R9, R11 to R22, I1 to I9: each of the eight events, of both offers where it has one, in every order and in
/// sequences of any length.
#[tokio::test]
async fn every_order_of_the_eight_events() {
    let events = [
        RETRACTED,
        Step::Retract(1),
        Step::Claim(0, 0),
        Step::Claim(1, 1),
        EXPIRED,
        Step::OwnerExit,
        Step::Leave(0),
        Step::Hire,
        REQUIREMENT,
        Step::Pause,
    ];
    let covered = explore(&events, usize::MAX).await;
    assert_eq!((covered.states, covered.beyond), (868, 0), "no state is left to enter");
}

/// With competitors, strangers, payouts, releases, ends of hires and pauses, and each boundary of time.
const ALL: [Step; 24] = [
    RETRACTED,
    Step::Retract(1),
    Step::RetractByStranger(0),
    Step::Claim(0, 0),
    Step::Claim(0, 1),
    Step::Claim(1, 1),
    Step::Claim(1, 2),
    Step::Leave(0),
    Step::Leave(1),
    Step::OwnerExit,
    Step::OwnerWithdraw,
    Step::Withdraw(0),
    Step::Withdraw(1),
    Step::Release(0, 0),
    Step::Release(1, 2),
    Step::Hire,
    Step::EndHire,
    REQUIREMENT,
    Step::Cards(2),
    Step::Pause,
    Step::Unpause,
    Step::To(7 * DAY),
    EXPIRED,
    Step::To(21 * DAY),
];

/// Every sequence of up to three.
#[tokio::test]
async fn every_step_after_every_other() {
    explore(&ALL, 2).await;
}

/// Every sequence of up to four.
#[tokio::test]
#[ignore = "takes minutes"]
async fn every_step_in_every_short_order() {
    explore(&ALL, 3).await;
}

/// Long sequences, the same in each run: at each step one of those that may be taken and one that may not.
#[tokio::test]
async fn long_lives() {
    let mut covered = Covered::default();
    let (mut stage, start) = Stage::new().await;
    let first = stage.save().await;
    let mut present = first.clone();
    let mut random = Random(7);
    for _ in 0..25 {
        stage.restore(&present, &first);
        let (mut model, mut saved) = (start.clone(), first.clone());
        stage.set_time(&model);
        for _ in 0..16 {
            let (may, may_not): (Vec<_>, Vec<_>) = ALL.into_iter().partition(|step| model.reasons(*step).is_empty());
            for step in [may_not, may].iter().filter_map(|steps| random.one_of(steps)) {
                if let Some((after, accounts)) = take(&mut stage, &model, &saved, step, &mut covered).await {
                    (model, saved) = (after, accounts);
                }
            }
        }
        stage.everybody_leaves(&model).await;
        present = stage.save().await;
    }
    println!("{covered:?}");
}

/// Xorshift: the same numbers in each run.
pub struct Random(pub u64);

impl Random {
    pub fn one_of<T: Copy>(&mut self, choices: &[T]) -> Option<T> {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let count = u64::try_from(choices.len()).unwrap();
        choices.get(usize::try_from(self.0.checked_rem(count)?).unwrap()).copied()
    }
}

/// What was covered.
#[derive(Debug, Default, PartialEq, Eq)]
struct Covered {
    states: usize,
    taken: usize,
    refused: usize,
    /// States that were not entered, since more steps lead to them.
    beyond: usize,
}

/// Takes every step in every state that at most `depth` steps lead to.
async fn explore(steps: &[Step], depth: usize) -> Covered {
    let (mut stage, start) = Stage::new().await;
    let first = stage.save().await;
    let mut seen: HashSet<Model> = HashSet::from([start.clone()]);
    let mut layer = vec![(start, first.clone())];
    let mut present = first;
    let mut covered = Covered::default();
    let mut reached = 0;
    while reached <= depth && !layer.is_empty() {
        reached = reached.saturating_add(1);
        let mut next = vec![];
        for (model, saved) in layer {
            covered.states += 1;
            for step in steps {
                stage.restore(&present, &saved);
                present = saved.clone();
                stage.set_time(&model);
                let Some((after, accounts)) = take(&mut stage, &model, &saved, *step, &mut covered).await else {
                    continue;
                };
                present = accounts.clone();
                if seen.insert(after.clone()) {
                    next.push((after, accounts));
                }
            }
            // I8: after all those refusals the accounts are still what they were.
            stage.restore(&present, &saved);
            assert_eq!(stage.save().await, saved, "{model:?}");
            stage.set_time(&model);
            stage.everybody_leaves(&model).await;
            present = stage.save().await;
        }
        layer = next;
    }
    covered.beyond = layer.len();
    println!("{covered:?}");
    covered
}

/// Takes one step, if it may be taken: the model, the program and the client's explanation agree whether and why not.
async fn take(
    stage: &mut Stage,
    model: &Model,
    saved: &Snapshot,
    step: Step,
    covered: &mut Covered,
) -> Option<(Model, Snapshot)> {
    let reasons: Vec<Failure> = model.reasons(step).into_iter().map(Failure::from).collect();
    let sent = stage.instruction(step, model);
    let result = match &sent {
        Some((ix, signer)) => stage.attempt(std::slice::from_ref(ix), &[signer]).await,
        None => Ok(()),
    };
    match &result {
        Ok(()) => assert!(reasons.is_empty(), "{step:?} was accepted, expected {reasons:?} in {model:?}"),
        Err(failure) => assert!(reasons.contains(failure), "{step:?}: {failure}, expected {reasons:?} in {model:?}"),
    }
    if let Some((action, signer)) = stage.question(step, model) {
        let accounts = stage.read(saved);
        let asked = explain(action, &signer, stage.accounts(&accounts, step), START + model.now).unwrap();
        let explained: Vec<_> = asked.iter().map(|reason| reason.failure.clone()).collect();
        assert_eq!(explained, reasons, "{step:?} in {model:?}");
        assert_eq!(result.as_ref().err(), explained.first(), "the program reports the first");
    }
    if result.is_err() {
        covered.refused += 1;
        return None;
    }
    covered.taken += 1;
    let mut after = model.clone();
    after.take(step);
    stage.set_time(&after);
    let accounts = stage.save_after(saved, sent.as_ref().map(|(ix, _)| ix)).await;
    stage.compare(&stage.read(&accounts), &after);
    Some((after, accounts))
}
