//! R17 to R21: how a co-stake is left.

use super::{Precondition, RuleResult, phase::CoStakePhase, require, time::after};
use crate::error::CoStakingError;

/// When a co-stake's wait ends and when it unlocks; stored once, when somebody leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leave {
    pub cooldown_at: i64,
    pub unlock_at: i64,
}

/// R17: the co-staker leaves at `now`: first the wait, then the cooldown.
pub fn leave(now: i64, wait_secs: i64, cooldown_secs: i64) -> RuleResult<Leave> {
    let cooldown_at = after(now, wait_secs)?;
    Ok(Leave { cooldown_at, unlock_at: after(cooldown_at, cooldown_secs)? })
}

/// R9: the owner leaves at `now`, and the co-stake with it: at once into the cooldown, and never unlocked later than it
/// would have been. `unlock_at` is [`super::time::NEVER`] where it had none.
pub fn pushed_out(now: i64, cooldown_secs: i64, unlock_at: i64) -> RuleResult<Leave> {
    Ok(Leave { cooldown_at: now, unlock_at: after(now, cooldown_secs)?.min(unlock_at) })
}

/// R17. `phase` is of the wallet's own co-stake.
pub fn may_unstake(phase: CoStakePhase) -> [Precondition; 1] {
    [require(phase == CoStakePhase::Active, CoStakingError::CoStakeAlreadyLeft)]
}

/// R19: after the unlock, or at once if slashed to nothing.
pub fn may_withdraw(phase: CoStakePhase, stake: u64) -> [Precondition; 2] {
    let left = phase != CoStakePhase::Active || stake == 0;
    let unlocked = phase == CoStakePhase::Unlocked || stake == 0;
    [require(left, CoStakingError::CoStakeNotLeft), require(unlocked, CoStakingError::CoStakeLocked)]
}

/// R20: a slot may be freed once its co-stake has entered the cooldown, or has ended (`None`).
pub const fn may_release(phase: Option<CoStakePhase>) -> [Precondition; 1] {
    let holds = matches!(phase, None | Some(CoStakePhase::Cooldown | CoStakePhase::Unlocked));
    [require(holds, CoStakingError::ClaimStillHeld)]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::rules::{
        check,
        phase::{CoStakePhase::*, co_stake_phase},
        time::NEVER,
    };

    #[test]
    fn twenty_one_days_in_all() {
        let day = 86_400;
        let leave = leave(1_000, 7 * day, 14 * day).unwrap();
        assert_eq!(leave, Leave { cooldown_at: 1_000 + 7 * day, unlock_at: 1_000 + 21 * day });
    }

    #[test]
    fn withdrawn_after_the_unlock_or_with_nothing_left() {
        for (phase, stake, refusal) in [
            (Active, 1, Err(CoStakingError::CoStakeNotLeft)),
            (Waiting, 1, Err(CoStakingError::CoStakeLocked)),
            (Cooldown, 1, Err(CoStakingError::CoStakeLocked)),
            (Unlocked, 1, Ok(())),
            (Active, 0, Ok(())),
            (Waiting, 0, Ok(())),
        ] {
            assert_eq!(check(may_withdraw(phase, stake)), refusal, "{phase:?} {stake}");
        }
    }

    #[test]
    fn a_slot_is_held_while_the_co_stake_counts() {
        for (phase, held) in [
            (None, false),
            (Some(Active), true),
            (Some(Waiting), true),
            (Some(Cooldown), false),
            (Some(Unlocked), false),
        ] {
            assert_eq!(check(may_release(phase)).is_err(), held, "{phase:?}");
        }
    }

    proptest! {
        /// R9, I5: an owner's exit never makes a co-staker wait longer, whenever it comes.
        #[test]
        fn a_push_never_moves_the_unlock_later(
            left in 0..1_000i64, wait in 1..1_000i64, cooldown in 1..1_000i64, later in 0..2_000i64,
        ) {
            let own = leave(left, wait, cooldown).unwrap();
            let now = left + later;
            let pushed = pushed_out(now, cooldown, own.unlock_at).unwrap();
            prop_assert!(pushed.unlock_at <= own.unlock_at);
            prop_assert!(pushed.unlock_at <= now + cooldown);
            prop_assert!(co_stake_phase(pushed.cooldown_at, pushed.unlock_at, now) >= Cooldown);
            prop_assert_eq!(pushed_out(now, cooldown, NEVER).unwrap().unlock_at, now + cooldown);
        }

        /// R16: as time passes, a phase is never followed by an earlier one.
        #[test]
        fn phases_only_move_on(cooldown_at in 0..1_000i64, cooldown in 0..1_000i64, a in 0..3_000i64, b in 0..3_000i64) {
            let at = |now| co_stake_phase(cooldown_at, cooldown_at + cooldown, now);
            prop_assert!(at(a.min(b)) <= at(a.max(b)));
        }
    }
}
