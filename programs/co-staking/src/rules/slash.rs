//! R28 to R32: what may be slashed, and how a case ends.

use core::fmt;

use super::{
    Precondition, RuleResult,
    amount::BPS_WHOLE,
    not_paused,
    phase::{CoStakePhase, co_stake_phase},
    require,
    time::after,
};
use crate::error::CoStakingError;

/// When a stake counted: from `since`, until `cooldown_at`, both [`super::time::NEVER`] where that has not come.
#[derive(Clone, Copy, Debug)]
pub struct Stay {
    pub since: i64,
    pub cooldown_at: i64,
    pub unlock_at: i64,
}

/// R28: whether a stake answers for an offence: it counted then, and is not past its unlock now. Leaving does not dodge.
pub fn answers_for(stay: &Stay, offence_at: i64, now: i64) -> bool {
    let phase_at = |at| co_stake_phase(stay.cooldown_at, stay.unlock_at, at);
    let counted = match phase_at(offence_at) {
        CoStakePhase::Active | CoStakePhase::Waiting => stay.since <= offence_at,
        CoStakePhase::Cooldown | CoStakePhase::Unlocked => false,
    };
    counted && phase_at(now) != CoStakePhase::Unlocked
}

/// The oldest offence that can be slashed at `now`: whoever left before it is past its unlock.
pub const fn oldest_offence(now: i64, wait_secs: i64, cooldown_secs: i64) -> i64 {
    now.saturating_sub(wait_secs).saturating_sub(cooldown_secs)
}

/// R28, R34: what must hold for opening a case, but for the parts.
pub const fn may_open(paused: bool, bps: u16, offence_at: i64, oldest: i64, now: i64) -> [Precondition; 4] {
    [
        not_paused(paused),
        require(bps > 0 && bps <= BPS_WHOLE, CoStakingError::SlashOutOfRange),
        require(offence_at <= now, CoStakingError::OffenceInFuture),
        require(offence_at >= oldest, CoStakingError::OffenceTooOld),
    ]
}

/// R28: a case takes something. `taken` is the sum of its parts, in base units.
pub const fn may_take(taken: u64) -> [Precondition; 1] {
    [require(taken > 0, CoStakingError::NothingToSlash)]
}

/// Where a case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseState {
    /// May be appealed within the window.
    Open,
    /// The arbiter may rule within the window.
    Appealed,
    /// What was slashed is burned.
    Upheld,
    /// What was slashed goes back, part by part.
    Overturned,
}

/// In plain words, after "a case that is".
impl fmt::Display for CaseState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Open => "open to appeal",
            Self::Appealed => "under appeal",
            Self::Upheld => "upheld and burned",
            Self::Overturned => "overturned",
        })
    }
}

/// How a case ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Uphold,
    Overturn,
}

impl CaseState {
    /// R30, R31: what nobody says: without an appeal the slash stands, without a ruling it falls. `None` once decided.
    pub const fn by_silence(self) -> Option<Verdict> {
        match self {
            Self::Open => Some(Verdict::Uphold),
            Self::Appealed => Some(Verdict::Overturn),
            Self::Upheld | Self::Overturned => None,
        }
    }
}

/// The last time at which the present window of a case may be used: to appeal while Open, to rule while Appealed.
///
/// # Errors
/// [`CoStakingError::MathOverflow`] past the end of time.
pub fn window_ends(begun_at: i64, window_secs: i64) -> RuleResult<i64> {
    after(begun_at, window_secs)
}

/// R30. `party`: the wallet is the owner, or a co-staker in the case.
pub fn may_appeal(state: CaseState, party: bool, now: i64, window_ends: i64) -> [Precondition; 3] {
    [
        require(party, CoStakingError::NotInTheCase),
        require(state == CaseState::Open, CoStakingError::CaseNotOpen),
        require(now <= window_ends, CoStakingError::AppealWindowOver),
    ]
}

/// R31.
pub fn may_rule(state: CaseState, now: i64, window_ends: i64) -> [Precondition; 2] {
    [
        require(state == CaseState::Appealed, CoStakingError::CaseNotAppealed),
        require(now <= window_ends, CoStakingError::RulingWindowOver),
    ]
}

/// R30, R31: anyone, once the window of the case is over.
pub const fn may_finalize(state: CaseState, now: i64, window_ends: i64) -> [Precondition; 2] {
    [
        require(state.by_silence().is_some(), CoStakingError::CaseDecided),
        require(now > window_ends, CoStakingError::CaseWindowOpen),
    ]
}

