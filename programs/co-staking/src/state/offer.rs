//! An offer: its terms, and where it stands as far as that is stored.

use anchor_lang::prelude::*;
use bytemuck::Zeroable;

use super::{Device, VERSION};
use crate::{
    error::CoStakingError,
    rules::{
        Precondition, RuleResult, check,
        facts::{MODEL_LEN, name_of},
        offer::{Terms, may_close, may_retract},
        require,
        status::{OfferState, OfferStatus, offer_status},
    },
};

/// One offer of one device. What comes after the claim stands in the device's position with its index (R16). Zero-copy:
/// the order of the fields is the layout by which a marketplace filters.
#[account(zero_copy)]
#[derive(Debug)]
#[repr(C)]
pub struct Offer {
    version: u8,
    state: u8,
    _padding: [u8; 2],
    index: u32,
    pub device: Pubkey,
    pub owner: Pubkey,
    /// The zero address until it is claimed.
    pub co_staker: Pubkey,
    /// The only wallet that may claim it; the zero address if anyone may.
    pub reserved_for: Pubkey,
    /// The device's model when the offer was made.
    pub model: [u8; MODEL_LEN],
    terms: Terms,
    created_at: i64,
    claimed_at: i64,
    /// Credited rewards that a withdrawn co-stake left, in base units.
    rewards: u64,
    /// Who gets the rent back.
    pub rent_payer: Pubkey,
    _reserved: [u64; 8],
}

/// What a new offer is made of.
pub struct NewOffer {
    pub device: Pubkey,
    pub index: u32,
    pub owner: Pubkey,
    pub reserved_for: Pubkey,
    pub model: [u8; MODEL_LEN],
    pub terms: Terms,
    pub rent_payer: Pubkey,
}

impl Offer {
    /// The stored state of an offer that may be claimed, for filters.
    pub const OPEN: u8 = 0;
    const CLAIMED: u8 = 1;
    const RETRACTED: u8 = 2;
    /// Bytes of the account.
    pub const SPACE: usize = Self::DISCRIMINATOR.len() + size_of::<Self>();

    /// Fills a new offer; the device has checked that it may be made.
    pub fn create(&mut self, new: NewOffer, now: i64) {
        *self = Self {
            version: VERSION,
            state: Self::OPEN,
            index: new.index,
            device: new.device,
            owner: new.owner,
            reserved_for: new.reserved_for,
            model: new.model,
            terms: new.terms,
            created_at: now,
            rent_payer: new.rent_payer,
            ..Zeroable::zeroed()
        };
    }

    /// R13: ends an Open offer.
    ///
    /// # Errors
    /// [`CoStakingError::OfferNotOpen`], [`CoStakingError::OfferNotExpired`].
    pub fn retract(&mut self, by: &Pubkey, now: i64) -> RuleResult<()> {
        check(self.may_retract(by, now))?;
        self.state = Self::RETRACTED;
        self.invariant()
    }

    /// R13: what must hold for [`Self::retract`].
    pub fn may_retract(&self, by: &Pubkey, now: i64) -> [Precondition; 2] {
        may_retract(self.is_open(), *by == self.owner, self.terms.expired(now))
    }

    /// R14: the offer is this wallet's; the device has checked that it may be.
    pub fn claim(&mut self, co_staker: Pubkey, now: i64) -> RuleResult<()> {
        self.state = Self::CLAIMED;
        self.co_staker = co_staker;
        self.claimed_at = now;
        self.invariant()
    }

    /// R19: keeps the rewards of a co-stake that is withdrawn.
    pub fn keep_rewards(&mut self, rewards: u64) -> RuleResult<()> {
        self.rewards = crate::rules::amount::add(self.rewards, rewards)?;
        self.invariant()
    }

    /// R26: takes the rewards that its ended co-stake left.
    pub(super) fn take_rewards(&mut self) -> RuleResult<u64> {
        let rewards = core::mem::take(&mut self.rewards);
        self.invariant()?;
        Ok(rewards)
    }

    /// R13: what must hold for closing the account; `device` is its device.
    pub fn may_close(&self, device: &Device) -> [Precondition; 3] {
        let (over, was_staked) = match self.state() {
            OfferState::Open => (false, false),
            OfferState::Retracted => (true, false),
            OfferState::Claimed => (device.position(self.index).is_none(), true),
        };
        // A case may have withheld rewards of its co-stake, which come back here if it is overturned (R29).
        may_close(over, self.rewards, was_staked && device.has_slash_cases())
    }

    /// R22: what it shows; `device` is its device.
    pub fn status(&self, device: &Device, now: i64) -> RuleResult<OfferStatus> {
        let phase = device.position(self.index).and_then(|position| position.phase(now));
        Ok(offer_status(self.state(), self.terms.expired(now), phase, device.is_sufficient(now)?))
    }

    /// What is stored of where it stands.
    pub const fn state(&self) -> OfferState {
        match self.state {
            Self::OPEN => OfferState::Open,
            Self::CLAIMED => OfferState::Claimed,
            // `invariant` lets no other value be written.
            _ => OfferState::Retracted,
        }
    }

    /// Whether it is stored as Open, expired or not.
    pub const fn is_open(&self) -> bool {
        matches!(self.state(), OfferState::Open)
    }

    /// The device's model when it was made.
    pub fn model_name(&self) -> &str {
        name_of(&self.model)
    }

    /// Its number on the device.
    pub const fn index(&self) -> u32 {
        self.index
    }

    /// What it promises.
    pub const fn terms(&self) -> &Terms {
        &self.terms
    }

    /// Rewards left by the co-stake that was withdrawn, in base units.
    pub const fn rewards(&self) -> u64 {
        self.rewards
    }

    /// When it was made.
    pub const fn created_at(&self) -> i64 {
        self.created_at
    }

    /// When it was claimed; of no meaning before.
    pub const fn claimed_at(&self) -> i64 {
        self.claimed_at
    }

    /// The layout that the account was written in.
    pub const fn version(&self) -> u8 {
        self.version
    }

    /// What holds for every offer, however it came about.
    pub(super) fn invariant(&self) -> RuleResult<()> {
        check([
            require(self.version == VERSION, CoStakingError::UnknownVersion),
            require(self.state <= Self::RETRACTED, CoStakingError::LedgerBroken),
        ])
    }
}
