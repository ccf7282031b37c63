//! What walks have reached: instructions, refusals, and how sharply a refusal was foretold.

use std::collections::BTreeMap;

use co_staking_client::CoStakingError;

use crate::{
    act::Sent,
    ledger::{Answer, Refused},
    spec::Failing,
};

/// How often an instruction was carried out, and refused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub accepted: u64,
    pub refused: u64,
}

/// Sums over walks.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    pub transactions: u64,
    pub failed: u64,
    /// Failed, where only one code was right.
    pub exact: u64,
    pub walks: u64,
    pub units: u64,
    pub instructions: BTreeMap<&'static str, Count>,
    pub codes: BTreeMap<u32, u64>,
}

impl Coverage {
    /// A transaction has run.
    pub fn enter(&mut self, transaction: &[Sent], failing: Option<&Failing>, answer: &Answer) {
        self.transactions += 1;
        self.units += answer.units;
        if answer.refused.is_none() {
            for sent in transaction {
                self.instructions.entry(sent.call.name()).or_default().accepted += 1;
            }
        }
        self.failed += u64::from(answer.refused.is_some());
        self.exact += u64::from(failing.is_some_and(|failing| failing.why.len() == 1));
        if let Some(Refused::Code(at, code)) = &answer.refused {
            *self.codes.entry(*code).or_default() += 1;
            if let Some(sent) = transaction.get(*at) {
                self.instructions.entry(sent.call.name()).or_default().refused += 1;
            }
        }
    }

    pub fn add(&mut self, other: &Self) {
        self.transactions += other.transactions;
        self.failed += other.failed;
        self.exact += other.exact;
        self.walks += other.walks;
        self.units += other.units;
        for (name, count) in &other.instructions {
            let sum = self.instructions.entry(name).or_default();
            sum.accepted += count.accepted;
            sum.refused += count.refused;
        }
        for (code, count) in &other.codes {
            *self.codes.entry(*code).or_default() += count;
        }
    }

    /// Refusals of the program that no walk has met.
    pub fn unmet(&self) -> Vec<CoStakingError> {
        CoStakingError::all().filter(|refusal| !self.codes.contains_key(&u32::from(*refusal))).collect()
    }
}
