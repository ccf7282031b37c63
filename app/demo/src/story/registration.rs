use anyhow::Result;
use co_staking_client::{
    RegisterDeviceArgs,
    format::{io, multiplier, thousands},
    instructions::registrar,
};

use super::{Expected, Intent, Script, Story, rules};
use crate::world::Machine;

pub const SCRIPT: Script = Script {
    title: "The devices",
    about: "The registrar attests what each device is. What it must have staked follows from its cards.",
    play,
    books: false,
};

fn play(story: &mut Story) -> Result<()> {
    for machine in story.world.machines.clone() {
        register(story, &machine)?;
    }
    Ok(())
}

fn register(story: &mut Story, machine: &Machine) -> Result<()> {
    let (registrar, entry) = (story.world.registrar.clone(), machine.entry.clone());
    let args = RegisterDeviceArgs {
        device_id: machine.id,
        owner: machine.owner.key(),
        model: entry.model,
        cards: entry.cards,
        multiplier_bps: entry.multiplier_bps,
    };
    story.act(Intent {
        instruction: "register_device",
        title: format!("{} registers {} for {}", registrar.name, entry.id, machine.owner.name),
        rules: vec![rules::R2, rules::R1, rules::R4],
        instructions: vec![registrar::register_device(&registrar.key(), &registrar.key(), &story.world.mint, args)],
        signers: vec![registrar],
        device: Some(machine.key),
        action: None,
        expected: Expected::Done,
    })?;

    let view = story.view(&machine.key)?;
    let base = story.world.ledger.config()?.base_requirement;
    let counted = multiplier(view.multiplier_bps.max(10_000));
    let cards = thousands(view.cards.into());
    let mut sum = format!("{cards} cards × {} × {counted} = {}", io(base), view.requirement);
    if counted != view.multiplier {
        sum.push_str(&format!(" ({} counts as {counted})", view.multiplier));
    }
    story.note("computed", sum);
    Ok(())
}
