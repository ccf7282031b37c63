//! Devices as they stand.

use co_staking_client::{
    Device, Pubkey,
    format::{io, multiplier, percent, time},
    marketplace,
    plan::Subject,
    rules::time::{LONG_AGO, NEVER},
};
use serde_json::{Value, json};

use crate::{
    args::DeviceRef,
    context::Context,
    exit::Exit,
    output::{Lines, show, table},
};

/// A device as data. Amounts are base units, times seconds since 1970.
pub fn data(key: &Pubkey, device: &Device, now: i64) -> Result<Value, Exit> {
    let (facts, stake, hire) = (device.facts(), device.owner_stake(), device.hire());
    let co_stakes = device.held().map(|held| {
        json!({
            "offerIndex": held.offer_index(), "coStaker": held.co_staker().to_string(), "stake": held.stake(),
            "rewardBps": held.reward_bps(), "rewards": held.rewards(), "claimedAt": held.claimed_at(),
            "cooldownAt": dated(held.cooldown_at()), "unlockAt": dated(held.unlock_at()),
            "phase": format!("{:?}", held.phase(now)).trim_start_matches("Some(").trim_end_matches(')').to_lowercase(),
        })
    });
    Ok(json!({
        "device": key.to_string(), "owner": device.owner.to_string(), "model": facts.model_name(),
        "cards": facts.cards, "multiplierBps": facts.multiplier_bps, "reliabilityBps": facts.reliability_bps,
        "operational": facts.is_operational(), "requirement": device.requirement().at(now),
        "counted": device.counted(now)?, "sufficient": device.is_sufficient(now)?, "overflow": device.overflow(now)?,
        "staked": stake.active(), "exiting": stake.exiting(),
        "unlockAt": stake.is_exiting().then(|| stake.unlock_at()), "ownerRewards": stake.rewards(),
        "hiredUntil": hire.is_on(now).then(|| hire.ends_at()), "openOffers": device.open_offers(),
        "nextOfferIndex": device.next_offer_index(), "slashCases": device.slash_cases(),
        "coStakes": co_stakes.collect::<Vec<_>>(),
    }))
}

/// A time that was set.
pub fn dated(at: i64) -> Option<i64> {
    Some(at).filter(|at| *at != NEVER && *at != LONG_AGO)
}

/// A device for people.
pub fn text(key: &Pubkey, device: &Device, now: i64) -> Result<String, Exit> {
    let (facts, stake) = (device.facts(), device.owner_stake());
    let sufficient = if device.is_sufficient(now)? { "sufficient" } else { "insufficient" };
    let mut lines = Lines::default();
    lines
        .line("Device", key)
        .line("Owner", device.owner)
        .line("Hardware", format!("{} {} at {}", facts.cards, facts.model_name(), multiplier(facts.multiplier_bps)))
        .line("Reliability", percent(facts.reliability_bps.into()))
        .line("Operational", if facts.is_operational() { "yes" } else { "no" })
        .line("Required", io(device.requirement().at(now)))
        .line("Counted", format!("{}, {sufficient}", io(device.counted(now)?)))
        .line("Owner's stake", io(stake.active()))
        .line("Overflow", io(device.overflow(now)?))
        .line("Owner's rewards", io(stake.rewards()));
    if stake.is_exiting() {
        lines.line("Leaving", format!("{}, unlocked from {}", io(stake.exiting()), time(stake.unlock_at())));
    }
    if device.hire().is_on(now) {
        lines.line("Hired until", time(device.hire().ends_at()));
    }
    for held in device.held() {
        let phase = held.phase(now).map_or(String::new(), |phase| format!("{phase:?}").to_lowercase());
        let name = format!("Co-stake {}", held.offer_index());
        lines.line(
            &name,
            format!("{} of {}, {phase}, {}", io(held.stake()), held.co_staker(), percent(held.reward_bps().into())),
        );
    }
    Ok(lines.line("Open offers", device.open_offers()).line("Slash cases", device.slash_cases()).take())
}

pub async fn show_device(context: &Context, device: DeviceRef) -> Result<(), Exit> {
    context.announce().await?;
    let Subject { chain, key, device } = Subject::read(&context.accounts, device.0).await?;
    show(&context.globals.output, data(&key, &device, chain.now)?, text(&key, &device, chain.now)?);
    Ok(())
}

/// The devices that pass the filters, by address.
pub async fn read(context: &Context, filters: &[marketplace::Memcmp]) -> Result<Vec<(Pubkey, Device)>, Exit> {
    let mut all = vec![];
    for (key, found) in context.rpc()?.program_accounts(filters, None).await? {
        let device = found.device().map_err(|error| Exit::Failed(format!("{key}: {error}.")))?;
        all.push((key, device));
    }
    all.sort_by_key(|(key, _)| *key);
    Ok(all)
}

pub async fn list(context: &Context, owner: Option<Pubkey>) -> Result<(), Exit> {
    let now = context.chain().await?.now;
    let filters = owner.map_or_else(marketplace::devices, |owner| marketplace::devices_of(&owner));
    let devices = read(context, &filters).await?;
    let mut rows = vec![];
    for (key, device) in &devices {
        rows.push(vec![
            key.to_string(),
            format!("{} {}", device.facts().cards, device.facts().model_name()),
            io(device.requirement().at(now)),
            io(device.counted(now)?),
            if device.is_sufficient(now)? { "sufficient".into() } else { "insufficient".into() },
        ]);
    }
    let all = devices.iter().map(|(key, device)| data(key, device, now)).collect::<Result<Vec<_>, _>>()?;
    let text = table(&["DEVICE", "HARDWARE", "REQUIRED", "COUNTED", "STATUS"], &rows);
    show(&context.globals.output, all, text);
    Ok(())
}
