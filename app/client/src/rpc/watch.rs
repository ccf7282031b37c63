//! What happens to the program, told as it happens.
//!
//! A live subscription carries no events, may drop, repeat or reorder what it tells, and ends without a word when its
//! socket closes. So it only says when to look ([`Trigger`]); what happened is read from the chain's own list of
//! transactions, from where the last look ended. A subscription that fails makes it later, and loses nothing.

use std::{
    collections::{BTreeMap, BTreeSet},
    future::Future,
    mem,
    time::Duration,
};

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Clock, CommitmentLevel, Rpc, RpcError, Transport};
use crate::{
    ID, Pubkey,
    event::{self, Event},
};

/// Somebody looks at least this often, whatever the subscription does.
const HEARTBEAT: Duration = Duration::from_secs(10);
/// A node's list may still change this many slots back: forks, and nodes that lag.
const UNSETTLED: u64 = 150;
/// The most that a node lists at once.
const PAGE: usize = 1_000;

/// Says that there may be something new.
pub trait Trigger {
    /// Returns when there may be; never, if it has no way to know.
    fn wait(&mut self) -> impl Future<Output = ()>;
}

/// A transaction of the program.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    pub signature: String,
    pub slot: u64,
    /// When its block was made, in seconds since 1970.
    pub time: Option<i64>,
    /// In their order.
    pub events: Vec<Event>,
    /// How many of its events this client cannot read: they are of a newer program.
    pub unreadable: usize,
}

/// Follows one address: the program's for everything, or a device's.
pub struct Watch<'a, T, C> {
    rpc: &'a Rpc<T, C>,
    address: Pubkey,
    from: u64,
    newest: u64,
    /// The transactions that were told, of the slots that may still change.
    told: BTreeMap<String, u64>,
    /// What the present look has found, and has not handed on: should it be cancelled, the next one does.
    found: Vec<Told>,
}

#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Listed {
    signature: String,
    slot: u64,
    err: Option<Value>,
    block_time: Option<i64>,
}

impl<'a, T: Transport, C: Clock> Watch<'a, T, C> {
    /// Follows `address` from `slot` on, that slot included.
    pub const fn new(rpc: &'a Rpc<T, C>, address: Pubkey, slot: u64) -> Self {
        Self { rpc, address, from: slot, newest: slot, told: BTreeMap::new(), found: vec![] }
    }

    /// Waits for something new, or for the next regular look, and tells it.
    ///
    /// # Errors
    /// Where no node answers. The next call goes on from the same place.
    pub async fn next(&mut self, trigger: &mut impl Trigger) -> Result<Vec<Told>, RpcError> {
        tokio::select! {
            () = trigger.wait() => {}
            () = self.rpc.clock.sleep(HEARTBEAT) => {}
        }
        self.look().await
    }

    /// Everything since the last look, the oldest first, each transaction once. Where it cannot be read to the end, what
    /// comes before.
    ///
    /// # Errors
    /// Those of [`Self::next`], where nothing comes before.
    pub async fn look(&mut self) -> Result<Vec<Told>, RpcError> {
        let mut failed = None;
        for listed in self.list().await? {
            let events = match listed.err {
                // It did nothing.
                Some(_) => Ok(Some((vec![], 0))),
                None => self.events(&listed.signature).await,
            };
            let (events, unreadable) = match events {
                Ok(Some(events)) => events,
                // Listed, and not to be had yet: it, and what follows, wait for the next look.
                Ok(None) => break,
                // The next look meets it again. What comes before is never listed again, so it is handed on now.
                Err(error) => {
                    failed = Some(error);
                    break;
                }
            };
            self.newest = self.newest.max(listed.slot);
            self.told.insert(listed.signature.clone(), listed.slot);
            if !events.is_empty() || unreadable > 0 {
                let Listed { signature, slot, block_time: time, .. } = listed;
                self.found.push(Told { signature, slot, time, events, unreadable });
            }
        }
        let settled = self.newest.saturating_sub(UNSETTLED);
        self.told.retain(|_, slot| *slot >= settled);
        match failed {
            Some(error) if self.found.is_empty() => Err(error),
            _ => Ok(mem::take(&mut self.found)),
        }
    }

    /// Nodes keep no list of what is only processed.
    const fn commitment(&self) -> CommitmentLevel {
        match self.rpc.commitment().commitment {
            CommitmentLevel::Processed => CommitmentLevel::Confirmed,
            level => level,
        }
    }

    /// What was not told yet, the oldest first.
    async fn list(&self) -> Result<Vec<Listed>, RpcError> {
        let oldest = self.from.max(self.newest.saturating_sub(UNSETTLED));
        let mut all: Vec<Listed> = vec![];
        loop {
            let mut options = json!({ "limit": PAGE, "commitment": self.commitment() });
            if let Some(last) = all.last() {
                options["before"] = json!(last.signature);
            }
            let params = json!([self.address.to_string(), options]);
            let page: Vec<Listed> = self.rpc.ask("getSignaturesForAddress", params).await?;
            let is_last = page.len() < PAGE || page.last().is_none_or(|last| last.slot < oldest);
            all.extend(page);
            if is_last {
                break;
            }
        }
        all.retain(|listed| listed.slot >= oldest && !self.told.contains_key(&listed.signature));
        all.reverse();
        // A node that lists one twice says nothing new by it.
        let mut once = BTreeSet::new();
        all.retain(|listed| once.insert(listed.signature.clone()));
        Ok(all)
    }

    async fn events(&self, signature: &str) -> Result<Option<(Vec<Event>, usize)>, RpcError> {
        let options = json!({
            "encoding": "json",
            "maxSupportedTransactionVersion": 0,
            "commitment": self.commitment(),
        });
        let found: Option<Value> = self.rpc.ask("getTransaction", json!([signature, options])).await?;
        let Some(transaction) = found else { return Ok(None) };
        let inner = transaction["meta"]["innerInstructions"].as_array().ok_or_else(|| {
            // To say that nothing happened would be a lie.
            let why = "it keeps no inner instructions, in which the events are (a node of one's own keeps them with --enable-extended-tx-metadata-storage)";
            RpcError::Unexpected { method: "getTransaction", why: why.into() }
        })?;
        Ok(Some(events(&transaction, inner)))
    }
}

/// The program's events among the inner instructions, and how many cannot be read.
fn events(transaction: &Value, inner: &[Value]) -> (Vec<Event>, usize) {
    let texts = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let mut keys = texts(&transaction["transaction"]["message"]["accountKeys"]);
    let loaded = &transaction["meta"]["loadedAddresses"];
    keys.extend(texts(&loaded["writable"]));
    keys.extend(texts(&loaded["readonly"]));
    let program = ID.to_string();
    let (mut events, mut unreadable) = (vec![], 0);
    for inner in inner.iter().flat_map(|of| texts(&of["instructions"])) {
        let index = inner["programIdIndex"].as_u64().and_then(|index| usize::try_from(index).ok());
        if index.and_then(|index| keys.get(index)).and_then(Value::as_str) != Some(&program) {
            continue;
        }
        let data = bs58::decode(inner["data"].as_str().unwrap_or_default()).into_vec().unwrap_or_default();
        match event::decode(&data) {
            Ok(Some(event)) => events.push(event),
            Ok(None) => {}
            Err(_) => unreadable += 1,
        }
    }
    (events, unreadable)
}
