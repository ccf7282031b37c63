//! What slasher, parties and arbiter send, and what anyone sends for them.

use super::{Call, DeviceNo, choose::Chooser};
use crate::{
    ledger::keys::OFFENCES,
    spec::{
        Model,
        world::{Case, CaseState, Part, Role, Span},
    },
};

pub fn open_slash(chooser: &mut Chooser, model: &Model) -> Option<Call> {
    let device = chooser.device(model);
    let free: Vec<_> = (0..OFFENCES).filter(|offence| !model.world.cases.contains_key(&(device, *offence))).collect();
    let offence = match chooser.of(&free) {
        Some(offence) if !chooser.percent(4) => offence,
        _ => chooser.rng.u8(..OFFENCES),
    };
    let bps = match chooser.rng.u8(..20) {
        0 => 0,
        1 => chooser.one([10_001, u16::MAX]),
        6 => 1,
        2..=4 => 10_000,
        5 => 9_999,
        _ => chooser.rng.u16(1..=3_000),
    };
    Some(Call::OpenSlash {
        slasher: chooser.role(model, Role::Slasher),
        payer: chooser.wallet(),
        device,
        offence,
        bps,
        offence_at: offence_at(chooser, model, device),
        forfeit: chooser.percent(65),
    })
}

/// Now, or next to a time at which somebody came or left, or at the end of what may be slashed.
fn offence_at(chooser: &mut Chooser, model: &Model, device: DeviceNo) -> i64 {
    let now = model.now;
    let oldest = now - model.span(Span::Wait) - model.span(Span::Cooldown);
    let mut times = vec![now, oldest];
    if let Some(device) = model.device(device) {
        times.extend(device.stake.since);
        times.extend(device.stake.unlock_at.map(|unlock| unlock - model.span(Span::Cooldown)));
        for position in device.positions() {
            times.push(position.claimed_at);
            times.extend(position.cooldown_at);
        }
    }
    match chooser.rng.u8(..20) {
        0 => chooser.one([now + 1, oldest - 1, i64::MAX, i64::MIN]),
        1..=8 => now,
        9..=15 => chooser.of(&times).unwrap_or(now) + chooser.one([-1, 0, 0, 1]),
        _ => chooser.rng.i64(oldest..=now),
    }
}

/// A case that satisfies that, or any, or none.
fn case(chooser: &mut Chooser, model: &Model, fits: impl Fn(&Case) -> bool) -> (DeviceNo, u8) {
    let all = model.world.cases.iter();
    let fitting: Vec<_> = all.clone().filter(|(_, case)| fits(case)).map(|(key, _)| *key).collect();
    let any: Vec<_> = all.map(|(key, _)| *key).collect();
    match (chooser.of(&fitting), chooser.of(&any)) {
        (Some(key), _) if !chooser.is_careless() => key,
        (_, Some(key)) if !chooser.percent(10) => key,
        _ => (chooser.device(model), chooser.rng.u8(..OFFENCES)),
    }
}

pub fn appeal_slash(chooser: &mut Chooser, model: &Model) -> Option<Call> {
    let (device, offence) = case(chooser, model, |case| case.state == CaseState::Open);
    let found = model.world.cases.get(&(device, offence));
    let parties: Vec<_> = found
        .map(|case| case.parts.iter().flatten().map(|part| part.party).chain([case.owner]).collect())
        .unwrap_or_default();
    let party = chooser.of(&parties);
    Some(Call::AppealSlash { party: chooser.wallet_or(party), device, offence })
}

pub fn rule_slash(chooser: &mut Chooser, model: &Model) -> Option<Call> {
    let (device, offence) = case(chooser, model, |case| case.state == CaseState::Appealed);
    let arbiter = chooser.role(model, Role::Arbiter);
    Some(Call::RuleSlash { arbiter, device, offence, uphold: chooser.percent(30) })
}

pub fn finalize_slash(chooser: &mut Chooser, model: &Model) -> Option<Call> {
    let (now, window) = (model.now, model.span(Span::Appeal));
    let over = |case: &Case| case.window_ends(window).is_some_and(|last| now > last);
    let (device, offence) = case(chooser, model, over);
    Some(Call::FinalizeSlash { sender: chooser.wallet(), device, offence })
}

/// A part that has not come back: mostly one of a co-stake that has ended, if there is any.
fn part(chooser: &mut Chooser, model: &Model) -> Option<(DeviceNo, u8, u8, Part)> {
    let mut due = vec![];
    let mut ended = vec![];
    for ((device, offence), case) in model.world.cases.iter().filter(|(_, case)| case.state == CaseState::Overturned) {
        for (number, part) in (0u8..).zip(&case.parts) {
            let Some(part) = part.clone().filter(|part| !part.returned) else { continue };
            let held = |index| model.device(*device).is_some_and(|device| device.position(index).is_some());
            if part.offer.is_some_and(|index| !held(index)) {
                ended.push((*device, *offence, number, part.clone()));
            }
            due.push((*device, *offence, number, part));
        }
    }
    // With rewards too, such a part needs most accounts.
    let rich: Vec<_> = ended.iter().filter(|(.., part)| part.rewards > 0).cloned().collect();
    match chooser.rng.u8(..10) {
        0..=4 => chooser.of(&rich).or_else(|| chooser.of(&ended)).or_else(|| chooser.of(&due)),
        5..=6 => chooser.of(&ended).or_else(|| chooser.of(&due)),
        _ => chooser.of(&due),
    }
}

pub fn return_slashed(chooser: &mut Chooser, model: &Model) -> Option<Call> {
    let found = part(chooser, model).filter(|_| !chooser.is_careless());
    let (device, offence, number, party, right) = match found {
        Some((device, offence, number, part)) => (device, offence, number, part.party, part.offer),
        None => {
            let (device, offence) = case(chooser, model, |case| case.state == CaseState::Overturned);
            (device, offence, chooser.rng.u8(..11), chooser.wallet(), None)
        }
    };
    let (sender, to) = chooser.payout(party);
    let others = model.world.offers.keys().filter(|(of, index)| *of == device && Some(*index) != right);
    let others: Vec<_> = others.map(|(_, index)| *index).collect();
    let other = if chooser.percent(40) { chooser.of(&others) } else { None };
    // What is not needed may be left out.
    let (offer, to) = (other.or(right).filter(|_| !chooser.percent(30)), Some(to).filter(|_| !chooser.percent(30)));
    Some(Call::ReturnSlashed { sender, device, offence, number, offer, to })
}
