//! R9, R16, R17, R28 to R31: time moves everything on, and nothing back.

use super::times;
use crate::{
    error::CoStakingError,
    rules::{
        check,
        co_stake::{Leave, leave, pushed_out},
        phase::{CoStakePhase::*, co_stake_phase},
        slash::{CaseState, Stay, answers_for, may_appeal, may_finalize, may_rule},
        time::NEVER,
    },
};

/// Small times, and those at the ends.
fn all_times() -> Vec<i64> {
    [i64::MIN, -1].into_iter().chain(0..=6).chain([NEVER - 1, NEVER]).collect()
}

/// Whatever is stored, even what no leave stores: a phase is never followed by an earlier one, and each is the number of
/// its boundaries that have come.
#[test]
fn no_phase_goes_back() {
    for cooldown_at in all_times() {
        for unlock_at in all_times() {
            let phases: Vec<_> =
                all_times().into_iter().map(|now| co_stake_phase(cooldown_at, unlock_at, now)).collect();
            assert!(phases.is_sorted(), "{cooldown_at} {unlock_at}: {phases:?}");
            if cooldown_at == NEVER {
                assert!(phases.iter().all(|phase| *phase == Active));
            } else if cooldown_at <= unlock_at {
                for (now, phase) in all_times().into_iter().zip(phases) {
                    let passed = [cooldown_at, unlock_at].iter().filter(|at| now >= **at).count();
                    assert_eq!(phase, [Waiting, Cooldown, Unlocked][passed], "{cooldown_at} {unlock_at} at {now}");
                }
            }
        }
    }
}

/// A leave is exact, or an error where a time would lie past the end of time.
#[test]
fn a_leave_is_exact_or_an_error() {
    for now in times(9) {
        for wait in times(11) {
            for cooldown in times(7) {
                let cooldown_at = i128::from(now) + i128::from(wait);
                let exact = [cooldown_at, cooldown_at + i128::from(cooldown)].map(i64::try_from);
                let expected = match exact {
                    [Ok(cooldown_at), Ok(unlock_at)] => Ok(Leave { cooldown_at, unlock_at }),
                    _ => Err(CoStakingError::MathOverflow),
                };
                assert_eq!(leave(now, wait, cooldown), expected, "{now} {wait} {cooldown}");
            }
        }
    }
}

/// R9: pushed out at any time, it unlocks after the cooldown or when it would have, whichever is first.
#[test]
fn every_push_in_every_second() {
    for (wait, cooldown) in (1..=6).flat_map(|wait| (1..=6).map(move |cooldown| (wait, cooldown))) {
        let own = leave(0, wait, cooldown).unwrap();
        for now in 0..own.unlock_at {
            let pushed = pushed_out(now, cooldown, own.unlock_at).unwrap();
            let first = (now..).find(|at| *at == own.unlock_at || *at == now + cooldown).unwrap();
            assert_eq!(pushed, Leave { cooldown_at: now, unlock_at: first });
            assert_eq!(co_stake_phase(pushed.cooldown_at, pushed.unlock_at, now), Cooldown);
        }
        assert_eq!(pushed_out(7, cooldown, NEVER), Ok(Leave { cooldown_at: 7, unlock_at: 7 + cooldown }));
    }
}

/// R28: it counted at the offence, and is not past its unlock. (Times that never come are later than all others.)
#[test]
fn every_stay_answers_until_its_unlock() {
    let ends = || (0..=6).chain([NEVER]);
    for since in (0..=6).chain([NEVER]) {
        for (cooldown_at, unlock_at) in ends().flat_map(|from| ends().map(move |to| (from, to))) {
            if cooldown_at > unlock_at || (cooldown_at == NEVER) != (unlock_at == NEVER) {
                continue;
            }
            let stay = Stay { since, cooldown_at, unlock_at };
            for offence_at in 0..=6 {
                let counted = since <= offence_at && offence_at < cooldown_at;
                for now in offence_at..=8 {
                    let answers = answers_for(&stay, offence_at, now);
                    assert_eq!(answers, counted && now < unlock_at, "{stay:?} {offence_at} {now}");
                }
            }
        }
    }
}

/// R30, R31: at any time either the window is used or the case is finalized, never both and never neither.
#[test]
fn a_window_and_its_end_never_meet() {
    for ends in all_times() {
        for now in all_times() {
            let appeal = check(may_appeal(CaseState::Open, true, now, ends)).is_ok();
            let rule = check(may_rule(CaseState::Appealed, now, ends)).is_ok();
            for (state, in_window) in [(CaseState::Open, appeal), (CaseState::Appealed, rule)] {
                assert_eq!(in_window, now <= ends);
                assert_ne!(in_window, check(may_finalize(state, now, ends)).is_ok(), "{state:?} {now} {ends}");
            }
        }
    }
}
