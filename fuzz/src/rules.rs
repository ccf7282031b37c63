//! The rules' arithmetic, against integers of any size.

use co_staking_client::rules::{
    amount::{half_down, half_up, part_and, whole_bps_up},
    co_stake::{leave, pushed_out},
    hire::{Hire, HireBounds, HireUpdate},
    overflow::overflow,
    phase::co_stake_phase,
    requirement::{Requirement, requirement},
    rewards::co_stake_share,
    slash::{Stay, answers_for},
};
use num_bigint::BigUint;

use crate::input::Input;

/// Any figures for one of the rules.
pub fn run(data: &[u8]) {
    let mut input = Input::new(data);
    match input.below(6) {
        0 => parts(input.take(), input.take(), input.take(), input.take()),
        1 => requirements(input.take(), input.take(), input.take()),
        2 => overflows(input.take(), input.take(), input.take(), input.take()),
        3 => phases(input.take(), input.take(), input.take(), input.take()),
        4 => changes(input),
        _ => hires(input),
    }
}

fn parts(amount: u64, bps: u16, stake: u64, claimed: u64) {
    let product = |factors: [u64; 3]| factors.map(BigUint::from).into_iter().product::<BigUint>();
    let whole = BigUint::from(10_000u32);
    let fits = |quotient: BigUint| u64::try_from(quotient).ok();

    let exact = (claimed > 0).then(|| product([amount, bps.into(), stake]) / (&whole * claimed));
    let valid = stake <= claimed && bps <= 10_000;
    assert_eq!(co_stake_share(amount, bps, stake, claimed).ok(), exact.filter(|_| valid).and_then(fits));

    let more = product([amount, bps.into(), 1]) + stake;
    let valid = stake <= bps.into() && bps <= 10_000;
    assert_eq!(part_and(amount, bps, stake).ok(), Some(more / &whole).filter(|_| valid).and_then(fits));

    let numerator = (u128::from(amount) << 64) | u128::from(stake);
    assert_eq!(whole_bps_up(numerator).ok(), fits((BigUint::from(numerator) + 9_999u32) / &whole));
    assert_eq!(half_up(amount).checked_sub(half_down(amount)), Some(amount & 1));
}

fn requirements(cards: u32, base: u64, multiplier_bps: u32) {
    let points = BigUint::from(cards) * base * multiplier_bps.max(10_000);
    let expected = u64::try_from((points + 9_999u32) / 10_000u32).ok().filter(|req| *req > 0);
    assert_eq!(requirement(cards, base, multiplier_bps).ok(), expected);
}

fn overflows(owner: u64, active: u64, open: u64, req: u64) {
    let [o, a, p, r] = [owner, active, open, req].map(i128::from);
    let expected = 0.max((o + a - r).min(o - ((r + 1) / 2).max(a + p)));
    assert_eq!(i128::from(overflow(owner, active, open, req)), expected);
}

fn phases(now: i64, wait_secs: u32, cooldown_secs: u32, later: i64) {
    let Ok(own) = leave(now, wait_secs.into(), cooldown_secs.into()) else {
        assert!(i128::from(now) + i128::from(wait_secs) + i128::from(cooldown_secs) > i64::MAX.into());
        return;
    };
    assert_eq!(own.unlock_at.abs_diff(now), u64::from(wait_secs) + u64::from(cooldown_secs));
    let at = |time| co_stake_phase(own.cooldown_at, own.unlock_at, time);
    assert!(at(now.min(later)) <= at(now.max(later)));
    if let Ok(pushed) = pushed_out(later, cooldown_secs.into(), own.unlock_at) {
        assert!(pushed.unlock_at <= own.unlock_at && pushed.cooldown_at == later);
        // Nobody is pushed out who is out already.
        let stay = Stay { since: now, cooldown_at: later, unlock_at: pushed.unlock_at };
        assert!(later >= own.unlock_at || !answers_for(&stay, now, pushed.unlock_at), "past its unlock");
    }
}

/// R3: within the notice nothing changes but what was on its way already.
fn changes(mut input: Input<'_>) {
    let (mut requirement, mut now) = (Requirement::new(input.take()), i64::from(input.take::<i32>()));
    let notice = i64::from(input.take::<u16>()) + 1;
    while !input.is_empty() {
        now += i64::from(input.take::<u16>());
        let (value, before) = (u64::from(input.take::<u8>()), requirement);
        requirement.propose(value, now, notice).expect("the end of time is far");
        let end = now + 2 * notice;
        assert_eq!((requirement.at(now), requirement.at(end)), (before.at(now), value));
        let later = now + i64::from(input.take::<u16>()) % notice;
        let expected = if before.at(end) == value { before.at(later) } else { before.at(now) };
        assert_eq!(requirement.at(later), expected);
    }
}

/// R2: a hire is never longer than the longest, whatever is reported.
fn hires(mut input: Input<'_>) {
    let bounds = HireBounds { longest_secs: i64::from(input.take::<u16>()) + 1, gap_secs: input.take::<u8>().into() };
    let (mut hire, mut now, mut free_from) = (Hire::NEVER_HIRED, i64::from(input.take::<i32>()), i64::MIN);
    while !input.is_empty() {
        now += i64::from(input.take::<u8>());
        let ends_at = now.saturating_add(input.take::<i16>().into());
        let kinds = [HireUpdate::Start { ends_at }, HireUpdate::MoveEnd { ends_at }, HireUpdate::End];
        let (update, before) = (kinds[input.below(3)], hire);
        if hire.update(update, now, bounds).is_err() {
            assert_eq!(hire, before);
        }
        if hire.started_at() != before.started_at() {
            assert!(now >= free_from, "the gap was not over");
        }
        if hire != Hire::NEVER_HIRED {
            assert!(hire.ends_at() - hire.started_at() <= bounds.longest_secs);
            free_from = hire.ends_at() + bounds.gap_secs;
        }
    }
}
