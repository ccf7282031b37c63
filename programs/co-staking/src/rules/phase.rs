//! R16: the phase of a co-stake, from stored times and now. Nobody has to crank anything.

/// Where a co-stake stands. Each phase ends by itself when its time comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CoStakePhase {
    /// Counts toward the requirement and earns.
    Active,
    /// Counts and does not earn, until the cooldown starts.
    Waiting,
    /// Neither counts nor earns, until the unlock.
    Cooldown,
    /// May be withdrawn.
    Unlocked,
}

/// The phase at `now`; both times are [`super::time::NEVER`] until the co-staker or the owner leaves.
pub const fn co_stake_phase(cooldown_at: i64, unlock_at: i64, now: i64) -> CoStakePhase {
    if cooldown_at == super::time::NEVER {
        CoStakePhase::Active
    } else if now < cooldown_at {
        CoStakePhase::Waiting
    } else if now < unlock_at {
        CoStakePhase::Cooldown
    } else {
        CoStakePhase::Unlocked
    }
}

#[cfg(test)]
mod tests {
    use super::{CoStakePhase::*, *};
    use crate::rules::time::NEVER;

    #[test]
    fn each_boundary_belongs_to_the_later_phase() {
        assert_eq!(co_stake_phase(NEVER, NEVER, i64::MAX - 1), Active);
        let table =
            [(99, Waiting), (100, Cooldown), (101, Cooldown), (299, Cooldown), (300, Unlocked), (301, Unlocked)];
        for (now, phase) in table {
            assert_eq!(co_stake_phase(100, 300, now), phase, "at {now}");
        }
    }

    #[test]
    fn skipped_phases_are_not_missed() {
        assert_eq!(co_stake_phase(100, 300, i64::MAX), Unlocked);
        assert_eq!(co_stake_phase(100, 100, 100), Unlocked, "an empty cooldown");
    }
}
