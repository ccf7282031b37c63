//! R28, R29, R33: a case is opened.

use co_staking_client::CoStakingError as E;

use super::{
    Model, Outcome,
    money::bytes,
    reasons::{FOREIGN, IN_USE, NOT_NAMED, NOTHING_THERE, Reasons},
    world::{Case, CaseState, Device, OwnStake, Part, Role, Span},
};
use crate::act::{Call, DeviceNo, Place, Purse};

/// When a stake counted, and until when it can be slashed.
struct Stay {
    from: i64,
    to: Option<i64>,
    unlock: Option<i64>,
}

impl Stay {
    fn answers(&self, offence_at: i64, now: i64) -> bool {
        self.from <= offence_at
            && self.to.is_none_or(|to| offence_at < to)
            && self.unlock.is_none_or(|unlock| now < unlock)
    }
}

/// What is asked of a slash.
#[derive(Clone, Copy)]
struct Asked {
    bps: u16,
    offence_at: i64,
    forfeit: bool,
}

impl Model {
    pub(super) fn open_slash(&mut self, call: &Call) -> Outcome {
        let Call::OpenSlash { slasher, payer, device: number, offence, bps, offence_at, forfeit } = call else {
            unreachable!("of this call alone")
        };
        let asked = Asked { bps: *bps, offence_at: *offence_at, forfeit: *forfeit };
        let mut why = Reasons::default();
        why.when(self.is_not(Role::Slasher, *slasher), NOT_NAMED);
        why.when(self.paused(), E::Paused);
        why.when(!(1..=10_000).contains(bps), E::SlashOutOfRange);
        why.when(*offence_at > self.now, E::OffenceInFuture);
        let oldest = self.now - self.span(Span::Wait) - self.span(Span::Cooldown);
        why.when(*offence_at < oldest, E::OffenceTooOld);
        let key = (*number, *offence);
        let Some(device) = self.device(*number) else { return why.stop(&[FOREIGN, NOTHING_THERE]) };
        why.when(self.world.cases.contains_key(&key), IN_USE);
        let (owner, mut next) = (device.owner, device.clone());
        let parts = self.take(&mut next, asked);
        let taken: u64 = parts.iter().flatten().map(|part| part.stake).sum();
        why.when(taken == 0, E::NothingToSlash);
        why.none()?;
        self.world.devices.insert(*number, next);
        self.create(Place::Case(key.0, key.1), bytes::CASE, *payer);
        self.pay(Purse::Vault(*number), Purse::Escrow, taken);
        self.pool_mut().escrowed += taken;
        let case = Case {
            state: CaseState::Open,
            owner,
            bps: *bps,
            offence_at: *offence_at,
            opened_at: self.now,
            appealed_at: None,
            parts,
        };
        self.world.cases.insert(key, case);
        Ok(())
    }

    /// From whom, and how much. A share of more than the whole counts as the whole: it is refused anyway.
    fn take(&self, device: &mut Device, asked: Asked) -> [Option<Part>; 9] {
        let mut parts = <[Option<Part>; 9]>::default();
        parts[0] = self.take_of_owner(device, asked);
        for (place, part) in device.places.iter_mut().zip(&mut parts[1..]) {
            let Some(position) = place else { continue };
            let stay = Stay { from: position.claimed_at, to: position.cooldown_at, unlock: position.unlock_at };
            if !stay.answers(asked.offence_at, self.now) {
                continue;
            }
            *part = Some(Part {
                party: position.co_staker,
                offer: Some(position.offer),
                stake: part_of(&mut position.stake, asked.bps),
                rewards: if asked.forfeit { std::mem::take(&mut position.rewards) } else { 0 },
                since: position.claimed_at,
                returned: false,
            });
        }
        parts
    }

    fn take_of_owner(&self, device: &mut Device, asked: Asked) -> Option<Part> {
        let since = device.stake.since?;
        let left = device.stake.unlock_at.map(|unlock| unlock - self.span(Span::Cooldown));
        let stay = Stay { from: since, to: left, unlock: device.stake.unlock_at };
        if !stay.answers(asked.offence_at, self.now) {
            return None;
        }
        let was_exiting = device.is_exiting();
        let stake = if was_exiting { &mut device.stake.exiting } else { &mut device.stake.active };
        let taken = part_of(stake, asked.bps);
        if was_exiting && device.stake.exiting == 0 {
            device.stake = OwnStake::default();
        }
        let rewards = if asked.forfeit { std::mem::take(&mut device.rewards) } else { 0 };
        Some(Part { party: device.owner, offer: None, stake: taken, rewards, since, returned: false })
    }

    pub fn case_keys(&self, device: DeviceNo) -> impl Iterator<Item = (DeviceNo, u8)> {
        self.world.cases.keys().copied().filter(move |(of, _)| *of == device)
    }
}

/// Takes `⌊x × bps / 10000⌋` out of `x`.
fn part_of(stake: &mut u64, bps: u16) -> u64 {
    let part = (u128::from(*stake) * u128::from(bps.min(10_000)) / 10_000) as u64;
    *stake -= part;
    part
}
