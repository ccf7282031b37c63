//! The marketplace: offers found, sorted and shown.

use std::{cmp::Reverse, collections::BTreeMap};

use bytemuck::Zeroable;
use co_staking_client::{
    ClaimCounter, Device, Offer, Pubkey,
    explain::Accounts,
    format::{io, percent, thousands, time},
    marketplace::{OfferFilter, estimate_reward, offset::PREVIEW, preview},
    pda,
    plan::{Chain, OfferSubject, timeline},
    rpc::Slice,
    rules::time::NEVER,
};
use serde_json::{Value, json};

use super::device::dated;
use crate::{
    args::{List, OfferRef, Sort},
    context::Context,
    exit::Exit,
    output::{Lines, show, table},
};

/// An offer as data.
fn data(key: &Pubkey, offer: &Offer, device: &Device, now: i64) -> Result<Value, Exit> {
    let (terms, key_of) = (offer.terms(), |key: &Pubkey| (*key != Pubkey::default()).then(|| key.to_string()));
    Ok(json!({
        "offer": key.to_string(), "device": offer.device.to_string(), "index": offer.index(),
        "owner": offer.owner.to_string(), "model": offer.model_name(), "amount": terms.amount,
        "rewardBps": terms.reward_bps, "expiresAt": dated(terms.expires_at),
        "reservedFor": key_of(&offer.reserved_for), "coStaker": key_of(&offer.co_staker),
        "reliabilityBps": device.facts().reliability_bps, "status": offer.status(device, now)?.to_string(),
        "rewards": device.co_stake_rewards(offer), "estimatePerBlock": estimate_reward(offer, device, now)?,
    }))
}

pub async fn show_offer(context: &Context, offer: OfferRef) -> Result<(), Exit> {
    context.announce().await?;
    let it = OfferSubject::read(&context.accounts, offer.0).await?;
    let (offer, device, now) = (&it.offer, &it.of.device, it.of.chain.now);
    let terms = offer.terms();
    let mut lines = Lines::default();
    lines
        .line("Offer", it.key)
        .line("Status", offer.status(device, now)?)
        .line("Device", format!("{}, {}", offer.device, offer.model_name()))
        .line("Owner", offer.owner)
        .line("Amount", io(terms.amount))
        .line("Share of rewards", percent(terms.reward_bps.into()))
        .line(
            "Estimate",
            estimate_reward(offer, device, now)?.map_or("none yet".into(), |io_| format!("{} per block", io(io_))),
        );
    if terms.expires_at != NEVER {
        lines.line("Expires", time(terms.expires_at));
    }
    for (name, key) in [("Reserved for", offer.reserved_for), ("Co-staker", offer.co_staker)] {
        if key != Pubkey::default() {
            lines.line(name, key);
        }
    }
    if let Some(position) = device.position(offer.index()) {
        lines.line("Earning", timeline::earning(device, offer, now));
        timeline::of_co_stake(position).iter().for_each(|entry| {
            lines.text(format!("  {}", entry.text(now)));
        });
    }
    show(&context.globals.output, data(&it.key, offer, device, now)?, lines.take());
    Ok(())
}

/// What the filter decides by, beside the offer.
struct Around {
    chain: Chain,
    devices: BTreeMap<Pubkey, Device>,
    counter: Option<ClaimCounter>,
}

impl Around {
    fn accounts(&self, key: Pubkey) -> Option<Accounts<'_>> {
        let mut accounts = Accounts::of_device(&self.chain.config, self.devices.get(&key)?, key);
        accounts.counter = self.counter.as_ref();
        Some(accounts)
    }

    /// Reads the devices that are not known yet.
    async fn know(&mut self, context: &Context, offers: &[(Pubkey, Offer)]) -> Result<(), Exit> {
        let mut keys: Vec<_> =
            offers.iter().map(|(_, offer)| offer.device).filter(|key| !self.devices.contains_key(key)).collect();
        keys.sort_unstable();
        keys.dedup();
        let found = context.rpc()?.accounts(&keys).await?;
        let known = keys.into_iter().zip(found).filter_map(|(key, found)| Some((key, found?.device().ok()?)));
        self.devices.extend(known);
        Ok(())
    }
}

fn filter(args: &List) -> OfferFilter {
    OfferFilter {
        model: args.model.clone(),
        device: args.device.map(|device| device.0),
        amount_from: args.amount_from,
        amount_to: args.amount_to,
        reliability_from_bps: args.reliability_from,
        reward_from_bps: args.reward_from,
        claimable_by: args.claimable_by,
    }
}

