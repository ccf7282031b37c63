//! The owner's stake on its device: either active, or whole in its cooldown, or nothing.

use anchor_lang::prelude::*;
use bytemuck::{Pod, Zeroable};

use crate::rules::{
    RuleResult,
    amount::{add, sub},
    time::after,
};

/// Base units and seconds. `active` and `exiting` are never both above zero (R6, R8).
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct OwnerStake {
    /// `O`: what counts toward the requirement.
    active: u64,
    /// What is in its cooldown, or unlocked and not yet withdrawn.
    exiting: u64,
    /// When `exiting` unlocks; of no meaning while that is zero.
    unlock_at: i64,
    /// When the present stake was begun; of no meaning while both amounts are zero (R28).
    staked_since: i64,
    /// Credited block rewards that the owner has not claimed yet.
    rewards: u64,
}

impl OwnerStake {
    /// `O`.
    pub const fn active(&self) -> u64 {
        self.active
    }

    /// What the owner is taking out.
    pub const fn exiting(&self) -> u64 {
        self.exiting
    }

    /// R8: whether the owner is on its way out, or out and not yet paid.
    pub const fn is_exiting(&self) -> bool {
        self.exiting > 0
    }

    /// When the exiting stake unlocks.
    pub const fn unlock_at(&self) -> i64 {
        self.unlock_at
    }

    /// When the present stake was begun.
    pub const fn staked_since(&self) -> i64 {
        self.staked_since
    }

    /// Unclaimed rewards.
    pub const fn rewards(&self) -> u64 {
        self.rewards
    }

    /// All that the vault holds for the owner.
    pub fn total(&self) -> RuleResult<u64> {
        add(self.active, self.exiting)
    }

    pub(super) fn stake(&mut self, amount: u64, now: i64) -> RuleResult<()> {
        if self.active == 0 {
            self.staked_since = now;
        }
        self.active = add(self.active, amount)?;
        Ok(())
    }

    pub(super) fn take(&mut self, amount: u64) -> RuleResult<()> {
        self.active = sub(self.active, amount)?;
        Ok(())
    }

    pub(super) fn unstake(&mut self, now: i64, cooldown_secs: i64) -> RuleResult<()> {
        self.unlock_at = after(now, cooldown_secs)?;
        self.exiting = core::mem::take(&mut self.active);
        Ok(())
    }

    /// Empties the exit and returns what was in it.
    pub(super) fn withdraw(&mut self) -> u64 {
        core::mem::take(&mut self.exiting)
    }
}
