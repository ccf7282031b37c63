//! R6 to R10: the owner's stake.

use super::Device;
use crate::{
    rules::{
        Precondition, RuleResult, check,
        owner::{may_stake, may_unstake, may_withdraw, may_withdraw_overflow},
    },
    state::Durations,
};

impl Device {
    /// R6: the owner adds to its stake.
    pub fn stake(&mut self, amount: u64, paused: bool, now: i64) -> RuleResult<()> {
        check(self.may_stake(amount, paused))?;
        self.ever_staked = 1;
        self.owner_stake.stake(amount, now)
    }

    /// R6: what must hold for [`Self::stake`].
    pub const fn may_stake(&self, amount: u64, paused: bool) -> [Precondition; 3] {
        may_stake(paused, amount, self.owner_stake.is_exiting())
    }

    /// R7: the owner takes out part of the overflow.
    pub fn withdraw_overflow(&mut self, amount: u64, now: i64) -> RuleResult<()> {
        check(self.may_withdraw_overflow(amount, now)?)?;
        self.owner_stake.take(amount)
    }

    /// R7: what must hold for [`Self::withdraw_overflow`].
    pub fn may_withdraw_overflow(&self, amount: u64, now: i64) -> RuleResult<[Precondition; 2]> {
        Ok(may_withdraw_overflow(amount, self.overflow(now)?))
    }

    /// R8, R9: the owner takes out its whole stake, and the co-stakes leave with it. Returns the owner's amount; it
    /// unlocks after the cooldown.
    pub fn unstake(&mut self, durations: &Durations, now: i64) -> RuleResult<u64> {
        check(self.may_unstake(now))?;
        self.owner_stake.unstake(now, durations.cooldown_secs)?;
        self.push_out(durations, now)?;
        Ok(self.owner_stake.exiting())
    }

    /// R8: what must hold for [`Self::unstake`].
    pub const fn may_unstake(&self, now: i64) -> [Precondition; 4] {
        let owner = &self.owner_stake;
        may_unstake(owner.is_exiting(), owner.active(), self.hire.is_on(now), self.open_offers)
    }

    /// R10: the owner's exit ends. Returns what is to be paid.
    pub fn withdraw(&mut self, now: i64) -> RuleResult<u64> {
        check(self.may_withdraw(now))?;
        Ok(self.owner_stake.withdraw())
    }

    /// R10: what must hold for [`Self::withdraw`].
    pub const fn may_withdraw(&self, now: i64) -> [Precondition; 2] {
        may_withdraw(self.owner_stake.is_exiting(), now, self.owner_stake.unlock_at())
    }
}
