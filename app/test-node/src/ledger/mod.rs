//! A node with the built program on an embedded ledger. Its clock is the test's: it can show any day.

mod accounts;
mod answers;
mod setup;
mod transactions;

use std::{
    collections::VecDeque,
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use anchor_lang::prelude::Clock;
use co_staking_client::{Pubkey, rpc::Found};
use litesvm::LiteSVM;
use serde_json::Value;
use solana_hash::Hash;

pub use setup::elf;

use crate::http::{Answer, Server};

/// The blockhashes that the newest block still takes.
const BLOCKHASHES: usize = 150;

/// A ledger that any number of nodes, clients and the test share.
#[derive(Clone)]
pub struct Ledger(Arc<Mutex<State>>);

/// A transaction that landed.
struct Landed {
    signature: String,
    slot: u64,
    time: i64,
    error: Value,
    /// As `getTransaction` tells it.
    told: Value,
    /// The addresses that it names.
    keys: Vec<Pubkey>,
}

/// What the nodes answer from.
pub struct State {
    svm: LiteSVM,
    slot: u64,
    genesis: String,
    blockhashes: VecDeque<Hash>,
    /// The oldest first.
    history: Vec<Landed>,
    /// What was asked, in order.
    methods: Vec<String>,
}

impl Ledger {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A node of this ledger.
    ///
    /// # Errors
    /// Where the machine has no port left.
    pub fn node(&self) -> io::Result<Server> {
        self.node_with(|_, _| None)
    }

    /// A node that answers some questions otherwise.
    ///
    /// # Errors
    /// Where the machine has no port left.
    pub fn node_with(
        &self,
        otherwise: impl Fn(&str, &Value) -> Option<Answer> + Send + Sync + 'static,
    ) -> io::Result<Server> {
        let ledger = self.clone();
        Server::start(move |method, params| {
            otherwise(method, params).unwrap_or_else(|| {
                let mut state = ledger.state();
                state.methods.push(method.into());
                state.answer(method, params)
            })
        })
    }

    /// The methods that were asked since the last call.
    pub fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.state().methods)
    }

    /// Pretends to be the cluster with that first block.
    pub fn set_genesis(&self, genesis: &str) {
        self.state().genesis = genesis.into();
    }

    /// What the chain's clock shows.
    pub fn now(&self) -> i64 {
        self.state().now()
    }

    /// Moves the chain's clock.
    pub fn wait(&self, secs: i64) {
        let now = self.now() + secs;
        self.state().set_time(now);
    }

    /// The account at that address.
    pub fn account(&self, address: &Pubkey) -> Option<Found> {
        self.state().found(address)
    }

    /// A transaction that landed, as `getTransaction` tells it.
    pub fn transaction(&self, signature: &str) -> Value {
        self.state().transaction(&signature.into())
    }

    /// A wallet's lamports.
    pub fn lamports(&self, address: &Pubkey) -> u64 {
        self.account(address).map_or(0, |found| found.lamports)
    }

    /// The newest blockhash.
    pub fn blockhash(&self) -> Hash {
        self.state().svm.latest_blockhash()
    }

    /// What the token account at that address holds.
    pub fn balance(&self, address: &Pubkey) -> u64 {
        self.account(address).and_then(|found| found.token_account()).map_or(0, |token| token.amount)
    }
}

impl State {
    fn now(&self) -> i64 {
        self.svm.get_sysvar::<Clock>().unix_timestamp
    }

    fn set_time(&mut self, unix_timestamp: i64) {
        let clock = Clock { unix_timestamp, ..self.svm.get_sysvar() };
        self.svm.set_sysvar(&clock);
    }

    /// The next block: later transactions name its hash, and the older ones' still hold for a while.
    fn next_block(&mut self) {
        self.slot += 1;
        self.svm.expire_blockhash();
        let clock = Clock { slot: self.slot, ..self.svm.get_sysvar() };
        self.svm.set_sysvar(&clock);
        self.blockhashes.push_back(self.svm.latest_blockhash());
        if self.blockhashes.len() > BLOCKHASHES {
            self.blockhashes.pop_front();
        }
    }
}
