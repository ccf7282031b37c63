//! What recurs around block rewards: a block is posted, and somebody claims what is credited.

use std::rc::Rc;

use anyhow::Result;
use co_staking_client::{
    Accrual, Pubkey,
    event::AccruedRow,
    explain::Action,
    format::{IO, io},
    instructions::rewards::{Row, accrue_rewards, claim_co_stake_rewards, claim_owner_rewards},
    marketplace::estimate_reward,
    pda,
    rules::rewards::Block,
};

use super::{Expected, Intent, Story, rules};
use crate::{cast::Cast, wallet::Wallet, world::Machine};

/// What each block pays each device.
pub const PER_BLOCK: u64 = 10 * IO;
/// A block's length in this story.
pub const BLOCK_SECS: i64 = 3_600;
/// So many devices fit a packet.
const ROWS: usize = 20;
/// More names than that are counted.
const NAMED: usize = 3;

/// The block of the hour that ends now.
pub fn last_hour(story: &Story) -> Block {
    Block { started_at: story.now().saturating_sub(BLOCK_SECS), ended_at: story.now() }
}

/// The devices in the batches in which their rewards are posted, the one of the story first.
fn batches(story: &Story, cast: &Cast) -> Vec<Vec<Machine>> {
    let mut machines = story.world.machines.clone();
    machines.sort_by_key(|machine| machine.key != cast.machine.key);
    machines.chunks(ROWS).map(<[Machine]>::to_vec).collect()
}

/// The rewarder posts a block for these devices; `title` says what it is about.
fn post(story: &mut Story, block: Block, machines: &[Machine], title: String) -> Result<()> {
    let (rewarder, device) = (story.world.rewarder.clone(), machines.first().map(|machine| machine.key));
    let rows: Vec<_> = machines.iter().map(|machine| Row { device: machine.key, amount: PER_BLOCK }).collect();
    story.act(Intent {
        instruction: "accrue_rewards",
        title,
        rules: vec![rules::R24, rules::R25],
        instructions: vec![accrue_rewards(&rewarder.key(), block, &rows)],
        signers: vec![rewarder],
        device,
        action: None,
        expected: Expected::Done,
    })?;
    what_became_of_it(story);
    Ok(())
}

/// The block of the last hour, for the device of the story and all that fit the same batch.
pub fn post_hour(story: &mut Story, cast: &Cast) -> Result<()> {
    let (name, each) = (story.world.rewarder.name.clone(), io(PER_BLOCK));
    let Some(machines) = batches(story, cast).into_iter().next() else { return Ok(()) };
    let title = match machines.len() {
        1 => format!("{name} posts the last hour's block: {each} for {}", cast.machine.entry.id),
        count => format!("{name} posts the last hour's block for {count} devices at once: {each} each"),
    };
    post(story, last_hour(story), &machines, title)
}

/// The same batch again.
pub fn post_hour_again(story: &mut Story, cast: &Cast, title: String) -> Result<()> {
    let Some(machines) = batches(story, cast).into_iter().next() else { return Ok(()) };
    post(story, last_hour(story), &machines, title)
}

/// The same block for the devices that did not fit. (It is told once: later blocks would say the same of them.)
pub fn post_others(story: &mut Story, cast: &Cast) -> Result<()> {
    let name = story.world.rewarder.name.clone();
    for machines in batches(story, cast).into_iter().skip(1) {
        let title = format!("{name} posts the same block for {} more", machines.len());
        post(story, last_hour(story), &machines, title)?;
    }
    Ok(())
}

/// Who was credited what, and which devices were skipped for which reason.
fn what_became_of_it(story: &mut Story) {
    let rows = story.world.told.rows.clone();
    for AccruedRow { device, accrual } in &rows {
        let Accrual::Credited { amount, co_stakes } = accrual else { continue };
        let names = &story.world.names;
        let mut shares: Vec<(Pubkey, u64)> = vec![];
        for (wallet, share) in story.world.told.shares(device, *amount, co_stakes) {
            match shares.iter_mut().find(|(other, _)| *other == wallet) {
                Some((_, sum)) => *sum = sum.saturating_add(share),
                None => shares.push((wallet, share)),
            }
        }
        let shares = shares.iter().map(|(wallet, share)| format!("{} to {}", io(*share), names.party(wallet).name));
        let (id, shares) = (names.party(device).name, shares.collect::<Vec<_>>().join(" + "));
        story.note("credited", format!("{id}: {} = {shares}", io(*amount)));
    }
    let mut skipped: Vec<(String, Vec<String>)> = vec![];
    for AccruedRow { device, accrual } in &rows {
        let Accrual::Skipped(reason) = accrual else { continue };
        let (reason, id) = (reason.to_string(), story.world.names.party(device).name);
        match skipped.iter_mut().find(|(other, _)| *other == reason) {
            Some((_, ids)) => ids.push(id),
            None => skipped.push((reason, vec![id])),
        }
    }
    for (reason, ids) in skipped {
        let more = ids.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        story.note("skipped", format!("{}{more}: {reason}", ids[..ids.len().min(NAMED)].join(", ")));
    }
}

/// Who sends whose claim, and where to.
pub struct Claim<'a> {
    pub sender: &'a Rc<Wallet>,
    /// Of the co-stake of that offer; of the owner if there is none.
    pub offer: Option<u32>,
    pub destination: Pubkey,
    pub title: String,
    pub expected: Expected,
}

/// Somebody claims what is credited to a party.
pub fn claim(story: &mut Story, machine: &Machine, claim: Claim<'_>) -> Result<()> {
    let (mint, sender, device) = (story.world.mint, claim.sender.key(), machine.key);
    let (instruction, action) = match claim.offer {
        None => (claim_owner_rewards(&device, &sender, &claim.destination, &mint), Action::ClaimOwnerRewards),
        Some(index) => {
            (claim_co_stake_rewards(&device, index, &sender, &claim.destination, &mint), Action::ClaimCoStakeRewards)
        }
    };
    story.act(Intent {
        instruction: "claim_rewards",
        title: claim.title,
        rules: vec![rules::R26],
        instructions: vec![instruction],
        signers: vec![claim.sender.clone()],
        device: Some(device),
        // Where a payout may go is for the program to see: the client is not asked.
        action: (claim.expected == Expected::Done).then_some(action),
        expected: claim.expected,
    })
}

/// R26: what the co-staker of that offer may claim.
pub fn credited_to_co_stake(story: &Story, machine: &Machine, index: u32) -> Result<u64> {
    let device = story.world.ledger.device(&machine.key)?;
    let offer = story.world.ledger.offer(&pda::offer(&machine.key, index));
    Ok(offer.map_or(0, |offer| device.co_stake_rewards(&offer)))
}

/// What whoever claims one of these offers may expect of a block, where the device earned lately.
pub fn estimate(story: &mut Story, machine: &Machine, indices: &[u32]) -> Result<()> {
    let (device, now) = (story.world.ledger.device(&machine.key)?, story.now());
    let mut told = vec![];
    for index in indices {
        let Some(offer) = story.world.ledger.offer(&pda::offer(&machine.key, *index)) else { continue };
        if let Some(reward) = estimate_reward(&offer, &device, now).map_err(super::unreadable)? {
            told.push(format!("{} a block for offer {index}", io(reward)));
        }
    }
    if !told.is_empty() {
        let text = format!("{}, by the average block of {} in the last 7 days.", told.join(", "), machine.entry.id);
        story.note("estimate", text);
    }
    Ok(())
}
