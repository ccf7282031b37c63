use co_staking_client::{Instruction, Pubkey};

/// Who will sign what a plan says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signers {
    /// The program's upgrade authority.
    pub authority: Pubkey,
    /// Who pays for the accounts that are created.
    pub payer: Pubkey,
}

/// Something that was read and is as it should be, or that will be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    pub what: &'static str,
    pub value: String,
}

/// One setting that the ledger holds otherwise than the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub key: &'static str,
    pub in_file: String,
    pub on_ledger: String,
}

/// What is left to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plan {
    /// Nothing.
    AlreadyDone {
        verified: Vec<Fact>,
        /// What was changed since, by those who may. A migration does not change it back.
        differs: Vec<Difference>,
    },
    /// To send these instructions, in one transaction.
    Do {
        verified: Vec<Fact>,
        /// What the ledger will hold then.
        sets: Vec<Fact>,
        instructions: Vec<Instruction>,
    },
}

impl Plan {
    /// What was verified.
    pub fn verified(&self) -> &[Fact] {
        match self {
            Self::AlreadyDone { verified, .. } | Self::Do { verified, .. } => verified,
        }
    }
}
