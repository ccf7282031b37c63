//! Everything that a wallet owns here.

use co_staking_client::{
    Device, Offer, Pubkey,
    format::{io, time},
    marketplace::{claimed_by, devices_of},
    pda,
    rules::phase::CoStakePhase,
};
use serde_json::{Value, json};

use super::{device, timeline};
use crate::{
    context::{Chain, Context},
    exit::Exit,
    output::{Lines, show},
};

/// A claimed offer with its device.
struct CoStake {
    key: Pubkey,
    offer: Offer,
    device: Device,
}

/// Sums, in base units.
#[derive(Default)]
struct Totals {
    active: u64,
    leaving: u64,
    withdrawable: u64,
    claimable: u64,
}

pub async fn status(context: &Context, wallet: Option<Pubkey>) -> Result<(), Exit> {
    let chain = context.chain().await?;
    let wallet = match wallet {
        Some(wallet) => wallet,
        None => context.wallet_key()?,
    };
    let own = device::read(context, &devices_of(&wallet)).await?;
    let co_stakes = co_stakes(context, &wallet).await?;
    let counter = context.rpc.account(&pda::claims(&wallet)).await?;
    let free = counter
        .and_then(|found| found.claim_counter().ok())
        .map_or(2, |counter| counter.slots().iter().filter(|slot| slot.is_free(chain.now)).count());
    let liquid = context.rpc.account(&context.token_account(&chain, &wallet)).await?;
    let liquid = liquid.and_then(|found| found.token_account()).map_or(0, |token| token.amount);
    let totals = totals(&own, &co_stakes, chain.now);
    let mut lines = Lines::default();
    lines
        .line("Wallet", wallet)
        .line("In the wallet", io(liquid))
        .line("Staked", io(totals.active))
        .line("Leaving", io(totals.leaving))
        .line("Withdrawable", io(totals.withdrawable))
        .line("Rewards to claim", io(totals.claimable))
        .line("Free claims", format!("{free} of 2"));
    own.iter().try_for_each(|(key, device)| own_lines(&mut lines, key, device, &chain))?;
    co_stakes.iter().try_for_each(|co_stake| co_stake_lines(&mut lines, co_stake, &chain))?;
    let data = json!({
        "wallet": wallet.to_string(), "now": chain.now, "inWallet": liquid, "staked": totals.active,
        "leaving": totals.leaving, "withdrawable": totals.withdrawable, "rewards": totals.claimable,
        "freeClaims": free,
        "devices": own.iter().map(|(key, device)| own_data(key, device, chain.now)).collect::<Result<Vec<_>, _>>()?,
        "coStakes": co_stakes.iter().map(|it| co_stake_data(it, chain.now)).collect::<Result<Vec<_>, _>>()?,
    });
    show(&context.globals.output, data, lines.take());
    Ok(())
}

async fn co_stakes(context: &Context, wallet: &Pubkey) -> Result<Vec<CoStake>, Exit> {
    let found = context.rpc.program_accounts(&claimed_by(wallet), None).await?;
    let mut offers: Vec<_> = found.into_iter().filter_map(|(key, found)| Some((key, found.offer().ok()?))).collect();
    offers.sort_by_key(|(key, _)| *key);
    let keys: Vec<_> = offers.iter().map(|(_, offer)| offer.device).collect();
    let devices = context.rpc.accounts(&keys).await?;
    let all = offers.into_iter().zip(devices);
    Ok(all.filter_map(|((key, offer), found)| Some(CoStake { key, offer, device: found?.device().ok()? })).collect())
}

fn totals(own: &[(Pubkey, Device)], co_stakes: &[CoStake], now: i64) -> Totals {
    let mut totals = Totals::default();
    // All IO there is fits 64 bits.
    let add = |sum: &mut u64, amount: u64| *sum = sum.saturating_add(amount);
    for (_, device) in own {
        let stake = device.owner_stake();
        add(&mut totals.active, stake.active());
        add(&mut totals.claimable, stake.rewards());
        let unlocked = stake.is_exiting() && now >= stake.unlock_at();
        add(if unlocked { &mut totals.withdrawable } else { &mut totals.leaving }, stake.exiting());
    }
    for CoStake { offer, device, .. } in co_stakes {
        add(&mut totals.claimable, device.co_stake_rewards(offer));
        let Some(position) = device.position(offer.index()) else { continue };
        let sum = match position.phase(now) {
            Some(CoStakePhase::Active) => &mut totals.active,
            Some(CoStakePhase::Waiting | CoStakePhase::Cooldown) => &mut totals.leaving,
            Some(CoStakePhase::Unlocked) => &mut totals.withdrawable,
            None => continue,
        };
        add(sum, position.stake());
    }
    totals
}

fn own_lines(lines: &mut Lines, key: &Pubkey, device: &Device, chain: &Chain) -> Result<(), Exit> {
    lines.text("").text(device::text(key, device, chain.now)?.trim_end());
    timeline::of_owner(device, chain.now).iter().for_each(|entry| {
        lines.text(format!("  {}", entry.text(chain.now)));
    });
    Ok(())
}

fn co_stake_lines(lines: &mut Lines, it: &CoStake, chain: &Chain) -> Result<(), Exit> {
    let (offer, device, now) = (&it.offer, &it.device, chain.now);
    let position = device.position(offer.index());
    lines
        .text("")
        .line("Co-stake", it.key)
        .line("Device", format!("{}, {}", offer.device, offer.model_name()))
        .line("Status", offer.status(device, now)?)
        .line("Stake", io(position.map_or(0, |position| position.stake())))
        .line("Earning", timeline::earning(device, offer, now))
        .line("Rewards to claim", io(device.co_stake_rewards(offer)));
    match position {
        None => {
            lines.text(format!("  {}  claimed", time(offer.claimed_at())));
        }
        Some(position) => timeline::of_co_stake(position).iter().for_each(|entry| {
            lines.text(format!("  {}", entry.text(now)));
        }),
    }
    Ok(())
}

fn own_data(key: &Pubkey, device: &Device, now: i64) -> Result<Value, Exit> {
    let mut data = device::data(key, device, now)?;
    data["timeline"] = json!(timeline::of_owner(device, now));
    Ok(data)
}

fn co_stake_data(it: &CoStake, now: i64) -> Result<Value, Exit> {
    let (offer, device) = (&it.offer, &it.device);
    let position = device.position(offer.index());
    Ok(json!({
        "offer": it.key.to_string(), "device": offer.device.to_string(), "status": offer.status(device, now)?.to_string(),
        "stake": position.map_or(0, |position| position.stake()), "rewards": device.co_stake_rewards(offer),
        "earning": timeline::earning(device, offer, now),
        "unlockAt": position.and_then(|position| device::dated(position.unlock_at())),
        "timeline": position.map(timeline::of_co_stake).unwrap_or_default(),
    }))
}
