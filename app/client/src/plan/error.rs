//! Why there is no plan.

use std::fmt;

use crate::{CoStakingError, Pubkey, account::AccountError, rpc::RpcError};

/// Why nothing can be planned. What the program would refuse is no such error: a plan tells it.
#[derive(Clone, Debug, PartialEq)]
pub enum PlanError {
    /// The accounts cannot be read now.
    Rpc(RpcError),
    /// There is no offer at that address.
    NoOffer { address: Pubkey },
    /// The token account that is to pay does not exist, or is of another mint: a sentence.
    TokenAccount(String),
    /// Something else has to be otherwise first: one or two sentences.
    Unmet(String),
    /// What is asked for makes no sense: a sentence.
    Input(String),
    /// Figures that do not add up, which no account of the program shows.
    Figures(CoStakingError),
}

impl PlanError {
    /// The account at `address` is something else than was asked for.
    pub(super) fn other_account(address: &Pubkey, error: AccountError) -> Self {
        RpcError::Account { address: address.to_string(), error }.into()
    }
}

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rpc(error) => error.fmt(f),
            Self::NoOffer { address } => {
                write!(f, "There is no offer at {address}: it was closed, or the address or the cluster is wrong.")
            }
            Self::TokenAccount(what) | Self::Unmet(what) | Self::Input(what) => f.write_str(what),
            Self::Figures(refusal) => refusal.fmt(f),
        }
    }
}

impl std::error::Error for PlanError {}

impl From<RpcError> for PlanError {
    fn from(error: RpcError) -> Self {
        if error.is_of_the_ledger() { Self::Unmet(error.to_string()) } else { Self::Rpc(error) }
    }
}

impl From<CoStakingError> for PlanError {
    fn from(refusal: CoStakingError) -> Self {
        Self::Figures(refusal)
    }
}
