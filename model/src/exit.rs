//! The exit probe (I7): every role is gone, the program is paused, one token lies everywhere, the wallets' token accounts
//! are closed. Still everybody gets out what is theirs, in time, and everything closes.

use crate::{
    act::{Action, Call, Place, Purse, Sent, Wallet, walker::one},
    genesis::purses,
    ledger::keys::WALLETS,
    spec::{
        Model,
        world::{CaseState, OfferState, Role, Span},
    },
    walk::{Disagreement, Step, Walk},
};

/// Plays it from wherever the walk has come to.
///
/// # Errors
/// Where program and model do not agree on the way, or somebody is kept in.
pub fn probe(walk: &mut Walk<'_>) -> Step {
    if walk.model.world.config.is_none() {
        return Ok(());
    }
    prepare(walk)?;
    let config = walk.model.config();
    let spans = [Span::LongestHire, Span::Wait, Span::Cooldown, Span::Appeal, Span::Appeal];
    // A window ends after its last second.
    let deadline = walk.model.now + spans.map(|span| config.span(span)).iter().sum::<i64>() + 2;
    loop {
        leave(walk)?;
        if let Some(kept) = kept(&walk.model) {
            let Some(next) = next_boundary(&walk.model).filter(|at| *at <= deadline) else {
                return Err(Disagreement { kind: "somebody is kept in (I7)".into(), figures: kept });
            };
            walk.step(&Action::Wait(next - walk.model.now))?;
        } else {
            return Ok(());
        }
    }
}

fn prepare(walk: &mut Walk<'_>) -> Step {
    if !walk.model.paused() {
        let config = walk.model.config();
        let by = config.roles[Role::Guardian as usize].or(config.admin).unwrap_or_default();
        walk.step(&one(Call::SetPaused { by, paused: true }))?;
    }
    let all: Vec<Purse> = walk.model.world.tokens.keys().copied().collect();
    for to in all.iter().copied().filter(|purse| !purse.is_a_wallets()) {
        if let Some(from) = all.iter().find(|from| from.is_a_wallets() && walk.model.balance(**from) > 0) {
            walk.step(&Action::Donate { from: *from, to, amount: 1 })?;
        }
        walk.step(&Action::Tip { to: Place::Purse(to), lamports: 1 })?;
    }
    for purse in all.into_iter().filter(|purse| purse.is_a_wallets()) {
        walk.step(&Action::ClosePurse(purse))?;
    }
    // Some make a new account of their own and sign; for the others a stranger makes the associated one and sends.
    for wallet in 0..WALLETS {
        walk.step(&Action::OpenPurse(way_out(wallet).1))?;
    }
    Ok(())
}

/// Who sends a wallet's payouts, and where to.
fn way_out(wallet: Wallet) -> (Wallet, Purse) {
    let [associated, other] = purses(wallet);
    if wallet.is_multiple_of(2) { (wallet, other) } else { ((wallet + 1) % WALLETS, associated) }
}

/// Everything that the rules allow now, until nothing more is.
fn leave(walk: &mut Walk<'_>) -> Step {
    loop {
        let mut moved = false;
        for call in ways(&walk.model) {
            let sent = Sent { call: call.clone(), twist: None };
            if walk.model.clone().instruction(&sent).is_ok() {
                walk.step(&one(call))?;
                moved = true;
            }
        }
        if !moved {
            return Ok(());
        }
    }
}

