//! Amounts are base units of the one mint. This is the only place that divides them.

use super::RuleResult;
use crate::error::CoStakingError;

/// Basis points of a whole.
pub const BPS_WHOLE: u16 = 10_000;

/// `⌈x / 2⌉`: the owner's least part of a requirement (5,000 bps, the remainder to the owner's side).
pub const fn half_up(x: u64) -> u64 {
    x.div_ceil(2)
}

/// `⌊x / 2⌋`: the most of a requirement that co-stakers may hold (5,000 bps).
pub const fn half_down(x: u64) -> u64 {
    // `>>` and not `/`, so that a division by anything else would stand out.
    x >> 1
}

/// `⌈numerator / 10000⌉` as an amount.
///
/// # Errors
/// [`CoStakingError::MathOverflow`] where it does not fit 64 bits.
pub fn whole_bps_up(numerator: u128) -> RuleResult<u64> {
    u64::try_from(numerator.div_ceil(u128::from(BPS_WHOLE))).map_err(|_| CoStakingError::MathOverflow)
}

/// `⌊x × bps / 10000⌋`, exact in 64 bits, of at most the whole.
///
/// # Errors
/// [`CoStakingError::MathOverflow`] above 10,000 bps.
pub fn part_of(x: u64, bps: u16) -> RuleResult<u64> {
    part_and(x, bps, 0)
}

/// `⌊(x × bps + more) / 10000⌋`, exact in 64 bits; `more` is at most `bps`, and that at most the whole.
///
/// # Errors
/// [`CoStakingError::MathOverflow`] where either is more.
pub fn part_and(x: u64, bps: u16, more: u64) -> RuleResult<u64> {
    let (bps, whole) = (u64::from(bps), u64::from(BPS_WHOLE));
    let in_range = more <= bps && bps <= whole;
    let part = x.checked_div(whole).zip(x.checked_rem(whole)).filter(|_| in_range).and_then(|(wholes, rest)| {
        // The first product is at most `x`, the second below 10,000².
        wholes.checked_mul(bps)?.checked_add(rest.checked_mul(bps)?.checked_add(more)?.checked_div(whole)?)
    });
    part.ok_or(CoStakingError::MathOverflow)
}

/// The sum of two amounts.
///
/// # Errors
/// [`CoStakingError::MathOverflow`] above `u64::MAX`; one token's amounts never get there, its supply being a `u64`.
pub fn add(a: u64, b: u64) -> RuleResult<u64> {
    a.checked_add(b).ok_or(CoStakingError::MathOverflow)
}

/// What is left of `a` without `b`.
///
/// # Errors
/// [`CoStakingError::MathOverflow`] below zero.
pub fn sub(a: u64, b: u64) -> RuleResult<u64> {
    a.checked_sub(b).ok_or(CoStakingError::MathOverflow)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn halves_are_apart_by_at_most_one_and_sum_to_the_whole(x: u64) {
            prop_assert_eq!(u128::from(half_up(x)) + u128::from(half_down(x)), u128::from(x));
            prop_assert!(half_up(x) - half_down(x) <= 1);
        }

        /// The oracle is 128-bit arithmetic.
        #[test]
        fn a_part_is_rounded_down_once(x: u64, bps in 0..=10_000u16) {
            let exact = u128::from(x) * u128::from(bps) / 10_000;
            prop_assert_eq!(u128::from(part_of(x, bps).unwrap()), exact);
        }

        #[test]
        fn rounding_up_never_loses_and_adds_less_than_one(n in 0..=u128::from(u64::MAX) * 10_000) {
            let up = u128::from(whole_bps_up(n).unwrap());
            prop_assert!(up * 10_000 >= n && up * 10_000 < n + 10_000);
        }
    }

    #[test]
    fn the_ends_of_the_range_are_errors_not_wraps() {
        assert_eq!(whole_bps_up(u128::from(u64::MAX) * 10_000), Ok(u64::MAX));
        assert_eq!(whole_bps_up(u128::from(u64::MAX) * 10_000 + 1), Err(CoStakingError::MathOverflow));
        assert_eq!(whole_bps_up(u128::MAX), Err(CoStakingError::MathOverflow));
        assert_eq!(add(u64::MAX, 1), Err(CoStakingError::MathOverflow));
        assert_eq!(part_of(u64::MAX, 10_000), Ok(u64::MAX));
        assert_eq!(part_of(1, 10_001), Err(CoStakingError::MathOverflow));
        assert_eq!(part_and(1, 10, 11), Err(CoStakingError::MathOverflow));
        assert_eq!(sub(0, 1), Err(CoStakingError::MathOverflow));
    }
}
