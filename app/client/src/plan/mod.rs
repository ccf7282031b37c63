//! What somebody wants to do, planned: the transaction, and what its sender should know before it is signed.
//!
//! A [`Planner`] turns an [`Operation`] into a [`Plan`]. It reads the accounts that decide from a [`Source`], which may be
//! a cluster, an index, or a file on a machine without network, and never sends. What a plan says of refusals comes from
//! [`crate::explain`]; what it moves, from a simulation ([`moves`]).

mod admin;
mod co_staker;
mod effect;
mod error;
pub mod holdings;
mod offer;
mod operation;
mod owner;
mod payout;
mod planner;
mod registrar;
mod rewards;
mod slash;
mod snapshot;
mod source;
mod subject;
pub mod timeline;

pub use effect::{Move, moves};
pub use error::PlanError;
pub use operation::{Amount, Operation};
pub use planner::Planner;
pub use slash::CaseSubject;
pub use snapshot::{Snapshot, SnapshotError};
pub use source::{Recorder, Source};
pub use subject::{Chain, OfferSubject, Subject};

use crate::{Instruction, Pubkey, explain::Reason};

/// A transaction before it is signed, and what its sender should know of it.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// In a sentence.
    pub title: String,
    pub instructions: Vec<Instruction>,
    /// Dates, and what can be lost.
    pub notes: Vec<String>,
    /// Why the program would refuse it now.
    pub reasons: Vec<Reason>,
    /// What else has to be otherwise first.
    pub unmet: Vec<String>,
    /// What the accounts are to the sender.
    pub names: Vec<(Pubkey, String)>,
}

impl Plan {
    /// Says what it does.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    /// Adds an instruction.
    #[must_use]
    pub fn with(mut self, instruction: Instruction) -> Self {
        self.instructions.push(instruction);
        self
    }

    /// Adds instructions that may not be needed.
    #[must_use]
    pub fn with_all(mut self, instructions: impl IntoIterator<Item = Instruction>) -> Self {
        self.instructions.extend(instructions);
        self
    }

    /// Adds something to know.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Adds what may be there to know.
    #[must_use]
    pub fn notes(mut self, notes: impl IntoIterator<Item = String>) -> Self {
        self.notes.extend(notes);
        self
    }

    /// Adds why it would be refused.
    #[must_use]
    pub fn reasons(mut self, reasons: Vec<Reason>) -> Self {
        self.reasons.extend(reasons);
        self
    }

    /// Adds what else has to be otherwise first.
    #[must_use]
    pub fn unmet(mut self, unmet: impl IntoIterator<Item = String>) -> Self {
        self.unmet.extend(unmet);
        self
    }

    /// Says what an account is.
    #[must_use]
    pub fn name(mut self, address: Pubkey, name: impl Into<String>) -> Self {
        self.names.push((address, name.into()));
        self
    }

    /// An account, as its owner calls it.
    pub fn name_of(&self, address: &Pubkey) -> String {
        let known = self.names.iter().find(|(known, _)| known == address);
        known.map_or_else(|| address.to_string(), |(_, name)| format!("{name} ({address})"))
    }

    /// All that stands in the way now, each with what to do; nothing where the transaction may be sent.
    pub fn obstacles(&self) -> Vec<String> {
        self.reasons.iter().map(ToString::to_string).chain(self.unmet.iter().cloned()).collect()
    }
}
