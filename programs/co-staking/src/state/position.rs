//! A co-stake on a device, held from claim to withdrawal (R21).

use anchor_lang::prelude::*;
use bytemuck::{Pod, Zeroable};

use crate::rules::{
    RuleResult,
    amount::{add, sub},
    co_stake::Leave,
    offer::Terms,
    phase::{CoStakePhase, co_stake_phase},
    rewards::co_stake_share,
    slash::Stay,
    time::NEVER,
};

/// One of a device's eight places for co-stakes. All zero while empty.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct Position {
    co_staker: Pubkey,
    /// Base units; shrinks with a slash.
    stake: u64,
    /// The offer's amount as it was claimed, in base units.
    claimed: u64,
    /// Credited and not yet claimed, in base units.
    rewards: u64,
    claimed_at: i64,
    /// When the wait ends; [`NEVER`] while nobody left.
    cooldown_at: i64,
    /// When the cooldown ends; [`NEVER`] while nobody left.
    unlock_at: i64,
    offer_index: u32,
    reward_bps: u16,
    held: u8,
    _padding: u8,
}

impl Position {
    /// A co-stake that was just claimed.
    pub(super) fn claimed(offer_index: u32, terms: &Terms, co_staker: Pubkey, now: i64) -> Self {
        Self {
            co_staker,
            stake: terms.amount,
            claimed: terms.amount,
            rewards: 0,
            claimed_at: now,
            cooldown_at: NEVER,
            unlock_at: NEVER,
            offer_index,
            reward_bps: terms.reward_bps,
            held: 1,
            _padding: 0,
        }
    }

    /// Stores when its phases end.
    pub(super) fn set_leave(&mut self, leave: Leave) {
        self.cooldown_at = leave.cooldown_at;
        self.unlock_at = leave.unlock_at;
    }

    /// R24, I9: what it gets of a block that started then: nothing unless it is Active and was claimed by then.
    pub(super) fn share(&self, amount: u64, started_at: i64) -> RuleResult<u64> {
        if self.is_active() && self.claimed_at <= started_at {
            co_stake_share(amount, self.reward_bps, self.stake, self.claimed)
        } else {
            Ok(0)
        }
    }

    /// R24, or R32 for what a case had withheld.
    pub(super) fn credit(&mut self, rewards: u64) -> RuleResult<()> {
        self.rewards = add(self.rewards, rewards)?;
        Ok(())
    }

    /// R26, R29: takes all unclaimed rewards.
    pub(super) fn take_rewards(&mut self) -> u64 {
        core::mem::take(&mut self.rewards)
    }

    /// R28: when it counted; an empty place never did.
    pub(super) const fn stay(&self) -> Stay {
        let since = if self.is_held() { self.claimed_at } else { NEVER };
        Stay { since, cooldown_at: self.cooldown_at, unlock_at: self.unlock_at }
    }

    /// R28: takes a part of it.
    pub(super) fn slash(&mut self, part: u64) -> RuleResult<()> {
        self.stake = sub(self.stake, part)?;
        Ok(())
    }

    /// R32: gives a part back, whatever its phase; its times stay.
    pub(super) fn restore(&mut self, part: u64) -> RuleResult<()> {
        self.stake = add(self.stake, part)?;
        Ok(())
    }

    /// Whether a co-stake is in this place.
    pub const fn is_held(&self) -> bool {
        self.held != 0
    }

    /// R16: its phase at `now`; an empty place has none.
    pub fn phase(&self, now: i64) -> Option<CoStakePhase> {
        self.is_held().then(|| co_stake_phase(self.cooldown_at, self.unlock_at, now))
    }

    /// Whether nobody has left it: it counts, and earns on a sufficient device.
    pub const fn is_active(&self) -> bool {
        self.is_held() && self.cooldown_at == NEVER
    }

    /// Whose it is.
    pub const fn co_staker(&self) -> &Pubkey {
        &self.co_staker
    }

    /// The offer that it came from.
    pub const fn offer_index(&self) -> u32 {
        self.offer_index
    }

    /// What is staked in it, in base units.
    pub const fn stake(&self) -> u64 {
        self.stake
    }

    /// The offer's amount as it was claimed, in base units.
    pub const fn claimed_stake(&self) -> u64 {
        self.claimed
    }

    /// Unclaimed rewards, in base units.
    pub const fn rewards(&self) -> u64 {
        self.rewards
    }

    /// The share of the block reward that it takes while Active, in bps.
    pub const fn reward_bps(&self) -> u16 {
        self.reward_bps
    }

    /// When it was claimed.
    pub const fn claimed_at(&self) -> i64 {
        self.claimed_at
    }

    /// When its wait ends; [`NEVER`] while nobody left.
    pub const fn cooldown_at(&self) -> i64 {
        self.cooldown_at
    }

    /// When it unlocks; [`NEVER`] while nobody left.
    pub const fn unlock_at(&self) -> i64 {
        self.unlock_at
    }
}
