//! A wallet's two claim slots (R20).

use anchor_lang::prelude::*;
use bytemuck::{Pod, Zeroable};

use super::VERSION;
use crate::{
    error::CoStakingError,
    rules::{
        Precondition, RuleResult, check,
        claims::{CLAIMS, is_free},
        require,
        time::NEVER,
    },
};

/// One claim, keyed by (device, offer index). All zero while nothing is in it.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct ClaimSlot {
    device: Pubkey,
    /// When the co-stake's cooldown starts; [`NEVER`] until the co-staker leaves.
    free_from: i64,
    offer_index: u32,
    used: u8,
    _padding: [u8; 3],
}

impl ClaimSlot {
    /// Whether it counts as free at `now`.
    pub const fn is_free(&self, now: i64) -> bool {
        self.used == 0 || is_free(self.free_from, now)
    }

    /// The claim in it, as (device, offer index), whether or not it still counts.
    pub fn claim(&self) -> Option<(Pubkey, u32)> {
        (self.used != 0).then_some((self.device, self.offer_index))
    }

    /// When it counts as free; [`NEVER`] until the co-staker leaves.
    pub const fn free_from(&self) -> i64 {
        self.free_from
    }

    fn holds(&self, device: &Pubkey, offer_index: u32) -> bool {
        self.used != 0 && self.device == *device && self.offer_index == offer_index
    }
}

/// How many offers a wallet has claimed. One per wallet, at its own address.
#[account(zero_copy)]
#[derive(Debug)]
#[repr(C)]
pub struct ClaimCounter {
    version: u8,
    _padding: [u8; 7],
    pub wallet: Pubkey,
    /// Who gets the rent back.
    pub rent_payer: Pubkey,
    slots: [ClaimSlot; CLAIMS],
    _reserved: [u64; 8],
}

impl ClaimCounter {
    /// Bytes of the account.
    pub const SPACE: usize = Self::DISCRIMINATOR.len() + size_of::<Self>();

    /// Fills a new counter.
    pub fn open(&mut self, wallet: Pubkey, rent_payer: Pubkey) {
        *self = Self { version: VERSION, wallet, rent_payer, ..Zeroable::zeroed() };
    }

    /// Whether the wallet may claim another offer.
    pub fn has_free_slot(&self, now: i64) -> bool {
        self.slots.iter().any(|slot| slot.is_free(now))
    }

    /// R14: a claim takes a slot.
    ///
    /// # Errors
    /// [`CoStakingError::TooManyClaims`].
    pub fn take(&mut self, device: Pubkey, offer_index: u32, now: i64) -> RuleResult<()> {
        let free = self.slots.iter_mut().find(|slot| slot.is_free(now)).ok_or(CoStakingError::TooManyClaims)?;
        *free = ClaimSlot { device, offer_index, free_from: NEVER, used: 1, ..Zeroable::zeroed() };
        self.invariant()
    }

    /// R17: the co-staker leaves: its slot counts as free from the start of the cooldown, by itself.
    ///
    /// # Errors
    /// [`CoStakingError::NoSuchClaim`].
    pub fn leave(&mut self, device: &Pubkey, offer_index: u32, cooldown_at: i64) -> RuleResult<()> {
        self.slot_of(device, offer_index).ok_or(CoStakingError::NoSuchClaim)?.free_from = cooldown_at;
        self.invariant()
    }

    /// Frees the slot of that claim, and none else: one that had freed itself may hold another claim by now. Whether it
    /// may be freed is for the device to say.
    pub fn free(&mut self, device: &Pubkey, offer_index: u32) -> RuleResult<()> {
        if let Some(slot) = self.slot_of(device, offer_index) {
            *slot = Zeroable::zeroed();
        }
        self.invariant()
    }

    /// R20: that there is a claim of that key to free.
    pub fn may_free(&self, device: &Pubkey, offer_index: u32) -> Precondition {
        let held = self.slots.iter().any(|slot| slot.holds(device, offer_index));
        require(held, CoStakingError::NoSuchClaim)
    }

    /// R20: lets the counter be closed.
    ///
    /// # Errors
    /// [`CoStakingError::ClaimsNotFree`].
    pub fn close(&self, now: i64) -> RuleResult<()> {
        self.invariant()?;
        check(self.may_close(now))
    }

    /// R20: what must hold for [`Self::close`].
    pub fn may_close(&self, now: i64) -> [Precondition; 1] {
        [require(self.slots.iter().all(|slot| slot.is_free(now)), CoStakingError::ClaimsNotFree)]
    }

    /// Both slots.
    pub const fn slots(&self) -> &[ClaimSlot; CLAIMS] {
        &self.slots
    }

    /// The layout that the account was written in.
    pub const fn version(&self) -> u8 {
        self.version
    }

    fn slot_of(&mut self, device: &Pubkey, offer_index: u32) -> Option<&mut ClaimSlot> {
        self.slots.iter_mut().find(|slot| slot.holds(device, offer_index))
    }

    fn invariant(&self) -> RuleResult<()> {
        let [a, b] = &self.slots;
        check([
            require(self.version == VERSION, CoStakingError::UnknownVersion),
            // I3: two claims are two co-stakes.
            require(a.claim().is_none() || a.claim() != b.claim(), CoStakingError::LedgerBroken),
        ])
    }
}
