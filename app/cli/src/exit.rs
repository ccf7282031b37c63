//! How a command ends.

use std::{fmt, process::ExitCode};

use co_staking_client::{
    CoStakingError,
    error::Failure,
    explain::Reason,
    plan::PlanError,
    rpc::{RpcError, SendError},
};

/// Why a command did not do what it was asked to.
#[derive(Debug)]
pub enum Exit {
    /// The network, a file, a signer: one or two sentences that say what to do.
    Failed(String),
    /// What was typed does not make sense here.
    Usage(String),
    /// The program, or the cluster, refuses.
    Refused { failure: Failure, logs: Vec<String> },
    /// Sent, and not known to have landed; or known not to.
    NotConfirmed(String),
    /// It would be refused, and so was not sent.
    Unmet(Vec<String>),
}

impl Exit {
    /// What the command ends with.
    pub fn code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Failed(_) => 1,
            Self::Usage(_) => 2,
            Self::Refused { .. } => 3,
            Self::NotConfirmed(_) => 4,
            Self::Unmet(_) => 5,
        })
    }

    /// One thing that has to be otherwise first.
    pub fn unmet(what: impl Into<String>) -> Self {
        Self::Unmet(vec![what.into()])
    }
}

impl fmt::Display for Exit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed(what) | Self::Usage(what) | Self::NotConfirmed(what) => f.write_str(what),
            Self::Refused { failure, logs } => {
                write!(f, "Refused: {failure}")?;
                logs.iter().try_for_each(|line| write!(f, "\n  {line}"))
            }
            Self::Unmet(reasons) => f.write_str(&reasons.join("\n")),
        }
    }
}

impl From<RpcError> for Exit {
    fn from(error: RpcError) -> Self {
        if error.is_of_the_ledger() { Self::unmet(error.to_string()) } else { Self::Failed(error.to_string()) }
    }
}

/// With what this command line has for it.
impl From<PlanError> for Exit {
    fn from(error: PlanError) -> Self {
        match error {
            PlanError::Rpc(error) => error.into(),
            PlanError::NoOffer { .. } => Self::unmet(format!("{error} `costake offer list` shows the open ones.")),
            PlanError::TokenAccount(what) => Self::unmet(format!("{what} Another one is named with --from.")),
            PlanError::Unmet(what) => Self::unmet(what),
            PlanError::Input(what) => Self::Usage(what),
            PlanError::Figures(refusal) => refusal.into(),
        }
    }
}

impl From<SendError> for Exit {
    fn from(error: SendError) -> Self {
        match error {
            SendError::Rpc(error) => error.into(),
            SendError::NotSigned(_) => Self::Failed(error.to_string()),
        }
    }
}

impl From<Vec<Reason>> for Exit {
    fn from(reasons: Vec<Reason>) -> Self {
        Self::Unmet(reasons.iter().map(ToString::to_string).collect())
    }
}

/// Figures that do not add up, which no account of the program shows.
impl From<CoStakingError> for Exit {
    fn from(refusal: CoStakingError) -> Self {
        Self::Refused { failure: refusal.into(), logs: vec![] }
    }
}
