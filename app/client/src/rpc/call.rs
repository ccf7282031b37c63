//! A question, asked until somebody answers it.

use std::{sync::atomic::Ordering, time::Duration};

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

use super::{Clock, Reply, Rpc, RpcError, Transport, TransportError, jitter};

/// How long to go on asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// A question is given up after this long.
    pub question: Duration,
    /// Where nobody answers the door it is given up after this long.
    pub unreachable: Duration,
    /// A node that names a time to come back is waited for at most this long.
    pub retry_after: Duration,
    /// A transaction whose fate no node tells is given up after this long. A blockhash lives for about a minute, and
    /// its end is certain some fifteen seconds later.
    pub transaction: Duration,
    /// How often a transaction that can no longer land is signed anew.
    pub signatures: u32,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            question: Duration::from_secs(30),
            unreachable: Duration::from_secs(5),
            retry_after: Duration::from_secs(10),
            transaction: Duration::from_secs(180),
            signatures: 3,
        }
    }
}

impl Patience {
    /// How long to go on asking after that error.
    const fn with(&self, error: &RpcError) -> Duration {
        match error {
            RpcError::NoAnswer { last: TransportError::Unreachable(_), .. } => self.unreachable,
            _ => self.question,
        }
    }
}

/// The codes of Agave's answers that mean something else than a wrong question.
pub mod code {
    /// The transaction fails in the node's own simulation.
    pub const PREFLIGHT_FAILURE: i64 = -32002;
    pub const BLOCK_NOT_AVAILABLE: i64 = -32004;
    pub const NODE_UNHEALTHY: i64 = -32005;
    pub const BLOCK_STATUS_NOT_AVAILABLE_YET: i64 = -32014;
    pub const MIN_CONTEXT_SLOT_NOT_REACHED: i64 = -32016;
    /// JSON-RPC's own "internal error".
    pub const INTERNAL: i64 = -32603;
}

/// An answer and the slot that it is from.
#[derive(Clone, Debug, Deserialize)]
pub struct Contextual<R> {
    pub context: Context,
    pub value: R,
}

#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Context {
    pub slot: u64,
}

/// Why one try failed, and whether another may succeed.
#[derive(Clone, Debug)]
pub enum Try {
    Again(RpcError, Option<Duration>),
    Never(RpcError),
}

impl<T: Transport, C: Clock> Rpc<T, C> {
    /// Asks until an answer comes, of each node in turn, with growing pauses.
    pub(crate) async fn ask<R: DeserializeOwned>(&self, method: &'static str, params: Value) -> Result<R, RpcError> {
        let started = self.clock.now();
        let mut failures = 0;
        loop {
            let (error, wait) = match self.ask_once(method, params.clone()).await {
                Ok(answer) => return Ok(answer),
                Err(Try::Never(error)) => return Err(error),
                Err(Try::Again(error, wait)) => (error, wait),
            };
            failures += 1;
            self.next_node();
            let pause = self.pause(failures, wait);
            if self.clock.now() + pause > started + self.patience.with(&error) {
                return Err(error);
            }
            self.clock.sleep(pause).await;
        }
    }

    /// The same for an answer that says which slot it is from: nothing older than what is known already.
    pub(crate) async fn ask_at<R: DeserializeOwned>(&self, method: &'static str, params: Value) -> Result<R, RpcError> {
        let answer: Contextual<R> = self.ask(method, params).await?;
        self.not_before(answer.context.slot);
        Ok(answer.value)
    }

    /// Asks the current node once.
    pub(crate) async fn ask_once<R: DeserializeOwned>(&self, method: &'static str, params: Value) -> Result<R, Try> {
        let reply = self.node().call(method, params).await;
        let node = || self.node().name();
        match reply {
            Ok(Reply::Result(value)) => serde_json::from_value(value)
                .map_err(|error| Try::Again(RpcError::Unexpected { method, why: error.to_string() }, None)),
            Ok(Reply::Error { code: code::MIN_CONTEXT_SLOT_NOT_REACHED, .. }) => {
                Err(Try::Again(RpcError::Behind { node: node(), slot: self.newest_slot() }, None))
            }
            Ok(Reply::Error { code, message, .. }) => Err(refused(node(), code, message)),
            Err(error) => Err(unanswered(node(), error)),
        }
    }

    /// The node that is asked now.
    pub fn node(&self) -> &T {
        let current = self.current.load(Ordering::Relaxed) % self.nodes.len().max(1);
        &self.nodes[current]
    }

    /// Asks the next node from here on.
    pub(crate) fn next_node(&self) {
        self.current.fetch_add(1, Ordering::Relaxed);
    }

    /// None before every node was asked; then a growing one, or what the node asks for, up to a limit.
    pub(crate) fn pause(&self, failures: u32, wait: Option<Duration>) -> Duration {
        let nodes = u32::try_from(self.nodes.len().max(1)).unwrap_or(u32::MAX);
        if !failures.is_multiple_of(nodes) {
            return Duration::ZERO;
        }
        let own = jitter::pause(failures / nodes);
        wait.map_or(own, |wait| wait.min(self.patience.retry_after).max(own))
    }
}

fn refused(node: String, code: i64, message: String) -> Try {
    let error = RpcError::Refused { node, code, message };
    match code {
        code::BLOCK_NOT_AVAILABLE | code::NODE_UNHEALTHY | code::BLOCK_STATUS_NOT_AVAILABLE_YET | code::INTERNAL => {
            Try::Again(error, None)
        }
        _ => Try::Never(error),
    }
}

fn unanswered(node: String, error: TransportError) -> Try {
    match error {
        TransportError::Status { code: 429, retry_after } => Try::Again(RpcError::RateLimited { node }, retry_after),
        // The server's own trouble passes; what it says of the request does not.
        TransportError::Status { code, retry_after } if code < 500 => {
            let last = TransportError::Status { code, retry_after };
            Try::Never(RpcError::NoAnswer { node, last })
        }
        TransportError::Status { retry_after, .. } => Try::Again(RpcError::NoAnswer { node, last: error }, retry_after),
        TransportError::Unreachable(_) | TransportError::Lost(_) | TransportError::Malformed(_) => {
            Try::Again(RpcError::NoAnswer { node, last: error }, None)
        }
    }
}
