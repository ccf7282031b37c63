//! What each step does to the model.

use super::model::{BASE, COOLDOWN, Case, CoStake, DAY, Device, Model, Of, Offer, Part, Stage, State};

/// Devices, offers, wallets, cases and parts are numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    Stake(usize, u64),
    Overflow(usize, u64),
    OwnerUnstake(usize),
    OwnerWithdraw(usize),
    Create {
        device: usize,
        amount: u64,
        bps: u16,
        expires_at: Option<i64>,
    },
    Retract(usize, usize),
    Claim(usize, usize, usize),
    Leave(usize, usize),
    Withdraw(usize, usize),
    Release(usize, usize, usize),
    CloseOffer(usize, usize),
    CloseDevice(usize),
    OpenCounter(usize),
    CloseCounter(usize),
    /// To both devices, for the last hour.
    Accrue(u64),
    OwnerRewards(usize),
    CoStakeRewards(usize, usize),
    Slash {
        device: usize,
        bps: u16,
        offence_at: i64,
        forfeit: bool,
    },
    Appeal(usize, usize),
    Rule(usize, bool),
    Finalize(usize),
    Return(usize, usize),
    Hire(usize, i64),
    EndHire(usize),
    Cards(usize, u32),
    Operational(usize, bool),
    Pause(bool),
}

impl Model {
    /// The step was taken.
    pub fn take(&mut self, step: Step) {
        let now = self.now;
        match step {
            Step::Stake(device, amount) => {
                let owner = &mut self.devices[device].owner;
                owner.active += amount;
                owner.since = owner.since.or(Some(now));
            }
            Step::Overflow(device, amount) => self.devices[device].owner.active -= amount,
            Step::OwnerUnstake(device) => self.devices[device].owner_unstakes(now),
            Step::OwnerWithdraw(device) => {
                let owner = &mut self.devices[device].owner;
                (owner.exit, owner.since, owner.restored) = (None, None, false);
            }
            Step::Create { device, amount, bps, expires_at } => {
                let offer = Offer { amount, bps, expires_at, state: State::Open, wallet: usize::MAX, left: 0 };
                self.devices[device].offers.push(offer);
            }
            Step::Retract(device, offer) => self.devices[device].offers[offer].state = State::Retracted,
            Step::Claim(device, offer, wallet) => {
                let device = &mut self.devices[device];
                *device.places.iter_mut().find(|place| place.is_none()).unwrap() = Some(offer);
                let offer = &mut device.offers[offer];
                offer.wallet = wallet;
                let stake = offer.amount;
                offer.state = State::Held(CoStake { stake, claimed_at: now, rewards: 0, leave: None, restored: false });
            }
            Step::Leave(device, offer) => {
                let held = self.devices[device].co_stake_mut(offer).unwrap();
                held.leave = Some((now + 7 * DAY, now + 21 * DAY));
            }
            Step::Withdraw(device, offer) => {
                let device = &mut self.devices[device];
                device.offers[offer].left += device.co_stake(offer).unwrap().rewards;
                device.offers[offer].state = State::Ended;
                *device.places.iter_mut().find(|place| **place == Some(offer)).unwrap() = None;
            }
            Step::Release(..) => {}
            Step::CloseOffer(device, offer) => self.devices[device].offers[offer].state = State::Closed,
            Step::CloseDevice(device) => self.devices[device].closed = true,
            Step::OpenCounter(wallet) => self.counters[wallet] = true,
            Step::CloseCounter(wallet) => self.counters[wallet] = false,
            Step::Accrue(amount) => (0..2).for_each(|device| self.accrue(device, amount)),
            Step::OwnerRewards(device) => self.devices[device].owner.rewards = 0,
            Step::CoStakeRewards(device, offer) => match self.devices[device].co_stake_mut(offer) {
                Some(held) => held.rewards = 0,
                None => self.devices[device].offers[offer].left = 0,
            },
            Step::Slash { device, bps, offence_at, forfeit } => self.slash(device, bps, offence_at, forfeit),
            Step::Appeal(case, _) => {
                let case = &mut self.cases[case];
                (case.stage, case.since) = (Stage::Appealed, now);
            }
            Step::Rule(case, uphold) => self.decide(case, uphold),
            Step::Finalize(case) => self.decide(case, self.cases[case].stage == Stage::Open),
            Step::Return(case, part) => self.give_back(case, part),
            Step::Hire(device, secs) => self.devices[device].hire_ends = now + secs,
            Step::EndHire(device) => self.devices[device].hire_ends = now,
            Step::Cards(device, cards) => self.devices[device].propose(u64::from(cards) * BASE, now),
            Step::Operational(device, operational) => self.devices[device].operational = operational,
            Step::Pause(paused) => self.paused = paused,
        }
    }

