//! What a slash case took from one party.

use anchor_lang::prelude::*;
use bytemuck::{Pod, Zeroable};

use super::Position;

/// What a case took from one party. All zero where there was none.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct Part {
    party: Pubkey,
    /// Base units of the stake, held in escrow until the case is decided.
    stake: u64,
    /// Base units of unclaimed rewards, withheld in the reward vault until then (R29).
    rewards: u64,
    /// When the stake was begun, or the co-stake claimed.
    since: i64,
    /// The offer of a co-stake; of no meaning for the owner.
    offer_index: u32,
    kind: u8,
    returned: u8,
    _padding: [u8; 2],
}

impl Part {
    /// No party.
    pub(super) const NONE: Self = Self {
        party: Pubkey::new_from_array([0; 32]),
        stake: 0,
        rewards: 0,
        since: 0,
        offer_index: 0,
        kind: 0,
        returned: 0,
        _padding: [0; 2],
    };
    const OWNER: u8 = 1;
    const CO_STAKE: u8 = 2;

    pub(super) fn of_owner(owner: Pubkey, since: i64, stake: u64, rewards: u64) -> Self {
        Self { party: owner, stake, rewards, since, kind: Self::OWNER, ..Self::NONE }
    }

    pub(super) fn of_co_stake(position: &Position, stake: u64, rewards: u64) -> Self {
        Self {
            party: *position.co_staker(),
            stake,
            rewards,
            since: position.claimed_at(),
            offer_index: position.offer_index(),
            kind: Self::CO_STAKE,
            ..Self::NONE
        }
    }

    /// Whether a party is in it.
    pub const fn is_some(&self) -> bool {
        self.kind != 0
    }

    /// Whether something of it is still to be returned, should the case be overturned.
    pub const fn is_due(&self) -> bool {
        self.is_some() && !self.is_returned()
    }

    /// Whether it went back.
    pub const fn is_returned(&self) -> bool {
        self.returned != 0
    }

    /// R32: it goes back. Returns what that is.
    pub(super) fn give_back(&mut self) -> Self {
        self.returned = 1;
        *self
    }

    /// From whom it was taken.
    pub const fn party(&self) -> &Pubkey {
        &self.party
    }

    /// Base units of the stake.
    pub const fn stake(&self) -> u64 {
        self.stake
    }

    /// Base units of withheld rewards.
    pub const fn rewards(&self) -> u64 {
        self.rewards
    }

    /// When the stake was begun, or the co-stake claimed.
    pub const fn since(&self) -> i64 {
        self.since
    }

    /// The offer of a co-stake; `None` for the owner's part.
    pub fn offer_index(&self) -> Option<u32> {
        (self.kind == Self::CO_STAKE).then_some(self.offer_index)
    }
}
