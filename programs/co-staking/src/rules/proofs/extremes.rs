//! No figure and no time makes a rule panic or wrap: each answers exactly, or with its refusal.

use super::{lattice, times};
use crate::{
    error::CoStakingError,
    rules::{
        amount::{add, half_down, half_up, sub, whole_bps_up},
        check,
        hire::{Hire, HireBounds, HireUpdate},
        offer::{Load, Terms, caps},
        rewards::{average_per_block, day_of, may_owe},
        slash::{oldest_offence, window_ends},
        time::after,
    },
};

#[test]
fn sums_and_differences() {
    for a in lattice(1) {
        assert_eq!(u128::from(half_up(a)) + u128::from(half_down(a)), u128::from(a));
        for b in lattice(1) {
            let [exact_a, exact_b] = [a, b].map(i128::from);
            let fits = |exact| u64::try_from(exact).map_err(|_| CoStakingError::MathOverflow);
            assert_eq!(add(a, b), fits(exact_a + exact_b));
            assert_eq!(sub(a, b), fits(exact_a - exact_b));
        }
    }
}

#[test]
fn times_past_the_end() {
    for at in times(2) {
        for secs in times(2) {
            let [exact_at, exact_secs] = [at, secs].map(i128::from);
            let sum = i64::try_from(exact_at + exact_secs).map_err(|_| CoStakingError::MathOverflow);
            assert_eq!(after(at, secs), sum);
            assert_eq!(window_ends(at, secs), sum);
            if secs >= 0 {
                let exact = (exact_at - exact_secs - exact_secs).max(i64::MIN.into());
                assert_eq!(i128::from(oldest_offence(at, secs, secs)), exact, "{at} {secs}");
            }
        }
    }
}

/// Days of 32 bits, from 1970 on: each begins as the one before it ends.
#[test]
fn every_day_begins_at_midnight() {
    for day in lattice(1).into_iter().filter_map(|day| u32::try_from(day).ok()) {
        let midnight = i64::from(day) * 86_400;
        assert_eq!([midnight, midnight + 86_399].map(day_of), [day; 2]);
    }
    for no_day in times(1).into_iter().filter(|at| *at < 0 || *at / 86_400 > u32::MAX.into()) {
        assert_eq!(day_of(no_day), 0, "no block ends at {no_day}");
    }
}

#[test]
fn quotients_of_128_bits() {
    for high in lattice(3) {
        for low in lattice(5) {
            let numerator = (u128::from(high) << 64) | u128::from(low);
            match whole_bps_up(numerator) {
                Ok(up) => {
                    let back = u128::from(up) * 10_000;
                    assert!(back >= numerator && back - numerator < 10_000, "{numerator}");
                }
                Err(_) => assert!(numerator > u128::from(u64::MAX) * 10_000, "{numerator} fits"),
            }
        }
    }
}

/// What a pool may owe: the oracle adds where the rule subtracts.
#[test]
fn every_pool() {
    for owed in lattice(5) {
        for funded in lattice(7) {
            for paid in lattice(9).into_iter().filter(|paid| *paid <= funded) {
                let covered = u128::from(owed) + u128::from(paid) <= u128::from(funded);
                assert_eq!(check(may_owe(owed, funded, paid)).is_ok(), covered, "{owed} {funded} {paid}");
            }
        }
    }
}

#[test]
fn averages_of_a_week_of_the_largest_days() {
    for rewards in lattice(3) {
        for blocks in [0, 1, 2, 1_440, u32::MAX] {
            let week = average_per_block([(rewards, blocks); 7].into_iter());
            let day = average_per_block([(rewards, blocks)].into_iter());
            assert_eq!(week, day, "seven equal days have the average of one");
            assert_eq!(day, (blocks > 0).then(|| rewards / u64::from(blocks.max(1))));
        }
    }
}

/// Whatever is reported and whenever: a refusal changes nothing, and a hire that is on started by now, ends later, and
/// within the bound.
#[test]
fn every_hire() {
    for longest_secs in [1, 30, i64::MAX] {
        let bounds = HireBounds { longest_secs, gap_secs: longest_secs };
        let ends = || times(9).into_iter().chain([29, 30, 31]);
        for now in times(11) {
            let mut started = vec![Hire::NEVER_HIRED];
            started.extend(
                ends().filter_map(|ends_at| reported(Hire::NEVER_HIRED, HireUpdate::Start { ends_at }, now, bounds)),
            );
            for hire in started {
                for later in [now, now.saturating_add(1), now.saturating_add(30), i64::MAX] {
                    for ends_at in ends() {
                        let updates = [HireUpdate::Start { ends_at }, HireUpdate::MoveEnd { ends_at }, HireUpdate::End];
                        for update in updates {
                            reported(hire, update, later, bounds);
                        }
                    }
                }
            }
        }
    }
}

fn reported(before: Hire, update: HireUpdate, now: i64, bounds: HireBounds) -> Option<Hire> {
    let mut hire = before;
    if hire.update(update, now, bounds).is_err() {
        assert_eq!(hire, before);
        return None;
    }
    let length = i128::from(hire.ends_at()) - i128::from(hire.started_at());
    assert!(length <= bounds.longest_secs.into() && hire.started_at() <= now, "{before:?} {update:?} at {now}");
    assert_eq!(hire.is_on(now), update != HireUpdate::End);
    Some(hire)
}

/// A sum that no ledger holds is above every cap, and below none.
#[test]
fn every_load() {
    let empty = Load { req: u64::MAX, owner: u64::MAX, co_stake: 0, shares: 0, open: 0, active: 0, held: 0 };
    for co_stake in lattice(3) {
        for amount in lattice(3) {
            let exact = u128::from(co_stake) + u128::from(amount);
            let load = Load { co_stake, ..empty };
            let offered = check(caps(&load.with_offer(&Terms::new(amount, 0, 0))));
            assert_eq!(offered.is_ok(), exact <= u128::from(u64::MAX / 2), "{co_stake} {amount}");
            let active = load.with_active(amount, 0).map(|load| load.co_stake);
            assert_eq!(active.ok(), u64::try_from(exact).ok());
        }
    }
    let full = Load { shares: u32::MAX, open: usize::MAX, active: usize::MAX, held: usize::MAX, ..empty };
    let more = full.with_offer(&Terms::new(0, u16::MAX, 0));
    assert_eq!((more.shares, more.open), (u32::MAX, usize::MAX));
    assert_eq!(check(caps(&more)), Err(CoStakingError::RewardSharesAboveWhole));
}
