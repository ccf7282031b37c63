use std::rc::Rc;

use anyhow::Result;
use co_staking_client::{
    Pubkey,
    explain::Action,
    format::{duration, io, percent, time},
    instructions::slash::{ReturnTo, appeal_slash, return_slashed, rule_slash},
    rules::{amount::BPS_WHOLE, time::DAY_SECS},
};

use super::{
    Expected, Intent, Script, Story,
    blocks::{BLOCK_SECS, post_hour},
    cases::{self, Offence, SLASH_BPS},
    co_stakes::durations,
    registration::attest,
    rules,
};
use crate::{cast::Cast, wallet::Wallet};

pub const SCRIPT: Script = Script {
    title: "A slash, and an appeal that succeeds",
    about: "What a stake risks: when the device fails, a part of every stake on it can be taken. Whoever is in the case may \
            appeal, and then an arbiter decides.",
    play,
    books: true,
};

fn play(story: &mut Story) -> Result<()> {
    let Ok(cast) = story.world.cast.clone() else { return Ok(()) };
    let (machine, dave) = (&cast.machine, &cast.dave);
    let (id, registrar) = (&machine.entry.id, story.world.registrar.name.clone());
    story.wait_until(story.now() + BLOCK_SECS);
    post_hour(story, &cast)?;
    promised(story, &cast)?;

    attest(story, machine, false, format!("{id} goes offline: {registrar} attests that it is not operational"))?;
    story.note(
        "means",
        format!("{id} earns nothing, and nobody can claim an offer on it, until that is attested anew."),
    );
    let (slasher, share) = (story.world.slasher.name.clone(), percent(SLASH_BPS.into()));
    let offence = Offence {
        id: &format!("{id} offline, 1"),
        at: story.now(),
        forfeit_rewards: false,
        title: format!("{slasher} opens a case: {share} of every stake on {id}"),
    };
    let case = cases::open(story, &cast, offence)?;
    cases::what_the_parties_face(story, &case)?;
    let stranger = story.world.stranger.name.clone();
    let early = format!("{stranger} tries to have it burned at once");
    cases::finalize(story, machine, &case, early, Expected::Refused)?;

    appeal(story, &cast, dave, &case, Expected::Done)?;
    story.wait_until(story.now() + DAY_SECS);
    overturn(story, &cast, &case)?;
    give_back(story, &cast, &case)?;
    attest(story, machine, true, format!("{registrar} attests that {id} is operational again"))
}

/// How the block was shared, where all of it is promised.
fn promised(story: &mut Story, cast: &Cast) -> Result<()> {
    let device = story.world.ledger.device(&cast.machine.key)?;
    let shares: u32 = device.held().filter(|held| held.is_active()).map(|held| u32::from(held.reward_bps())).sum();
    if shares == u32::from(BPS_WHOLE) && device.is_sufficient(story.now()).map_err(super::unreadable)? {
        let (owner, id) = (&cast.machine.owner.name, &cast.machine.entry.id);
        story.note("means", format!("{owner} has promised all of it, for the stake that others carry on {id}."));
    }
    Ok(())
}

/// A party appeals, or tries to.
pub fn appeal(story: &mut Story, cast: &Cast, who: &Rc<Wallet>, case: &Pubkey, expected: Expected) -> Result<()> {
    let title = match expected {
        Expected::Done => format!("{} appeals: the outage was the registrar's own", who.name),
        Expected::Refused => format!("{} tries to appeal after all", who.name),
    };
    story.act(Intent {
        instruction: "appeal_slash",
        title,
        rules: vec![rules::R30],
        instructions: vec![appeal_slash(case, &who.key())],
        signers: vec![who.clone()],
        device: Some(cast.machine.key),
        action: Some(Action::AppealSlash),
        expected,
    })?;
    if expected == Expected::Done {
        let window_secs = durations(story)?.appeal_window_secs;
        let ends = cases::read(story, case)?.window_ends(window_secs).map_err(super::unreadable)?;
        let arbiter = &story.world.arbiter.name;
        let text = format!(
            "For everybody in the case. {arbiter} may rule until {}, in {}; if {arbiter} stays silent, everything goes \
             back.",
            time(ends),
            duration(ends - story.now())
        );
        story.note("means", text);
    }
    Ok(())
}

fn overturn(story: &mut Story, cast: &Cast, case: &Pubkey) -> Result<()> {
    let (arbiter, device, mint) = (story.world.arbiter.clone(), cast.machine.key, story.world.mint);
    story.act(Intent {
        instruction: "rule_slash",
        title: format!("{} overturns the case", arbiter.name),
        rules: vec![rules::R31],
        instructions: vec![rule_slash(&device, case, &arbiter.key(), &mint, false)],
        signers: vec![arbiter],
        device: Some(device),
        action: Some(Action::RuleSlash),
        expected: Expected::Done,
    })?;
    let text = "It can only uphold or overturn. From the escrow tokens go back to whom they were taken from, or are \
                burned; there is no third way.";
    story.note("means", text.into());
    Ok(())
}

fn give_back(story: &mut Story, cast: &Cast, case: &Pubkey) -> Result<()> {
    let (stranger, device, mint) = (story.world.stranger.clone(), cast.machine.key, story.world.mint);
    let parts = cases::numbered(&cases::read(story, case)?);
    let give =
        |(number, _): &(u8, _)| return_slashed(&device, case, *number, &stranger.key(), ReturnTo::default(), &mint);
    let action = parts.first().map(|(number, _)| Action::ReturnSlashed { number: *number });
    story.act(Intent {
        instruction: "return_slashed, of each",
        title: format!("{} sends all {} parts back", stranger.name, parts.len()),
        rules: vec![rules::R32],
        instructions: parts.iter().map(give).collect(),
        signers: vec![stranger],
        device: Some(device),
        action,
        expected: Expected::Done,
    })?;
    let stake = cases::read(story, case)?.stake().map_err(super::unreadable)?;
    story.note("back", format!("{}, all that the case had taken, as if it had never been opened.", io(stake)));
    Ok(())
}
