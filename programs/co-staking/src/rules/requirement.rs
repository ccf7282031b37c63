//! R1 and R3: what a device must have staked to earn, and how a change of it takes effect.

use anchor_lang::prelude::*;
use bytemuck::{Pod, Zeroable};

use super::{
    Precondition, RuleResult, amount, check, require,
    time::{NEVER, after},
};
use crate::error::CoStakingError;

/// The base requirement per card that a network starts with: 200 IO at 8 decimals.
pub const DEFAULT_BASE_REQUIREMENT: u64 = 200 * 100_000_000;
/// A multiplier below 1× counts as 1×.
const LEAST_MULTIPLIER_BPS: u32 = 10_000;

/// R1: `⌈cards × base × max(multiplier_bps, 10000) / 10000⌉`. `cards` and `base` are at least 1.
///
/// # Errors
/// [`CoStakingError::CardsZero`], [`CoStakingError::BaseRequirementZero`], and
/// [`CoStakingError::RequirementTooLarge`] above `u64::MAX`.
pub fn requirement(cards: u32, base: u64, multiplier_bps: u32) -> RuleResult<u64> {
    check(may_compute(cards, base))?;
    // (2^32 − 1)² × (2^64 − 1) is below 2^128, so the product itself cannot overflow.
    let scaled = u128::from(cards)
        .checked_mul(u128::from(base))
        .and_then(|product| product.checked_mul(u128::from(multiplier_bps.max(LEAST_MULTIPLIER_BPS))))
        .ok_or(CoStakingError::RequirementTooLarge)?;
    amount::whole_bps_up(scaled).map_err(|_| CoStakingError::RequirementTooLarge)
}

fn may_compute(cards: u32, base: u64) -> [Precondition; 2] {
    [require(cards > 0, CoStakingError::CardsZero), require(base > 0, CoStakingError::BaseRequirementZero)]
}

/// R3: the stored requirement, and the one that will replace it. Base units.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct Requirement {
    current: u64,
    pending: u64,
    /// When `pending` takes effect; [`NEVER`] while there is none.
    pending_from: i64,
}

impl Requirement {
    /// A first requirement, in effect at once.
    pub const fn new(current: u64) -> Self {
        Self { current, pending: 0, pending_from: NEVER }
    }

    /// What counts at `now`.
    pub const fn at(&self, now: i64) -> u64 {
        if now >= self.pending_from { self.pending } else { self.current }
    }

    /// What will count, and from when, if a change is on its way at `now`.
    pub fn pending_at(&self, now: i64) -> Option<(u64, i64)> {
        (now < self.pending_from && self.pending_from != NEVER).then_some((self.pending, self.pending_from))
    }

