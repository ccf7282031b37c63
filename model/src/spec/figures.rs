//! What follows from what is stored and the time: phases, sums, the requirement.

use super::{
    Model,
    world::{CaseState, Config, Device, OfferState, Position, Role, Span, Totals},
};
use crate::act::{DeviceNo, Wallet};

/// Where a co-stake stands (R16).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    Active,
    Waiting,
    Cooldown,
    Unlocked,
}

impl Position {
    pub fn phase(&self, now: i64) -> Phase {
        match (self.cooldown_at, self.unlock_at) {
            (_, Some(unlock)) if now >= unlock => Phase::Unlocked,
            (Some(cooldown), _) if now >= cooldown => Phase::Cooldown,
            (Some(_), _) => Phase::Waiting,
            (None, _) => Phase::Active,
        }
    }

    pub fn counts(&self, now: i64) -> bool {
        matches!(self.phase(now), Phase::Active | Phase::Waiting)
    }
}

/// Half of a requirement, the larger one where it is odd (⌈req/2⌉): the owner's.
pub const fn own_half(required: u64) -> u64 {
    required - required / 2
}

/// R1: `⌈cards × base × max(multiplier, 10000) / 10000⌉`, where it fits 64 bits.
pub fn requirement(cards: u32, base: u64, multiplier: u32) -> Option<u64> {
    // Each factor has at most 64, 32 and 32 bits.
    let product = u128::from(cards) * u128::from(base) * u128::from(multiplier.max(10_000));
    u64::try_from(product.div_ceil(10_000)).ok()
}

/// R24: `⌊amount × bps × stake / (10000 × claimed)⌋`, in one rounding.
pub fn share(amount: u64, bps: u16, stake: u64, claimed: u64) -> u64 {
    // The product has up to 144 bits: divided by hand, one bit of the stake after the other.
    let (left, stake) = (u128::from(amount) * u128::from(bps), u128::from(stake));
    let divisor = u128::from(claimed) * 10_000;
    let (mut quotient, mut remainder) = (0u128, 0u128);
    for bit in (0..64).rev() {
        remainder *= 2;
        quotient *= 2;
        if stake >> bit & 1 == 1 {
            remainder += left;
        }
        quotient += remainder / divisor;
        remainder %= divisor;
    }
    u64::try_from(quotient).unwrap_or(u64::MAX)
}

impl Device {
    pub fn positions(&self) -> impl Iterator<Item = &Position> {
        self.places.iter().flatten()
    }

    pub fn position(&self, offer: u32) -> Option<&Position> {
        self.positions().find(|position| position.offer == offer)
    }

    pub fn place_of(&mut self, offer: u32) -> Option<&mut Option<Position>> {
        self.places.iter_mut().find(|place| place.as_ref().is_some_and(|position| position.offer == offer))
    }

    pub fn co_stake(&self, phase: Phase, now: i64) -> u128 {
        let in_it = self.positions().filter(|position| position.phase(now) == phase);
        in_it.map(|position| u128::from(position.stake)).sum()
    }

    pub fn is_exiting(&self) -> bool {
        self.stake.exiting > 0
    }

    pub fn is_hired(&self, now: i64) -> bool {
        self.hire.is_some_and(|(from, to)| from <= now && now < to)
    }

    /// `O + A + W ≥ req`
    pub fn is_sufficient(&self, now: i64) -> bool {
        let co_stake = self.co_stake(Phase::Active, now) + self.co_stake(Phase::Waiting, now);
        u128::from(self.stake.active) + co_stake >= u128::from(self.required)
    }

    /// `max(0, min(O + A − req, O − max(⌈req/2⌉, A + P)))`
    pub fn overflow(&self, now: i64) -> u64 {
        let (own, active) = (i128::from(self.stake.active), self.co_stake(Phase::Active, now) as i128);
        let promised = active + self.totals.open_amount as i128;
        let free = own + active - i128::from(self.required);
        let kept = i128::from(own_half(self.required)).max(promised);
        free.min(own - kept).max(0) as u64
    }

    /// Σ bps over Open and Active.
    pub fn promised_bps(&self, now: i64) -> u32 {
        let active = self.positions().filter(|position| position.phase(now) == Phase::Active);
        self.totals.open_bps + active.map(|position| u32::from(position.bps)).sum::<u32>()
    }

    /// All that the vault holds for people.
    pub fn held(&self) -> u128 {
        let co_stakes: u128 = self.positions().map(|position| u128::from(position.stake)).sum();
        u128::from(self.stake.active) + u128::from(self.stake.exiting) + co_stakes
    }
}

impl Model {
    pub fn config(&self) -> &Config {
        self.world.config.as_ref().expect("every walk begins with the config")
    }

    pub fn span(&self, span: Span) -> i64 {
        self.config().span(span)
    }

    pub fn paused(&self) -> bool {
        self.config().paused
    }

    pub fn is_not(&self, role: Role, wallet: Wallet) -> bool {
        !self.config().is(role, wallet)
    }

    /// The sums over offers and cases, and the requirements that have matured (R3).
    pub(super) fn settle(&mut self) {
        let now = self.now;
        for (number, device) in &mut self.world.devices {
            if let Some((pending, from)) = device.pending
                && now >= from
            {
                (device.required, device.pending) = (pending, None);
            }
            device.totals = Totals::default();
            let totals = &mut device.totals;
            for (_, offer) in self.world.offers.iter().filter(|((of, _), _)| of == number) {
                totals.offers += 1;
                if offer.state == OfferState::Open {
                    totals.open_offers += 1;
                    totals.open_bps += u32::from(offer.bps);
                    totals.open_amount += u128::from(offer.amount);
                }
            }
            for (_, case) in self.world.cases.iter().filter(|((of, _), _)| of == number) {
                let due = case.parts.iter().flatten().any(|part| !part.returned);
                match case.state {
                    CaseState::Open | CaseState::Appealed => totals.undecided += 1,
                    CaseState::Overturned if due => totals.unreturned += 1,
                    CaseState::Overturned | CaseState::Upheld => {}
                }
            }
        }
    }

    pub fn device(&self, number: DeviceNo) -> Option<&Device> {
        self.world.devices.get(&number)
    }

    pub(super) fn device_mut(&mut self, number: DeviceNo) -> &mut Device {
        self.world.devices.get_mut(&number).expect("it was found before")
    }
}
