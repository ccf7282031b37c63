use anyhow::Result;
use co_staking_client::{
    explain::Action,
    format::{io, percent},
    instructions::owner,
};

use super::{
    Expected, Intent, Script, Story,
    co_stakes::{Promise, claim, explain_claim, offer},
    registration::{RELIABILITY_BPS, attest},
    rules, staking,
};
use crate::cast::Cast;

pub const SCRIPT: Script = Script {
    title: "An offer, and its co-staker",
    about: "The owner invites somebody to stake part of what the device requires, for a share of its block rewards.",
    play,
    books: true,
};

/// Of each block reward, for whoever claims a large offer.
pub const LARGE_SHARE_BPS: u16 = 7_400;
/// What a page might promise that is not up to date.
const OUTDATED_SHARE_BPS: u16 = 8_000;
/// Reasons that are told when no device can carry an offer.
const REASONS: usize = 3;

fn play(story: &mut Story) -> Result<()> {
    let cast = match story.world.cast.clone() {
        Ok(cast) => cast,
        Err(reasons) => {
            no_device(story, &reasons);
            return Ok(());
        }
    };
    let (registrar, id) = (&story.world.registrar.name, &cast.machine.entry.id);
    let reliability = percent(RELIABILITY_BPS.into());
    let title = format!("{registrar} attests that {id} is operational, with a reliability of {reliability}");
    attest(story, &cast.machine, true, title)?;
    let promise = Promise { amount: cast.large, reward_bps: LARGE_SHARE_BPS };
    let made = offer(story, &cast, &[promise])?;
    let index = made.first().copied().unwrap_or_default();
    promised(story, &cast, promise);
    too_soon(story, &cast)?;

    let (alice, carol, erin) = (cast.machine.owner.clone(), cast.carol.clone(), cast.erin.clone());
    let own = format!("{} tries to claim offer {index}, {}'s own, to hold both parts", alice.name, alice.name);
    claim(story, &cast, (&alice, index), promise, Some(own))?;
    let outdated = Promise { reward_bps: OUTDATED_SHARE_BPS, ..promise };
    let share = percent(OUTDATED_SHARE_BPS.into());
    let wrong = format!("{} tries to claim offer {index}, of which an outdated page promises {share}", carol.name);
    claim(story, &cast, (&carol, index), outdated, Some(wrong))?;
    claim(story, &cast, (&carol, index), promise, None)?;
    explain_claim(story, &cast, &carol, index)?;
    let late = format!("{} tries to claim offer {index} too, a moment later", erin.name);
    claim(story, &cast, (&erin, index), promise, Some(late))?;
    staking::withdraw_overflow(story, &cast.machine)?;
    own_half(story, &cast)
}

fn no_device(story: &mut Story, reasons: &[String]) {
    let more = reasons.len().saturating_sub(REASONS);
    let mut because = reasons.iter().take(REASONS).cloned().collect::<Vec<_>>().join("; ");
    if more > 0 {
        because.push_str(&format!("; and so for {more} more"));
    }
    story.nothing("No device of this fleet can carry an offer".into(), vec![rules::R11], because);
}

fn promised(story: &mut Story, cast: &Cast, promise: Promise) {
    let (owner, amount) = (&cast.machine.owner.name, io(promise.amount));
    let share = percent(promise.reward_bps.into());
    let rest = percent((10_000 - promise.reward_bps).into());
    let text = format!(
        "The first to pay {amount} into the device's vault gets {share} of each block reward; {owner} keeps {rest}. It \
         is reserved for nobody and does not expire. Nobody can change it: {owner} may only retract it, until it is \
         claimed."
    );
    story.note("means", text);
}

/// An open offer frees nothing of the owner's stake.
fn too_soon(story: &mut Story, cast: &Cast) -> Result<()> {
    let (wallet, mint, amount) = (cast.machine.owner.clone(), story.world.mint, cast.large);
    let (device, id) = (cast.machine.key, &cast.machine.entry.id);
    let withdraw = owner::withdraw_overflow(&device, &wallet.key(), &wallet.token(&mint), &mint, amount);
    story.act(Intent {
        instruction: "withdraw_overflow",
        title: format!(
            "{} tries to take {} out of {id} already, because the offer asks for it",
            wallet.name,
            io(amount)
        ),
        rules: vec![rules::R7],
        instructions: vec![withdraw],
        signers: vec![wallet],
        device: Some(device),
        action: Some(Action::WithdrawOverflow { amount }),
        expected: Expected::Refused,
    })?;
    story.note("means", "Nobody has paid for an open offer, so it frees nothing. A claim does.".into());
    Ok(())
}

fn own_half(story: &mut Story, cast: &Cast) -> Result<()> {
    let view = story.view(&cast.machine.key)?;
    if view.sufficient {
        let (owner, id, carol) = (&cast.machine.owner.name, &cast.machine.entry.id, &cast.carol.name);
        let text = format!(
            "{carol}'s stake stands where {owner}'s stood, and {id} has what it requires. {owner} must leave at least \
             half of the requirement there, and no less than all offers and co-stakes together."
        );
        story.note("means", text);
    }
    Ok(())
}
