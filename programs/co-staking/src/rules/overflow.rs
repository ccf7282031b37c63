//! R7: what the owner may take out at once.

use super::amount::half_up;

/// `max(0, min(O + A − req, O − max(⌈req/2⌉, A + P)))`, in base units: what exceeds the requirement, as far as the
/// owner keeps its own half and what offers and co-stakes rely on. It never exceeds `owner`.
pub fn overflow(owner: u64, active: u64, open: u64, req: u64) -> u64 {
    let (o, a, p) = (u128::from(owner), u128::from(active), u128::from(open));
    let kept = u128::from(half_up(req)).max(a.saturating_add(p));
    let beyond_requirement = o.saturating_add(a).saturating_sub(u128::from(req));
    let free = beyond_requirement.min(o.saturating_sub(kept));
    // `free ≤ o`, which came from 64 bits.
    u64::try_from(free).unwrap_or(owner)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn examples() {
        assert_eq!(overflow(16_000, 0, 0, 16_000), 0, "just sufficient");
        assert_eq!(overflow(17_000, 0, 0, 16_000), 1_000, "above the requirement");
        assert_eq!(overflow(15_999, 0, 0, 16_000), 0, "insufficient");
        assert_eq!(overflow(16_000, 4_000, 0, 16_000), 4_000, "a co-stake frees as much of the owner's");
        assert_eq!(overflow(16_000, 8_000, 0, 16_000), 8_000, "down to the owner's half");
        assert_eq!(overflow(20_000, 8_000, 0, 16_000), 12_000);
        assert_eq!(overflow(16_000, 0, 8_000, 16_000), 0, "an open offer frees nothing yet");
        assert_eq!(overflow(5, 2, 0, 5), 2, "odd: the owner keeps the larger half");
        assert_eq!(overflow(20_000, 12_000, 0, 16_000), 8_000, "grandfathered co-stake: O stays at least A + P");
        assert_eq!(overflow(u64::MAX, u64::MAX, 0, 1), 0);
        assert_eq!(overflow(u64::MAX, 0, 0, 1), u64::MAX - 1);
        assert_eq!(overflow(0, u64::MAX, u64::MAX, u64::MAX), 0);
    }

    proptest! {
        /// The oracle is what the owner must keep afterwards, and that one unit more would break it.
        #[test]
        fn is_the_most_that_leaves_every_promise_kept(o in 0..400u64, a in 0..200u64, p in 0..200u64, req in 1..400u64) {
            let keeps = |taken: u64| {
                let left = o - taken;
                left + a >= req && 2 * left >= req && left >= a + p
            };
            let most = (0..=o).rev().find(|taken| keeps(*taken)).unwrap_or(0);
            prop_assert_eq!(overflow(o, a, p, req), most);
        }

        #[test]
        fn never_exceeds_the_owners_stake(o: u64, a: u64, p: u64, req: u64) {
            prop_assert!(overflow(o, a, p, req) <= o);
        }

        /// Taking it in parts takes no more than taking it at once.
        #[test]
        fn cannot_be_taken_twice(o: u64, a: u64, p: u64, req in 1..u64::MAX, part: u64) {
            let whole = overflow(o, a, p, req);
            let first = part % (u128::from(whole) + 1) as u64;
            prop_assert_eq!(overflow(o - first, a, p, req), whole - first);
        }
    }
}
