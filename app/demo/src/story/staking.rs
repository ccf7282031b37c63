use anyhow::Result;
use co_staking_client::{explain::Action, format::io, instructions::owner};

use super::{Expected, Intent, STRANGERS_IO, Script, Story, rules};
use crate::world::Machine;

pub const SCRIPT: Script = Script {
    title: "The stakes",
    about: "Somebody else tries to stake in the owner's place; the owner stakes; what is too much is taken out again.",
    play,
    books: true,
};

fn play(story: &mut Story) -> Result<()> {
    for machine in story.world.machines.clone() {
        stranger_stakes(story, &machine)?;
        owner_stakes(story, &machine)?;
        withdraw_overflow(story, &machine)?;
    }
    Ok(())
}

fn stranger_stakes(story: &mut Story, machine: &Machine) -> Result<()> {
    let (stranger, mint, amount) = (story.world.stranger.clone(), story.world.mint, STRANGERS_IO);
    let stake = owner::stake(&machine.key, &stranger.key(), &stranger.token(&mint), &mint, amount);
    story.act(Intent {
        instruction: "stake",
        title: format!("{} tries to stake {} on {}", stranger.name, io(amount), machine.entry.id),
        rules: vec![rules::R6],
        instructions: vec![stake],
        signers: vec![stranger],
        device: Some(machine.key),
        action: Some(Action::Stake { amount }),
        expected: Expected::Refused,
    })
}

fn owner_stakes(story: &mut Story, machine: &Machine) -> Result<()> {
    let (wallet, mint, amount) = (machine.owner.clone(), story.world.mint, machine.entry.stake);
    story.act(Intent {
        instruction: "stake",
        title: format!("{} stakes {} on {}", wallet.name, io(amount), machine.entry.id),
        rules: vec![rules::R6],
        instructions: vec![owner::stake(&machine.key, &wallet.key(), &wallet.token(&mint), &mint, amount)],
        signers: vec![wallet],
        device: Some(machine.key),
        action: Some(Action::Stake { amount }),
        expected: Expected::Done,
    })
}

/// The owner takes out all of the overflow, if there is any.
pub fn withdraw_overflow(story: &mut Story, machine: &Machine) -> Result<()> {
    let (wallet, mint, view) = (machine.owner.clone(), story.world.mint, story.view(&machine.key)?);
    let (id, amount) = (&machine.entry.id, view.overflow.0);
    if amount == 0 {
        let missing = if view.sufficient { String::new() } else { format!("; {} are missing", view.missing) };
        let because = format!("{} of the {} that {id} requires are staked{missing}", view.counted, view.requirement);
        story.nothing(format!("{} has no overflow on {id} to withdraw", wallet.name), vec![rules::R7], because);
        return Ok(());
    }
    let withdraw = owner::withdraw_overflow(&machine.key, &wallet.key(), &wallet.token(&mint), &mint, amount);
    story.act(Intent {
        instruction: "withdraw_overflow",
        title: format!("{} withdraws the overflow of {} from {id}", wallet.name, io(amount)),
        rules: vec![rules::R7],
        instructions: vec![withdraw],
        signers: vec![wallet],
        device: Some(machine.key),
        action: Some(Action::WithdrawOverflow { amount }),
        expected: Expected::Done,
    })
}
