//! R23 to R25, R27: which blocks may be posted, who earns of them how much, and what may be expected of the next.

use anchor_lang::prelude::*;

use super::{
    Precondition, RuleResult,
    amount::{part_and, part_of},
    not_paused, require,
    time::DAY_SECS,
};
use crate::error::CoStakingError;

/// The time that a block covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    pub started_at: i64,
    pub ended_at: i64,
}

/// Why a device earns nothing of a block (R25). The others of its batch are paid.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skip {
    /// Closed, or never a device of this program, or written by another version of it.
    NotADevice,
    /// Its last block ended after this one started.
    AlreadyPaid,
    /// The registrar attests that it is not.
    NotOperational,
    /// The owner is leaving.
    OwnerExiting,
    /// Less is staked on it now than it requires.
    Insufficient,
}

impl core::fmt::Display for Skip {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::NotADevice => "not a device of this program, or closed",
            Self::AlreadyPaid => "already paid for this time",
            Self::NotOperational => "not operational",
            Self::OwnerExiting => "the owner is unstaking",
            Self::Insufficient => "the stake is below the requirement",
        })
    }
}

/// What decides whether a device earns.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    /// When the last block that the device was in ended.
    pub last_block_ended_at: i64,
    pub operational: bool,
    pub exiting: bool,
    pub sufficient: bool,
}

/// R25, I9: why the device earns nothing of the block, if so.
pub const fn skip(standing: &Standing, block: &Block) -> Option<Skip> {
    if standing.last_block_ended_at > block.started_at {
        Some(Skip::AlreadyPaid)
    } else if !standing.operational {
        Some(Skip::NotOperational)
    } else if standing.exiting {
        Some(Skip::OwnerExiting)
    } else if !standing.sufficient {
        Some(Skip::Insufficient)
    } else {
        None
    }
}

/// A batch as the rewarder posts it.
#[derive(Clone, Copy, Debug)]
pub struct Batch<'a> {
    pub block: Block,
    /// Base units, one for each device.
    pub amounts: &'a [u64],
    pub devices: usize,
}

/// R23, R34: what must hold for a batch, but for the pool's funds.
pub fn may_accrue(batch: &Batch, paused: bool, maximum: u64, now: i64) -> [Precondition; 5] {
    let Batch { block, amounts, devices } = batch;
    [
        not_paused(paused),
        require(block.started_at < block.ended_at, CoStakingError::BlockEndsBeforeStart),
        require(block.ended_at <= now, CoStakingError::BlockInFuture),
        require(amounts.len() == *devices, CoStakingError::RewardRowsMismatch),
        require(amounts.iter().all(|amount| *amount <= maximum), CoStakingError::RewardAboveMaximum),
    ]
}

/// R23: `funded` in all, `paid` out and `owed` still. Base units.
pub const fn may_owe(owed: u64, funded: u64, paid: u64) -> [Precondition; 1] {
    [require(owed <= funded.saturating_sub(paid), CoStakingError::RewardPoolUnderfunded)]
}

/// R26.
pub const fn may_claim_rewards(amount: u64) -> [Precondition; 1] {
    [require(amount > 0, CoStakingError::NothingToClaim)]
}

/// R27: the day, since 1970, on which a block that ended then counts.
pub fn day_of(ended_at: i64) -> u32 {
    u32::try_from(ended_at.checked_div(DAY_SECS).unwrap_or_default()).unwrap_or_default()
}

