//! R28: what cases take, together and one after the other.

use super::lattice;
use crate::rules::{
    amount::part_of,
    check,
    slash::{CaseState, may_open, may_return, oldest_offence},
};

/// Every stake of three parties up to a size, every cut that makes a difference: each part is rounded down, and together
/// they take no more than one cut of the whole.
#[test]
fn parts_never_exceed_a_cut_of_the_whole() {
    for bps in (1..=10_000).step_by(101).chain([10_000]) {
        for (a, b) in (0..=13).flat_map(|a| (0..=13).map(move |b| (a, b))) {
            for c in [0, 1, 99, 100, 101, 9_999] {
                let parts = [a, b, c].map(|stake| (stake, part_of(stake, bps).unwrap()));
                for (stake, part) in parts {
                    let points = stake * u64::from(bps);
                    assert!(part * 10_000 <= points && points < (part + 1) * 10_000, "{bps} bps of {stake}");
                }
                let taken = parts.iter().map(|(_, part)| part).sum::<u64>();
                assert!(taken * 10_000 <= (a + b + c) * u64::from(bps));
            }
        }
    }
}

/// Cases one after the other never take more than there is, and only a whole cut, or one of what is left as a whole,
/// leaves nothing.
#[test]
fn three_cases_never_take_more_than_the_stake() {
    let cuts = [1, 2_500, 3_333, 5_000, 9_999, 10_000];
    for stake in lattice(5) {
        for first in cuts {
            for second in cuts {
                for third in cuts {
                    let mut left = stake;
                    for bps in [first, second, third] {
                        left = left.checked_sub(part_of(left, bps).unwrap()).expect("never below zero");
                    }
                    assert_eq!(left == 0, stake == 0 || [first, second, third].contains(&10_000), "{stake}");
                }
            }
        }
    }
}

/// The bounds of a case's share and of its offence, each on both sides, by counting the seconds back.
#[test]
fn every_case_that_may_be_opened() {
    let (wait, cooldown, now) = (3, 4, 20);
    let oldest = oldest_offence(now, wait, cooldown);
    assert_eq!((0..=now).filter(|at| *at >= oldest).count(), 8, "the present second, and those of wait and cooldown");
    for bps in 0..=u16::MAX {
        for offence_at in [oldest - 1, oldest, now, now + 1] {
            let allowed = (1..=10_000).contains(&bps) && (oldest..=now).contains(&offence_at);
            assert_eq!(check(may_open(false, bps, offence_at, oldest, now)).is_ok(), allowed, "{bps} {offence_at}");
        }
    }
}

/// R32: one state returns parts, each that exists and once.
#[test]
fn every_return() {
    for state in [CaseState::Open, CaseState::Appealed, CaseState::Upheld, CaseState::Overturned] {
        for exists in [false, true] {
            for returned in [false, true] {
                let may = check(may_return(state, exists, returned)).is_ok();
                assert_eq!(may, (state, exists, returned) == (CaseState::Overturned, true, false));
            }
        }
    }
}
