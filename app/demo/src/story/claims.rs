use anyhow::Result;

use super::{
    Script, Story,
    co_stakes::{Promise, claim, explain_claim, offer},
    staking,
};

pub const SCRIPT: Script = Script {
    title: "Two claims per wallet",
    about: "A device may have several co-stakers. A wallet may have two claims, on whichever devices.",
    play,
    books: true,
};

/// Of each block reward, for each small offer of this chapter.
pub const SMALL_SHARE_BPS: u16 = 1_000;

fn play(story: &mut Story) -> Result<()> {
    let Ok(cast) = story.world.cast.clone() else { return Ok(()) };
    let (carol, dave) = (&cast.carol, &cast.dave);
    let promise = Promise { amount: cast.small, reward_bps: SMALL_SHARE_BPS };
    let made = offer(story, &cast, &[promise; 2])?;
    let [second, third] = made[..] else { return Ok(()) };
    claim(story, &cast, (carol, second), promise, None)?;
    let title = format!("{} tries to claim offer {third} as well, which would be its third", carol.name);
    claim(story, &cast, (carol, third), promise, Some(title))?;
    claim(story, &cast, (dave, third), promise, None)?;
    explain_claim(story, &cast, dave, third)?;
    staking::withdraw_overflow(story, &cast.machine)
}
