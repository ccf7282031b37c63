//! R22: the status, in every combination of what is stored and what time says.

use crate::rules::{
    phase::{CoStakePhase, co_stake_phase},
    status::{OfferState, offer_status},
    time::NEVER,
};

const STATES: [OfferState; 3] = [OfferState::Open, OfferState::Claimed, OfferState::Retracted];
const PHASES: [Option<CoStakePhase>; 5] = [
    None,
    Some(CoStakePhase::Active),
    Some(CoStakePhase::Waiting),
    Some(CoStakePhase::Cooldown),
    Some(CoStakePhase::Unlocked),
];

/// The words that R22 has for it: a stored end first, then what the time says, then what is staked.
fn words(state: OfferState, expired: bool, phase: Option<CoStakePhase>, sufficient: bool) -> &'static str {
    if state == OfferState::Retracted {
        return "Offer Closed";
    }
    if state == OfferState::Open {
        return match [expired, sufficient] {
            [true, _] => "Expired",
            [false, true] => "Sufficient Stake (Waiting for Co-Staker)",
            [false, false] => "Insufficient Stake (Waiting for Co-Staker)",
        };
    }
    let Some(phase) = phase else { return "Co-Staker Withdrawn" };
    let of_sufficient = ["Active", "Sufficient Stake (Wait Period)", "In Cooldown", "In Cooldown (withdrawable)"];
    let of_insufficient = [
        "Active (Insufficient Stake)",
        "Co-Staker Unstaked (In Wait Period)",
        "In Cooldown",
        "In Cooldown (withdrawable)",
    ];
    let place = PHASES.iter().position(|at| *at == Some(phase)).unwrap() - 1;
    if sufficient { of_sufficient[place] } else { of_insufficient[place] }
}

#[test]
fn every_combination_has_its_words() {
    let mut combinations = 0;
    for state in STATES {
        for expired in [false, true] {
            for phase in PHASES {
                for sufficient in [false, true] {
                    let status = offer_status(state, expired, phase, sufficient).to_string();
                    assert_eq!(status, words(state, expired, phase, sufficient), "{state:?} {expired} {phase:?}");
                    combinations += 1;
                }
            }
        }
    }
    assert_eq!(combinations, 60);
}

/// As time passes with nothing stored anew, a status may only be followed by a later one of its line.
#[test]
fn no_status_goes_back() {
    let (cooldown_at, unlock_at, expires_at) = (10, 20, 5);
    for sufficient in [false, true] {
        for (state, stored) in [(OfferState::Open, None), (OfferState::Claimed, Some((cooldown_at, unlock_at)))] {
            let at = |now: i64| {
                let phase = stored.map(|(cooldown_at, unlock_at)| co_stake_phase(cooldown_at, unlock_at, now));
                offer_status(state, now > expires_at, phase, sufficient).to_string()
            };
            let mut line: Vec<_> = (0..=30).chain([NEVER - 1, NEVER]).map(at).collect();
            line.dedup();
            let mut unique = line.clone();
            unique.sort_unstable();
            unique.dedup();
            assert_eq!(line.len(), unique.len(), "a status came again: {line:?}");
            assert_eq!(line.len(), if stored.is_some() { 3 } else { 2 });
        }
    }
}
