//! What admin, guardian and registrar send.

use super::{Call, HireCall, Key, choose::Chooser};
use crate::{
    ledger::keys::DEVICES,
    spec::{
        DEPLOYER, Model,
        world::{Role, Span},
    },
};

const NAMES: [&str; 6] = ["NVIDIA H100", "A", "thirty-two bytes of model name..", "Apple M2 Pro", "~", "RTX 4090"];
const NO_NAMES: [&str; 5] = ["", "thirty-three bytes of model name!", "tab\there", "größe", "\u{7f}"];

/// A config that is made already; wrong in other ways too.
pub fn initialize_config(chooser: &mut Chooser, model: &Model) -> Option<Call> {
    let config = model.config();
    let mut spans = config.spans;
    if chooser.percent(30) {
        spans[chooser.rng.usize(..6)] = chooser.one([0, -1, 1, 365 * 86_400, 365 * 86_400 + 1, i64::MAX]);
    }
    Some(Call::InitializeConfig {
        authority: if chooser.percent(50) { DEPLOYER } else { chooser.wallet() },
        payer: chooser.wallet(),
        can_freeze: chooser.percent(20),
        admin: Some(chooser.wallet()).filter(|_| !chooser.percent(10)),
        roles: config.roles,
        spans,
        base: chooser.one([0, 1, config.base]),
        max: config.max,
    })
}

pub fn update_config(chooser: &mut Chooser, model: &Model) -> Option<Call> {
    let mut roles = [None; 5];
    if chooser.percent(50) {
        let role = chooser.rng.usize(..5);
        roles[role] = Some(key(chooser));
    }
    let base = model.config().base;
    let bases = [base, base.saturating_add(1), base - 1, base.saturating_mul(2), base.div_ceil(2), 1, 0];
    let base = Some(chooser.one(bases)).filter(|_| chooser.percent(40));
    let max = Some(chooser.one([u64::MAX, u64::MAX, u64::MAX / 2, base.unwrap_or(7), 0]));
    let max = max.filter(|_| chooser.percent(40));
    Some(Call::UpdateConfig { admin: chooser.admin(model), roles, base, max })
}

/// Seldom the zero address.
pub fn key(chooser: &mut Chooser) -> Key {
    if chooser.percent(10) { Key::Zero } else { Key::Wallet(chooser.wallet()) }
}

pub fn propose_admin(chooser: &mut Chooser, model: &Model) -> Option<Call> {
    let proposed = Some(chooser.wallet()).filter(|_| !chooser.percent(15));
    Some(Call::ProposeAdmin { admin: chooser.admin(model), proposed })
}

pub fn accept_admin(chooser: &mut Chooser, model: &Model) -> Option<Call> {
    Some(Call::AcceptAdmin { by: chooser.wallet_or(model.config().proposed) })
}

pub fn set_paused(chooser: &mut Chooser, model: &Model) -> Option<Call> {
    let paused = !model.paused() && chooser.percent(60);
    let by = if paused && chooser.percent(60) { chooser.role(model, Role::Guardian) } else { chooser.admin(model) };
    Some(Call::SetPaused { by, paused })
}

pub fn register_device(chooser: &mut Chooser, model: &Model) -> Option<Call> {
    let free: Vec<_> = (0..DEVICES).filter(|device| model.device(*device).is_none()).collect();
    let device = match chooser.of(&free) {
        Some(device) => device,
        None => chooser.device(model),
    };
    Some(Call::RegisterDevice {
        registrar: chooser.role(model, Role::Registrar),
        payer: chooser.wallet(),
        device,
        owner: Some(chooser.wallet()).filter(|_| !chooser.percent(5)),
        model: name(chooser),
        cards: cards(chooser),
        multiplier: multiplier(chooser),
    })
}

fn name(chooser: &mut Chooser) -> String {
    let name = if chooser.percent(7) { chooser.one(NO_NAMES) } else { chooser.one(NAMES) };
    name.to_owned()
}

fn cards(chooser: &mut Chooser) -> u32 {
    if chooser.percent(5) { chooser.one([0, u32::MAX]) } else { chooser.one([1, 1, 1, 2, 3, 4, 8]) }
}

fn multiplier(chooser: &mut Chooser) -> u32 {
    if chooser.percent(3) {
        return u32::MAX;
    }
    chooser.one([0, 2_500, 9_999, 10_000, 10_000, 10_001, 15_000, 33_333, 100_000])
}

pub fn update_device(chooser: &mut Chooser, model: &Model) -> Option<Call> {
    let number = chooser.device(model);
    let device = model.device(number);
    let off = device.is_some_and(|device| !device.operational);
    let operational = match (off, chooser.rng.u8(..100)) {
        (true, 0..=84) => Some(true),
        (false, 0..=3) => Some(false),
        (_, 4..=9) => Some(true),
        _ => None,
    };
    let changes = chooser.percent(25);
    let hire = if chooser.percent(45) { Some(hire(chooser, model, number)) } else { None };
    Some(Call::UpdateDevice {
        registrar: chooser.role(model, Role::Registrar),
        device: number,
        model: chooser.percent(10).then(|| name(chooser)),
        cards: changes.then(|| cards(chooser)),
        multiplier: (changes && chooser.percent(40)).then(|| multiplier(chooser)),
        reliability: chooser.percent(15).then(|| chooser.one([0, 9_999, 10_000, 10_001, u16::MAX])),
        operational,
        hire,
    })
}

fn hire(chooser: &mut Chooser, model: &Model, number: u8) -> HireCall {
    let (now, longest) = (model.now, model.span(Span::LongestHire));
    let device = model.device(number);
    let on = device.is_some_and(|device| device.is_hired(now));
    let from = device.and_then(|device| device.hire).filter(|_| on).map_or(now, |(from, _)| from);
    let ends = match chooser.rng.u8(..20) {
        0..=5 => from + longest,
        6 => from + longest + 1,
        7 => now,
        8 => now - 1,
        9 => chooser.one([i64::MAX, i64::MIN, 0]),
        10..=12 => now + 1,
        _ => now + chooser.rng.i64(1..=longest),
    };
    match (on, chooser.rng.u8(..10)) {
        (true, 0..=2) | (false, 0) => HireCall::End,
        (true, 3..=6) | (false, 1) => HireCall::MoveEnd(ends),
        _ => HireCall::Start(ends),
    }
}

pub fn refresh_requirement(chooser: &mut Chooser, model: &Model) -> Option<Call> {
    Some(Call::RefreshRequirement { device: chooser.device(model) })
}
