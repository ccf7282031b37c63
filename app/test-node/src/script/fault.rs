//! What a node does wrong, at which step, and for how long.

use std::time::Duration;

/// A step of sending a transaction: the question that a fault meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Simulate,
    Blockhash,
    Send,
    Status,
    Height,
}

impl Step {
    /// In the order in which a sender asks.
    pub const ALL: [Self; 5] = [Self::Simulate, Self::Blockhash, Self::Send, Self::Status, Self::Height];

    /// The step that a method belongs to.
    pub fn of(method: &str) -> Option<Self> {
        Some(match method {
            "simulateTransaction" => Self::Simulate,
            "getLatestBlockhash" => Self::Blockhash,
            "sendTransaction" => Self::Send,
            "getSignatureStatuses" => Self::Status,
            "getEpochInfo" => Self::Height,
            _ => return None,
        })
    }

    /// As the table heads its column.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Simulate => "simulate",
            Self::Blockhash => "blockhash",
            Self::Send => "send",
            Self::Status => "status",
            Self::Height => "height",
        }
    }
}

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The node acts on the request, and its answer is lost.
    ReplyLost,
    /// The same, in the middle of the answer.
    ReplyCut,
    /// The request is lost before the node acts.
    RequestLost,
    /// The node fails with that HTTP status.
    Status(u16),
    /// The node asks for fewer requests, and perhaps says when to come back.
    RateLimit(Option<u64>),
    /// A gateway answers in the node's place.
    Page,
    /// The node knows that it has fallen behind.
    Unhealthy,
    /// The node has fallen behind by this many slots and does not know it.
    Behind(u64),
    /// The node has not seen the blockhash.
    BlockhashNotFound,
    /// The node has seen the transaction before.
    AlreadyProcessed,
    /// The transaction fails in the node's simulation, with this code of the program.
    Preflight(u32),
    /// The node takes the transaction, and no leader gets it.
    Dropped,
    /// The leader puts the transaction into the last block that may take it.
    Late,
    /// The transaction is executed and fails, with this code of the program.
    Fails(u32),
    /// The block that the transaction was in is abandoned.
    Fork,
    /// The transaction is in the last block that may take it, on a fork that the nodes come to so many slots later.
    OtherFork(u64),
}

/// For how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// At the first so many requests.
    Times(u32),
    /// Until that much time has passed.
    Until(Duration),
    ForEver,
}

/// One fault of one node, or of all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    pub kind: Kind,
    pub step: Step,
    pub length: Length,
    /// The node that has it; `None` for all of them.
    pub node: Option<usize>,
}

impl Fault {
    /// Whether it meets this request; a fault that ends after some requests counts them.
    pub(super) fn meets(&mut self, node: usize, step: Step, now: Duration) -> bool {
        if self.step != step || self.node.is_some_and(|only| only != node) {
            return false;
        }
        match &mut self.length {
            Length::Times(0) => false,
            Length::Times(left) => {
                *left -= 1;
                true
            }
            Length::Until(end) => now < *end,
            Length::ForEver => true,
        }
    }
}
