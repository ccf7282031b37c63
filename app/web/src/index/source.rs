//! The index as a source of plans, with the cluster behind it for what is not the program's: token accounts.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use anchor_lang::Discriminator;
use bytemuck::Pod;
use co_staking_client::{
    ID, Pubkey,
    plan::Source,
    rpc::{CLOCK, Clock, Found, Rpc, RpcError, Transport, TransportError},
};
use tokio::time::timeout_at;

use super::{Market, Tables};

/// How long the cluster may keep one page waiting, all its questions together.
const PATIENCE: Duration = Duration::from_secs(2);

/// What the plans of one page are read from. What is asked of the cluster is asked once.
pub struct Indexed<'a, T, C> {
    market: &'a Market,
    rpc: &'a Rpc<T, C>,
    asked: Mutex<BTreeMap<Pubkey, Option<Found>>>,
    until: Instant,
    /// It did not answer: it is not asked again.
    failed: Mutex<Option<RpcError>>,
}

impl<'a, T: Transport, C: Clock> Indexed<'a, T, C> {
    /// The market, and the cluster for the rest.
    pub fn new(market: &'a Market, rpc: &'a Rpc<T, C>) -> Self {
        Self {
            market,
            rpc,
            asked: Mutex::new(BTreeMap::new()),
            until: Instant::now() + PATIENCE,
            failed: Mutex::new(None),
        }
    }

    /// Asks the cluster, unless it has failed to answer for this page.
    async fn ask(&self, unknown: &[Pubkey]) -> Result<Vec<Option<Found>>, RpcError> {
        let failed = || self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(error) = failed().clone() {
            return Err(error);
        }
        let found = match timeout_at(self.until.into(), self.rpc.accounts(unknown)).await {
            Ok(found) => found,
            Err(_) => Err(RpcError::NoAnswer { node: "cluster".into(), last: TransportError::Lost("too slow".into()) }),
        };
        if let Err(error) = &found {
            *failed() = Some(error.clone());
        }
        found
    }

    /// `None` for what only the cluster knows.
    fn known(&self, tables: &Tables, address: &Pubkey) -> Option<Option<Found>> {
        if *address == ID {
            return Some(Some(Found { executable: true, ..Found::default() }));
        }
        if *address == CLOCK {
            return Some(Some(clock(tables.slot(), self.market.now())));
        }
        match tables.found(address) {
            Some(found) => Some(Some(found)),
            None => self.asked.lock().unwrap_or_else(PoisonError::into_inner).get(address).cloned(),
        }
    }
}

impl<T: Transport, C: Clock> Source for Indexed<'_, T, C> {
    async fn accounts(&self, addresses: &[Pubkey]) -> Result<Vec<Option<Found>>, RpcError> {
        let unknown: Vec<Pubkey> = {
            let tables = self.market.read();
            addresses.iter().filter(|address| self.known(&tables, address).is_none()).copied().collect()
        };
        if !unknown.is_empty() {
            let found = self.ask(&unknown).await?;
            self.asked.lock().unwrap_or_else(PoisonError::into_inner).extend(unknown.into_iter().zip(found));
        }
        let tables = self.market.read();
        Ok(addresses.iter().map(|address| self.known(&tables, address).flatten()).collect())
    }
}

/// The clock's account at that time: slot, the epoch's start, epoch, the leaders' epoch, and the time.
fn clock(slot: u64, now: i64) -> Found {
    let data = [slot.to_le_bytes(), [0; 8], [0; 8], [0; 8], now.to_le_bytes()].concat();
    Found { data, ..Found::default() }
}

/// An account of the program, as a node tells it.
pub(super) fn encoded<T: Discriminator + Pod>(account: &T, lamports: u64) -> Found {
    let data = [T::DISCRIMINATOR, bytemuck::bytes_of(account)].concat();
    Found { owner: ID, lamports, executable: false, data }
}
