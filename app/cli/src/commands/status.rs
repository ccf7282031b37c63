//! Everything that a wallet owns here.

use co_staking_client::{
    Device, Pubkey,
    format::{io, time},
    marketplace::{claimed_by, devices_of},
    pda,
    plan::{
        Chain,
        holdings::{CoStake, Holdings},
        timeline,
    },
    rules::claims::CLAIMS,
};
use serde_json::{Value, json};

use super::device;
use crate::{
    context::Context,
    exit::Exit,
    output::{Lines, show},
};

pub async fn status(context: &Context, wallet: Option<Pubkey>) -> Result<(), Exit> {
    let chain = context.chain().await?;
    let rpc = context.rpc()?;
    let wallet = match wallet {
        Some(wallet) => wallet,
        None => context.wallet_key()?,
    };
    let own = device::read(context, &devices_of(&wallet)).await?;
    let co_stakes = co_stakes(context, &wallet).await?;
    let beside = rpc.accounts(&[pda::claims(&wallet), chain.token_account(&wallet)]).await?;
    let (counter, liquid) = (beside.first().cloned().flatten(), beside.get(1).cloned().flatten());
    let liquid = liquid.and_then(|found| found.token_account()).map_or(0, |token| token.amount);
    let counter = counter.and_then(|found| found.claim_counter().ok());
    let Holdings { devices: own, co_stakes, totals, free_claims: free } =
        Holdings::new(own, co_stakes, counter.as_ref(), chain.now);
    let mut lines = Lines::default();
    lines
        .line("Wallet", wallet)
        .line("In the wallet", io(liquid))
        .line("Staked", io(totals.active))
        .line("Leaving", io(totals.leaving))
        .line("Withdrawable", io(totals.withdrawable))
        .line("Rewards to claim", io(totals.claimable))
        .line("Free claims", format!("{free} of {CLAIMS}"));
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
    let found = context.rpc()?.program_accounts(&claimed_by(wallet), None).await?;
    let offers: Vec<_> = found.into_iter().filter_map(|(key, found)| Some((key, found.offer().ok()?))).collect();
    let keys: Vec<_> = offers.iter().map(|(_, offer)| offer.device).collect();
    let devices = context.rpc()?.accounts(&keys).await?;
    let all = offers.into_iter().zip(devices);
    Ok(all.filter_map(|((key, offer), found)| Some(CoStake { key, offer, device: found?.device().ok()? })).collect())
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
