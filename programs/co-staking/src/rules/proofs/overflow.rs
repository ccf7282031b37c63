//! R7: the overflow, as the rule's formula says it and as what it must leave.

use super::lattice;
use crate::rules::overflow::overflow;

/// The formula as it is written, in numbers that cannot overflow. (The owner's half follows from the two other bounds: a
/// co-stake of half needs as much of the owner, and a smaller one leaves the owner to hold the rest of the requirement.)
fn formula(owner: u64, active: u64, open: u64, req: u64) -> i128 {
    let [o, a, p, req] = [owner, active, open, req].map(i128::from);
    let half = (req + 1) / 2;
    0.max((o + a - req).min(o - half.max(a + p)))
}

/// Every small case, and every amount that may be withdrawn of it.
#[test]
fn every_small_case() {
    for req in 1..=17 {
        for owner in 0..=30 {
            for active in 0..=12 {
                for open in 0..=12 {
                    let whole = overflow(owner, active, open, req);
                    assert_eq!(i128::from(whole), formula(owner, active, open, req), "{owner} {active} {open} {req}");
                    for taken in 0..=whole {
                        let left = owner.checked_sub(taken).expect("never below zero");
                        assert_eq!(overflow(left, active, open, req), whole - taken);
                        let kept = left + active >= req && 2 * left >= req && left >= active + open;
                        assert!(taken == 0 || kept, "{taken} of {owner} {active} {open} {req}");
                    }
                }
            }
        }
    }
}

#[test]
fn up_to_the_ends_of_the_range() {
    for owner in lattice(5) {
        for active in lattice(9) {
            for open in lattice(11) {
                for req in lattice(7) {
                    let found = overflow(owner, active, open, req);
                    assert_eq!(i128::from(found), formula(owner, active, open, req), "{owner} {active} {open} {req}");
                }
            }
        }
    }
}
