use anyhow::Result;
use co_staking_client::{
    RegisterDeviceArgs, UpdateDeviceArgs,
    explain::Action,
    format::{io, multiplier, thousands},
    instructions::registrar,
    rules::facts::FactsUpdate,
};

use super::{Expected, Intent, Script, Story, rules};
use crate::world::Machine;

pub const SCRIPT: Script = Script {
    title: "The devices",
    about: "The registrar attests what each device is. What it must have staked follows from its cards.",
    play,
    books: false,
};

/// What the registrar has seen of the device.
pub const RELIABILITY_BPS: u16 = 9_850;

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

/// The registrar attests whether a device works.
pub fn attest(story: &mut Story, machine: &Machine, operational: bool, title: String) -> Result<()> {
    let wallet = story.world.registrar.clone();
    let facts = FactsUpdate {
        operational: Some(operational),
        reliability_bps: Some(RELIABILITY_BPS),
        ..FactsUpdate::default()
    };
    let args = UpdateDeviceArgs { facts, hire: None };
    story.act(Intent {
        instruction: "update_device",
        title,
        rules: vec![rules::ATTESTED],
        instructions: vec![registrar::update_device(&wallet.key(), &machine.key, args)],
        signers: vec![wallet],
        device: Some(machine.key),
        action: Some(Action::UpdateDevice),
        expected: Expected::Done,
    })
}
