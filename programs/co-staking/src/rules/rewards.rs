//! R24, R27: what a co-stake gets of a block's reward, and what may be expected of the next.

use super::{RuleResult, amount::BPS_WHOLE};
use crate::error::CoStakingError;

/// `⌊amount × bps × stake / (10000 × claimed)⌋` in one rounding: the share shrinks with a slash. `claimed` is what the
/// co-stake was when it was claimed, at least 1, and `stake` at most that.
///
/// # Errors
/// [`CoStakingError::MathOverflow`] where `claimed` is zero or `stake` exceeds it, which no co-stake's figures do.
pub fn co_stake_share(amount: u64, bps: u16, stake: u64, claimed: u64) -> RuleResult<u64> {
    // amount × stake fits 128 bits, and with q, r of its division by `claimed` the rest fits as well:
    // (q × claimed + r) × bps / (claimed × 10000) = (q × bps + r × bps / claimed) / 10000, and rounding the inner
    // division down first changes nothing, since the outer one rounds down to whole numbers anyway.
    let (amount, bps, stake, claimed) = (u128::from(amount), u128::from(bps), u128::from(stake), u128::from(claimed));
    let product = amount.checked_mul(stake).filter(|_| stake <= claimed);
    let share = product.and_then(|product| {
        let (q, r) = (product.checked_div(claimed)?, product.checked_rem(claimed)?);
        let inner = r.checked_mul(bps)?.checked_div(claimed)?;
        q.checked_mul(bps)?.checked_add(inner)?.checked_div(BPS_WHOLE.into())
    });
    share.and_then(|share| u64::try_from(share).ok()).ok_or(CoStakingError::MathOverflow)
}

/// The average reward per block over days given as (rewards, blocks); `None` without a block.
pub fn average_per_block(days: impl Iterator<Item = (u64, u32)>) -> Option<u64> {
    let (rewards, blocks) = days.fold((0u128, 0u128), |(rewards, blocks), (reward, count)| {
        (rewards.saturating_add(reward.into()), blocks.saturating_add(count.into()))
    });
    rewards.checked_div(blocks).and_then(|average| u64::try_from(average).ok())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn examples() {
        assert_eq!(co_stake_share(1_000, 7_400, 8_000, 8_000), Ok(740), "74% of a block");
        assert_eq!(co_stake_share(1_000, 7_400, 4_000, 8_000), Ok(370), "half of it after half was slashed");
        assert_eq!(co_stake_share(u64::MAX, 10_000, u64::MAX, u64::MAX), Ok(u64::MAX));
        assert_eq!(co_stake_share(1, 9_999, 1, 1), Ok(0), "rounded down");
        assert_eq!(co_stake_share(1, 1, 1, 0), Err(CoStakingError::MathOverflow));
        assert_eq!(co_stake_share(1, 1, 2, 1), Err(CoStakingError::MathOverflow));
        assert_eq!(average_per_block([(10, 3), (11, 4)].into_iter()), Some(3));
        assert_eq!(average_per_block([(0, 0)].into_iter()), None);
    }

    proptest! {
        /// The oracle never divides: the share is the largest number whose product does not exceed the exact one.
        #[test]
        fn is_the_largest_whole_share(amount in 0..=1u64 << 40, bps in 0..=10_000u16, claimed in 1..=1u64 << 40, cut: u64) {
            let stake = cut % (claimed + 1);
            let share = u128::from(co_stake_share(amount, bps, stake, claimed).unwrap());
            let exact = u128::from(amount) * u128::from(bps) * u128::from(stake);
            let unit = 10_000 * u128::from(claimed);
            prop_assert!(share * unit <= exact && exact < (share + 1) * unit);
        }

        /// The spec's form for a whole stake, which stays in 64 bits.
        #[test]
        fn agrees_with_the_short_form_for_a_whole_stake(amount: u64, bps in 0..=10_000u64, claimed in 1..u64::MAX) {
            let short = (amount / 10_000) * bps + (amount % 10_000) * bps / 10_000;
            prop_assert_eq!(co_stake_share(amount, bps as u16, claimed, claimed), Ok(short));
        }

        /// Paying in parts never pays more than paying at once.
        #[test]
        fn parts_never_exceed_the_whole(a in 0..u64::MAX / 2, b in 0..u64::MAX / 2, bps in 0..=10_000u16) {
            let share = |amount| co_stake_share(amount, bps, 1, 1).unwrap();
            prop_assert!(share(a) + share(b) <= share(a + b));
        }
    }
}
