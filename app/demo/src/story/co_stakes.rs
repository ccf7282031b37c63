//! What the co-staking chapters share: the acts that recur, and what they mean in plain words.

use std::rc::Rc;

use anyhow::{Context, Result};
use co_staking_client::{
    CreateOfferArgs, Durations, ExpectedTerms, Position,
    explain::Action,
    format::{duration, io, percent, time},
    instructions::{co_staker, owner},
    pda,
    rules::co_stake::leave,
};

use super::{Expected, Intent, Story, blocks::estimate, rules, unreadable};
use crate::{cast::Cast, wallet::Wallet};

/// What an offer promises, in base units and bps.
#[derive(Clone, Copy)]
pub struct Promise {
    pub amount: u64,
    pub reward_bps: u16,
}

/// The owner makes these offers, in one transaction. Returns their indices.
pub fn offer(story: &mut Story, cast: &Cast, promises: &[Promise]) -> Result<Vec<u32>> {
    let (wallet, device) = (cast.machine.owner.clone(), cast.machine.key);
    let first = story.world.ledger.device(&device)?.next_offer_index();
    let indices: Vec<u32> = (first..).take(promises.len()).collect();
    let args = |promise: &Promise| CreateOfferArgs {
        amount: promise.amount,
        reward_bps: promise.reward_bps,
        reserved_for: None,
        expires_at: None,
    };
    let all = promises.iter().map(args);
    let create = |(index, args): (&u32, _)| owner::create_offer(&device, *index, &wallet.key(), &wallet.key(), args);
    let told = promises.iter().map(|p| format!("{} for {}", io(p.amount), percent(p.reward_bps.into())));
    let asks = told.collect::<Vec<_>>().join(" and ");
    story.act(Intent {
        instruction: if promises.len() == 1 { "create_offer" } else { "create_offer, twice" },
        title: format!("{} offers co-stakes on {}: {asks} of the block rewards", wallet.name, cast.machine.entry.id),
        rules: vec![rules::R11],
        instructions: indices.iter().zip(all.clone()).map(create).collect(),
        signers: vec![wallet.clone()],
        device: Some(device),
        action: all.clone().next().map(Action::CreateOffer),
        expected: Expected::Done,
    })?;
    estimate(story, &cast.machine, &indices)?;
    Ok(indices)
}

/// A wallet claims an offer; `title` says what it is about where it is to be refused.
pub fn claim(
    story: &mut Story,
    cast: &Cast,
    (who, index): (&Rc<Wallet>, u32),
    promise: Promise,
    refused: Option<String>,
) -> Result<()> {
    let (key, device, mint) = (who.key(), cast.machine.key, story.world.mint);
    let source = who.token(&mint);
    let expected = ExpectedTerms { amount: promise.amount, reward_bps: promise.reward_bps };
    let has_counter = story.world.ledger.claim_counter(&pda::claims(&key)).is_some();
    let (instruction, instructions) = if has_counter {
        ("claim_offer", vec![co_staker::claim_offer(&device, index, &key, &source, &mint, expected)])
    } else {
        let first = co_staker::claim_offer_first(&device, index, &key, &source, &mint, expected);
        ("open_claims and claim_offer", first.to_vec())
    };
    let (amount, share) = (io(promise.amount), percent(promise.reward_bps.into()));
    let outcome = if refused.is_some() { Expected::Refused } else { Expected::Done };
    let done = || format!("{} claims offer {index}: {amount} for {share} of the block rewards", who.name);
    story.act(Intent {
        instruction,
        title: refused.unwrap_or_else(done),
        rules: vec![rules::R14, rules::R20],
        instructions,
        signers: vec![who.clone()],
        device: Some(device),
        action: Some(Action::ClaimOffer(expected)),
        expected: outcome,
    })
}

