use anyhow::Result;
use co_staking_client::{
    format::{io, percent},
    rules::amount::BPS_WHOLE,
};

use super::{
    Expected, Script, Story,
    cases::{self, Offence, SLASH_BPS},
    co_stakes::durations,
    slashing::appeal,
};
use crate::cast::Cast;

pub const SCRIPT: Script = Script {
    title: "A slash that nobody appeals",
    about: "The case that was opened as the owner left is still there. Its window passes, and nobody has appealed.",
    play,
    books: true,
};

/// How long before the owner left the device stood still.
const BEFORE_SECS: i64 = 3_600;

/// The slasher reaches those who have just left; called while they leave.
pub fn open(story: &mut Story, cast: &Cast) -> Result<()> {
    let (id, slasher) = (&cast.machine.entry.id, story.world.slasher.name.clone());
    let share = percent(SLASH_BPS.into());
    let offence = Offence {
        id: &format!("{id} offline, 2"),
        at: story.now() - BEFORE_SECS,
        forfeit_rewards: true,
        title: format!("{slasher} opens a case: {share} of every stake of an hour ago, when {id} stood still"),
    };
    let case = cases::open(story, cast, offence)?;
    cases::what_the_parties_face(story, &case)?;
    let rest = percent(u32::from(BPS_WHOLE - SLASH_BPS));
    let text = format!(
        "Leaving does not dodge it: each of them was staked then, and is not unlocked yet. The other {rest} unlock on \
         the dates that were set, as if there were no case."
    );
    story.note("back", text);
    Ok(())
}

fn play(story: &mut Story) -> Result<()> {
    let Ok(cast) = story.world.cast.clone() else { return Ok(()) };
    let Some((key, _)) = story.world.told.cases.last().copied() else { return Ok(()) };
    let (case, window_secs) = (cases::read(story, &key)?, durations(story)?.appeal_window_secs);
    // The window's last second belongs to whoever may still appeal.
    story.wait_until(case.window_ends(window_secs).map_err(super::unreadable)? + 1);
    appeal(story, &cast, &cast.erin, &key, Expected::Refused)?;
    let (stranger, stake) = (story.world.stranger.name.clone(), io(case.stake().map_err(super::unreadable)?));
    let title = format!("{stranger} ends the case: its {stake} are burned");
    cases::finalize(story, &cast.machine, &key, title, Expected::Done)?;
    story.note("means", "Nobody gains by a slash: what is burned is nobody's, not even the network's.".into());
    Ok(())
}
