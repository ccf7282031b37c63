//! Everything that the program has on the cluster, in memory: what pages are made of.
//!
//! It is filled by reading all of the program's accounts, and kept by a subscription whose every loss the next regular
//! reading makes good. What is older than what is known never overwrites it.

mod follow;
mod query;
mod source;
mod tables;
mod time;

use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use co_staking_client::{
    Pubkey,
    rpc::{Clock, Found, Rpc, RpcError, Transport},
};

pub use follow::follow;
pub use query::{BadCursor, Cursor, Listing, Query, Row, Sort};
pub use source::Indexed;
pub use tables::Tables;
pub use time::Freshness;

use time::ChainTime;

/// The program's accounts and the cluster's time.
pub struct Market {
    tables: RwLock<Tables>,
    time: RwLock<ChainTime>,
}

impl Market {
    /// Reads everything for the first time.
    ///
    /// # Errors
    /// Where no node answers, and where this is no cluster of the program.
    pub async fn fill<T: Transport, C: Clock>(rpc: &Rpc<T, C>) -> Result<Self, RpcError> {
        let config = rpc.check_program(None).await?;
        let now = rpc.chain_time().await?;
        let market = Self { tables: RwLock::new(Tables::new(config)), time: RwLock::new(ChainTime::read(0, now)) };
        market.reconcile(rpc).await?;
        Ok(market)
    }

    /// Reads everything again: what was missed since is there, and what is gone is forgotten. A node that tells nothing
    /// newer than before makes nothing fresh.
    ///
    /// # Errors
    /// Where no node answers.
    pub async fn reconcile<T: Transport, C: Clock>(&self, rpc: &Rpc<T, C>) -> Result<(), RpcError> {
        let (slot, all) = rpc.program_accounts_at(&[], None).await?;
        let now = rpc.chain_time().await?;
        self.write().replace(slot, all);
        self.time.write().unwrap_or_else(PoisonError::into_inner).renew(slot, now);
        Ok(())
    }

    /// Takes what is told of one account, or that there is none, unless something newer is known of it.
    pub fn update(&self, slot: u64, address: Pubkey, found: Option<&Found>) {
        self.write().update(slot, address, found);
    }

    /// The accounts as they stand. Nothing can change while this is held: not across an `await`.
    pub fn read(&self) -> RwLockReadGuard<'_, Tables> {
        self.tables.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Tables> {
        self.tables.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn time(&self) -> RwLockReadGuard<'_, ChainTime> {
        self.time.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The cluster's time, in seconds since 1970: as last read, and advanced by this machine's clock since.
    pub fn now(&self) -> i64 {
        self.time().now()
    }

    /// How new what is known is.
    pub fn freshness_of(&self, tables: &Tables) -> Freshness {
        Freshness { slot: tables.slot(), age: self.time().age() }
    }
}
