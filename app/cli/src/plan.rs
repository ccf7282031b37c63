//! What a command is about to do.

use co_staking_client::{Instruction, Pubkey, explain::Reason};

/// A transaction before it is signed, and what its sender should know of it.
#[derive(Default)]
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

    /// Adds why it would be refused.
    #[must_use]
    pub fn reasons(mut self, reasons: Vec<Reason>) -> Self {
        self.reasons.extend(reasons);
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
}
