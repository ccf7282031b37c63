//! The owner's stake on its device: either active, or whole in its cooldown, or nothing.

use anchor_lang::prelude::*;
use bytemuck::{Pod, Zeroable};

use crate::rules::{
    RuleResult,
    amount::{add, sub},
    slash::Stay,
    time::{NEVER, after},
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
    /// The first stake after the last exit, by which the present stake is known (R28, R32); [`NEVER`] until it comes.
    staked_since: i64,
    /// Credited block rewards that the owner has not claimed yet.
    rewards: u64,
}

impl OwnerStake {
    /// Nothing yet.
    pub(super) const NONE: Self = Self { active: 0, exiting: 0, unlock_at: 0, staked_since: NEVER, rewards: 0 };

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

    /// When the present stake was begun; [`NEVER`] where there is none.
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
        // One that was slashed to nothing goes on with what is added.
        if self.staked_since == NEVER {
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
        self.staked_since = NEVER;
        core::mem::take(&mut self.exiting)
    }

    /// R28: when it counted. It leaves without a wait, so its cooldown starts as the owner unstakes.
    pub(super) const fn stay(&self, cooldown_secs: i64) -> Stay {
        let (cooldown_at, unlock_at) = if self.is_exiting() {
            (self.unlock_at.saturating_sub(cooldown_secs), self.unlock_at)
        } else {
            (NEVER, NEVER)
        };
        Stay { since: self.staked_since, cooldown_at, unlock_at }
    }

    /// R28, R33: takes a part of it. Slashed to nothing while exiting, it is no longer exiting.
    pub(super) fn slash(&mut self, part: u64) -> RuleResult<()> {
        if !self.is_exiting() {
            return self.take(part);
        }
        self.exiting = sub(self.exiting, part)?;
        if self.exiting == 0 {
            self.staked_since = NEVER;
        }
        Ok(())
    }

    /// R32: whether it is still the stake that was begun then.
    pub(super) const fn is_since(&self, since: i64) -> bool {
        self.staked_since == since
    }

    /// R32: gives a part back, under the present unlock.
    pub(super) fn restore(&mut self, part: u64) -> RuleResult<()> {
        let stake = if self.is_exiting() { &mut self.exiting } else { &mut self.active };
        *stake = add(*stake, part)?;
        Ok(())
    }

    /// R24: what a block left to the owner, or R32: what a case had withheld.
    pub(super) fn credit(&mut self, rewards: u64) -> RuleResult<()> {
        self.rewards = add(self.rewards, rewards)?;
        Ok(())
    }

    /// R26, R29: takes all unclaimed rewards.
    pub(super) fn take_rewards(&mut self) -> u64 {
        core::mem::take(&mut self.rewards)
    }
}
