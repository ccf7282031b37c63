//! What recurs around slash cases.

use anyhow::{Context, Result};
use co_staking_client::{
    Part, Pubkey, Slash, SlashCase,
    explain::Action,
    format::{io, percent, time},
    instructions::slash::{finalize_slash, open_slash},
    pda,
    rules::slash::CaseState,
};

use super::{Expected, Intent, Story, co_stakes::durations, rules};
use crate::{books, cast::Cast, world::Machine};

/// Of each stake.
pub const SLASH_BPS: u16 = 2_000;

/// A case that the slasher opens.
pub struct Offence<'a> {
    /// From which its account follows.
    pub id: &'a str,
    pub at: i64,
    pub forfeit_rewards: bool,
    pub title: String,
}

/// The slasher opens a case. Returns its account.
pub fn open(story: &mut Story, cast: &Cast, offence: Offence<'_>) -> Result<Pubkey> {
    let (slasher, device, mint) = (story.world.slasher.clone(), cast.machine.key, story.world.mint);
    let offence_id = pda::offence_id(offence.id);
    let slash = Slash { bps: SLASH_BPS, offence_at: offence.at, forfeit_rewards: offence.forfeit_rewards };
    let key = slasher.key();
    let rules = if offence.forfeit_rewards { vec![rules::R28, rules::R29] } else { vec![rules::R28] };
    story.act(Intent {
        instruction: "open_slash",
        title: offence.title,
        rules,
        instructions: vec![open_slash(&device, &key, &key, &mint, offence_id, slash)],
        signers: vec![slasher],
        device: Some(device),
        action: Some(Action::OpenSlash(slash)),
        expected: Expected::Done,
    })?;
    let case = pda::slash_case(&device, &offence_id);
    taken(story, &case)?;
    Ok(case)
}

/// From whom the case took what.
fn taken(story: &mut Story, key: &Pubkey) -> Result<()> {
    for part in read(story, key)?.parts().iter().filter(|part| part.is_some()) {
        let of = part.offer_index().map_or_else(String::new, |index| format!(", of offer {index}"));
        let rewards = if part.rewards() > 0 {
            format!(", and {} of unclaimed rewards", io(part.rewards()))
        } else {
            String::new()
        };
        let who = story.world.names.party(part.party()).name;
        story.note("taken", format!("{} from {who}{of}{rewards}", io(part.stake())));
    }
    Ok(())
}

/// Until when somebody may appeal, and what comes then.
pub fn what_the_parties_face(story: &mut Story, key: &Pubkey) -> Result<()> {
    let (case, window_secs) = (read(story, key)?, durations(story)?.appeal_window_secs);
    let ends = time(case.window_ends(window_secs).map_err(super::unreadable)?);
    let withheld =
        if case.rewards().map_err(super::unreadable)? > 0 { ", and what it has not claimed yet" } else { "" };
    let text = format!(
        "Each of them loses the same {}{withheld}; no more than that. Nothing is burned yet: until {ends} any of them \
         may appeal, for all of them.",
        percent(case.bps().into())
    );
    story.note("means", text);
    Ok(())
}

/// Somebody ends a case whose window is over, or tries to.
pub fn finalize(story: &mut Story, machine: &Machine, key: &Pubkey, title: String, expected: Expected) -> Result<()> {
    let (stranger, mint, before) = (story.world.stranger.clone(), story.world.mint, books::supply(&story.world)?);
    story.act(Intent {
        instruction: "finalize_slash",
        title,
        rules: vec![rules::R30],
        instructions: vec![finalize_slash(&machine.key, key, &stranger.key(), &mint)],
        signers: vec![stranger],
        device: Some(machine.key),
        action: Some(Action::FinalizeSlash),
        expected,
    })?;
    let case = read(story, key)?;
    if case.state() == CaseState::Upheld {
        let after = books::supply(&story.world)?;
        story.note("supply", format!("{} → {}", io(before), io(after)));
        let rewards = case.rewards().map_err(super::unreadable)?;
        if rewards > 0 {
            story.note(
                "rewards",
                format!("{} are owed to nobody any more; the pool has them for other blocks.", io(rewards)),
            );
        }
    }
    Ok(())
}

/// The case at that address.
pub fn read(story: &Story, key: &Pubkey) -> Result<SlashCase> {
    story.world.ledger.slash_case(key).context("the case does not exist")
}

/// The numbers of the parts that the case has, with the parts.
pub fn numbered(case: &SlashCase) -> Vec<(u8, Part)> {
    (0..).zip(case.parts()).filter(|(_, part)| part.is_some()).map(|(number, part)| (number, *part)).collect()
}
