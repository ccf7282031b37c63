//! One try to send it, and what that shows.

use std::time::Duration;

use serde_json::{Value, json};
use solana_transaction_error::TransactionError;

use super::Signed;
use crate::rpc::{Clock, Reply, Rpc, RpcError, Transport, TransportError, call::code};

/// What one try to send it showed.
pub(super) enum Submitted {
    Sent,
    Maybe(RpcError, Option<Duration>),
    No(RpcError, Option<Duration>),
    Refused { error: TransactionError, logs: Vec<String> },
    Never(RpcError),
}

impl<T: Transport, C: Clock> Rpc<T, C> {
    /// Asks the current node to send it on.
    pub(super) async fn submit(&self, signed: &Signed, sent: bool) -> Submitted {
        // Once it may have been sent on, a simulation would fail on what the transaction itself has done.
        let options = json!({
            "encoding": "base64",
            "skipPreflight": sent,
            "preflightCommitment": self.commitment.commitment,
            "maxRetries": 0,
            "minContextSlot": signed.slot.max(self.newest_slot()),
        });
        let node = self.node();
        let name = node.name();
        match node.call("sendTransaction", json!([signed.bytes, options])).await {
            Ok(Reply::Result(Value::String(signature))) if signature == signed.signature => Submitted::Sent,
            Ok(Reply::Result(other)) => {
                let why = format!("it names {other}");
                Submitted::Maybe(RpcError::Unexpected { method: "sendTransaction", why }, None)
            }
            Ok(Reply::Error { code, message, data }) => not_taken(name, code, message, &data),
            Err(TransportError::Status { code: 429, retry_after }) => {
                Submitted::No(RpcError::RateLimited { node: name }, retry_after)
            }
            Err(last @ TransportError::Unreachable(_)) => Submitted::No(RpcError::NoAnswer { node: name, last }, None),
            Err(last @ TransportError::Status { code, .. }) if code < 500 => {
                Submitted::Never(RpcError::NoAnswer { node: name, last })
            }
            Err(last @ TransportError::Status { retry_after, .. }) => {
                Submitted::Maybe(RpcError::NoAnswer { node: name, last }, retry_after)
            }
            Err(last @ (TransportError::Lost(_) | TransportError::Malformed(_))) => {
                Submitted::Maybe(RpcError::NoAnswer { node: name, last }, None)
            }
        }
    }
}

/// What a node's refusal to send it on means.
fn not_taken(node: String, code: i64, message: String, data: &Value) -> Submitted {
    let refusal = RpcError::Refused { node, code, message };
    let error = (code == code::PREFLIGHT_FAILURE).then(|| serde_json::from_value(data["err"].clone()).ok()).flatten();
    match error {
        // Somebody, perhaps this client, has sent it before.
        Some(TransactionError::AlreadyProcessed) => Submitted::Sent,
        // The node has not seen the block yet, or no longer knows it: other nodes and the height decide.
        Some(TransactionError::BlockhashNotFound) => Submitted::No(refusal, None),
        Some(error) => {
            let logs = serde_json::from_value(data["logs"].clone()).unwrap_or_default();
            Submitted::Refused { error, logs }
        }
        // An internal error does not say how far the node came. Unhealthy or behind, it did not begin.
        None if code == code::INTERNAL => Submitted::Maybe(refusal, None),
        None if matches!(code, code::NODE_UNHEALTHY | code::MIN_CONTEXT_SLOT_NOT_REACHED) => {
            Submitted::No(refusal, None)
        }
        // All others are about the transaction itself.
        None => Submitted::Never(refusal),
    }
}
