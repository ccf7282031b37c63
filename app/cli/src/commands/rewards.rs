//! Block rewards: the pool, the rewarder's batches, and what a party is paid.

use std::{fs, path::Path};

use bytemuck::Zeroable;
use co_staking_client::{
    Device, Pubkey,
    batch::{self, Addresses, Unpaid},
    explain::Action,
    format::{io, time},
    instructions::rewards::{self, Row},
    marketplace::estimate_reward,
    pda,
    rules::rewards::Block,
};
use serde_json::json;

use super::subject::{CREATES, OfferSubject, Subject, destination};
use crate::{
    args::{Amount, DeviceRef, OfferRef, When},
    context::Context,
    execute::execute,
    exit::Exit,
    output::{Lines, show},
    plan::Plan,
};

pub async fn fund(context: &Context, amount: Amount, from: Option<Pubkey>) -> Result<Plan, Exit> {
    let chain = context.chain().await?;
    let (wallet, mint) = (context.wallet_key()?, chain.config.mint);
    let source = from.unwrap_or_else(|| context.token_account(&chain, &wallet));
    let balance = context.balance(&chain, &source).await?;
    let amount = match amount {
        Amount::All => balance,
        Amount::Units(units) => units,
    };
    let pool = context.rpc.reward_pool(&pda::reward_pool()).await?;
    // No device decides here.
    let of = Subject { chain, key: Pubkey::default(), device: Device::zeroed() };
    let mut accounts = of.accounts();
    (accounts.pool, accounts.balance) = (Some(&pool), Some(balance));
    let reasons = of.why(Action::FundRewards { amount }, &wallet, accounts)?;
    Ok(of
        .plan(format!("Put {} into the reward pool", io(amount)), &wallet)
        .with(rewards::fund_rewards(&wallet, &source, &mint, amount))
        .note("What is in the pool leaves it only as rewards.")
        .reasons(reasons))
}

pub async fn claim(
    context: &Context,
    device: Option<DeviceRef>,
    offer: Option<OfferRef>,
    to: Option<Pubkey>,
) -> Result<Plan, Exit> {
    match (device, offer) {
        (_, Some(offer)) => claim_of_offer(context, offer, to).await,
        (Some(device), None) => claim_of_owner(context, device, to).await,
        (None, None) => {
            Err(Exit::Usage("Say whose rewards: --device for the owner's, --offer for a co-staker's.".into()))
        }
    }
}

async fn claim_of_owner(context: &Context, device: DeviceRef, to: Option<Pubkey>) -> Result<Plan, Exit> {
    let on = Subject::read(context, device).await?;
    let (wallet, mint, owner) = (context.wallet_key()?, on.chain.config.mint, on.device.owner);
    let reasons = on.why(Action::ClaimOwnerRewards, &wallet, on.accounts())?;
    let (to, create) = destination(context, &on.chain, &owner, to).await?;
    let owed = io(on.device.owner_stake().rewards());
    let mut plan = on.plan(format!("Pay {owed} of rewards to {owner}, owner of the device {}", on.key), &wallet);
    plan.notes.extend(create.is_some().then(|| CREATES.to_owned()));
    Ok(plan.with_all(create).with(rewards::claim_owner_rewards(&on.key, &wallet, &to, &mint)).reasons(reasons))
}

async fn claim_of_offer(context: &Context, offer: OfferRef, to: Option<Pubkey>) -> Result<Plan, Exit> {
    let it = OfferSubject::read(context, offer).await?;
    let (wallet, mint, party) = (context.wallet_key()?, it.of.chain.config.mint, it.offer.co_staker);
    let reasons = it.of.why(Action::ClaimCoStakeRewards, &wallet, it.accounts())?;
    let (to, create) = destination(context, &it.of.chain, &party, to).await?;
    let owed = io(it.of.device.co_stake_rewards(&it.offer));
    let mut plan = it.of.plan(format!("Pay {owed} of rewards to {party}, co-staker of {}", it.name()), &wallet);
    plan.notes.extend(create.is_some().then(|| CREATES.to_owned()));
    let claim = rewards::claim_co_stake_rewards(&it.of.key, it.offer.index(), &wallet, &to, &mint);
    Ok(plan.with_all(create).with(claim).reasons(reasons))
}

