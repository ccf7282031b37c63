//! The next action of a walk: every instruction has its turn, deep states are sought, and bad variants mixed in.

use std::collections::BTreeMap;

use super::{
    Action, Call, Sent, Twist, bounds,
    choose::{Chooser, Maker},
    environment,
    makers::{ENDS, MAKERS},
    spoil,
};
use crate::{ledger::keys::DEVICES, spec::Model};

/// So many tries for a call of one kind that the rules allow, and for so many kinds, before any is taken.
const TRIES: u32 = 3;
const KINDS: u32 = 6;

/// Of so many calls the most doubtful is taken.
const DOUBTS: u32 = 12;
/// As good as a refusal that was met so often: a call that is allowed after all.
const MANY: u32 = 30;

/// Makes one walk's actions.
pub struct Walker {
    chooser: Chooser,
    /// Of a hundred transactions, so many are taken as they come, allowed or not.
    any: u8,
    /// Of a hundred actions, in so many time passes.
    waits: u8,
    /// What this walk makes of each weight: a walk that seldom slashes gets far with offers, and the other way round.
    boosts: [u32; 30],
    /// How often each instruction was chosen in this walk.
    chosen: BTreeMap<&'static str, u32>,
    /// How often a refusal by that code was sought.
    met: BTreeMap<u32, u32>,
}

impl Walker {
    pub fn new(mut rng: fastrand::Rng) -> Self {
        let (careless, any) = (rng.u8(2..10), rng.u8(10..45));
        let mut chooser = Chooser { rng, careless };
        let waits = chooser.one([3, 8, 15, 25]);
        let boosts =
            MAKERS.map(|(name, ..)| chooser.one(if ENDS.contains(&name) { [0, 0, 1, 2] } else { [1, 1, 2, 5] }));
        Self { chooser, any, waits, boosts, chosen: BTreeMap::new(), met: BTreeMap::new() }
    }

    pub fn next(&mut self, model: &Model) -> Action {
        let waits = self.waits;
        if self.chooser.percent(waits) {
            return Action::Wait(bounds::wait(&mut self.chooser, model));
        }
        match self.chooser.rng.u8(..100) {
            0..=3 => environment::happening(&mut self.chooser, model),
            // A pause would stop the walk from going deeper.
            4..=6 if model.paused() => {
                let by = model.config().admin.unwrap_or_default();
                one(Call::SetPaused { by, paused: false })
            }
            7..=10 => self.batch(model),
            _ => {
                let sent = self.sent(model);
                Action::Send(vec![sent])
            }
        }
    }

    /// Two or three instructions in one transaction.
    fn batch(&mut self, model: &Model) -> Action {
        let mut after = model.clone();
        let mut transaction = vec![];
        for _ in 0..self.chooser.one([2, 2, 3]) {
            let mut sent = self.sent(&after);
            // Whoever signs for one instruction of a transaction has signed for all.
            sent.twist = sent.twist.filter(|twist| *twist != Twist::Unsigned);
            drop(after.instruction(&sent));
            transaction.push(sent);
        }
        Action::Send(transaction)
    }

    fn sent(&mut self, model: &Model) -> Sent {
        let any = self.any;
        if self.chooser.percent(any) {
            return self.doubtful(model);
        }
        self.allowed(model)
    }

    /// Of some calls as they come, and some that are allowed but for one thing, the one whose refusal this walk has met
    /// least; one reason is worth more than several.
    fn doubtful(&mut self, model: &Model) -> Sent {
        let right = self.allowed(model);
        let mut best = (u32::MAX, vec![], right);
        for number in 0..DOUBTS {
            let call = if number % 3 == 0 { spoil::spoil(&mut self.chooser, &best.2.call) } else { None };
            let call = call.unwrap_or_else(|| self.call(model));
            let twist = self.twist(&call);
            let sent = Sent { call, twist };
            let why = model.clone().instruction(&sent).err().unwrap_or_default();
            let codes: Vec<_> = why.codes().collect();
            let met = codes.iter().map(|code| self.met.get(code).copied().unwrap_or(0)).min();
            let score = met.unwrap_or(MANY) + 2 * (codes.len().max(1) as u32 - 1);
            if score < best.0 {
                best = (score, codes, sent);
            }
        }
        for code in best.1 {
            *self.met.entry(code).or_default() += 1;
        }
        best.2
    }

    fn allowed(&mut self, model: &Model) -> Sent {
        let mut sent = Sent { call: self.call(model), twist: None };
        for _ in 0..KINDS {
            let (_, _, make) = self.kind();
            for _ in 0..TRIES {
                sent.call = make(&mut self.chooser, model).unwrap_or(sent.call);
                if model.clone().instruction(&sent).is_ok() {
                    *self.chosen.entry(sent.call.name()).or_default() += 1;
                    return sent;
                }
            }
        }
        sent
    }

    /// Of whatever kind, whether it may be done or not.
    fn call(&mut self, model: &Model) -> Call {
        loop {
            let (_, _, make) = self.chooser.one(MAKERS);
            if let Some(call) = make(&mut self.chooser, model) {
                return call;
            }
        }
    }

    /// One that had its turn less often than its share.
    fn kind(&mut self) -> (&'static str, u32, Maker) {
        let mut boosts = self.boosts.iter();
        let weights = MAKERS.map(|(name, weight, _)| {
            let chosen = self.chosen.get(name).copied().unwrap_or(0);
            boosts.next().unwrap_or(&1) * weight * 1_000 / (1 + chosen / (4 * weight))
        });
        let sum: u32 = weights.iter().sum();
        let mut at = self.chooser.rng.u32(..sum);
        for (maker, weight) in MAKERS.into_iter().zip(weights) {
            if at < weight {
                return maker;
            }
            at -= weight;
        }
        MAKERS[0]
    }

    /// Now and then, accounts that do not belong together.
    fn twist(&mut self, call: &Call) -> Option<Twist> {
        if !self.chooser.percent(12) {
            return None;
        }
        let twist = self.chooser.rng.u8(..4);
        let other = |chooser: &mut Chooser| {
            let device = call.device()?;
            Some((device + 1 + chooser.rng.u8(..DEVICES - 1)) % DEVICES)
        };
        match (twist, call) {
            (0, Call::RefreshRequirement { .. }) => None,
            (0, _) => Some(Twist::Unsigned),
            (
                1,
                Call::Stake { .. } | Call::Withdraw { .. } | Call::WithdrawOverflow { .. } | Call::ClaimOffer { .. },
            ) => other(&mut self.chooser).map(Twist::Vault),
            (
                2,
                Call::RetractOffer { .. } | Call::CloseOffer { .. } | Call::RuleSlash { .. } | Call::ClaimOffer { .. },
            ) => other(&mut self.chooser).map(Twist::Device),
            (3, Call::Stake { .. } | Call::Withdraw { .. } | Call::FundRewards { .. } | Call::FinalizeSlash { .. }) => {
                Some(Twist::Mint)
            }
            _ => None,
        }
    }
}

/// A transaction of one call.
pub fn one(call: Call) -> Action {
    Action::Send(vec![Sent { call, twist: None }])
}
