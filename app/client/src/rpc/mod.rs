//! The only network code: reads accounts from a cluster, and sends a transaction so that one intent has one effect.
//!
//! [`Rpc`] talks JSON-RPC to one node or to several, and asks the next when one does not answer. What it promises:
//! - A read is repeated, with growing pauses, until a node answers or the patience is over ([`Patience`]).
//! - Nothing older than the newest answer, or than one's own last transaction, is believed: every read names that slot.
//! - A transaction is sent again as the same bytes until it has landed or can no longer land ([`send`]). Only then
//!   is it signed anew.
//! - A lost reply is neither success nor failure: [`Outcome::Unknown`] says so, with the signature to look up.

mod accounts;
mod call;
mod clock;
mod cluster;
mod error;
mod fees;
mod http;
mod jitter;
mod land;
mod send;
mod simulate;
mod transport;
mod watch;
mod websocket;
mod wire;

pub use accounts::{CLOCK, Found, Slice, TokenAccount, chain_time, required};
pub use call::Patience;
pub use clock::{Clock, SystemClock};
pub use cluster::{Cluster, WrongCluster, program_config};
pub use error::RpcError;
pub use fees::{Fees, MOST_UNITS, limit, priority_price};
pub use http::{Http, Transferred};
pub use send::{Intent, Outcome, SendError, Sent};
pub use simulate::{Effect, Simulation, written};
pub use transport::{Reply, Transport, TransportError};
pub use watch::{Told, Trigger, Watch};
pub use websocket::{Change, Websocket, follow_accounts};

pub use solana_commitment_config::{CommitmentConfig, CommitmentLevel};

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

/// A connection to a cluster.
pub struct Rpc<T, C = SystemClock> {
    nodes: Vec<T>,
    clock: C,
    commitment: CommitmentConfig,
    patience: Patience,
    /// The node that answered last.
    current: AtomicUsize,
    /// The newest slot that an answer was from, or that a transaction of this connection landed in.
    newest: AtomicU64,
}

impl<T: Transport> Rpc<T> {
    /// Asks `node`, and believes what has reached `commitment`.
    pub fn new(node: T, commitment: CommitmentConfig) -> Self {
        Self::with(vec![node], SystemClock::default(), commitment, Patience::default())
    }
}

impl<T: Transport, C: Clock> Rpc<T, C> {
    /// Several nodes of one cluster, and a clock of the caller's. The first node is asked first.
    pub fn with(nodes: Vec<T>, clock: C, commitment: CommitmentConfig, patience: Patience) -> Self {
        Self { nodes, clock, commitment, patience, current: AtomicUsize::new(0), newest: AtomicU64::new(0) }
    }

    /// The nodes.
    pub fn nodes(&self) -> &[T] {
        &self.nodes
    }

    /// What is believed.
    pub const fn commitment(&self) -> CommitmentConfig {
        self.commitment
    }

    /// The newest slot that is known.
    pub fn newest_slot(&self) -> u64 {
        self.newest.load(Ordering::Relaxed)
    }

    /// Nothing older than `slot` is believed from here on.
    pub(crate) fn not_before(&self, slot: u64) {
        self.newest.fetch_max(slot, Ordering::Relaxed);
    }
}

/// A transaction as it goes over the wire, in base64.
pub fn encode(transaction: &solana_transaction::Transaction) -> String {
    wire::base64(&wire::transaction(transaction))
}