    /// The requirement was computed anew as `value`: it takes effect after the notice.
    ///
    /// A matured pending value is applied first. Then a value equal to the pending one changes nothing (the notice
    /// runs on), one equal to the current drops the pending, and any other replaces it and starts the notice anew.
    pub fn propose(&mut self, value: u64, now: i64, notice_secs: i64) -> RuleResult<()> {
        let pending = self.pending_at(now);
        let current = self.at(now);
        *self = match pending {
            Some((pending, from)) if pending == value => Self { current, pending, pending_from: from },
            _ if value == current => Self::new(current),
            _ => Self { current, pending: value, pending_from: after(now, notice_secs)? },
        };
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const IO: u64 = 100_000_000;
    const NOTICE: i64 = 7 * 86_400;

    #[test]
    fn the_documents_examples() {
        assert_eq!(requirement(8, 200 * IO, 100_000), Ok(16_000 * IO), "8 cards at 10x");
        assert_eq!(requirement(4, 200 * IO, 2_500), Ok(800 * IO), "4 cards at 0.25x");
    }

    #[test]
    fn the_ends_of_the_range() {
        assert_eq!(requirement(1, 1, 0), Ok(1));
        assert_eq!(requirement(1, 1, 10_001), Ok(2), "rounds up");
        assert_eq!(requirement(1, u64::MAX, 10_000), Ok(u64::MAX));
        assert_eq!(requirement(1, u64::MAX, 10_001), Err(CoStakingError::RequirementTooLarge));
        assert_eq!(requirement(u32::MAX, u64::MAX, u32::MAX), Err(CoStakingError::RequirementTooLarge));
        assert_eq!(requirement(0, 1, 10_000), Err(CoStakingError::CardsZero));
        assert_eq!(requirement(1, 0, 10_000), Err(CoStakingError::BaseRequirementZero));
    }

    proptest! {
        /// Long division, one card and one multiplier point at a time, is the independent oracle.
        #[test]
        fn agrees_with_repeated_addition(cards in 1..40u32, base in 1..5_000u64, multiplier in 0..40_000u32) {
            let mut points: u64 = 0;
            for _ in 0..cards {
                points += base * u64::from(multiplier.max(10_000));
            }
            let mut whole = 0;
            while points > 0 {
                whole += 1;
                points = points.saturating_sub(10_000);
            }
            prop_assert_eq!(requirement(cards, base, multiplier), Ok(whole));
        }

        #[test]
        fn never_falls_when_something_rises(cards in 1..u32::MAX, base in 1..u64::MAX, multiplier in 0..u32::MAX) {
            if let Ok(more) = requirement(cards + 1, base, multiplier) {
                prop_assert!(requirement(cards, base, multiplier).unwrap() <= more);
            }
            if let Ok(more) = requirement(cards, base + 1, multiplier) {
                prop_assert!(requirement(cards, base, multiplier).unwrap() <= more);
            }
            if let Ok(more) = requirement(cards, base, multiplier + 1) {
                prop_assert!(requirement(cards, base, multiplier).unwrap() <= more);
            }
        }
    }

    #[test]
    fn a_change_counts_from_the_end_of_the_notice() {
        let mut r = Requirement::new(100);
        r.propose(300, 0, NOTICE).unwrap();
        assert_eq!((r.at(NOTICE - 1), r.at(NOTICE), r.at(NOTICE + 1)), (100, 300, 300));
        assert_eq!(r.pending_at(NOTICE - 1), Some((300, NOTICE)));
        assert_eq!(r.pending_at(NOTICE), None);
    }

    #[test]
    fn the_same_value_again_lets_the_notice_run_on() {
        let mut r = Requirement::new(100);
        r.propose(300, 0, NOTICE).unwrap();
        r.propose(300, NOTICE - 1, NOTICE).unwrap();
        assert_eq!(r.at(NOTICE), 300);
    }

    #[test]
    fn the_current_value_drops_the_pending() {
        let mut r = Requirement::new(100);
        r.propose(300, 0, NOTICE).unwrap();
        r.propose(100, 1, NOTICE).unwrap();
        assert_eq!(r, Requirement::new(100));
        assert_eq!(r.at(NEVER - 1), 100);
    }

    #[test]
    fn another_value_starts_the_notice_anew() {
        let mut r = Requirement::new(100);
        r.propose(300, 0, NOTICE).unwrap();
        r.propose(200, NOTICE - 1, NOTICE).unwrap();
        assert_eq!((r.at(NOTICE), r.at(2 * NOTICE - 2), r.at(2 * NOTICE - 1)), (100, 100, 200));
    }

    #[test]
    fn a_matured_value_is_applied_before_the_next() {
        let mut r = Requirement::new(100);
        r.propose(300, 0, NOTICE).unwrap();
        r.propose(100, NOTICE, NOTICE).unwrap();
        assert_eq!((r.at(NOTICE), r.at(2 * NOTICE - 1), r.at(2 * NOTICE)), (300, 300, 100));
        let mut r = Requirement::new(100);
        r.propose(300, 0, NOTICE).unwrap();
        r.propose(300, NOTICE, NOTICE).unwrap();
        assert_eq!(r, Requirement::new(300), "equal to the matured value: nothing is pending");
    }
}
