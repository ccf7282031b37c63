//! Who may do what once nobody else is there, and when the next thing becomes possible.

use super::{
    effects::Step,
    model::{DAY, Model, Of, Stage, State, WALLETS, WINDOW},
};
use crate::world::Random;

/// A hire at its longest, then wait and cooldown.
const OUT: i64 = (30 + 21) * DAY;

/// What those who are left make of it.
pub struct Leaving {
    begun: i64,
    /// For each case: who appeals, and whether only in the last second.
    appeals: Vec<Option<(usize, bool)>>,
    /// Wallets that lost their keys, or bear a grudge: they sign nothing while the owner can push them out.
    idle: [bool; WALLETS],
    /// Whether claim counters are closed too, which has nothing to do with what anyone is paid.
    pub tidy: bool,
    /// In which order payouts and returns are sent where both can be.
    returns_first: bool,
}

impl Leaving {
    pub fn new(model: &Model, random: &mut Random) -> Self {
        let mut appeals = vec![];
        for case in &model.cases {
            let owner = [case.device];
            let parties: Vec<usize> = case.parts.iter().map(|part| part.wallet).chain(owner).collect();
            appeals.push((!random.chance(3)).then(|| (random.pick(&parties), random.chance(2))));
        }
        let mut idle = [false; WALLETS];
        idle[2..].fill_with(|| random.chance(4));
        Self { begun: model.now, appeals, idle, tidy: random.chance(4), returns_first: random.chance(2) }
    }

    /// Something that may be done now.
    pub fn next(&self, model: &Model) -> Option<Step> {
        let (first, last) = (self.returning(model), self.paying_out(model));
        let moved = if self.returns_first { first.or(last) } else { last.or(first) };
        self.deciding(model).or_else(|| self.stopping(model)).or(moved).or_else(|| self.closing(model))
    }

    fn deciding(&self, model: &Model) -> Option<Step> {
        let now = model.now;
        (0..model.cases.len()).find_map(|number| {
            let case = &model.cases[number];
            let appeal = self.appeal_at(model, number).filter(|(_, at)| now >= *at);
            match case.stage {
                Stage::Open | Stage::Appealed if now > case.since + WINDOW => Some(Step::Finalize(number)),
                Stage::Open => appeal.map(|(wallet, _)| Step::Appeal(number, wallet)),
                Stage::Appealed | Stage::Upheld | Stage::Overturned => None,
            }
        })
    }

    fn appeal_at(&self, model: &Model, case: usize) -> Option<(usize, i64)> {
        let (wallet, late) = self.appeals[case]?;
        Some((wallet, if late { model.cases[case].since + WINDOW } else { self.begun }))
    }

    fn returning(&self, model: &Model) -> Option<Step> {
        (0..model.cases.len()).filter(|case| model.cases[*case].stage == Stage::Overturned).find_map(|case| {
            let part = model.cases[case].parts.iter().position(|part| !part.returned)?;
            Some(Step::Return(case, part))
        })
    }

    /// Offers are retracted, and stakes start their way out.
    fn stopping(&self, model: &Model) -> Option<Step> {
        (0..2).find_map(|number| {
            let device = &model.devices[number];
            let open = (0..device.offers.len()).find(|offer| device.is_open(*offer));
            let active = device.held().find(|(offer, held)| {
                let idle = self.idle[device.offers[*offer].wallet] && self.owner_will_leave(model, number);
                held.leave.is_none() && !idle
            });
            let may_leave = device.owner.active > 0 && model.now >= device.hire_ends;
            open.map(|offer| Step::Retract(number, offer))
                .or_else(|| active.map(|(offer, _)| Step::Leave(number, offer)))
                .or_else(|| may_leave.then_some(Step::OwnerUnstake(number)))
        })
    }

    /// An owner that was slashed to nothing, for good, pushes nobody out.
    fn owner_will_leave(&self, model: &Model, device: usize) -> bool {
        model.devices[device].owner.active > 0 || model.pending_cases(device)
    }

    /// I7: in time, but for what a case gave back only now.
    fn paying_out(&self, model: &Model) -> Option<Step> {
        let late = |restored: bool| assert!(restored || model.now <= self.begun + OUT, "I7: out in time");
        (0..2).find_map(|number| {
            let device = &model.devices[number];
            if let Some((offer, held)) = device.held().find(|(_, held)| held.is_free(model.now)) {
                late(held.restored || held.stake == 0 || self.idle[device.offers[offer].wallet]);
                return Some(Step::Withdraw(number, offer));
            }
            if device.owner.exit.is_some_and(|(_, unlock_at)| model.now >= unlock_at) {
                late(device.owner.restored);
                return Some(Step::OwnerWithdraw(number));
            }
            if device.owner.rewards > 0 {
                return Some(Step::OwnerRewards(number));
            }
            let has_rewards = |offer: &usize| match device.offers[*offer].state {
                State::Held(held) => held.rewards > 0,
                State::Ended => device.offers[*offer].left > 0,
                State::Open | State::Retracted | State::Closed => false,
            };
            (0..device.offers.len()).find(has_rewards).map(|offer| Step::CoStakeRewards(number, offer))
        })
    }

