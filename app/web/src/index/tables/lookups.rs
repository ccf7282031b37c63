//! What pages look up.

use std::collections::BTreeMap;

use co_staking_client::{ClaimCounter, Config, Device, Offer, Pubkey, SlashCase, pda};

use super::Tables;
use crate::cases;

impl Tables {
    /// The newest slot of which something is known.
    pub const fn slot(&self) -> u64 {
        self.newest
    }

    /// The program's configuration.
    pub const fn config(&self) -> &Config {
        &self.config
    }

    /// The device at that address.
    pub fn device(&self, address: &Pubkey) -> Option<&Device> {
        self.devices.get(address)
    }

    /// The offer at that address, in whatever state.
    pub fn offer(&self, address: &Pubkey) -> Option<&Offer> {
        self.offers.get(address)
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
        self.cases_that(|case| case.device == *device)
    }

    /// The slash cases that are not settled and name a wallet, the oldest first.
    pub fn cases_with(&self, wallet: &Pubkey) -> Vec<(Pubkey, &SlashCase)> {
        self.cases_that(|case| cases::names(case, wallet) && cases::is_unsettled(case))
    }

    fn cases_that(&self, is_meant: impl Fn(&SlashCase) -> bool) -> Vec<(Pubkey, &SlashCase)> {
        let mut all: Vec<_> =
            self.cases.iter().filter(|(_, case)| is_meant(case)).map(|(key, case)| (*key, case)).collect();
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
