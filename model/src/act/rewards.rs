//! What funders and the rewarder send, and what is sent for whoever has earned.

use super::{Call, RowOf, choose::Chooser};
use crate::{
    ledger::keys::DEVICES,
    spec::{Model, world::Role},
};

pub fn fund_rewards(chooser: &mut Chooser, model: &Model) -> Option<Call> {
    let funder = chooser.wallet();
    let source = chooser.purse_of(funder);
    let amount = match chooser.rng.u8(..10) {
        0 => chooser.near(model.balance(source)),
        1..=3 => chooser.rng.u64(..1_000),
        _ => chooser.near(model.config().base.saturating_mul(3)),
    };
    Some(Call::FundRewards { funder, source, amount })
}

pub fn accrue_rewards(chooser: &mut Chooser, model: &Model) -> Option<Call> {
    let count = chooser.one([1, 1, 2, 3, 3, 4, 5]);
    let pool = model.pool();
    let free = pool.funded - pool.paid - pool.owed;
    let mut rows = vec![];
    for _ in 0..count {
        let of =
            if chooser.percent(6) { RowOf::Wallet(chooser.wallet()) } else { RowOf::Device(chooser.rng.u8(..DEVICES)) };
        let amount = if chooser.percent(5) { chooser.near(free) } else { chooser.near(free / 8) };
        rows.push((of, amount.min(if chooser.percent(80) { model.config().max } else { u64::MAX })));
    }
    let lasts = rows.iter().filter_map(|(of, _)| match of {
        RowOf::Device(device) => model.device(*device)?.last_block,
        RowOf::Wallet(_) => None,
    });
    let last = lasts.max();
    let ended_at = match chooser.rng.u8(..40) {
        0..=27 => model.now,
        28 => model.now + 1,
        29 => chooser.one([i64::MIN, i64::MAX, 0, -1]),
        _ => model.now - chooser.rng.i64(..7_200),
    };
    let started_at = match (chooser.rng.u8(..40), last) {
        (0..=24, Some(last)) => last,
        (25, Some(last)) => last - 1,
        (26, _) => chooser.one([i64::MIN, i64::MAX, 0, ended_at]),
        (27..=32, _) => ended_at.saturating_sub(1),
        _ => ended_at.saturating_sub(3_600),
    };
    let rewarder = chooser.role(model, Role::Rewarder);
    Some(Call::AccrueRewards { rewarder, started_at, ended_at, rows, surplus: chooser.percent(2) })
}

pub fn claim_rewards(chooser: &mut Chooser, model: &Model) -> Option<Call> {
    if chooser.percent(40) {
        let device = chooser.device(model);
        let owner = model.device(device)?.owner;
        let (sender, to) = chooser.payout(owner);
        return Some(Call::ClaimRewards { sender, device, offer: None, to });
    }
    let due = |device, index| {
        let position = model.device(device).and_then(|device| device.position(index));
        position.map_or(0, |position| position.rewards)
    };
    let (device, index) = chooser.offer(model, |offer, device, index| offer.rewards + due(device, index) > 0);
    let party = model.world.offers.get(&(device, index)).and_then(|offer| offer.co_staker);
    let party = chooser.wallet_or(party);
    let (sender, to) = chooser.payout(party);
    Some(Call::ClaimRewards { sender, device, offer: Some(index), to })
}
