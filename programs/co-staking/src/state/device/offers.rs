//! R11 to R14: the owner's offers, and the claim of one.

use anchor_lang::prelude::*;
use bytemuck::Zeroable;

use super::Device;
use crate::{
    error::CoStakingError,
    rules::{
        Precondition, RuleResult,
        amount::{add, sub},
        check,
        offer::{Claim, Creation, Load, Terms, caps, may_claim, may_create},
    },
    state::{ClaimCounter, Offer, Position},
};

/// What a wallet expects of the offer that it claims.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExpectedTerms {
    /// Base units.
    pub amount: u64,
    pub reward_bps: u16,
}

impl Device {
    /// R11: the owner makes an offer. Returns its index.
    pub fn create_offer(
        &mut self,
        terms: &Terms,
        reserved_for: Option<Pubkey>,
        paused: bool,
        now: i64,
    ) -> RuleResult<u32> {
        check(self.may_create_offer(terms, reserved_for, paused, now))?;
        check(caps(&self.load(now)?.with_offer(terms)))?;
        let index = self.next_offer_index;
        self.next_offer_index = index.checked_add(1).ok_or(CoStakingError::MathOverflow)?;
        self.offer_accounts = self.offer_accounts.checked_add(1).ok_or(CoStakingError::MathOverflow)?;
        self.open_offers = self.open_offers.checked_add(1).ok_or(CoStakingError::MathOverflow)?;
        self.open_amount = add(self.open_amount, terms.amount)?;
        self.open_bps = self.open_bps.saturating_add(terms.reward_bps.into());
        Ok(index)
    }

    /// R11: what must hold for [`Self::create_offer`], but for the caps.
    pub fn may_create_offer(
        &self,
        terms: &Terms,
        reserved_for: Option<Pubkey>,
        paused: bool,
        now: i64,
    ) -> [Precondition; 7] {
        let creation = Creation {
            paused,
            operational: self.facts.is_operational(),
            exiting: self.owner_stake.is_exiting(),
            for_nobody: reserved_for.is_some_and(|wallet| wallet == self.owner || wallet == Pubkey::default()),
            now,
        };
        may_create(&creation, terms)
    }

    /// R13: an offer is Open no more.
    pub fn drop_open_offer(&mut self, terms: &Terms) -> RuleResult<()> {
        self.open_offers = self.open_offers.checked_sub(1).ok_or(CoStakingError::MathOverflow)?;
        self.open_amount = sub(self.open_amount, terms.amount)?;
        self.open_bps = self.open_bps.checked_sub(terms.reward_bps.into()).ok_or(CoStakingError::MathOverflow)?;
        Ok(())
    }

    /// R13: the account of an offer is closed.
    pub fn close_offer(&mut self, offer: &Offer) -> RuleResult<()> {
        offer.invariant()?;
        check(offer.may_close(self))?;
        self.offer_accounts = self.offer_accounts.checked_sub(1).ok_or(CoStakingError::MathOverflow)?;
        Ok(())
    }

    /// R14: a co-staker claims an offer of this device. Returns the place that it takes.
    pub fn claim(
        &mut self,
        offer: &Offer,
        counter: &ClaimCounter,
        expected: &ExpectedTerms,
        paused: bool,
        now: i64,
    ) -> RuleResult<usize> {
        check(self.may_claim(offer, counter, expected, paused, now))?;
        // The offer is among the open ones here, so the caps mean the same as when it was made.
        check(caps(&self.load(now)?))?;
        self.drop_open_offer(offer.terms())?;
        let mut places = self.positions.iter_mut().enumerate();
        let (place, position) = places.find(|(_, position)| !position.is_held()).ok_or(CoStakingError::NoPlaceLeft)?;
        *position = Position::claimed(offer.index(), offer.terms(), counter.wallet, now);
        Ok(place)
    }

    /// R14: what must hold for [`Self::claim`], but for the caps.
    pub fn may_claim(
        &self,
        offer: &Offer,
        counter: &ClaimCounter,
        expected: &ExpectedTerms,
        paused: bool,
        now: i64,
    ) -> [Precondition; 9] {
        let wallet = counter.wallet;
        let claim = Claim {
            paused,
            open: offer.is_open(),
            expected_amount: expected.amount,
            expected_bps: expected.reward_bps,
            by_owner: wallet == self.owner,
            for_another: offer.reserved_for != Pubkey::zeroed() && offer.reserved_for != wallet,
            operational: self.facts.is_operational(),
            exiting: self.owner_stake.is_exiting(),
            slot_free: counter.has_free_slot(now),
            now,
        };
        may_claim(&claim, offer.terms())
    }

    /// What offers and co-stakes rely on at `now`, for R11's caps.
    pub fn load(&self, now: i64) -> RuleResult<Load> {
        let stored = Load {
            req: self.requirement.at(now),
            owner: self.owner_stake.active(),
            co_stake: self.open_amount,
            shares: self.open_bps,
            open: usize::from(self.open_offers),
            active: 0,
            held: self.held().count(),
        };
        self.held()
            .filter(|position| position.is_active())
            .try_fold(stored, |load, active| load.with_active(active.stake(), active.reward_bps()))
    }
}
