//! One walk: every action is done on the ledger and in the model, and they are compared.

mod hold;

use std::{fmt, panic};

use co_staking_client::CoStakingError;

use crate::{
    act::{Action, Sent},
    coverage::Coverage,
    difference::{changed, difference},
    events,
    genesis::Genesis,
    ledger::{Answer, Builder, Deployed, Ledger, Refused, Snapshot, keys::Keys},
    spec::{Failing, Model, world::World},
};

/// Where program and model, or the accounts and a law, do not agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disagreement {
    /// What kind it is, without figures: a shorter walk with the same kind shows the same fault.
    pub kind: String,
    pub figures: String,
}

impl fmt::Display for Disagreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind, self.figures)
    }
}

/// What a step comes to.
pub type Step = Result<(), Disagreement>;

/// A refusal's name where it has one, else the bare code.
pub fn name_of(code: u32) -> String {
    CoStakingError::from_code(code).map_or_else(|| format!("code {code}"), |refusal| refusal.name())
}

fn disagree<T>(kind: impl Into<String>, figures: impl Into<String>) -> Result<T, Disagreement> {
    Err(Disagreement { kind: kind.into(), figures: figures.into() })
}

/// The ledger, the model, and what both have seen.
pub struct Walk<'a> {
    pub model: Model,
    ledger: Ledger<'a>,
    snapshot: Snapshot,
    world: World,
    pub coverage: Coverage,
}

impl<'a> Walk<'a> {
    pub fn new(deployed: &Deployed, keys: &'a mut Keys, genesis: &Genesis) -> Self {
        let model = genesis.model();
        let mut ledger = Ledger::new(deployed, keys, &model);
        let snapshot = ledger.snapshot();
        let world = ledger.world(&snapshot, model.now);
        Self { model, ledger, snapshot, world, coverage: Coverage::default() }
    }

    /// Does it on both sides, and compares.
    ///
    /// # Errors
    /// Where they do not agree.
    pub fn step(&mut self, action: &Action) -> Step {
        match action {
            Action::Send(transaction) => self.transact(transaction),
            other => {
                self.model.happen(other);
                self.happen(other);
                let donated = &mut self.model.donated;
                donated.retain(|_, amount| *amount > 0);
                self.snapshot = self.ledger.snapshot();
                self.compare("outside the program")
            }
        }
    }

    fn happen(&mut self, action: &Action) {
        let world = &self.model.world;
        let mut purses = vec![];
        match action {
            Action::Wait(_) => self.ledger.set_time(self.model.now),
            Action::Send(_) => unreachable!("a transaction is not outside the program"),
            Action::Donate { from, to, .. } => purses.extend([*from, *to]),
            Action::Tip { to, .. } => self.ledger.put_lamports(*to, self.model.lamports(*to)),
            Action::OpenPurse(purse) | Action::ClosePurse(purse) | Action::GivePurse { purse, .. } => {
                purses.push(*purse);
                self.ledger.put_mint(world);
            }
        }
        for purse in purses {
            // One of a device that is not registered is not there on either side.
            if world.tokens.contains_key(&purse) || purse.is_a_wallets() {
                self.ledger.put_purse(world, purse);
            }
        }
    }

    fn transact(&mut self, transaction: &[Sent]) -> Step {
        let mut after = self.model.clone();
        let mut failing = None;
        let mut instructions = vec![];
        for (at, sent) in transaction.iter().enumerate() {
            instructions.push(Builder { keys: self.ledger.keys, model: &after }.sent(sent));
            if failing.is_none() {
                failing = after.instruction(sent).err().map(|why| Failing { at, why });
            }
        }
        let answer = self.ledger.send(&instructions);
        self.coverage.enter(transaction, failing.as_ref(), &answer);
        let names: Vec<_> = transaction.iter().map(|sent| sent.call.name()).collect();
        let names = names.join(" + ");
        self.judge(&names, failing.as_ref(), &answer)?;
        for offers in self.model.world.devices.iter().chain(&after.world.devices) {
            let seen = &mut self.ledger.offers_seen[usize::from(*offers.0)];
            *seen = offers.1.next_offer.max(*seen);
        }
        let snapshot = self.ledger.snapshot();
        if failing.is_some() {
            return if snapshot == self.snapshot {
                Ok(())
            } else {
                disagree(format!("{names} failed and changed something (I8)"), changed(&self.snapshot, &snapshot))
            };
        }
        if let Err(told) = events::check(transaction, &answer.events, &after.rows) {
            return disagree(format!("{names} tells something else"), told);
        }
        self.model = after;
        let before = std::mem::replace(&mut self.snapshot, snapshot);
        let world = std::mem::take(&mut self.world);
        self.compare(&names)?;
        let [Sent { call, .. }] = transaction else { return Ok(()) };
        self.hold(call, &world, &before, &names)
    }

    /// Whether both refuse, and for a reason that the rules have.
    fn judge(&self, names: &str, failing: Option<&Failing>, answer: &Answer) -> Step {
        match (failing, &answer.refused) {
            (None, None) => Ok(()),
            (Some(failing), Some(Refused::Code(at, code))) if *at == failing.at && failing.why.allow(*code) => Ok(()),
            (None, Some(refused)) => disagree(
                format!("{names} is refused with {}, and by the rules must succeed", spoken(refused)),
                format!("{refused:?}"),
            ),
            (Some(failing), None) => {
                let first: Vec<_> = failing.why.codes().map(name_of).collect();
                disagree(format!("{names} succeeds, and by the rules must be refused"), first.join(", "))
            }
            (Some(failing), Some(refused)) => {
                let expected: Vec<_> = failing.why.codes().map(name_of).collect();
                disagree(
                    format!("{names} is refused with {}, which is no reason by the rules", spoken(refused)),
                    format!("at {}, expected one of: {}; {refused:?}", failing.at, expected.join(", ")),
                )
            }
        }
    }

    /// Every account against the model.
    fn compare(&mut self, names: &str) -> Step {
        let (ledger, snapshot, now) = (&self.ledger, &self.snapshot, self.model.now);
        // What no account of this program can hold stops the reader.
        let read = panic::catch_unwind(panic::AssertUnwindSafe(|| ledger.world(snapshot, now)));
        let Ok(world) = read else {
            return disagree(format!("after {names} an account cannot be read"), "");
        };
        if world != self.model.world {
            let (what, figures) = difference(&world, &self.model.world);
            return disagree(format!("after {names} {what} is not what it must be"), figures);
        }
        self.world = world;
        Ok(())
    }
}

fn spoken(refused: &Refused) -> String {
    match refused {
        Refused::Code(_, code) => name_of(*code),
        Refused::Other(other) => other.clone(),
    }
}
