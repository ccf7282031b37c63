use anyhow::Result;
use co_staking_client::{
    Durations,
    format::{duration, io, percent},
};

use super::{
    Expected, Script, Story,
    blocks::{self, BLOCK_SECS, Claim, credited_to_co_stake, post_hour},
    claims::SMALL_SHARE_BPS,
    co_stakes::{Promise, claim, co_stake, durations, offer, unstake, withdraw},
    offering::LARGE_SHARE_BPS,
};
use crate::cast::Cast;

pub const SCRIPT: Script = Script {
    title: "A co-staker leaves",
    about: "It needs nobody's leave. The wait gives the owner time to find another; the cooldown lets a slash still reach it.",
    play,
    books: true,
};

/// The first offer of the story, which is left.
const LEFT: u32 = 0;
/// What remains of the whole, beside a large offer and two small ones.
const REST_BPS: u16 = 10_000 - LARGE_SHARE_BPS - 2 * SMALL_SHARE_BPS;

fn play(story: &mut Story) -> Result<()> {
    let Ok(cast) = story.world.cast.clone() else { return Ok(()) };
    let (carol, erin, stranger) = (&cast.carol, &cast.erin, story.world.stranger.clone());
    story.wait_until(story.now() + durations(story)?.wait_secs);
    unstake(story, &cast, carol, LEFT)?;
    what_the_owner_faces(story, &cast)?;
    a_block_of_the_wait(story, &cast)?;

    let large = Promise { amount: cast.large, reward_bps: LARGE_SHARE_BPS };
    let small = Promise { amount: cast.small, reward_bps: REST_BPS };
    let made = offer(story, &cast, &[large, small])?;
    let [replacement, another] = made[..] else { return Ok(()) };
    let title = format!("{} tries to claim offer {another}, while offer {LEFT} still holds a claim", carol.name);
    claim(story, &cast, (carol, another), small, Some(title))?;
    claim(story, &cast, (erin, replacement), large, None)?;
    story.note("means", format!("{} stands in before {}'s stake stops counting.", erin.name, carol.name));
    let early = format!("{} tries to withdraw the co-stake already", carol.name);
    withdraw(story, &cast, carol, &[(carol, LEFT)], early, Expected::Refused)?;

    let left = co_stake(story, &cast, LEFT)?;
    story.wait_until(left.cooldown_at());
    after_the_wait(story, &cast)?;
    claim(story, &cast, (carol, another), small, None)?;
    story.note("means", format!("{}'s first claim has freed its slot by itself, as the cooldown began.", carol.name));

    story.wait_until(left.unlock_at());
    let title = format!("{} sends the withdrawal of {}'s co-stake", stranger.name, carol.name);
    withdraw(story, &cast, &stranger, &[(carol, LEFT)], title, Expected::Done)?;
    let text = format!(
        "Anyone may send it once it is unlocked, so no stake is forgotten and no place stays taken. Sent by another \
         wallet it pays only {}'s associated token account.",
        carol.name
    );
    story.note("means", text);
    let (Durations { wait_secs, cooldown_secs, .. }, stake) = (durations(story)?, io(left.stake()));
    let lasted = duration(wait_secs.saturating_add(cooldown_secs));
    story.note("back", format!("{stake}, all that {} had put in, {lasted} after leaving.", carol.name));
    left_rewards(story, &cast)
}

/// The stake is gone; its rewards wait on the offer.
fn left_rewards(story: &mut Story, cast: &Cast) -> Result<()> {
    let (carol, rewards) = (&cast.carol, credited_to_co_stake(story, &cast.machine, LEFT)?);
    if rewards == 0 {
        return Ok(());
    }
    let claim = Claim {
        sender: carol,
        offer: Some(LEFT),
        destination: carol.token(&story.world.mint),
        title: format!("{} claims the {} that the co-stake had earned and left", carol.name, io(rewards)),
        expected: Expected::Done,
    };
    blocks::claim(story, &cast.machine, claim)
}

/// R18, I9: who waits counts, and earns nothing.
fn a_block_of_the_wait(story: &mut Story, cast: &Cast) -> Result<()> {
    story.wait_until(story.now() + BLOCK_SECS);
    post_hour(story, cast)?;
    let (carol, owner) = (&cast.carol.name, &cast.machine.owner.name);
    if story.view(&cast.machine.key)?.sufficient {
        let share = percent(LARGE_SHARE_BPS.into());
        story.note("means", format!("Nothing of it for {carol}'s stake in the wait: that {share} is {owner}'s now."));
    }
    Ok(())
}

fn what_the_owner_faces(story: &mut Story, cast: &Cast) -> Result<()> {
    let view = story.view(&cast.machine.key)?;
    let remain = view.counted.0.saturating_sub(view.co_stakes_waiting.0);
    let missing = view.requirement.0.saturating_sub(remain);
    let (owner, id, wait) = (&cast.machine.owner.name, &cast.machine.entry.id, duration(durations(story)?.wait_secs));
    if missing > 0 {
        let missing = io(missing);
        let text = format!(
            "{owner} has {wait} to stake {missing} or to find another co-staker; else {id} is insufficient after that, \
             and earns nothing for anybody."
        );
        story.note("owner", text);
    }
    Ok(())
}

fn after_the_wait(story: &mut Story, cast: &Cast) -> Result<()> {
    let view = story.view(&cast.machine.key)?;
    let (id, carol, erin) = (&cast.machine.entry.id, &cast.carol.name, &cast.erin.name);
    let stands = if view.sufficient {
        format!("thanks to {erin}'s, {id} still has the {} that it requires", view.requirement)
    } else {
        format!("{id} lacks {} of the {} that it requires", view.missing, view.requirement)
    };
    let text = format!(
        "{carol}'s {} count no more; {stands}. A slash can still reach them until the unlock, but only for an offence \
         from when they counted.",
        view.co_stakes_leaving
    );
    story.note("means", text);
    Ok(())
}