/// R32. `exists`: the case has that part.
pub fn may_return(state: CaseState, exists: bool, returned: bool) -> [Precondition; 3] {
    [
        require(state == CaseState::Overturned, CoStakingError::CaseNotOverturned),
        require(exists, CoStakingError::NoSuchPart),
        require(!returned, CoStakingError::PartReturned),
    ]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{CaseState::*, *};
    use crate::rules::{amount::part_of, check, time::NEVER};

    const STATES: [CaseState; 4] = [Open, Appealed, Upheld, Overturned];

    #[test]
    fn answers_for_what_happened_while_it_counted() {
        let staying = Stay { since: 100, cooldown_at: NEVER, unlock_at: NEVER };
        let left = Stay { since: 100, cooldown_at: 200, unlock_at: 300 };
        for (stay, offence_at, now, answers) in [
            (staying, 99, 150, false),
            (staying, 100, 100, true),
            (staying, 150, 150, true),
            (left, 150, 160, true),
            (left, 199, 250, true),
            (left, 199, 299, true),
            (left, 199, 300, false),
            (left, 200, 250, false),
            (left, 99, 250, false),
            (Stay { since: NEVER, ..staying }, 150, 150, false),
        ] {
            assert_eq!(answers_for(&stay, offence_at, now), answers, "{stay:?} {offence_at} {now}");
        }
    }

    #[test]
    fn a_case_at_and_past_each_bound() {
        let open = |bps, offence_at| check(may_open(false, bps, offence_at, 79, 100));
        assert_eq!(oldest_offence(100, 7, 14), 79);
        assert_eq!([open(1, 79), open(10_000, 100)], [Ok(()), Ok(())]);
        assert_eq!(open(0, 100), Err(CoStakingError::SlashOutOfRange));
        assert_eq!(open(10_001, 100), Err(CoStakingError::SlashOutOfRange));
        assert_eq!(open(1, 101), Err(CoStakingError::OffenceInFuture));
        assert_eq!(open(1, 78), Err(CoStakingError::OffenceTooOld));
        assert_eq!(check(may_open(true, 1, 100, 79, 100)), Err(CoStakingError::Paused));
        assert_eq!([check(may_take(0)), check(may_take(1))], [Err(CoStakingError::NothingToSlash), Ok(())]);
    }

    #[test]
    fn each_transition_from_each_state() {
        let table = STATES.map(|state| {
            (
                check(may_appeal(state, true, 10, 10)),
                check(may_rule(state, 10, 10)),
                check(may_finalize(state, 11, 10)),
                check(may_return(state, true, false)),
            )
        });
        let (closed, unappealed) = (Err(CoStakingError::CaseNotOpen), Err(CoStakingError::CaseNotAppealed));
        let (decided, stands) = (Err(CoStakingError::CaseDecided), Err(CoStakingError::CaseNotOverturned));
        assert_eq!(
            table,
            [
                (Ok(()), unappealed, Ok(()), stands),
                (closed, Ok(()), Ok(()), stands),
                (closed, unappealed, decided, stands),
                (closed, unappealed, decided, Ok(())),
            ]
        );
        assert_eq!(STATES.map(CaseState::by_silence), [Some(Verdict::Uphold), Some(Verdict::Overturn), None, None]);
    }

    #[test]
    fn a_state_in_plain_words() {
        let words = STATES.map(|state| state.to_string());
        assert_eq!(words, ["open to appeal", "under appeal", "upheld and burned", "overturned"]);
    }

    #[test]
    fn the_last_second_of_a_window_belongs_to_whoever_may_use_it() {
        for (now, ends, over) in [(9, 10, false), (10, 10, false), (11, 10, true)] {
            assert_eq!(check(may_appeal(Open, true, now, ends)).is_err(), over);
            assert_eq!(check(may_rule(Appealed, now, ends)).is_err(), over);
            assert_eq!(check(may_finalize(Open, now, ends)).is_ok(), over);
        }
        assert_eq!(check(may_appeal(Open, true, 11, 10)), Err(CoStakingError::AppealWindowOver));
        assert_eq!(check(may_rule(Appealed, 11, 10)), Err(CoStakingError::RulingWindowOver));
        assert_eq!(check(may_finalize(Open, 10, 10)), Err(CoStakingError::CaseWindowOpen));
        assert_eq!(check(may_appeal(Open, false, 10, 10)), Err(CoStakingError::NotInTheCase));
        assert_eq!(check(may_return(Overturned, false, false)), Err(CoStakingError::NoSuchPart));
        assert_eq!(check(may_return(Overturned, true, true)), Err(CoStakingError::PartReturned));
    }

    proptest! {
        /// R28: whoever left before the oldest offence that can be slashed is past the unlock.
        #[test]
        fn nobody_answers_for_an_offence_before_the_oldest(
            since in 0..500i64, left in 0..500i64, wait in 1..200i64, cooldown in 1..200i64, now in 0..2_000i64,
        ) {
            let stay = Stay { since, cooldown_at: left + wait, unlock_at: left + wait + cooldown };
            let oldest = oldest_offence(now, wait, cooldown);
            if left < oldest {
                prop_assert!(!answers_for(&stay, oldest, now));
            }
        }

        /// Slashing in many cases never takes more than the stake, nor more than one case of all their shares.
        #[test]
        fn many_cases_never_take_more_than_one(stake: u64, cuts in prop::collection::vec(1..=2_500u16, 1..=4)) {
            let (mut left, mut taken) = (stake, 0);
            for bps in &cuts {
                let part = part_of(left, *bps).unwrap();
                left -= part;
                taken += part;
            }
            prop_assert_eq!(left + taken, stake);
            prop_assert!(taken <= part_of(stake, cuts.iter().sum()).unwrap());
        }

        /// Splitting a stake among parties never takes more of it.
        #[test]
        fn parts_never_exceed_the_whole(a in 0..u64::MAX / 2, b in 0..u64::MAX / 2, bps in 1..=10_000u16) {
            prop_assert!(part_of(a, bps).unwrap() + part_of(b, bps).unwrap() <= part_of(a + b, bps).unwrap());
        }
    }
}
