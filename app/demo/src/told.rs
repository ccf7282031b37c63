//! What the events have told, independently of the accounts: who owns and co-stakes what, and what each wallet was
//! credited, put into the pool and lost. The books compare it with the accounts.

use std::collections::{BTreeMap, BTreeSet};

use co_staking_client::{
    Accrual, Credit, PARTS, Part, Pubkey,
    event::{AccruedRow, Event, RewardsAccrued, SlashDecided},
};

/// Sums by wallet, in base units. One that leaves 64 bits is wrong in the books, as it should be.
#[derive(Default)]
pub struct Sums(BTreeMap<Pubkey, u64>);

impl Sums {
    /// Of one wallet.
    pub fn of(&self, wallet: &Pubkey) -> u64 {
        self.0.get(wallet).copied().unwrap_or_default()
    }

    /// Of all.
    pub fn total(&self) -> u64 {
        self.0.values().fold(0, |sum, amount| sum.saturating_add(*amount))
    }

    fn add(&mut self, wallet: &Pubkey, amount: u64) {
        let sum = self.0.entry(*wallet).or_default();
        *sum = sum.saturating_add(amount);
    }
}

/// All that was told so far.
#[derive(Default)]
pub struct Told {
    owners: BTreeMap<Pubkey, Pubkey>,
    co_stakers: BTreeMap<(Pubkey, u32), Pubkey>,
    /// The accounts of all offers that were made.
    pub offers: BTreeSet<Pubkey>,
    /// What each case took, by its account, in the order of their opening.
    pub cases: Vec<(Pubkey, [Part; PARTS])>,
    /// The rows of the last batch of rewards.
    pub rows: Vec<AccruedRow>,
    /// Rewards.
    pub credited: Sums,
    /// Put into the reward pool.
    pub funded: Sums,
    /// Stake that an upheld case burned.
    pub burned: Sums,
    /// Rewards that an upheld case dropped.
    pub forgiven: Sums,
}

impl Told {
    /// Takes an event in.
    pub fn follow(&mut self, event: &Event) {
        match event {
            Event::DeviceRegistered(told) => _ = self.owners.insert(told.device, told.owner),
            Event::OfferCreated(told) => _ = self.offers.insert(told.offer),
            Event::OfferClaimed(told) => _ = self.co_stakers.insert((told.device, told.index), told.co_staker),
            Event::RewardsFunded(told) => self.funded.add(&told.funder, told.amount),
            Event::RewardsAccrued(told) => self.credit(told),
            Event::SlashOpened(told) => self.cases.push((told.case, told.parts)),
            Event::SlashDecided(told) => self.decide(told),
            // No other event changes what is told here.
            _ => {}
        }
    }

    /// Who owns the device.
    pub fn owner(&self, device: &Pubkey) -> Pubkey {
        self.owners.get(device).copied().unwrap_or_default()
    }

    /// Who claimed that offer of the device.
    pub fn co_staker(&self, device: &Pubkey, offer_index: u32) -> Pubkey {
        self.co_stakers.get(&(*device, offer_index)).copied().unwrap_or_default()
    }

    /// What a block paid whom on that device, the co-stakers first.
    pub fn shares(&self, device: &Pubkey, amount: u64, co_stakes: &[Credit]) -> Vec<(Pubkey, u64)> {
        let theirs = co_stakes.iter().map(|credit| (self.co_staker(device, credit.offer_index), credit.amount));
        let rest = co_stakes.iter().fold(amount, |rest, credit| rest.saturating_sub(credit.amount));
        theirs.chain([(self.owner(device), rest)]).collect()
    }

    fn credit(&mut self, told: &RewardsAccrued) {
        self.rows.clone_from(&told.rows);
        for row in &told.rows {
            if let Accrual::Credited { amount, co_stakes } = &row.accrual {
                for (wallet, share) in self.shares(&row.device, *amount, co_stakes) {
                    self.credited.add(&wallet, share);
                }
            }
        }
    }

    fn decide(&mut self, told: &SlashDecided) {
        let parts = self.cases.iter().find(|(case, _)| *case == told.case).map(|(_, parts)| *parts);
        for part in parts.iter().flatten().filter(|part| told.upheld && part.is_some()) {
            self.burned.add(part.party(), part.stake());
            self.forgiven.add(part.party(), part.rewards());
        }
    }
}
