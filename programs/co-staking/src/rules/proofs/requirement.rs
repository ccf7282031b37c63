//! R1 and R3: the requirement to the unit, and what a change of it may do.

use super::{lattice, product};
use crate::{
    error::CoStakingError,
    rules::{
        requirement::{Requirement, requirement},
        time::NEVER,
    },
};

/// Every multiplier from below 1× to above 2×: the oracle counts cards × base × multiplier in ten thousandths.
#[test]
fn every_small_case() {
    for cards in 1..=5 {
        for base in 1..=9 {
            for multiplier in (0..=9_999).step_by(303).chain(9_999..=20_001) {
                let found = requirement(cards, base, multiplier).unwrap();
                let exact = u64::from(cards) * base * u64::from(multiplier.max(10_000));
                assert!(found * 10_000 >= exact && (found - 1) * 10_000 < exact, "{cards} {base} {multiplier}");
            }
        }
    }
}

#[test]
fn up_to_the_ends_of_the_range() {
    let small = |step| lattice(step).into_iter().filter_map(|x| u32::try_from(x).ok()).chain([u32::MAX]);
    for cards in small(3).filter(|cards| *cards > 0) {
        for base in lattice(3).into_iter().filter(|base| *base > 0) {
            for multiplier in small(3) {
                let points = product(&[cards.into(), base, multiplier.max(10_000).into()]);
                match requirement(cards, base, multiplier) {
                    Ok(found) => {
                        assert!(product(&[found, 10_000]) >= points && product(&[found - 1, 10_000]) < points);
                    }
                    Err(refusal) => {
                        assert_eq!(refusal, CoStakingError::RequirementTooLarge);
                        assert!(product(&[u64::MAX, 10_000]) < points, "{cards} {base} {multiplier} fits");
                    }
                }
            }
        }
    }
}

const NOTICE: i64 = 3;

/// R3, after each of every four proposals of three values at every distance: what is proposed counts from the end of the
/// notice at the latest, nothing else changes within the notice, and proposing what was to come anyway changes nothing.
#[test]
fn every_sequence_of_four_proposals() {
    let steps: Vec<(u64, i64)> = (1..=3).flat_map(|value| (0..=4).map(move |later| (value, later))).collect();
    let mut sequences = vec![(Requirement::new(1), 0)];
    for _ in 0..4 {
        let mut next = vec![];
        for (before, at) in sequences {
            for (value, later) in &steps {
                let (now, mut after) = (at + later, before);
                after.propose(*value, now, NOTICE).unwrap();
                assert_follows_r3(&before, &after, *value, now);
                next.push((after, now));
            }
        }
        sequences = next;
    }
    assert_eq!(sequences.len(), 15 * 15 * 15 * 15);
}

fn assert_follows_r3(before: &Requirement, after: &Requirement, value: u64, now: i64) {
    let far = now + 100;
    assert_eq!(after.at(far), value, "in the end");
    assert_eq!(after.at(now), before.at(now), "at once");
    for later in now..=now + NOTICE {
        if before.at(far) == value {
            assert_eq!(after.at(later), before.at(later), "it was to come anyway");
        } else if later < now + NOTICE {
            assert_eq!(after.at(later), before.at(now), "the old one counts until the notice is over");
        } else {
            assert_eq!(after.at(later), value);
        }
    }
    let pending = (now..far).find(|later| after.at(*later) != after.at(now)).map(|from| (value, from));
    assert_eq!(after.pending_at(now), pending);
}

#[test]
fn a_notice_past_the_end_of_time_is_an_error() {
    for now in [NEVER - NOTICE + 1, NEVER - 1] {
        let mut changed = Requirement::new(1);
        assert_eq!(changed.propose(2, now, NOTICE), Err(CoStakingError::MathOverflow));
        assert_eq!(changed, Requirement::new(1));
        assert_eq!(changed.propose(1, now, NOTICE), Ok(()), "nothing to wait for");
    }
}