    /// R24, R25: for a block of the last hour.
    fn accrue(&mut self, number: usize, amount: u64) {
        let (started_at, ended_at) = (self.now - 3_600, self.now);
        let device = &mut self.devices[number];
        let earns = device.last_block <= started_at
            && device.operational
            && device.owner.exit.is_none()
            && device.counted(self.now) >= device.req_at(self.now);
        device.last_block = device.last_block.max(ended_at);
        if !earns {
            return;
        }
        let mut rest = amount;
        for offer in &mut device.offers {
            if let State::Held(held @ CoStake { leave: None, .. }) = &mut offer.state
                && held.claimed_at <= started_at
            {
                let whole = u128::from(amount) * u128::from(offer.bps) * u128::from(held.stake);
                let share = u64::try_from(whole / (10_000 * u128::from(offer.amount))).unwrap();
                held.rewards += share;
                self.due[offer.wallet] += share;
                rest -= share;
            }
        }
        device.owner.rewards += rest;
        self.due[number] += rest;
        self.credited += amount;
    }

    /// R28, R29.
    fn slash(&mut self, number: usize, bps: u16, offence_at: i64, forfeit: bool) {
        let (now, device) = (self.now, &mut self.devices[number]);
        let part_of = |stake: u64| u64::try_from(u128::from(stake) * u128::from(bps) / 10_000).unwrap();
        let mut parts = vec![];
        let answers = |since: i64, cooldown_at: i64, unlock_at: i64| {
            since <= offence_at && offence_at < cooldown_at && now < unlock_at
        };
        let withhold = |rewards: &mut u64| if forfeit { std::mem::take(rewards) } else { 0 };

        let owner = &mut device.owner;
        let (cooldown_at, unlock_at) = owner.exit.map_or((i64::MAX, i64::MAX), |(_, at)| (at - COOLDOWN, at));
        if let Some(since) = owner.since.filter(|since| answers(*since, cooldown_at, unlock_at)) {
            let stake = match &mut owner.exit {
                Some((amount, _)) => amount,
                None => &mut owner.active,
            };
            let part = part_of(*stake);
            *stake -= part;
            if owner.exit.is_some_and(|(amount, _)| amount == 0) {
                (owner.exit, owner.since) = (None, None);
            }
            let rewards = withhold(&mut owner.rewards);
            let of = Of::Owner(since);
            parts.push(Part { number: 0, wallet: number, of, stake: part, rewards, returned: false });
        }
        for (place, offer) in device.places.iter().enumerate().filter_map(|(place, offer)| Some((place, (*offer)?))) {
            let wallet = device.offers[offer].wallet;
            let State::Held(held) = &mut device.offers[offer].state else { unreachable!("it has a place") };
            let (cooldown_at, unlock_at) = held.leave.unwrap_or((i64::MAX, i64::MAX));
            if answers(held.claimed_at, cooldown_at, unlock_at) {
                let stake = part_of(held.stake);
                held.stake -= stake;
                let (number, rewards) = (u8::try_from(place + 1).unwrap(), withhold(&mut held.rewards));
                parts.push(Part { number, wallet, of: Of::Offer(offer), stake, rewards, returned: false });
            }
        }
        self.cases.push(Case { device: number, stage: Stage::Open, since: now, parts });
    }

    /// R29 to R31.
    fn decide(&mut self, case: usize, uphold: bool) {
        let case = &mut self.cases[case];
        case.stage = if uphold { Stage::Upheld } else { Stage::Overturned };
        for part in case.parts.iter().filter(|_| uphold) {
            self.due[part.wallet] -= part.stake + part.rewards;
            self.burned += part.stake;
            self.forgiven += part.rewards;
        }
    }

    /// R32.
    fn give_back(&mut self, case: usize, part: usize) {
        let device = &mut self.devices[self.cases[case].device];
        let part = &mut self.cases[case].parts[part];
        part.returned = true;
        match part.of {
            Of::Owner(since) => {
                let owner = &mut device.owner;
                owner.rewards += part.rewards;
                if owner.since == Some(since) {
                    owner.restored = true;
                    match &mut owner.exit {
                        Some((amount, _)) => *amount += part.stake,
                        None => owner.active += part.stake,
                    }
                }
            }
            Of::Offer(offer) => match device.co_stake_mut(offer) {
                Some(held) => {
                    held.stake += part.stake;
                    held.rewards += part.rewards;
                    held.restored = true;
                }
                None => device.offers[offer].left += part.rewards,
            },
        }
    }
}

impl Device {
    /// R8, R9.
    fn owner_unstakes(&mut self, now: i64) {
        self.owner.exit = Some((self.owner.active, now + COOLDOWN));
        self.owner.active = 0;
        for offer in 0..self.offers.len() {
            if let Some(held) = self.co_stake_mut(offer)
                && held.leave.is_none_or(|(cooldown_at, _)| now < cooldown_at)
            {
                let unlock_at = held.leave.map_or(i64::MAX, |(_, unlock_at)| unlock_at).min(now + COOLDOWN);
                held.leave = Some((now, unlock_at));
            }
        }
    }

    /// R3.
    fn propose(&mut self, value: u64, now: i64) {
        self.req = self.req_at(now);
        self.pending = match self.pending.filter(|(_, from)| now < *from) {
            Some((pending, from)) if pending == value => Some((pending, from)),
            _ if value == self.req => None,
            _ => Some((value, now + 7 * DAY)),
        };
    }
}
