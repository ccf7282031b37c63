//! What is on a wallet's devices and co-stakes, as dates.

use serde::Serialize;

use crate::{
    Device, Offer, Position,
    format::{duration, io, time},
    rules::{phase::CoStakePhase, time::NEVER},
};

/// Something that happens, or can be done, at a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// In seconds since 1970.
    pub at: i64,
    /// In a few words.
    pub what: String,
}

impl Entry {
    fn new(at: i64, what: impl Into<String>) -> Self {
        Self { at, what: what.into() }
    }

    /// With the time that is left.
    pub fn text(&self, now: i64) -> String {
        let left = match self.at - now {
            left if left > 0 => format!("in {}", duration(left)),
            0 => "now".into(),
            past => format!("{} ago", duration(past)),
        };
        format!("{} ({left})  {}", time(self.at), self.what)
    }
}

/// The owner's dates.
pub fn of_owner(device: &Device, now: i64) -> Vec<Entry> {
    let stake = device.owner_stake();
    let mut all = vec![];
    if stake.staked_since() != NEVER {
        all.push(Entry::new(stake.staked_since(), "staked"));
    }
    if device.hire().is_on(now) {
        all.push(Entry::new(device.hire().ends_at(), "the hire ends: you can unstake"));
    }
    if let Some((value, at)) = device.requirement().pending_at(now) {
        all.push(Entry::new(at, format!("the requirement becomes {}", io(value))));
    }
    if stake.is_exiting() {
        all.push(Entry::new(stake.unlock_at(), format!("{} can be withdrawn", io(stake.exiting()))));
    }
    all
}

/// A co-stake's dates.
pub fn of_co_stake(position: &Position) -> Vec<Entry> {
    let mut all = vec![Entry::new(position.claimed_at(), "claimed")];
    if !position.is_active() {
        all.push(Entry::new(position.cooldown_at(), "the cooldown starts: the claim slot is free"));
        all.push(Entry::new(position.unlock_at(), format!("{} can be withdrawn", io(position.stake()))));
    }
    all
}

/// Whether it earns, and why not.
pub fn earning(device: &Device, offer: &Offer, now: i64) -> &'static str {
    let phase = device.position(offer.index()).and_then(|position| position.phase(now));
    let sufficient = device.is_sufficient(now).unwrap_or(false) && device.facts().is_operational();
    match phase {
        Some(CoStakePhase::Active) if sufficient => "yes, until the co-staker or the owner leaves",
        Some(CoStakePhase::Active) => "no: the device is insufficient or not operational",
        Some(CoStakePhase::Waiting) => "no: it waits, and counts toward the requirement",
        Some(CoStakePhase::Cooldown) => "no: it cools down",
        Some(CoStakePhase::Unlocked) => "no: it can be withdrawn",
        None => "no: it is over",
    }
}