/// Posts a block, in as many transactions as it takes. Sent again after a failure it pays nobody twice (R25).
pub async fn accrue(context: &Context, file: &Path, started: When, ended: When) -> Result<(), Exit> {
    let chain = context.chain().await?;
    let block = Block { started_at: started.at(chain.now), ended_at: ended.at(chain.now) };
    let rows = rows(file)?;
    let batches = batch::plan(block, &rows, Addresses::Static).map_err(|error| Exit::Usage(error.to_string()))?;
    let wallet = context.wallet_key()?;
    if wallet != chain.config.roles.rewarder {
        return Err(Exit::unmet(format!(
            "Only the rewarder {} posts rewards, not {wallet}.",
            chain.config.roles.rewarder
        )));
    }
    for (number, batch) in batches.iter().enumerate() {
        let sum = batch.rows().iter().fold(0u64, |sum, row| sum.saturating_add(row.amount));
        let title = format!(
            "Post rewards of {} to {} devices for the block from {} to {} ({} of {})",
            io(sum),
            batch.rows().len(),
            time(block.started_at),
            time(block.ended_at),
            number + 1,
            batches.len()
        );
        let mut plan = Plan::new(title).with(batch.instruction(&wallet));
        plan.notes = skipped(context, batch, &block, chain.now).await?;
        execute(context, plan).await?;
    }
    Ok(())
}

/// The rows that the program would not pay, and why, as the accounts stand.
async fn skipped(context: &Context, batch: &batch::Batch, block: &Block, now: i64) -> Result<Vec<String>, Exit> {
    let keys: Vec<_> = batch.rows().iter().map(|row| row.device).collect();
    let mut notes = vec![];
    for (row, found) in batch.rows().iter().zip(context.rpc.accounts(&keys).await?) {
        let reason = match found.and_then(|found| found.device().ok()) {
            None => Some(co_staking_client::rules::rewards::Skip::NotADevice),
            Some(device) => device.skip(block, now)?,
        };
        notes.extend(reason.map(|reason| Unpaid { row: *row, reason }.to_string()));
    }
    Ok(notes)
}

/// `DEVICE AMOUNT` on each line; `#` begins a comment.
fn rows(file: &Path) -> Result<Vec<Row>, Exit> {
    let name = file.display();
    let text = fs::read_to_string(file).map_err(|error| Exit::Failed(format!("{name} cannot be read: {error}.")))?;
    let mut rows = vec![];
    for (number, line) in text.lines().enumerate() {
        let line = line.split('#').next().unwrap_or_default().trim();
        if line.is_empty() {
            continue;
        }
        let wrong = |why: String| Exit::Usage(format!("{name}, line {}: {why}. Expected DEVICE AMOUNT.", number + 1));
        let (device, amount) = line.split_once(char::is_whitespace).ok_or_else(|| wrong("no amount".into()))?;
        let device = device.parse::<DeviceRef>().map_err(wrong)?.0;
        match amount.trim().parse().map_err(wrong)? {
            Amount::Units(amount) => rows.push(Row { device, amount }),
            Amount::All => return Err(wrong("ALL is no amount of a reward".into())),
        }
    }
    Ok(rows)
}

pub async fn estimate(context: &Context, offer: OfferRef) -> Result<(), Exit> {
    let it = OfferSubject::read(context, offer).await?;
    let estimate = estimate_reward(&it.offer, &it.of.device, it.of.chain.now)?;
    let text = match estimate {
        Some(reward) => format!("{} per block, by the device's average of the last seven days", io(reward)),
        None => "No estimate: the device earned nothing in the last seven days.".into(),
    };
    let data = json!({ "offer": it.key.to_string(), "perBlock": estimate, "days": 7 });
    show(&context.globals.output, data, text);
    Ok(())
}

pub async fn show_pool(context: &Context) -> Result<(), Exit> {
    context.chain().await?;
    let pool = context.rpc.reward_pool(&pda::reward_pool()).await?;
    let text = Lines::default()
        .line("Available", io(pool.available()))
        .line("Owed", io(pool.owed()))
        .line("Paid", io(pool.paid()))
        .line("Funded", io(pool.funded()))
        .line("In escrow for slash cases", io(pool.escrowed()))
        .take();
    let data = json!({
        "available": pool.available(), "owed": pool.owed(), "paid": pool.paid(), "funded": pool.funded(),
        "escrowed": pool.escrowed(),
    });
    show(&context.globals.output, data, text);
    Ok(())
}
