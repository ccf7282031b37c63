//! The laws I1 to I6 and I9, on what the accounts say and nothing else: their own sums and phases, none of the model's.
//! I7 is the exit probe's, I8 the walk's own.

use std::collections::BTreeMap;

use crate::{
    act::{Call, DeviceNo, Purse},
    spec::world::{CaseState, Device, OfferState, Position, World},
};

/// What a transaction found and left.
pub struct Seen<'a> {
    pub call: &'a Call,
    pub now: i64,
    pub before: &'a World,
    pub after: &'a World,
    pub donated: &'a BTreeMap<Purse, u64>,
}

type Law = Result<(), String>;

fn law(holds: bool, broken: impl FnOnce() -> String) -> Law {
    if holds { Ok(()) } else { Err(broken()) }
}

/// # Errors
/// The first law that is broken, with figures.
pub fn check(seen: &Seen<'_>) -> Law {
    vaults_equal_their_ledgers(seen)?;
    pool_and_escrow_equal_theirs(seen)?;
    offers_keep_to_their_caps(seen)?;
    claims_have_their_slots(seen)?;
    shares_are_at_most_the_whole(seen)?;
    terms_and_times_stay(seen)?;
    every_token_is_somewhere(seen)?;
    who_does_not_earn_gets_nothing(seen)
}

fn is_active(position: &Position) -> bool {
    position.cooldown_at.is_none()
}

fn is_counting(position: &Position, now: i64) -> bool {
    position.cooldown_at.is_none_or(|at| now < at)
}

fn sum(device: &Device, which: impl Fn(&Position) -> bool) -> u128 {
    device.places.iter().flatten().filter(|position| which(position)).map(|position| u128::from(position.stake)).sum()
}

fn donated(seen: &Seen<'_>, purse: Purse) -> u128 {
    seen.donated.get(&purse).copied().unwrap_or(0).into()
}

fn holds(seen: &Seen<'_>, purse: Purse) -> u128 {
    seen.after.tokens.get(&purse).map_or(0, |token| token.amount).into()
}

fn vaults_equal_their_ledgers(seen: &Seen<'_>) -> Law {
    for (number, device) in &seen.after.devices {
        let own = u128::from(device.stake.active) + u128::from(device.stake.exiting);
        let ledger = own + sum(device, |_| true) + donated(seen, Purse::Vault(*number));
        let vault = holds(seen, Purse::Vault(*number));
        law(vault == ledger, || format!("I1: the vault of device {number} holds {vault}, its ledger says {ledger}"))?;
    }
    Ok(())
}

fn pool_and_escrow_equal_theirs(seen: &Seen<'_>) -> Law {
    let Some(pool) = &seen.after.pool else { return Ok(()) };
    let (mut parts, mut owed) = (0u128, 0u128);
    for case in seen.after.cases.values() {
        for part in case.parts.iter().flatten() {
            if case.state != CaseState::Upheld && !part.returned {
                parts += u128::from(part.stake);
                owed += u128::from(part.rewards);
            }
        }
    }
    for device in seen.after.devices.values() {
        let of_places = device.places.iter().flatten().map(|position| u128::from(position.rewards));
        owed += u128::from(device.rewards) + of_places.sum::<u128>();
    }
    owed += seen.after.offers.values().map(|offer| u128::from(offer.rewards)).sum::<u128>();
    let escrow = holds(seen, Purse::Escrow);
    law(u128::from(pool.escrowed) == parts, || format!("I1: escrowed {}, the cases say {parts}", pool.escrowed))?;
    let due = parts + donated(seen, Purse::Escrow);
    law(escrow == due, || format!("I1: the escrow holds {escrow}, its ledger says {due}"))?;
    law(u128::from(pool.owed) == owed, || format!("I1: owed {}, the parties' rewards are {owed}", pool.owed))?;
    let (vault, ledger) = (holds(seen, Purse::RewardVault), u128::from(pool.funded) - u128::from(pool.paid));
    let due = ledger + donated(seen, Purse::RewardVault);
    law(vault == due, || format!("I1: the reward vault holds {vault}, its ledger says {due}"))?;
    law(owed <= ledger, || format!("I1: owed {owed}, which is more than the pool's {ledger}"))
}

fn offers_keep_to_their_caps(seen: &Seen<'_>) -> Law {
    let (Call::CreateOffer { device, .. } | Call::ClaimOffer { device, .. }) = seen.call else { return Ok(()) };
    let Some(device) = seen.after.devices.get(device) else { return Err("I2: the device is gone".into()) };
    let (own, required) = (device.stake.active, device.required);
    let promised = sum(device, is_active) + device.totals.open_amount;
    let cap = u128::from((required / 2).min(own));
    law(promised <= cap, || format!("I2: {promised} is co-staked and asked for, of at most {cap}"))?;
    law(own >= required.div_ceil(2), || format!("I2: the owner has {own} of {required}"))
}

