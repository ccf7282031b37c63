//! One request to one node, and everything that can become of it.

use std::{fmt, future::Future, time::Duration};

use serde_json::Value;

/// Carries a request to a node. It tries once: whether to try again is decided above it.
pub trait Transport: Send + Sync {
    /// Asks `method` with `params`.
    fn call(&self, method: &str, params: Value) -> impl Future<Output = Result<Reply, TransportError>> + Send;
    /// The node, as a message names it.
    fn name(&self) -> String;
}

/// What a node answered, in JSON-RPC's terms.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    Result(Value),
    Error { code: i64, message: String, data: Value },
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TransportError {
    /// The request has not left: the node has not seen it.
    Unreachable(String),
    /// The node may have acted on the request; its answer was lost.
    Lost(String),
    /// The node, or something before it, answered with an HTTP status.
    Status { code: u16, retry_after: Option<Duration> },
    /// Bytes came back that are no JSON-RPC answer.
    Malformed(String),
}

impl TransportError {
    /// Whether the node asks for fewer requests.
    pub const fn is_rate_limit(&self) -> bool {
        matches!(self, Self::Status { code: 429, .. })
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable(why) => write!(f, "cannot be reached: {why}"),
            Self::Lost(why) => write!(f, "did not answer: {why}"),
            Self::Status { code: 429, .. } => write!(f, "asks for fewer requests (HTTP 429)"),
            Self::Status { code, .. } => write!(f, "answered with HTTP {code}"),
            Self::Malformed(why) => write!(f, "answered with something that is no JSON-RPC: {why}"),
        }
    }
}

impl std::error::Error for TransportError {}
