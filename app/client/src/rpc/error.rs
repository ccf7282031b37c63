//! Why the cluster could not be asked.

use std::fmt;

use super::{TransportError, WrongCluster};
use crate::account::AccountError;

/// A question that got no usable answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RpcError {
    /// No node answered in time.
    NoAnswer { node: String, last: TransportError },
    /// Every node asks for fewer requests.
    RateLimited { node: String },
    /// The nodes have not seen what this connection has seen already.
    Behind { node: String, slot: u64 },
    /// The node refuses the question itself.
    Refused { node: String, code: i64, message: String },
    /// The answer is not of the form that the method has.
    Unexpected { method: &'static str, why: String },
    /// There is no such account.
    Missing { what: &'static str, address: String },
    /// The account is not what was asked for.
    Account { address: String, error: AccountError },
    /// Another cluster than the one that was meant.
    WrongCluster(WrongCluster),
    /// Accounts are read from a file, and it lacks this one.
    NotSaved { address: String },
}

impl RpcError {
    /// Whether the cluster answered, and it is what stands there that has to be otherwise.
    pub const fn is_of_the_ledger(&self) -> bool {
        match self {
            Self::Missing { .. } | Self::Account { .. } | Self::WrongCluster(_) => true,
            Self::NoAnswer { .. }
            | Self::RateLimited { .. }
            | Self::Behind { .. }
            | Self::Refused { .. }
            | Self::Unexpected { .. }
            | Self::NotSaved { .. } => false,
        }
    }
}

impl fmt::Display for RpcError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoAnswer { node, last } => {
                write!(f, "The node {node} {last}. Check the network and the address (`--url`), and try again.")
            }
            Self::RateLimited { node } => write!(
                f,
                "The node {node} asks for fewer requests. Wait a minute, or use a node of your own with `--url`."
            ),
            Self::Behind { node, slot } => write!(
                f,
                "The node {node} has not yet seen slot {slot}, in which something happened that this depends on. Try again, or use another node with `--url`."
            ),
            Self::Refused { node, code, message } => {
                write!(f, "The node {node} refuses the request: {message} ({code}).")
            }
            Self::Unexpected { method, why } => {
                write!(f, "The node's answer to {method} cannot be read: {why}. Use another node with `--url`.")
            }
            Self::Missing { what, address } => {
                write!(f, "There is no {what} at {address} on this cluster. Check the address, and `--url`.")
            }
            Self::Account { address, error } => write!(f, "{address}: {error}."),
            Self::WrongCluster(why) => why.fmt(f),
            Self::NotSaved { address } => {
                write!(f, "The saved accounts lack {address}: save them again with the same command.")
            }
        }
    }
}

impl std::error::Error for RpcError {}

impl From<WrongCluster> for RpcError {
    fn from(why: WrongCluster) -> Self {
        Self::WrongCluster(why)
    }
}