/// The cluster filters by model and device and sends of each offer the part up to its terms; the rest is decided here,
/// and only the page that is shown is read as a whole.
pub async fn list(context: &Context, args: &List) -> Result<(), Exit> {
    let chain = context.chain().await?;
    let now = chain.now;
    let filter = filter(args);
    let slice = Slice { offset: PREVIEW.start, length: PREVIEW.len() };
    let found = context.rpc()?.program_accounts(&filter.memcmps(), Some(slice)).await?;
    let offers: Vec<_> = found.iter().filter_map(|(key, found)| Some((*key, preview(&found.data)?))).collect();
    let mut around = Around { chain, devices: BTreeMap::new(), counter: None };
    let mut chosen = choose(context, &filter, offers, &mut around).await?;
    sort(&mut chosen, args.sort);
    let (page, limit) = (usize::try_from(args.page).unwrap_or(1), usize::try_from(args.limit).unwrap_or(20));
    let shown: Vec<_> = chosen.iter().skip((page - 1).saturating_mul(limit)).take(limit).copied().collect();
    around.know(context, &shown).await?;
    let (mut rows, mut all) = (vec![], vec![]);
    for (key, offer) in &shown {
        // One that was closed in between is no offer any more.
        let Some(device) = around.devices.get(&offer.device) else { continue };
        rows.push(row(key, offer, device, now)?);
        all.push(data(key, offer, device, now)?);
    }
    let pages = chosen.len().div_ceil(limit).max(1);
    let heads = ["OFFER", "MODEL", "AMOUNT", "REWARD", "RELIABILITY", "PER BLOCK", "EXPIRES"];
    let text = format!("{}\nPage {page} of {pages}, {} offers", table(&heads, &rows), thousands(len(&chosen)));
    show(&context.globals.output, json!({ "page": page, "pages": pages, "total": chosen.len(), "offers": all }), text);
    let moved = context.rpc()?.node().transferred();
    eprintln!("Transferred {} bytes in {} requests", thousands(moved.received), moved.requests);
    Ok(())
}

fn len<T>(all: &[T]) -> u64 {
    u64::try_from(all.len()).unwrap_or(u64::MAX)
}

/// First by the offers alone; then, where that is asked for, by their devices and the wallet that would claim.
async fn choose(
    context: &Context,
    filter: &OfferFilter,
    offers: Vec<(Pubkey, Offer)>,
    around: &mut Around,
) -> Result<Vec<(Pubkey, Offer)>, Exit> {
    let by_itself = OfferFilter { reliability_from_bps: None, claimable_by: None, ..filter.clone() };
    let nothing = Device::zeroed();
    let mut chosen = vec![];
    for (key, offer) in offers {
        let accounts = Accounts::of_device(&around.chain.config, &nothing, offer.device);
        if !offer.terms().expired(around.chain.now) && by_itself.matches(&offer, accounts, around.chain.now)? {
            chosen.push((key, offer));
        }
    }
    if !filter.needs_device() {
        return Ok(chosen);
    }
    around.know(context, &chosen).await?;
    if let Some(wallet) = filter.claimable_by {
        let counter = context.rpc()?.account(&pda::claims(&wallet)).await?;
        around.counter = counter.and_then(|found| found.claim_counter().ok());
    }
    let mut passing = vec![];
    for (key, offer) in chosen {
        let Some(accounts) = around.accounts(offer.device) else { continue };
        if filter.matches(&offer, accounts, around.chain.now)? {
            passing.push((key, offer));
        }
    }
    Ok(passing)
}

/// The address last, so that the order is always the same.
fn sort(offers: &mut [(Pubkey, Offer)], by: Sort) {
    match by {
        Sort::Reward => offers.sort_by_key(|(key, offer)| (Reverse(offer.terms().reward_bps), *key)),
        Sort::Amount => offers.sort_by_key(|(key, offer)| (offer.terms().amount, *key)),
        Sort::Expires => offers.sort_by_key(|(key, offer)| (offer.terms().expires_at, *key)),
    }
}

fn row(key: &Pubkey, offer: &Offer, device: &Device, now: i64) -> Result<Vec<String>, Exit> {
    let terms = offer.terms();
    Ok(vec![
        key.to_string(),
        offer.model_name().into(),
        io(terms.amount),
        percent(terms.reward_bps.into()),
        percent(device.facts().reliability_bps.into()),
        estimate_reward(offer, device, now)?.map_or("-".into(), io),
        time(terms.expires_at),
    ])
}