/// A co-staker leaves.
pub fn unstake(story: &mut Story, cast: &Cast, who: &Rc<Wallet>, index: u32) -> Result<()> {
    let held = co_stake(story, cast, index)?;
    let (amount, share) = (held.stake(), held.reward_bps());
    story.act(Intent {
        instruction: "unstake_co_stake",
        title: format!("{} unstakes the {} of offer {index}", who.name, io(amount)),
        rules: vec![rules::R17, rules::R18],
        instructions: vec![co_staker::unstake_co_stake(&cast.machine.key, index, &who.key())],
        signers: vec![who.clone()],
        device: Some(cast.machine.key),
        action: Some(Action::UnstakeCoStake { offer_index: index }),
        expected: Expected::Done,
    })?;
    let (held, now) = (co_stake(story, cast, index)?, story.now());
    let (counts, back) = (held.cooldown_at(), held.unlock_at());
    let (id, owner) = (&cast.machine.entry.id, &cast.machine.owner.name);
    story.note(
        "means",
        format!(
            "From now on {}'s {} of the block rewards are {owner}'s. The {} still count for {id} until {}, in {}, and \
             then no more.",
            who.name,
            percent(share.into()),
            io(amount),
            time(counts),
            duration(counts - now),
        ),
    );
    let (in_all, date) = (duration(back - now), time(back));
    story.note("back", format!("to {} from {date}, in {in_all}. Nobody can move that date to a later one.", who.name));
    Ok(())
}

/// Co-stakes are withdrawn, in one transaction, to their co-stakers' own accounts.
pub fn withdraw(
    story: &mut Story,
    cast: &Cast,
    sender: &Rc<Wallet>,
    stakes: &[(&Rc<Wallet>, u32)],
    title: String,
    expected: Expected,
) -> Result<()> {
    let (device, mint) = (cast.machine.key, story.world.mint);
    let withdraw = |(who, index): &(&Rc<Wallet>, u32)| {
        co_staker::withdraw_co_stake(&device, *index, &who.key(), &sender.key(), &who.token(&mint), &mint)
    };
    story.act(Intent {
        instruction: if stakes.len() == 1 { "withdraw_co_stake" } else { "withdraw_co_stake, twice" },
        title,
        rules: vec![rules::R19],
        instructions: stakes.iter().map(withdraw).collect(),
        signers: vec![sender.clone()],
        device: Some(device),
        action: stakes.first().map(|(_, offer_index)| Action::WithdrawCoStake { offer_index: *offer_index }),
        expected,
    })
}

/// What whoever has just claimed should know.
pub fn explain_claim(story: &mut Story, cast: &Cast, who: &Wallet, index: u32) -> Result<()> {
    let (held, durations, now) = (co_stake(story, cast, index)?, durations(story)?, story.now());
    let (id, owner) = (&cast.machine.entry.id, &cast.machine.owner.name);
    let (stake, share) = (io(held.stake()), percent(held.reward_bps().into()));
    let alone = leave(now, durations.wait_secs, durations.cooldown_secs).map_err(unreadable)?;
    let [wait, cooldown] = [durations.wait_secs, durations.cooldown_secs].map(duration);
    story.note("counts", format!("{stake} for {id}, as if {owner} had staked them. They remain {}'s.", who.name));
    story.note(
        "earns",
        format!("{share} of each block reward of {id}, whenever enough is staked on it; nothing when too little is."),
    );
    story.note(
        "risk",
        format!(
            "A slash for what the device or {owner} does wrong takes part of it, at worst all {stake} and the rewards that \
             are not claimed yet, and never more. Anyone in the case may appeal for {}; until then nothing is burned.",
            duration(durations.appeal_window_secs),
        ),
    );
    story.note(
        "way out",
        format!(
            "At any time, and {owner} cannot prevent it: {wait} in which it counts but earns nothing, then {cooldown} \
             in which it does neither. Unstaked now, it is back from {}, in {}. If {owner} leaves, it is back \
             {cooldown} later.",
            time(alone.unlock_at),
            duration(alone.unlock_at - now),
        ),
    );
    Ok(())
}

/// The co-stake of that offer.
pub fn co_stake(story: &Story, cast: &Cast, index: u32) -> Result<Position> {
    let device = story.world.ledger.device(&cast.machine.key)?;
    device.position(index).copied().with_context(|| format!("offer {index} has no co-stake"))
}

/// The config's durations.
pub fn durations(story: &Story) -> Result<Durations> {
    Ok(story.world.ledger.config()?.durations)
}
