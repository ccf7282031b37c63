//! R11 to R14: what an owner may offer, and what may be claimed.

use anchor_lang::prelude::*;
use bytemuck::{Pod, Zeroable};

use super::{
    Precondition, RuleResult,
    amount::{BPS_WHOLE, add, half_down, half_up},
    not_paused, require,
};
use crate::error::CoStakingError;

/// Offers stored as Open and co-stakes that are Active, together, on one device.
pub const OPEN_AND_ACTIVE: usize = 4;
/// Places for co-stakes on one device; an Open offer keeps one for whoever claims it.
pub const PLACES: usize = 8;

/// What an offer promises. It never changes (R12).
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct Terms {
    /// What the co-staker stakes, in base units.
    pub amount: u64,
    /// The last time at which it may be claimed; [`super::time::NEVER`] if it does not expire.
    pub expires_at: i64,
    /// The co-staker's share of each block reward, in bps.
    pub reward_bps: u16,
    _padding: [u8; 6],
}

impl Terms {
    /// The terms; [`super::time::NEVER`] for an offer that does not expire.
    pub const fn new(amount: u64, reward_bps: u16, expires_at: i64) -> Self {
        Self { amount, expires_at, reward_bps, _padding: [0; 6] }
    }

    /// At `now == expires_at` it may still be claimed.
    pub const fn expired(&self, now: i64) -> bool {
        now > self.expires_at
    }
}

/// What offers and co-stakes rely on, with the offer in question among the open ones. Base units, bps, numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Load {
    pub req: u64,
    /// `O`.
    pub owner: u64,
    /// `A + P`.
    pub co_stake: u64,
    /// Σ bps over Open and Active.
    pub shares: u32,
    pub open: usize,
    pub active: usize,
    /// Places that hold a co-stake, in whatever phase.
    pub held: usize,
}

impl Load {
    /// The same, with one more offer among the open ones. Whoever asks for it names the amount, so a sum beyond 64 bits
    /// is no broken ledger: it saturates, which is above every cap.
    pub fn with_offer(self, terms: &Terms) -> Self {
        Self {
            co_stake: self.co_stake.saturating_add(terms.amount),
            shares: self.shares.saturating_add(terms.reward_bps.into()),
            open: self.open.saturating_add(1),
            ..self
        }
    }

    /// The same, with one more co-stake that is Active.
    pub fn with_active(self, stake: u64, reward_bps: u16) -> RuleResult<Self> {
        Ok(Self {
            co_stake: add(self.co_stake, stake)?,
            shares: self.shares.saturating_add(reward_bps.into()),
            active: self.active.saturating_add(1),
            ..self
        })
    }
}

/// R11's caps, as they must hold once an offer is made and still when it is claimed (I2, I4).
///
/// `A + P ≤ O` needs no line of its own: it follows from the first two, since `⌊req/2⌋ ≤ ⌈req/2⌉`.
pub fn caps(load: &Load) -> [Precondition; 5] {
    let Load { req, owner, co_stake, shares, open, active, held } = *load;
    [
        require(owner >= half_up(req), CoStakingError::OwnerBelowHalf),
        require(co_stake <= half_down(req), CoStakingError::CoStakeAboveHalf),
        require(shares <= u32::from(BPS_WHOLE), CoStakingError::RewardSharesAboveWhole),
        require(open.saturating_add(active) <= OPEN_AND_ACTIVE, CoStakingError::TooManyOffers),
        require(held.saturating_add(open) <= PLACES, CoStakingError::NoPlaceLeft),
    ]
}

/// What else decides whether an offer may be made.
#[derive(Clone, Copy, Debug)]
pub struct Creation {
    pub paused: bool,
    pub operational: bool,
    pub exiting: bool,
    /// Whether it would be reserved for the owner, or for the zero address.
    pub for_nobody: bool,
    pub now: i64,
}

/// R11, but for the [`caps`].
pub const fn may_create(creation: &Creation, terms: &Terms) -> [Precondition; 7] {
    [
        not_paused(creation.paused),
        require(terms.amount > 0, CoStakingError::AmountZero),
        require(terms.reward_bps <= BPS_WHOLE, CoStakingError::RewardShareOutOfRange),
        require(!terms.expired(creation.now), CoStakingError::OfferExpiresInPast),
        require(!creation.for_nobody, CoStakingError::ReservedForNobody),
        require(creation.operational, CoStakingError::DeviceNotOperational),
        require(!creation.exiting, CoStakingError::OwnerExiting),
    ]
}