/// What users send to get out; none of it needs a role.
fn ways(model: &Model) -> Vec<Call> {
    let mut ways = of_offers(model);
    ways.extend(of_co_stakes(model));
    ways.extend(of_cases(model));
    for (number, device) in &model.world.devices {
        let (device, owner) = (*number, device.owner);
        let (sender, to) = way_out(owner);
        ways.push(Call::Unstake { owner, device });
        ways.push(Call::Withdraw { sender, device, to });
        ways.push(Call::ClaimRewards { sender, device, offer: None, to });
        // The owner signs for itself, and so may name any account of its own.
        let rent_to = model.world.devices[&device].rent_payer;
        ways.push(Call::CloseDevice { closer: owner, device, to, rent_to });
    }
    for (wallet, counter) in &model.world.counters {
        for slot in counter.slots.iter().flatten() {
            let (device, offer) = (slot.device, slot.offer);
            ways.push(Call::ReleaseClaim { sender: (wallet + 1) % WALLETS, device, offer, wallet: *wallet });
        }
        ways.push(Call::CloseClaims { wallet: *wallet, rent_to: counter.rent_payer });
    }
    ways
}

fn of_offers(model: &Model) -> Vec<Call> {
    let mut ways = vec![];
    for ((device, index), found) in &model.world.offers {
        let (device, offer, owner, rent_to) = (*device, *index, found.owner, found.rent_payer);
        ways.push(Call::RetractOffer { sender: owner, device, offer });
        if let Some((sender, to)) = found.co_staker.map(way_out) {
            ways.push(Call::ClaimRewards { sender, device, offer: Some(offer), to });
        }
        ways.push(Call::CloseOffer { owner, device, offer, rent_to });
    }
    ways
}

fn of_co_stakes(model: &Model) -> Vec<Call> {
    let mut ways = vec![];
    for (device, found) in &model.world.devices {
        for position in found.positions() {
            let (device, offer, co_staker) = (*device, position.offer, position.co_staker);
            let (sender, to) = way_out(co_staker);
            ways.push(Call::UnstakeCoStake { co_staker, device, offer });
            ways.push(Call::WithdrawCoStake { sender, device, offer, counter: co_staker, to });
        }
    }
    ways
}

fn of_cases(model: &Model) -> Vec<Call> {
    let mut ways = vec![];
    for ((device, offence), case) in &model.world.cases {
        let (device, offence) = (*device, *offence);
        if case.state == CaseState::Open && offence.is_multiple_of(2) {
            ways.push(Call::AppealSlash { party: case.owner, device, offence });
        }
        ways.push(Call::FinalizeSlash { sender: 0, device, offence });
        for (number, part) in (0u8..).zip(&case.parts) {
            let Some(part) = part.as_ref().filter(|part| !part.returned) else { continue };
            let (sender, to) = way_out(part.party);
            let (offer, to) = (part.offer, Some(to));
            ways.push(Call::ReturnSlashed { sender, device, offence, number, offer, to });
        }
    }
    ways
}

/// What is left of somebody's, if anything.
fn kept(model: &Model) -> Option<String> {
    let world = &model.world;
    if let Some((number, device)) = world.devices.iter().next() {
        return Some(format!("device {number} of wallet {} is left: {device:?}", device.owner));
    }
    if let Some((key, offer)) = world.offers.iter().find(|(_, offer)| offer.state == OfferState::Open) {
        return Some(format!("offer {key:?} is left: {offer:?}"));
    }
    if let Some((wallet, counter)) = world.counters.iter().next() {
        return Some(format!("the counter of wallet {wallet} is left: {counter:?}"));
    }
    let pool = model.pool();
    (pool.owed > 0 || pool.escrowed > 0).then(|| format!("the pool owes: {pool:?}"))
}

/// When something unlocks or a window is over.
fn next_boundary(model: &Model) -> Option<i64> {
    let world = &model.world;
    let mut all = vec![];
    for device in world.devices.values() {
        all.extend(device.hire.map(|(_, to)| to));
        all.extend(device.stake.unlock_at);
        all.extend(device.positions().flat_map(|position| [position.cooldown_at, position.unlock_at]).flatten());
    }
    let slots = world.counters.values().flat_map(|counter| counter.slots.iter().flatten());
    all.extend(slots.filter_map(|slot| slot.free_from));
    let window = model.span(Span::Appeal);
    all.extend(world.cases.values().filter_map(|case| case.window_ends(window)).map(|last| last + 1));
    all.into_iter().filter(|at| *at > model.now).min()
}
