use std::fmt;

use co_staking_client::{ID, Pubkey, account::AccountError, format::IO_DECIMALS};

use crate::{Difference, LedgerError};

/// Why the config is not initialised, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    Ledger(LedgerError),
    ProgramMissing,
    /// Deployed by a loader that knows no upgrade authority, or pointing elsewhere.
    ProgramNotUpgradeable,
    ProgramDataMissing {
        address: Pubkey,
    },
    /// The program was made final before it was initialised.
    NoUpgradeAuthority,
    NotUpgradeAuthority {
        expected: Pubkey,
        signer: Pubkey,
    },
    MintMissing {
        mint: Pubkey,
    },
    MintOfToken2022 {
        mint: Pubkey,
    },
    NotAMint {
        mint: Pubkey,
        owner: Pubkey,
    },
    MintDecimals {
        mint: Pubkey,
        found: u8,
    },
    MintCanFreeze {
        mint: Pubkey,
        authority: Pubkey,
    },
    /// What stands at the config's address is not a config of this version.
    Config(AccountError),
    /// The config exists, and what nobody can change any more is not what the file says.
    FixedDiffers(Vec<Difference>),
}

impl From<LedgerError> for Refusal {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ledger(error) => write!(f, "{error}"),
            Self::ProgramMissing => {
                write!(f, "there is no program at {ID}: deploy it first, or choose the cluster that has it")
            }
            Self::ProgramNotUpgradeable => write!(
                f,
                "{ID} was not deployed by the upgradeable loader, so nobody can prove to be its upgrade authority: deploy it anew"
            ),
            Self::ProgramDataMissing { address } => {
                write!(f, "there is no program data at {address}: the program was closed, deploy it anew")
            }
            Self::NoUpgradeAuthority => write!(
                f,
                "the program has no upgrade authority any more, so nobody may initialise it: deploy it anew and initialise it before it is made final"
            ),
            Self::NotUpgradeAuthority { expected, signer } => {
                write!(
                    f,
                    "the signer is {signer}, expected the program's upgrade authority {expected}: sign with that key"
                )
            }
            Self::MintMissing { mint } => {
                write!(
                    f,
                    "there is no account at the mint's address {mint}: correct `mint`, or choose the cluster that has it"
                )
            }
            Self::MintOfToken2022 { mint } => write!(
                f,
                "{mint} belongs to Token-2022, whose mints can take fees or claw back: name a mint of the classic token program"
            ),
            Self::NotAMint { mint, owner } => {
                write!(
                    f,
                    "{mint} is an account of {owner}, expected a mint of the classic token program: correct `mint`"
                )
            }
            Self::MintDecimals { mint, found } => {
                write!(f, "{mint} has {found} decimals, expected {IO_DECIMALS}: every amount would mean something else")
            }
            Self::MintCanFreeze { mint, authority } => {
                write!(
                    f,
                    "{mint} has the freeze authority {authority}, who could lock every stake: name a mint without one"
                )
            }
            Self::Config(error) => write!(f, "the config exists, and {error}"),
            Self::FixedDiffers(differences) => {
                write!(f, "the config exists and cannot be changed to what the file says:")?;
                differences.iter().try_for_each(|Difference { key, in_file, on_ledger }| {
                    write!(f, "\n  {key} is {on_ledger}, the file says {in_file}")
                })?;
                write!(f, "\nCorrect the file, or choose another cluster")
            }
        }
    }
}

impl std::error::Error for Refusal {}