    /// When the next thing becomes possible; `None` if nothing is left to wait for.
    pub fn next_time(&self, model: &Model) -> Option<i64> {
        let of_devices = model.devices.iter().flat_map(|device| {
            let hire = (device.owner.active > 0).then_some(device.hire_ends);
            let exit = device.owner.exit.map(|(_, unlock_at)| unlock_at);
            let co_stakes = device.held().filter_map(|(_, held)| held.leave.map(|(_, unlock_at)| unlock_at));
            co_stakes.chain(hire).chain(exit)
        });
        let of_cases = (0..model.cases.len()).filter(|case| model.cases[*case].is_undecided()).flat_map(|number| {
            let appeal = self.appeal_at(model, number).map(|(_, at)| at);
            [Some(model.cases[number].since + WINDOW + 1), appeal].into_iter().flatten()
        });
        of_devices.chain(of_cases).filter(|at| *at > model.now).min()
    }

    /// R5, R13, R20: what is over is closed, and its rent comes back.
    fn closing(&self, model: &Model) -> Option<Step> {
        let of_devices = (0..2).filter(|number| !model.devices[*number].closed).find_map(|number| {
            let device = &model.devices[number];
            let over = |offer: &usize| match device.offers[*offer].state {
                State::Retracted => true,
                State::Ended => !model.pending_cases(number),
                State::Open | State::Held(_) | State::Closed => false,
            };
            if let Some(offer) = (0..device.offers.len()).find(over) {
                return Some(Step::CloseOffer(number, offer));
            }
            let all_closed = device.offers.iter().all(|offer| matches!(offer.state, State::Closed));
            let empty = all_closed && device.staked() == 0 && !model.pending_cases(number);
            empty.then_some(Step::CloseDevice(number))
        });
        let everything_else_is_over = model.devices.iter().all(|device| device.closed);
        of_devices.or_else(|| {
            let counters =
                (0..WALLETS).filter(|wallet| everything_else_is_over && self.tidy && model.counters[*wallet]);
            counters.map(Step::CloseCounter).next()
        })
    }

    /// I7: two windows more for what was slashed.
    pub fn assert_in_time(&self, model: &Model) {
        assert!(model.now <= self.begun + OUT + 2 * WINDOW, "I7: {} days", (model.now - self.begun) / DAY);
    }
}

/// What a state has, so that the walk can be seen to have led everywhere.
pub fn features(model: &Model) -> Vec<&'static str> {
    let now = model.now;
    let devices = || model.devices.iter();
    let held = || devices().flat_map(|device| device.held().map(|(_, held)| held));
    let cases = || model.cases.iter();
    let partly = |parts: &[super::model::Part]| parts.iter().any(|p| p.returned) && parts.iter().any(|p| !p.returned);
    let gone = |case: &super::model::Case| {
        case.is_pending()
            && case.parts.iter().any(|part| match part.of {
                Of::Owner(since) => model.devices[case.device].owner.since != Some(since),
                Of::Offer(offer) => model.co_stake(case.device, offer).is_none(),
            })
    };
    let all = [
        ("owner exiting", devices().any(|device| device.owner.exit.is_some())),
        ("hired", devices().any(|device| now < device.hire_ends)),
        ("hired while exiting", devices().any(|device| now < device.hire_ends && device.owner.exit.is_some())),
        ("requirement pending", devices().any(|device| device.pending.is_some_and(|(_, from)| now < from))),
        ("insufficient", devices().any(|device| device.counted(now) < device.req_at(now))),
        (
            "owner slashed to nothing",
            devices().any(|d| d.owner.since.is_some() && d.owner.active == 0 && d.owner.exit.is_none()),
        ),
        ("offer open", devices().any(|device| (0..device.offers.len()).any(|offer| device.is_open(offer)))),
        (
            "offer expired",
            devices().any(|d| {
                d.offers.iter().any(|o| matches!(o.state, State::Open) && o.expires_at.is_some_and(|at| now > at))
            }),
        ),
        ("active", held().any(|held| held.leave.is_none())),
        ("waiting", held().any(|held| held.leave.is_some_and(|(at, _)| now < at))),
        ("cooldown", held().any(|held| held.leave.is_some_and(|(at, unlock)| now >= at && now < unlock))),
        ("unlocked", held().any(|held| held.leave.is_some_and(|(_, unlock)| now >= unlock))),
        ("co-stake slashed to nothing", held().any(|held| held.stake == 0)),
        ("rewards unclaimed", held().any(|held| held.rewards > 0)),
        ("rewards left on an offer", devices().any(|device| device.offers.iter().any(|offer| offer.left > 0))),
        ("case open", cases().any(|case| case.stage == Stage::Open)),
        ("case appealed", cases().any(|case| case.stage == Stage::Appealed)),
        ("case upheld", cases().any(|case| case.stage == Stage::Upheld)),
        ("case overturned", cases().any(|case| case.stage == Stage::Overturned && case.is_pending())),
        ("case partly returned", cases().any(|case| case.stage == Stage::Overturned && partly(&case.parts))),
        ("case past its window", cases().any(|case| case.is_undecided() && now > case.since + WINDOW)),
        ("two cases pending", cases().filter(|case| case.is_pending()).count() > 1),
        ("party of a pending case gone", cases().any(gone)),
        ("part of nothing", cases().any(|case| case.is_pending() && case.parts.iter().any(|part| part.stake == 0))),
        ("counter closed", model.counters.contains(&false)),
        ("paused", model.paused),
    ];
    all.into_iter().filter(|(_, has)| *has).map(|(name, _)| name).collect()
}
