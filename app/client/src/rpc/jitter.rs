//! Pauses that grow, and differ from client to client so that they do not all come back at once.

use std::{
    hash::{BuildHasher, RandomState},
    time::Duration,
};

/// The first pause is at most this long.
const FIRST: Duration = Duration::from_millis(500);
/// And no later one longer than this.
const LONGEST: Duration = Duration::from_secs(8);

/// The pause after `failures` failures in a row: between half of `FIRST · 2^(failures − 1)` and all of it.
pub fn pause(failures: u32) -> Duration {
    let doubled = FIRST.saturating_mul(1 << failures.saturating_sub(1).min(16)).min(LONGEST);
    let half = doubled / 2;
    // Hashing nothing with the standard library's random keys is a random number.
    let random = u32::try_from(RandomState::new().hash_one(()) % 1_000).unwrap_or(0);
    half + half * random / 1_000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_a_limit_and_differ() {
        for (failures, most) in [(1, 500), (2, 1_000), (3, 2_000), (5, 8_000), (6, 8_000), (u32::MAX, 8_000)] {
            let most = Duration::from_millis(most);
            let pauses: Vec<_> = (0..50).map(|_| pause(failures)).collect();
            assert!(pauses.iter().all(|pause| (most / 2..=most).contains(pause)), "{failures}: {pauses:?}");
            assert!(pauses.iter().any(|pause| *pause != pauses[0]), "{failures}: all {:?}", pauses[0]);
        }
    }
}
