//! What co-stakers send, and what anyone sends for them.

use super::{
    Call, Place,
    choose::{Chooser, is_open, rent_payer},
};
use crate::{
    ledger::keys::WALLETS,
    spec::{Model, figures::Phase},
};

pub fn open_claims(chooser: &mut Chooser, model: &Model) -> Option<Call> {
    let without: Vec<_> = (0..WALLETS).filter(|wallet| !model.world.counters.contains_key(wallet)).collect();
    let wallet = chooser.of(&without);
    Some(Call::OpenClaims { payer: chooser.wallet(), wallet: chooser.wallet_or(wallet) })
}

pub fn close_claims(chooser: &mut Chooser, model: &Model) -> Option<Call> {
    let wallets: Vec<_> = model.world.counters.keys().copied().collect();
    let wallet = chooser.of(&wallets);
    let wallet = chooser.wallet_or(wallet);
    let rent_to = chooser.wallet_or(rent_payer(model, Place::Claims(wallet)));
    Some(Call::CloseClaims { wallet, rent_to })
}

pub fn claim_offer(chooser: &mut Chooser, model: &Model) -> Option<Call> {
    let (device, index) = chooser.offer(model, |offer, _, _| is_open(offer) && !offer.is_expired(model.now));
    let offer = model.world.offers.get(&(device, index));
    let (amount, bps) = offer.map_or((1, 1), |offer| (offer.amount, offer.bps));
    let with: Vec<_> = model.world.counters.keys().copied().collect();
    let reserved = offer.and_then(|offer| offer.reserved_for);
    let wallet = reserved.or_else(|| chooser.of(&with));
    let co_staker = chooser.wallet_or(wallet);
    let (amount, bps) = match chooser.rng.u8(..40) {
        0 => (amount.wrapping_add(1), bps),
        1 => (amount, bps.wrapping_sub(1)),
        _ => (amount, bps),
    };
    Some(Call::ClaimOffer { co_staker, device, offer: index, source: chooser.purse_of(co_staker), amount, bps })
}

pub fn unstake_co_stake(chooser: &mut Chooser, model: &Model) -> Option<Call> {
    let found = chooser.position(model, |position, _| position.phase(model.now) == Phase::Active);
    let Some((device, position)) = found else {
        return Some(Call::UnstakeCoStake { co_staker: chooser.wallet(), device: chooser.device(model), offer: 0 });
    };
    let co_staker = chooser.wallet_or(Some(position.co_staker));
    let offer = if chooser.percent(3) { chooser.rng.u32(..8) } else { position.offer };
    Some(Call::UnstakeCoStake { co_staker, device, offer })
}

pub fn withdraw_co_stake(chooser: &mut Chooser, model: &Model) -> Option<Call> {
    let out = |position: &crate::spec::world::Position, _: &_| {
        position.stake == 0 || position.phase(model.now) == Phase::Unlocked
    };
    let (device, offer, party) = match chooser.position(model, out).filter(|_| !chooser.is_careless()) {
        Some((device, position)) => (device, position.offer, Some(position.co_staker)),
        None => {
            let (device, offer) = chooser.offer(model, |_, _, _| true);
            (device, offer, model.world.offers.get(&(device, offer)).and_then(|offer| offer.co_staker))
        }
    };
    let party = party.unwrap_or_else(|| chooser.wallet());
    let (sender, to) = chooser.payout(party);
    let counter = if chooser.percent(3) { chooser.wallet() } else { party };
    Some(Call::WithdrawCoStake { sender, device, offer, counter, to })
}

pub fn release_claim(chooser: &mut Chooser, model: &Model) -> Option<Call> {
    let slots = model.world.counters.iter();
    let slots: Vec<_> =
        slots.flat_map(|(wallet, counter)| counter.slots.iter().flatten().map(|s| (*wallet, s))).collect();
    let (wallet, device, offer) = match chooser.of(&slots) {
        Some((wallet, slot)) => (wallet, slot.device, slot.offer),
        None => (chooser.wallet(), chooser.device(model), 0),
    };
    let offer = if chooser.percent(5) { offer.wrapping_add(1) } else { offer };
    Some(Call::ReleaseClaim { sender: chooser.wallet(), device, offer, wallet: chooser.wallet_or(Some(wallet)) })
}