fn claims_have_their_slots(seen: &Seen<'_>) -> Law {
    let mut claims: BTreeMap<u8, u32> = BTreeMap::new();
    for (number, device) in &seen.after.devices {
        for position in device.places.iter().flatten().filter(|position| is_counting(position, seen.now)) {
            let (wallet, offer) = (position.co_staker, position.offer);
            *claims.entry(wallet).or_default() += 1;
            let slots = seen.after.counters.get(&wallet).map(|counter| &counter.slots);
            let of_it = slots.into_iter().flatten().flatten();
            let held = of_it.filter(|slot| (slot.device, slot.offer) == (*number, offer)).count();
            law(held == 1, || format!("I3: wallet {wallet} holds {held} slots for offer {offer} of device {number}"))?;
        }
    }
    claims.iter().try_for_each(|(wallet, claims)| {
        law(*claims <= 2, || format!("I3: wallet {wallet} has {claims} co-stakes that count"))
    })
}

fn shares_are_at_most_the_whole(seen: &Seen<'_>) -> Law {
    for (number, device) in &seen.after.devices {
        let open = seen.after.offers.iter().filter(|((of, _), offer)| of == number && offer.state == OfferState::Open);
        let open: u32 = open.map(|(_, offer)| u32::from(offer.bps)).sum();
        let active = device.places.iter().flatten().filter(|position| is_active(position));
        let all = open + active.map(|position| u32::from(position.bps)).sum::<u32>();
        law(all <= 10_000, || format!("I4: device {number} promises {all} bps"))?;
    }
    Ok(())
}

fn terms_and_times_stay(seen: &Seen<'_>) -> Law {
    let exits = |device: &DeviceNo| matches!(seen.call, Call::Unstake { device: left, .. } if left == device);
    for (key, was) in &seen.before.offers {
        let Some(is) = seen.after.offers.get(key) else { continue };
        let terms = |offer: &crate::spec::world::Offer| {
            (offer.amount, offer.bps, offer.expires_at, offer.reserved_for, offer.owner, offer.created_at)
        };
        law(terms(was) == terms(is), || format!("I5: the terms of offer {key:?} were {was:?} and are {is:?}"))?;
    }
    for (number, was) in &seen.before.devices {
        let Some(is) = seen.after.devices.get(number) else { continue };
        if was.stake.exiting > 0 && is.stake.exiting > 0 {
            law(was.stake.unlock_at == is.stake.unlock_at, || format!("I5: the unlock of device {number} moved"))?;
        }
        for was in was.places.iter().flatten() {
            let Some(is) = is.places.iter().flatten().find(|is| is.offer == was.offer) else { continue };
            let (before, after) = ((was.cooldown_at, was.unlock_at), (is.cooldown_at, is.unlock_at));
            let earlier = exits(number) && is.unlock_at <= was.unlock_at && is.cooldown_at <= was.cooldown_at;
            let same = was.unlock_at.is_none() || before == after || earlier;
            law(same, || format!("I5: offer {} of device {number} unlocked at {before:?}, now {after:?}", was.offer))?;
        }
    }
    Ok(())
}

fn every_token_is_somewhere(seen: &Seen<'_>) -> Law {
    let all: u128 = seen.after.tokens.values().map(|token| u128::from(token.amount)).sum();
    law(all == u128::from(seen.after.supply), || format!("I6: {all} are held, of a supply of {}", seen.after.supply))?;
    let gone = seen.before.supply - seen.after.supply.min(seen.before.supply);
    let decides = matches!(seen.call, Call::RuleSlash { uphold: true, .. } | Call::FinalizeSlash { .. });
    law(gone == 0 || decides, || format!("I6: {gone} were burned without a decided case"))
}

fn who_does_not_earn_gets_nothing(seen: &Seen<'_>) -> Law {
    let Call::AccrueRewards { .. } = seen.call else { return Ok(()) };
    for (number, is) in &seen.after.devices {
        let Some(was) = seen.before.devices.get(number) else { continue };
        let counted = u128::from(is.stake.active) + sum(is, |position| is_counting(position, seen.now));
        let sufficient = counted >= u128::from(is.required) && is.stake.exiting == 0;
        for (was, is) in was.places.iter().flatten().zip(is.places.iter().flatten()) {
            let earned = is.rewards > was.rewards;
            let may = sufficient && is_active(is);
            law(!earned || may, || format!("I9: offer {} of device {number} earned", is.offer))?;
        }
    }
    Ok(())
}
