//! Where accounts are read.

use std::{
    collections::BTreeMap,
    future::Future,
    sync::{Mutex, PoisonError},
    vec,
};

use super::Snapshot;
use crate::{
    Pubkey,
    account::{AccountError, Placed, placed},
    rpc::{Clock, Found, Rpc, RpcError, Transport, required},
};

/// Where a plan's accounts are read: a cluster, a snapshot, or an index with a cluster behind it. The time is the account
/// [`crate::rpc::CLOCK`].
pub trait Source: Sync {
    /// The accounts at those addresses, in their order; `None` where there is none.
    ///
    /// # Errors
    /// Where they cannot be read.
    fn accounts(&self, addresses: &[Pubkey]) -> impl Future<Output = Result<Vec<Option<Found>>, RpcError>> + Send;
}

impl<T: Transport, C: Clock> Source for Rpc<T, C> {
    async fn accounts(&self, addresses: &[Pubkey]) -> Result<Vec<Option<Found>>, RpcError> {
        // The connection's own method.
        Rpc::accounts(self, addresses).await
    }
}

impl<S: Source> Source for &S {
    async fn accounts(&self, addresses: &[Pubkey]) -> Result<Vec<Option<Found>>, RpcError> {
        S::accounts(self, addresses).await
    }
}

/// Remembers what was read of another source, to be read again where that one cannot be reached.
pub struct Recorder<S> {
    source: S,
    read: Mutex<BTreeMap<Pubkey, Option<Found>>>,
}

impl<S> Recorder<S> {
    /// Reads from `source`.
    pub const fn new(source: S) -> Self {
        Self { source, read: Mutex::new(BTreeMap::new()) }
    }

    /// What it reads from.
    pub const fn source(&self) -> &S {
        &self.source
    }

    /// All that was read, each account as it was last.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot::new(self.read.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }
}

impl<S: Source> Source for Recorder<S> {
    async fn accounts(&self, addresses: &[Pubkey]) -> Result<Vec<Option<Found>>, RpcError> {
        let found = self.source.accounts(addresses).await?;
        let told = addresses.iter().copied().zip(found.iter().cloned());
        self.read.lock().unwrap_or_else(PoisonError::into_inner).extend(told);
        Ok(found)
    }
}

/// Accounts in the order in which they were asked for.
pub(super) struct Answers(vec::IntoIter<Option<Found>>);

impl Answers {
    /// Asks for all of them at once.
    ///
    /// # Errors
    /// Those of the source.
    pub async fn of(source: &impl Source, addresses: &[Pubkey]) -> Result<Self, RpcError> {
        Ok(Self(source.accounts(addresses).await?.into_iter()))
    }

    /// The next one, if it exists.
    pub fn take(&mut self) -> Option<Found> {
        self.0.next().flatten()
    }

    /// The next one, which has to exist, and to be the account of `address`.
    ///
    /// # Errors
    /// Those of [`required`], and [`AccountError::Address`] where it is another's.
    pub fn take_at<T: Placed>(
        &mut self,
        what: &'static str,
        address: &Pubkey,
        read: impl FnOnce(&Found) -> Result<T, AccountError>,
    ) -> Result<T, RpcError> {
        required(self.take(), what, address, |found| placed(address, read(found)?))
    }
}
