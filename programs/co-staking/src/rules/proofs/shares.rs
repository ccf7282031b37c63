//! R24, R28: a part of an amount is the largest whole number that does not exceed the exact one.

use super::{lattice, product};
use crate::{
    error::CoStakingError,
    rules::{
        amount::{part_and, part_of},
        rewards::co_stake_share,
    },
};

const BPS: [u16; 11] = [0, 1, 2, 3, 2_500, 4_999, 5_000, 5_001, 7_400, 9_999, 10_000];

/// With the next test every part of every amount: `x = 10000·q + r` has `q·bps` and the part of `r`. The oracle counts.
#[test]
fn every_part_of_less_than_ten_thousand() {
    for bps in 0..=10_000u16 {
        let (mut part, mut points) = (0, 0);
        for x in 0..10_000 {
            assert!(part_of(x, bps) == Ok(part), "{bps} bps of {x}");
            points += u32::from(bps);
            if points >= 10_000 {
                (part, points) = (part + 1, points - 10_000);
            }
        }
    }
}

#[test]
fn ten_thousands_add_their_bps_to_the_part_of_the_rest() {
    let most = u64::MAX / 10_000;
    for q in lattice(3).into_iter().filter(|q| *q <= most) {
        let rests = [0, 1, u64::MAX % 10_000, 5_000, 9_999];
        for r in rests.into_iter().filter(|r| q < most || *r <= u64::MAX % 10_000) {
            for bps in 0..=10_000 {
                let expected = q * u64::from(bps) + part_of(r, bps).unwrap();
                assert!(part_of(10_000 * q + r, bps) == Ok(expected), "{bps} bps of {q} ten thousands and {r}");
            }
        }
    }
}

#[test]
fn more_than_the_whole_is_no_part() {
    for x in lattice(3) {
        for bps in [10_001, 20_000, u16::MAX] {
            assert_eq!(part_of(x, bps), Err(CoStakingError::MathOverflow));
        }
        for bps in BPS {
            assert_eq!(part_and(x, bps, u64::from(bps) + 1), Err(CoStakingError::MathOverflow));
            assert_eq!(part_and(x, bps, u64::MAX), Err(CoStakingError::MathOverflow));
        }
    }
}

/// `more` is what is left of another division: the sum is rounded down once, and never reaches the next whole share.
#[test]
fn what_is_left_of_a_division_adds_less_than_one() {
    for x in lattice(3) {
        for bps in BPS {
            for more in [0, 1, u64::from(bps) / 2, bps.into()].into_iter().filter(|more| *more <= bps.into()) {
                let points = u128::from(x) * u128::from(bps) + u128::from(more);
                let Ok(part) = part_and(x, bps, more).map(u128::from) else {
                    assert!(points > u128::from(u64::MAX) * 10_000, "({x} · {bps} + {more}) / 10000 fits");
                    continue;
                };
                assert!(part * 10_000 <= points && points < (part + 1) * 10_000, "({x} · {bps} + {more}) / 10000");
            }
        }
    }
}

/// Every share of a reward, of every slashed stake, as far as the figures are small.
#[test]
fn every_share_of_small_figures() {
    for bps in 0..=10_000 {
        for claimed in 1..=7 {
            for stake in 0..=claimed {
                for amount in 1..=12 {
                    let share = co_stake_share(amount, bps, stake, claimed).unwrap();
                    let (exact, unit) = (amount * u64::from(bps) * stake, 10_000 * claimed);
                    assert!(share * unit <= exact && exact < (share + 1) * unit, "{amount} {bps} {stake} {claimed}");
                }
            }
        }
    }
}

#[test]
fn shares_up_to_the_ends_of_the_range() {
    for bps in BPS {
        for claimed in lattice(9).into_iter().filter(|claimed| *claimed > 0) {
            for stake in lattice(11).into_iter().chain([claimed - 1, claimed]).filter(|stake| *stake <= claimed) {
                for amount in lattice(7) {
                    assert_largest(amount, bps, stake, claimed);
                }
            }
        }
    }
}

/// `share · 10000 · claimed ≤ amount · bps · stake`, and one more exceeds it.
fn assert_largest(amount: u64, bps: u16, stake: u64, claimed: u64) {
    let share = co_stake_share(amount, bps, stake, claimed).unwrap();
    let exact = product(&[amount, bps.into(), stake]);
    let next = share.checked_add(1).map(|next| product(&[next, 10_000, claimed]));
    assert!(
        share <= amount && product(&[share, 10_000, claimed]) <= exact && next.is_none_or(|next| exact < next),
        "{share} of {amount}, {bps} bps, {stake} of {claimed}"
    );
}

#[test]
fn a_stake_above_what_was_claimed_has_no_share() {
    for claimed in lattice(5).into_iter().filter(|claimed| *claimed < u64::MAX) {
        for stake in [claimed + 1, u64::MAX] {
            assert_eq!(co_stake_share(1, 1, stake, claimed), Err(CoStakingError::MathOverflow));
        }
    }
    for stake in lattice(5) {
        assert_eq!(co_stake_share(1, 1, stake, 0), Err(CoStakingError::MathOverflow));
    }
}