/// What else decides whether an offer may be claimed.
#[derive(Clone, Copy, Debug)]
pub struct Claim {
    pub paused: bool,
    pub open: bool,
    pub expected_amount: u64,
    pub expected_bps: u16,
    pub by_owner: bool,
    /// Whether it is reserved for another wallet.
    pub for_another: bool,
    pub operational: bool,
    pub exiting: bool,
    /// Whether the wallet has a claim slot left (R20).
    pub slot_free: bool,
    pub now: i64,
}

/// R14, but for the [`caps`].
pub const fn may_claim(claim: &Claim, terms: &Terms) -> [Precondition; 9] {
    let as_expected = terms.amount == claim.expected_amount && terms.reward_bps == claim.expected_bps;
    [
        not_paused(claim.paused),
        require(claim.open, CoStakingError::OfferNotOpen),
        require(!terms.expired(claim.now), CoStakingError::OfferExpired),
        require(as_expected, CoStakingError::TermsDiffer),
        require(!claim.by_owner, CoStakingError::SelfCoStake),
        require(!claim.for_another, CoStakingError::ReservedForAnother),
        require(claim.operational, CoStakingError::DeviceNotOperational),
        require(!claim.exiting, CoStakingError::OwnerExiting),
        require(claim.slot_free, CoStakingError::TooManyClaims),
    ]
}

/// R13: the owner retracts while Open; anyone, once expired.
pub const fn may_retract(open: bool, by_owner: bool, expired: bool) -> [Precondition; 2] {
    [require(open, CoStakingError::OfferNotOpen), require(by_owner || expired, CoStakingError::OfferNotExpired)]
}

/// R13: the account of an offer that is over. `in_case`: a slash case may still return rewards to it (R29).
pub const fn may_close(over: bool, rewards: u64, in_case: bool) -> [Precondition; 3] {
    [
        require(over, CoStakingError::OfferNotOver),
        require(rewards == 0, CoStakingError::OfferHasRewards),
        require(!in_case, CoStakingError::DeviceHasSlashCases),
    ]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::rules::check;

    const FITS: Load = Load { req: 16_000, owner: 8_000, co_stake: 8_000, shares: 10_000, open: 1, active: 3, held: 7 };

    #[test]
    fn each_cap_is_inclusive_and_has_its_refusal() {
        assert_eq!(check(caps(&FITS)), Ok(()));
        for (load, refusal) in [
            (Load { owner: 7_999, ..FITS }, CoStakingError::OwnerBelowHalf),
            (Load { co_stake: 8_001, owner: 9_000, ..FITS }, CoStakingError::CoStakeAboveHalf),
            (Load { shares: 10_001, ..FITS }, CoStakingError::RewardSharesAboveWhole),
            (Load { active: 4, ..FITS }, CoStakingError::TooManyOffers),
            (Load { held: 8, ..FITS }, CoStakingError::NoPlaceLeft),
        ] {
            assert_eq!(check(caps(&load)), Err(refusal), "{load:?}");
        }
    }

    #[test]
    fn an_odd_requirement_leaves_the_larger_half_to_the_owner() {
        for (req, least_owner, most_co_stake) in
            [(1, 1, 0), (2, 1, 1), (3, 2, 1), (u64::MAX, u64::MAX / 2 + 1, u64::MAX / 2)]
        {
            let load = Load { req, owner: least_owner, co_stake: most_co_stake, ..FITS };
            assert_eq!(check(caps(&load)), Ok(()), "req {req}");
            let less = Load { owner: least_owner - 1, ..load };
            assert_eq!(check(caps(&less)), Err(CoStakingError::OwnerBelowHalf), "req {req}");
            let more = Load { co_stake: most_co_stake + 1, ..load };
            assert_eq!(check(caps(&more)), Err(CoStakingError::CoStakeAboveHalf), "req {req}");
        }
    }

    proptest! {
        /// Whatever the caps let pass, the owner holds at least half of what is staked.
        #[test]
        fn the_owner_never_holds_the_smaller_part(req: u64, owner: u64, co_stake: u64) {
            if check(caps(&Load { req, owner, co_stake, ..FITS })).is_ok() {
                prop_assert!(owner >= co_stake);
                prop_assert!(2 * u128::from(owner) >= u128::from(req));
                prop_assert!(2 * u128::from(co_stake) <= u128::from(req));
            }
        }
    }
}