/// `⌊amount × bps × stake / (10000 × claimed)⌋` in one rounding: the share shrinks with a slash. `claimed` is what the
/// co-stake was when it was claimed, at least 1, and `stake` at most that.
///
/// # Errors
/// [`CoStakingError::MathOverflow`] where `claimed` is zero or `stake` exceeds it, which no co-stake's figures do.
pub fn co_stake_share(amount: u64, bps: u16, stake: u64, claimed: u64) -> RuleResult<u64> {
    if stake == claimed && claimed > 0 {
        // A whole stake, as nearly all are: the same in 64 bits.
        return part_of(amount, bps);
    }
    // amount × stake fits 128 bits, and with q, r of its division by `claimed` the rest fits 64:
    // (q × claimed + r) × bps / (claimed × 10000) = (q × bps + r × bps / claimed) / 10000, and rounding the inner
    // division down first changes nothing, since the outer one rounds down to whole numbers anyway. Divisions of 128
    // bits are what is dear here, so there are two: r is what the first one leaves.
    let divisor = u128::from(claimed);
    let share = u128::from(amount).checked_mul(stake.into()).filter(|_| stake <= claimed).and_then(|product| {
        let q = product.checked_div(divisor)?;
        let r = product.checked_sub(q.checked_mul(divisor)?)?;
        let inner = r.checked_mul(bps.into())?.checked_div(divisor)?;
        part_and(u64::try_from(q).ok()?, bps, u64::try_from(inner).ok()?).ok()
    });
    share.ok_or(CoStakingError::MathOverflow)
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
    use crate::rules::check;

    const BLOCK: Block = Block { started_at: 100, ended_at: 200 };

    #[test]
    fn the_first_reason_is_told() {
        let earns = Standing { last_block_ended_at: 100, operational: true, exiting: false, sufficient: true };
        assert_eq!(skip(&earns, &BLOCK), None, "the last block ended as this one started");
        for (standing, reason) in [
            (Standing { last_block_ended_at: 101, operational: false, ..earns }, Skip::AlreadyPaid),
            (Standing { operational: false, exiting: true, ..earns }, Skip::NotOperational),
            (Standing { exiting: true, sufficient: false, ..earns }, Skip::OwnerExiting),
            (Standing { sufficient: false, ..earns }, Skip::Insufficient),
        ] {
            assert_eq!(skip(&standing, &BLOCK), Some(reason), "{standing:?}");
        }
    }

    #[test]
    fn a_batch_at_and_past_each_bound() {
        let batch = |block, amounts, devices| Batch { block, amounts, devices };
        let posted = |batch: Batch, now| check(may_accrue(&batch, false, 50, now));
        assert_eq!(posted(batch(BLOCK, &[50, 0], 2), 200), Ok(()));
        assert_eq!(check(may_accrue(&batch(BLOCK, &[], 0), true, 50, 200)), Err(CoStakingError::Paused));
        assert_eq!(posted(batch(BLOCK, &[50], 1), 199), Err(CoStakingError::BlockInFuture));
        let empty = Block { ended_at: 100, ..BLOCK };
        assert_eq!(posted(batch(empty, &[50], 1), 200), Err(CoStakingError::BlockEndsBeforeStart));
        for devices in [0, 2] {
            assert_eq!(posted(batch(BLOCK, &[50], devices), 200), Err(CoStakingError::RewardRowsMismatch));
        }
        assert_eq!(posted(batch(BLOCK, &[0, 51], 2), 200), Err(CoStakingError::RewardAboveMaximum));
    }

    #[test]
    fn owes_at_most_what_is_left_of_the_funds() {
        assert_eq!(check(may_owe(70, 100, 30)), Ok(()));
        assert_eq!(check(may_owe(71, 100, 30)), Err(CoStakingError::RewardPoolUnderfunded));
        assert_eq!(check(may_owe(u64::MAX, u64::MAX, 0)), Ok(()));
    }

    #[test]
    fn days_change_at_midnight() {
        assert_eq!([0, 86_399, 86_400, 1_772_366_400].map(day_of), [0, 0, 1, 20_513]);
        assert_eq!((day_of(-1), day_of(i64::MAX)), (0, 0), "no block ends there");
    }

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

    /// The product of the first numbers by that of the others, rounded down, one bit after the other.
    fn long_division(numerator: &[u64; 3], denominator: &[u64; 2]) -> u64 {
        let [a, b, c] = numerator.map(u128::from);
        // The product in 64-bit digits, the highest first.
        let low = a * b;
        let (first, second) = ((low & u128::from(u64::MAX)) * c, (low >> 64) * c);
        let middle = (first >> 64) + (second & u128::from(u64::MAX));
        let digits = [(second >> 64) + (middle >> 64), middle & u128::from(u64::MAX), first & u128::from(u64::MAX)];
        let divisor = denominator.iter().copied().map(u128::from).product::<u128>();
        let bits = digits.iter().flat_map(|digit| (0..64).rev().map(move |bit| (digit >> bit) & 1));
        let (mut quotient, mut rest) = (0u128, 0u128);
        for bit in bits {
            rest = (rest << 1) | bit;
            quotient = (quotient << 1) | u128::from(rest >= divisor);
            rest -= if rest >= divisor { divisor } else { 0 };
        }
        u64::try_from(quotient).unwrap()
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

        /// The same over all of 64 bits: the oracle divides once, in twice as many digits as the product has at most,
        /// bit by bit.
        #[test]
        fn is_one_division_of_the_whole_product(amount: u64, bps in 0..=10_000u16, claimed in 1..=u64::MAX, cut: u64) {
            let stake = (u128::from(cut) % (u128::from(claimed) + 1)) as u64;
            let share = co_stake_share(amount, bps, stake, claimed).unwrap();
            prop_assert_eq!(share, long_division(&[amount, stake, bps.into()], &[claimed, 10_000]));
        }

        /// R24: whatever the shares, the owner's rest is not negative: nothing is made.
        #[test]
        fn shares_of_at_most_the_whole_sum_up_to_at_most_the_reward(
            amount: u64, cuts in prop::array::uniform3(0..=10_000u16), stakes in prop::array::uniform4(0..=u64::MAX),
        ) {
            let mut cuts = cuts;
            cuts.sort_unstable();
            let bps = [cuts[0], cuts[1] - cuts[0], cuts[2] - cuts[1], 10_000 - cuts[2]];
            let shares = bps.iter().zip(stakes).map(|(bps, stake)| co_stake_share(amount, *bps, stake, u64::MAX).unwrap());
            prop_assert!(shares.map(u128::from).sum::<u128>() <= u128::from(amount));
        }

        /// A share of a part that was not slashed is no less than that of one that was.
        #[test]
        fn a_slash_never_raises_the_share(amount: u64, bps in 0..=10_000u16, claimed in 1..=u64::MAX, cut: u64) {
            let left = cut % claimed;
            prop_assert!(co_stake_share(amount, bps, left, claimed).unwrap()
                <= co_stake_share(amount, bps, claimed, claimed).unwrap());
        }

        /// Paying in parts never pays more than paying at once.
        #[test]
        fn parts_never_exceed_the_whole(a in 0..u64::MAX / 2, b in 0..u64::MAX / 2, bps in 0..=10_000u16) {
            let share = |amount| co_stake_share(amount, bps, 1, 1).unwrap();
            prop_assert!(share(a) + share(b) <= share(a + b));
        }
    }
}
