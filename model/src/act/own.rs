//! What owners send: stakes, offers, and their ends.

use super::{
    Call, Place,
    choose::{Chooser, is_open, rent_payer},
};
use crate::spec::{
    Model,
    figures::{Phase, own_half},
    world::{Device, OfferState, Role},
};

pub fn stake(chooser: &mut Chooser, model: &Model) -> Option<Call> {
    let number = chooser.device(model);
    let device = model.device(number);
    let owner = chooser.wallet_or(device.map(|device| device.owner));
    let source = chooser.purse_of(owner);
    let amount = match device {
        None => 1,
        Some(device) => {
            let half = own_half(device.required);
            let wanted = chooser.one([
                device.required,
                device.required,
                half,
                half.saturating_sub(device.stake.active),
                device.required.saturating_sub(device.stake.active),
                device.required.saturating_mul(2),
            ]);
            let wanted = chooser.near(wanted);
            if chooser.percent(95) {
                wanted.min(model.balance(source))
            } else {
                model.balance(source).saturating_add(1)
            }
        }
    };
    Some(Call::Stake { owner, device: number, source, amount })
}

pub fn withdraw_overflow(chooser: &mut Chooser, model: &Model) -> Option<Call> {
    let number = chooser.device(model);
    let device = model.device(number);
    let owner = chooser.wallet_or(device.map(|device| device.owner));
    let amount = chooser.near(device.map_or(1, |device| device.overflow(model.now)));
    Some(Call::WithdrawOverflow { owner, device: number, to: chooser.purse_of(owner), amount })
}

pub fn unstake(chooser: &mut Chooser, model: &Model) -> Option<Call> {
    let device = chooser.device(model);
    let owner = chooser.wallet_or(model.device(device).map(|device| device.owner));
    Some(Call::Unstake { owner, device })
}

pub fn withdraw(chooser: &mut Chooser, model: &Model) -> Option<Call> {
    let exiting: Vec<_> = model.world.devices.iter().filter(|(_, device)| device.is_exiting()).collect();
    let device = chooser.of(&exiting).map_or_else(|| chooser.device(model), |(device, _)| *device);
    let owner = chooser.wallet_or(model.device(device).map(|device| device.owner));
    let (sender, to) = chooser.payout(owner);
    Some(Call::Withdraw { sender, device, to })
}

pub fn close_device(chooser: &mut Chooser, model: &Model) -> Option<Call> {
    let is_empty = |device: &Device| device.stake.active + device.stake.exiting == 0;
    let empty: Vec<_> =
        model.world.devices.iter().filter(|(_, device)| is_empty(device)).map(|(key, _)| *key).collect();
    // What is left of others, or of the owner's rewards, must keep it open.
    let is_held = |device: &Device| device.positions().next().is_some() || device.rewards > 0;
    let mut held = empty.iter().copied().filter(|device| model.device(*device).is_some_and(is_held));
    let held = held.next().filter(|_| chooser.percent(50));
    let device = held.or_else(|| chooser.of(&empty)).unwrap_or_else(|| chooser.device(model));
    let owner = model.device(device).map(|device| device.owner);
    let owner = chooser.wallet_or(owner);
    let (closer, to) = match chooser.rng.u8(..10) {
        0..=6 => (owner, chooser.purse_of(owner)),
        7..=8 => (chooser.role(model, Role::Registrar), super::Purse::Ata(owner)),
        _ => chooser.payout(owner),
    };
    let rent_to = chooser.wallet_or(rent_payer(model, Place::Device(device)));
    Some(Call::CloseDevice { closer, device, to, rent_to })
}

pub fn create_offer(chooser: &mut Chooser, model: &Model) -> Option<Call> {
    let device = chooser.device(model);
    let found = model.device(device);
    let owner = chooser.wallet_or(found.map(|device| device.owner));
    let room = found.map_or(1, |device| room(device, model.now));
    let third = (room / 3).max(1);
    let wanted = chooser.one([room, room / 2, third, third]);
    let left = found.map_or(10_000, |device| 10_000u32.saturating_sub(device.promised_bps(model.now)));
    let left = u16::try_from(left).unwrap_or(10_000);
    let bps = match chooser.rng.u8(..20) {
        0 => 10_001,
        1 => u16::MAX,
        2..=3 => left,
        4 => left.saturating_add(1),
        5 => 0,
        6 => 1,
        _ => chooser.rng.u16(..=left / 2),
    };
    let now = model.now;
    let expires_at = match chooser.rng.u8(..20) {
        0 => Some(now),
        1 => Some(now - 1),
        2..=4 => Some(now + chooser.one([1, 2, 60])),
        5..=7 => Some(now + chooser.rng.i64(1..=20 * 86_400)),
        8 => Some(chooser.one([i64::MAX, i64::MIN, 0])),
        _ => None,
    };
    Some(Call::CreateOffer {
        owner,
        payer: chooser.wallet(),
        device,
        skew: if chooser.percent(2) { chooser.one([1, u32::MAX]) } else { 0 },
        amount: chooser.near(wanted),
        bps,
        reserved_for: chooser.percent(20).then(|| super::network::key(chooser)),
        expires_at,
    })
}

/// What R11 still allows to ask for.
fn room(device: &Device, now: i64) -> u64 {
    let cap = u128::from((device.required / 2).min(device.stake.active));
    let promised = device.co_stake(Phase::Active, now) + device.totals.open_amount;
    cap.saturating_sub(promised) as u64
}

pub fn retract_offer(chooser: &mut Chooser, model: &Model) -> Option<Call> {
    let (device, offer) = chooser.offer(model, |offer, _, _| is_open(offer));
    let expired = model.world.offers.get(&(device, offer)).is_some_and(|offer| offer.is_expired(model.now));
    let owner = model.device(device).map(|device| device.owner);
    let sender = if expired && chooser.percent(50) { chooser.wallet() } else { chooser.wallet_or(owner) };
    Some(Call::RetractOffer { sender, device, offer })
}

pub fn close_offer(chooser: &mut Chooser, model: &Model) -> Option<Call> {
    let over = |offer: &crate::spec::world::Offer, device: u8, index: u32| {
        let held = model.device(device).is_some_and(|device| device.position(index).is_some());
        offer.state != OfferState::Open && !held
    };
    let (device, offer) = chooser.offer(model, over);
    let owner = chooser.wallet_or(model.device(device).map(|device| device.owner));
    let rent_to = chooser.wallet_or(rent_payer(model, Place::Offer(device, offer)));
    Some(Call::CloseOffer { owner, device, offer, rent_to })
}
