//! Block rewards: the pool, the rewarder's batches, and what a party is paid.

use std::{fs, path::Path};

use co_staking_client::{
    format::io,
    instructions::rewards::Row,
    marketplace::estimate_reward,
    pda,
    plan::{Amount, OfferSubject},
    rules::rewards::Block,
};
use serde_json::json;

use crate::{
    args::{DeviceRef, OfferRef, When, amount},
    context::Context,
    execute::execute,
    exit::Exit,
    output::{Lines, show},
};

/// Posts a block, in as many transactions as it takes. Sent again after a failure it pays nobody twice (R25).
pub async fn accrue(context: &Context, file: &Path, started: When, ended: When) -> Result<(), Exit> {
    context.announce().await?;
    let block = Block { started_at: context.time(started).await?, ended_at: context.time(ended).await? };
    let planner = context.planner()?;
    let batches = planner.batches(block, &rows(file)?).await?;
    for (number, batch) in batches.iter().enumerate() {
        let place = format!("{} of {}", number + 1, batches.len());
        execute(context, planner.batch(&block, batch, &place).await?).await?;
    }
    Ok(())
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
        match self::amount(amount.trim()).map_err(wrong)? {
            Amount::Units(amount) => rows.push(Row { device, amount }),
            Amount::All => return Err(wrong("ALL is no amount of a reward".into())),
        }
    }
    Ok(rows)
}

pub async fn estimate(context: &Context, offer: OfferRef) -> Result<(), Exit> {
    context.announce().await?;
    let it = OfferSubject::read(&context.accounts, offer.0).await?;
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
    let pool = context.rpc()?.reward_pool(&pda::reward_pool()).await?;
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
