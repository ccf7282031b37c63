//! The program's accounts by type, each with the slot that it is of.

use std::{
    collections::{BTreeMap, HashMap},
    sync::OnceLock,
};

use super::source::encoded;
use co_staking_client::{ClaimCounter, Config, Device, ID, Offer, Pubkey, RewardPool, SlashCase, pda, rpc::Found};

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
    pub(super) fn new(config: Config) -> Self {
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
    pub(super) fn update(&mut self, slot: u64, address: Pubkey, found: Option<&Found>) {
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
    pub(super) fn replace(&mut self, slot: u64, all: Vec<(Pubkey, Found)>) {
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
    pub(super) fn found(&self, address: &Pubkey) -> Option<Found> {
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

    /// The newest slot of which something is known.
    pub const fn slot(&self) -> u64 {
        self.newest
    }

    /// The program's configuration.
    pub const fn config(&self) -> &Config {
        &self.config
    }

    /// The reward pool, where the cluster has one.
    pub const fn pool(&self) -> Option<&RewardPool> {
        self.pool.as_ref()
    }

    /// The device at that address.
    pub fn device(&self, address: &Pubkey) -> Option<&Device> {
        self.devices.get(address)
    }

    /// The offer at that address, in whatever state.
    pub fn offer(&self, address: &Pubkey) -> Option<&Offer> {
        self.offers.get(address)
    }

    /// The slash case at that address.
    pub fn case(&self, address: &Pubkey) -> Option<&SlashCase> {
        self.cases.get(address)
    }

    /// A wallet's claim counter, if it has one.
    pub fn counter(&self, wallet: &Pubkey) -> Option<&ClaimCounter> {
        self.counters.get(&pda::claims(wallet))
    }

    /// All devices, by address.
    pub fn devices(&self) -> impl Iterator<Item = (Pubkey, &Device)> {
        self.devices.iter().map(|(key, device)| (*key, device))
    }

    /// All offers in whatever state, by address.
    pub fn offers(&self) -> impl Iterator<Item = (Pubkey, &Offer)> {
        self.offers.iter().map(|(key, offer)| (*key, offer))
    }

    /// The devices of an owner, by address.
    pub fn devices_of(&self, owner: &Pubkey) -> Vec<(Pubkey, &Device)> {
        self.devices().filter(|(_, device)| device.owner == *owner).collect()
    }

    /// A device's offers in whatever state, the oldest first.
    pub fn offers_of(&self, device: &Pubkey) -> Vec<(Pubkey, &Offer)> {
        let mut all: Vec<_> = self.offers().filter(|(_, offer)| offer.device == *device).collect();
        all.sort_unstable_by_key(|(_, offer)| offer.index());
        all
    }

    /// The offers that a wallet has claimed, ended ones included, by address.
    pub fn claimed_by(&self, wallet: &Pubkey) -> Vec<(Pubkey, &Offer)> {
        self.offers().filter(|(_, offer)| offer.co_staker == *wallet).collect()
    }

    /// A device's slash cases, the oldest first.
    pub fn cases_of(&self, device: &Pubkey) -> Vec<(Pubkey, &SlashCase)> {
        let mut all: Vec<_> =
            self.cases.iter().filter(|(_, case)| case.device == *device).map(|(key, case)| (*key, case)).collect();
        all.sort_unstable_by_key(|(key, case)| (case.opened_at(), *key));
        all
    }

    /// The models of the open offers, with how many each has.
    pub fn models(&self) -> &BTreeMap<String, usize> {
        self.models.get_or_init(|| {
            let mut models = BTreeMap::new();
            for (_, offer) in self.offers().filter(|(_, offer)| offer.is_open()) {
                match models.get_mut(offer.model_name()) {
                    Some(count) => *count += 1,
                    None => drop(models.insert(offer.model_name().to_owned(), 1)),
                }
            }
            models
        })
    }
}
