//! What can be read off a device.

use super::{Device, POSITIONS, REWARD_DAYS, RewardBucket};
use crate::{
    rules::{
        RuleResult, amount::add, facts::DeviceFacts, hire::Hire, overflow::overflow, phase::CoStakePhase,
        requirement::Requirement,
    },
    state::{OwnerStake, Position},
};

impl Device {
    /// The layout that the account was written in.
    pub const fn version(&self) -> u8 {
        self.version
    }

    /// The hash of the device's public id.
    pub const fn device_id(&self) -> &[u8; 32] {
        &self.device_id
    }

    /// What the registrar attested.
    pub const fn facts(&self) -> &DeviceFacts {
        &self.facts
    }

    /// The present or last hire.
    pub const fn hire(&self) -> &Hire {
        &self.hire
    }

    /// The requirement and the pending one.
    pub const fn requirement(&self) -> &Requirement {
        &self.requirement
    }

    /// The owner's stake.
    pub const fn owner_stake(&self) -> &OwnerStake {
        &self.owner_stake
    }

    /// `P`: what the offers stored as Open ask for, in base units.
    pub const fn open_amount(&self) -> u64 {
        self.open_amount
    }

    /// Offers stored as Open.
    pub const fn open_offers(&self) -> u8 {
        self.open_offers
    }

    /// The index that the next offer will take.
    pub const fn next_offer_index(&self) -> u32 {
        self.next_offer_index
    }

    /// Slash cases that are undecided, or overturned with a part not yet returned.
    pub const fn slash_cases(&self) -> u32 {
        self.undecided_cases.saturating_add(self.unreturned_cases)
    }

    /// Whether there is any such case.
    pub const fn has_slash_cases(&self) -> bool {
        self.slash_cases() > 0
    }

    /// When the last rewarded block ended; [`LONG_AGO`] before the first.
    pub const fn last_block_ended_at(&self) -> i64 {
        self.last_block_ended_at
    }

    /// The daily buckets.
    pub const fn buckets(&self) -> &[RewardBucket; REWARD_DAYS] {
        &self.buckets
    }

    /// All eight places, empty ones included.
    pub const fn positions(&self) -> &[Position; POSITIONS] {
        &self.positions
    }

    /// The co-stakes that are there.
    pub fn held(&self) -> impl Iterator<Item = &Position> {
        self.positions.iter().filter(|position| position.is_held())
    }

    /// The co-stakes that count toward the requirement at `now`.
    pub fn counting(&self, now: i64) -> impl Iterator<Item = &Position> {
        self.held().filter(move |held| matches!(held.phase(now), Some(CoStakePhase::Active | CoStakePhase::Waiting)))
    }

    /// The sum of the co-stakes in that phase at `now` (`A`, `W`, `C` of the README).
    pub fn co_stake_in(&self, phase: CoStakePhase, now: i64) -> RuleResult<u64> {
        self.held().filter(|held| held.phase(now) == Some(phase)).try_fold(0, |sum, held| add(sum, held.stake()))
    }

    /// What counts toward the requirement: `O + A + W`.
    pub fn counted(&self, now: i64) -> RuleResult<u64> {
        self.counting(now).try_fold(self.owner_stake.active(), |sum, held| add(sum, held.stake()))
    }

    /// Whether counted ≥ req.
    pub fn is_sufficient(&self, now: i64) -> RuleResult<bool> {
        Ok(self.counted(now)? >= self.requirement.at(now))
    }

    /// R7: what the owner may take out at once.
    pub fn overflow(&self, now: i64) -> RuleResult<u64> {
        let active = self.co_stake_in(CoStakePhase::Active, now)?;
        Ok(overflow(self.owner_stake.active(), active, self.open_amount, self.requirement.at(now)))
    }

    /// What the vault must hold: `O`, the owner's exiting stake and every position.
    pub fn ledger(&self) -> RuleResult<u64> {
        self.held().try_fold(self.owner_stake.total()?, |sum, held| add(sum, held.stake()))
    }
}
