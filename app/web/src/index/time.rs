//! The cluster's time between two readings of it.

use std::time::{Duration, Instant};

/// The cluster's clock when it was read. This machine's own clock may be wrong; its pace is not.
#[derive(Clone, Copy, Debug)]
pub(super) struct ChainTime {
    chain: i64,
    /// As of which slot that is.
    slot: u64,
    read: Instant,
}

impl ChainTime {
    /// The cluster's clock shows `chain` now, as of `slot`.
    pub fn read(slot: u64, chain: i64) -> Self {
        Self { chain, slot, read: Instant::now() }
    }

    /// It was read again, unless that is no newer: a node that stands still does not hold up the time.
    pub fn renew(&mut self, slot: u64, chain: i64) {
        if slot > self.slot {
            *self = Self::read(slot, chain);
        }
    }

    /// What it shows by now.
    pub fn now(&self) -> i64 {
        self.chain.saturating_add(i64::try_from(self.age().as_secs()).unwrap_or(i64::MAX))
    }

    /// How long ago it was read.
    pub fn age(&self) -> Duration {
        self.read.elapsed()
    }
}

/// How new what is known is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Freshness {
    /// The newest slot of which something is known.
    pub slot: u64,
    /// Since everything was last read.
    pub age: Duration,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_goes_on_between_readings() {
        let clock = ChainTime { chain: 1_000, slot: 5, read: Instant::now() - Duration::from_secs(7) };
        assert_eq!(clock.now(), 1_007);
        assert_eq!(ChainTime { chain: i64::MAX, ..clock }.now(), i64::MAX);
    }

    #[test]
    fn a_node_that_stands_still_makes_nothing_fresh() {
        let mut clock = ChainTime { chain: 1_000, slot: 5, read: Instant::now() - Duration::from_secs(40) };
        for slot in [4, 5] {
            clock.renew(slot, 1_001);
            assert_eq!((clock.now(), clock.age().as_secs()), (1_040, 40), "slot {slot}");
        }
        clock.renew(6, 1_039);
        assert_eq!((clock.now(), clock.age().as_secs()), (1_039, 0));
    }
}
