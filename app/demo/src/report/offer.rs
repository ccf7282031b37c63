use co_staking_client::{
    Device, Offer, Pubkey,
    format::percent,
    rules::{phase::CoStakePhase, time::NEVER},
};
use serde::Serialize;

use super::{Amount, Names, Party, Time};

/// An offer that shows another status than before.
#[derive(Serialize)]
pub struct OfferChange {
    pub offer: Party,
    pub index: u32,
    pub amount: Amount,
    pub reward_bps: u16,
    pub reward: String,
    pub co_staker: Option<Party>,
    /// Absent for a new offer.
    pub before: Option<String>,
    /// In the words of the network's documents.
    pub status: String,
    /// While its co-stake waits: when that stops counting.
    pub counts_until: Option<Time>,
    /// While its co-stake is locked: when that ends.
    pub unlocks_at: Option<Time>,
}

impl OfferChange {
    /// The offer at that address, on its device at `now`.
    pub fn new(
        address: &Pubkey,
        (offer, device): (&Offer, &Device),
        (before, status): (Option<String>, String),
        names: &Names,
        now: i64,
    ) -> Self {
        let position = device.position(offer.index());
        let waits = position.filter(|held| held.phase(now) == Some(CoStakePhase::Waiting));
        let locked = position.filter(|held| held.unlock_at() != NEVER && held.unlock_at() > now);
        Self {
            offer: names.party(address),
            index: offer.index(),
            amount: Amount(offer.terms().amount),
            reward_bps: offer.terms().reward_bps,
            reward: percent(offer.terms().reward_bps.into()),
            co_staker: position.map(|held| names.party(held.co_staker())),
            before,
            status,
            counts_until: waits.map(|held| Time(held.cooldown_at())),
            unlocks_at: locked.map(|held| Time(held.unlock_at())),
        }
    }
}
