//! A cluster as a sender sees it, in the test's own time.

pub mod answers;
mod chain;
mod fault;

use std::{
    future::{Future, ready},
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use co_staking_client::rpc::Clock;

pub use chain::{Chain, Fate};
pub use fault::{Fault, Kind, Length, Step};

use crate::http::Server;

/// What a request takes, so that time passes even for a client that never waits.
const REQUEST: Duration = Duration::from_millis(40);

/// A cluster, its faults, and the clock that everything goes by.
#[derive(Clone, Default)]
pub struct Script(Arc<Mutex<Chain>>);

impl Script {
    /// A cluster whose nodes have these faults.
    pub fn new(faults: Vec<Fault>) -> Self {
        let script = Self::default();
        script.chain().faults = faults;
        script
    }

    /// The cluster, to look at or to change.
    pub fn chain(&self) -> MutexGuard<'_, Chain> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A node of the cluster; faults name nodes by these numbers.
    ///
    /// # Errors
    /// Where the machine has no port left.
    pub fn node(&self, number: usize) -> io::Result<Server> {
        let script = self.clone();
        Server::start(move |method, params| {
            let mut chain = script.chain();
            chain.pass(REQUEST);
            chain.answer(number, method, params)
        })
    }
}

impl Clock for Script {
    fn now(&self) -> Duration {
        self.chain().now()
    }

    fn sleep(&self, time: Duration) -> impl Future<Output = ()> + Send {
        self.chain().pass(time);
        ready(())
    }
}
