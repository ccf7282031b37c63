//! One signed transaction: sent as the same bytes until it has landed or can no longer land.

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};
use solana_transaction_error::TransactionError;
use solana_transaction_status_client_types::TransactionStatus;

use super::{
    Clock, CommitmentConfig, Reply, Rpc, RpcError, Transport, TransportError,
    call::{Contextual, Try, code},
};

/// Between two questions for the status.
const POLL: Duration = Duration::from_secs(1);
/// Between two times that the same bytes are sent.
const RESEND: Duration = Duration::from_secs(2);
/// Between two questions for the height.
const HEIGHT: Duration = Duration::from_secs(5);

/// A transaction that goes over the wire.
pub(super) struct Signed {
    /// In base64.
    pub bytes: String,
    pub signature: String,
    /// The height after which no block takes it; `None` where the blockhash came from elsewhere.
    pub last_valid: Option<u64>,
    /// The slot that the blockhash is from.
    pub slot: u64,
}

/// What became of it.
pub(super) enum Landing {
    Landed {
        slot: u64,
        error: Option<TransactionError>,
    },
    /// A node simulated and refused it before it was ever sent on.
    Refused {
        error: TransactionError,
        logs: Vec<String>,
    },
    /// It was never sent on, and this is why.
    NotSent(RpcError),
    /// No block took it, and none will.
    Expired,
    /// It may have landed, or land yet.
    Unknown,
}

/// What is known so far.
struct Attempt {
    started: Duration,
    /// Some node may have sent it on: from now on only its status tells.
    sent: bool,
    sent_at: Option<Duration>,
    asked_height_at: Duration,
    /// Rounds in a row in which something failed.
    failures: u32,
    last: Option<RpcError>,
}

/// What one try to send it showed.
enum Submitted {
    Sent,
    Maybe(RpcError, Option<Duration>),
    No(RpcError, Option<Duration>),
    Refused { error: TransactionError, logs: Vec<String> },
    Never(RpcError),
}

impl<T: Transport, C: Clock> Rpc<T, C> {
    /// Sends it until its fate is known or the patience is over.
    pub(super) async fn land(&self, signed: &Signed) -> Landing {
        let now = self.clock.now();
        let mut attempt =
            Attempt { started: now, sent: false, sent_at: None, asked_height_at: now, failures: 0, last: None };
        loop {
            match self.round(signed, &mut attempt).await {
                Ok(landing) => return landing,
                Err(pause) if self.clock.now() + pause > attempt.started + self.patience(attempt.sent) => {
                    return match attempt.last {
                        Some(error) if !attempt.sent => Landing::NotSent(error),
                        _ => Landing::Unknown,
                    };
                }
                Err(pause) => self.clock.sleep(pause).await,
            }
        }
    }

    /// Until it is sent on it is a question like any other. From then on its fate is worth waiting for.
    const fn patience(&self, sent: bool) -> Duration {
        if sent { self.patience.transaction } else { self.patience.question }
    }

    /// Sends it if that is due, and asks what became of it; else how long to wait.
    async fn round(&self, signed: &Signed, attempt: &mut Attempt) -> Result<Landing, Duration> {
        let now = self.clock.now();
        let mut wait = None;
        let mut failed = false;
        if attempt.sent_at.is_none_or(|at| now >= at + RESEND) {
            attempt.sent_at = Some(now);
            match self.submit(signed, attempt.sent).await {
                Submitted::Sent => attempt.sent = true,
                Submitted::Refused { error, logs } if !attempt.sent => return Ok(Landing::Refused { error, logs }),
                Submitted::Never(error) if !attempt.sent => return Ok(Landing::NotSent(error)),
                Submitted::Refused { .. } | Submitted::Never(_) => failed = true,
                Submitted::Maybe(error, asked) => {
                    (attempt.sent, attempt.last, wait, failed) = (true, Some(error), asked, true);
                }
                Submitted::No(error, asked) => (attempt.last, wait, failed) = (Some(error), asked, true),
            }
        }
        // What was never sent on has no status; but its blockhash ends all the same.
        if attempt.sent {
            match self.status(signed, false).await {
                Ok((_, Some(status))) if status.satisfies_commitment(self.commitment) => return Ok(landed(&status)),
                // Seen, and not yet beyond doubt: a fork may still drop it, and then it is sent again.
                Ok((_, Some(_))) => attempt.sent_at = Some(self.clock.now()),
                Ok((_, None)) => {}
                Err(Try::Again(error, asked)) => (attempt.last, wait, failed) = (Some(error), asked.or(wait), true),
                Err(Try::Never(error)) => (attempt.last, failed) = (Some(error), true),
            }
        }
        if self.clock.now() >= attempt.asked_height_at + HEIGHT {
            attempt.asked_height_at = self.clock.now();
            if let Some(landing) = self.ended(signed).await {
                return Ok(landing);
            }
        }
        if !failed {
            attempt.failures = 0;
            return Err(POLL);
        }
        attempt.failures += 1;
        self.next_node();
        Err(self.pause(attempt.failures, wait).max(Duration::from_millis(100)))
    }

    async fn submit(&self, signed: &Signed, sent: bool) -> Submitted {
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

    /// The slot of the answer, and the transaction's status if that node knows one.
    async fn status(&self, signed: &Signed, history: bool) -> Result<(u64, Option<TransactionStatus>), Try> {
        let params = json!([[signed.signature], { "searchTransactionHistory": history }]);
        let answer: Contextual<Vec<Option<TransactionStatus>>> = self.ask_once("getSignatureStatuses", params).await?;
        Ok((answer.context.slot, answer.value.into_iter().next().flatten()))
    }

    /// Whether it can no longer land: enough nodes say that the chain's finalized height is beyond its last block, and,
    /// looking as far, that they have not seen it. `None` while that is not certain.
    async fn ended(&self, signed: &Signed) -> Option<Landing> {
        let (last_valid, enough) = (signed.last_valid?, self.nodes.len().min(2));
        let mut agreeing = 0;
        for _ in &self.nodes {
            match self.not_seen(signed, last_valid).await {
                Ok(None) => agreeing += 1,
                Ok(Some(status)) if status.satisfies_commitment(self.commitment) => return Some(landed(&status)),
                Ok(Some(_)) => return None,
                Err(()) => {}
            }
            if agreeing >= enough {
                return Some(Landing::Expired);
            }
            self.next_node();
        }
        None
    }

    /// The status, from a node that has seen the end of the blockhash finalized; an error from any other.
    async fn not_seen(&self, signed: &Signed, last_valid: u64) -> Result<Option<TransactionStatus>, ()> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct EpochInfo {
            absolute_slot: u64,
            block_height: u64,
        }
        let options = json!([{ "commitment": CommitmentConfig::finalized().commitment }]);
        let epoch: EpochInfo = self.ask_once("getEpochInfo", options).await.map_err(drop)?;
        if epoch.block_height <= last_valid {
            return Err(());
        }
        match self.status(signed, true).await {
            Ok((slot, status)) if slot >= epoch.absolute_slot => Ok(status),
            Ok(_) | Err(_) => Err(()),
        }
    }
}

fn landed(status: &TransactionStatus) -> Landing {
    Landing::Landed { slot: status.slot, error: status.err.clone() }
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
