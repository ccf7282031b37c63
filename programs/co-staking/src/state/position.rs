//! A co-stake on a device, held from claim to withdrawal (R21).

use anchor_lang::prelude::*;
use bytemuck::{Pod, Zeroable};

use crate::rules::{
    co_stake::Leave,
    offer::Terms,
    phase::{CoStakePhase, co_stake_phase},
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
