//! The program's accounts by type, each with the slot that it is of.

mod lookups;

use std::{
    collections::{BTreeMap, HashMap},
    sync::OnceLock,
};

use co_staking_client::{ClaimCounter, Config, Device, ID, Offer, Pubkey, RewardPool, SlashCase, pda, rpc::Found};

use super::source::encoded;

/// What is known of an account, beside what it holds.
#[derive(Clone, Copy)]
struct Known {
    slot: u64,
    lamports: u64,
}

/// The program's accounts.
pub struct Tables {
    config: Config,
    pool: Option<RewardPool>,
    devices: BTreeMap<Pubkey, Device>,
    offers: BTreeMap<Pubkey, Offer>,
    counters: BTreeMap<Pubkey, ClaimCounter>,
    cases: BTreeMap<Pubkey, SlashCase>,
    /// Of each account that was told of: the slot of what is known. One that is gone keeps its slot until everything is
    /// read again, so that an older word of it cannot bring it back.
    slots: HashMap<Pubkey, Known>,
    newest: u64,
    /// The models of the open offers, counted when they are asked for.
    models: OnceLock<BTreeMap<String, usize>>,
}

impl Tables {
    pub(in crate::index) fn new(config: Config) -> Self {
        let (devices, offers, counters, cases) = Default::default();
        Self {
            config,
            pool: None,
            devices,
            offers,
            counters,
            cases,
            slots: HashMap::new(),
            newest: 0,
            models: OnceLock::new(),
        }
    }

    /// Takes an account as of `slot`, or that there is none, unless something newer is known of it.
    pub(in crate::index) fn update(&mut self, slot: u64, address: Pubkey, found: Option<&Found>) {
        let is_newer = match self.slots.get(&address) {
            Some(known) => slot >= known.slot,
            // What was never the program's is of no interest.
            None => found.is_some_and(|found| found.owner == ID),
        };
        if !is_newer {
            return;
        }
        self.slots.insert(address, Known { slot, lamports: found.map_or(0, |found| found.lamports) });
        self.newest = self.newest.max(slot);
        self.models.take();
        self.remove(&address);
        if let Some(found) = found {
            self.put(address, found);
        }
    }

    /// Takes all of the program's accounts as of `slot`. What is known to be newer stays, and what is not among them and
    /// not newer is gone.
    pub(in crate::index) fn replace(&mut self, slot: u64, all: Vec<(Pubkey, Found)>) {
        let before = std::mem::take(&mut self.slots);
        let (newer, older): (HashMap<_, _>, HashMap<_, _>) =
            before.into_iter().partition(|(_, known)| known.slot > slot);
        older.keys().for_each(|key| self.remove(key));
        self.slots = newer;
        self.models.take();
        self.newest = self.newest.max(slot);
        for (address, found) in all {
            self.update(slot, address, Some(&found));
        }
    }

    /// An account of another version, or of no type that is known, is as good as none.
    fn put(&mut self, address: Pubkey, found: &Found) {
        if let Ok(offer) = found.offer() {
            self.offers.insert(address, offer);
        } else if let Ok(device) = found.device() {
            self.devices.insert(address, device);
        } else if let Ok(counter) = found.claim_counter() {
            self.counters.insert(address, counter);
        } else if let Ok(case) = found.slash_case() {
            self.cases.insert(address, case);
        } else if let Ok(pool) = found.reward_pool() {
            self.pool = Some(pool);
        } else if let Ok(config) = found.config() {
            self.config = config;
        }
    }

    fn remove(&mut self, address: &Pubkey) {
        self.offers.remove(address);
        self.devices.remove(address);
        self.counters.remove(address);
        self.cases.remove(address);
    }

    /// An account as a node would tell it; `None` where it is not known here.
    pub(in crate::index) fn found(&self, address: &Pubkey) -> Option<Found> {
        let lamports = self.slots.get(address)?.lamports;
        if let Some(offer) = self.offers.get(address) {
            return Some(encoded(offer, lamports));
        }
        if let Some(device) = self.devices.get(address) {
            return Some(encoded(device, lamports));
        }
        if let Some(counter) = self.counters.get(address) {
            return Some(encoded(counter, lamports));
        }
        if let Some(case) = self.cases.get(address) {
            return Some(encoded(case, lamports));
        }
        if *address == pda::config() {
            return Some(encoded(&self.config, lamports));
        }
        self.pool.as_ref().filter(|_| *address == pda::reward_pool()).map(|pool| encoded(pool, lamports))
    }
}
