use anyhow::Result;
use co_staking_client::{
    explain::Action,
    format::{IO, io, percent},
    instructions::rewards::{Row, accrue_rewards, fund_rewards},
};

use super::{
    Expected, Intent, Script, Story,
    blocks::{self, BLOCK_SECS, Claim, credited_to_co_stake, last_hour, post_hour, post_hour_again, post_others},
    co_stakes::co_stake,
    rules,
};
use crate::{cast::Cast, world::TREASURYS_IO};

pub const SCRIPT: Script = Script {
    title: "Block rewards",
    about: "Every hour a block pays the devices that have what they require. Each co-staker gets the share that its offer \
            promised; the owner gets the rest.",
    play,
    books: true,
};

/// The offer whose co-staker the chapter is about.
const OFFER: u32 = 0;

fn play(story: &mut Story) -> Result<()> {
    let Ok(cast) = story.world.cast.clone() else { return Ok(()) };
    fund(story)?;
    story.wait_until(story.now() + BLOCK_SECS);
    too_much(story, &cast)?;
    post_hour(story, &cast)?;
    shared(story, &cast)?;
    post_others(story, &cast)?;
    again(story, &cast)?;
    let rewards = credited_to_co_stake(story, &cast.machine, OFFER)?;
    if rewards == 0 {
        nobody_earns(story, &cast)?;
        return Ok(());
    }
    claims(story, &cast, rewards)?;
    story.wait_until(story.now() + BLOCK_SECS);
    post_hour(story, &cast)?;
    let text = "Left where it is: what is credited does not expire, and need not be claimed before leaving.";
    story.note("means", text.into());
    Ok(())
}

fn fund(story: &mut Story) -> Result<()> {
    let (treasury, mint, amount) = (story.world.treasury.clone(), story.world.mint, TREASURYS_IO);
    let device = story.world.machines.first().map(|machine| machine.key);
    story.act(Intent {
        instruction: "fund_rewards",
        title: format!("{} puts {} into the reward pool", treasury.name, io(amount)),
        rules: vec![rules::R23],
        instructions: vec![fund_rewards(&treasury.key(), &treasury.token(&mint), &mint, amount)],
        signers: vec![treasury],
        device,
        action: Some(Action::FundRewards { amount }),
        expected: Expected::Done,
    })?;
    let text = "From here they can only go out as rewards. Stakes lie in other accounts, and pay no rewards.";
    story.note("means", text.into());
    Ok(())
}

/// A batch that asks for more than any device may get.
fn too_much(story: &mut Story, cast: &Cast) -> Result<()> {
    let (rewarder, block) = (story.world.rewarder.clone(), last_hour(story));
    let most = story.world.ledger.config()?.max_block_reward;
    let amount = most.saturating_add(IO);
    let row = Row { device: cast.machine.key, amount };
    story.act(Intent {
        instruction: "accrue_rewards",
        title: format!("{} tries to post {} for {}", rewarder.name, io(amount), cast.machine.entry.id),
        rules: vec![rules::R23],
        instructions: vec![accrue_rewards(&rewarder.key(), block, &[row])],
        signers: vec![rewarder.clone()],
        device: Some(cast.machine.key),
        action: None,
        expected: Expected::Refused,
    })?;
    let text = format!(
        "No block pays a device more than {}, whoever holds {}'s key; and all blocks together no more than the pool \
         holds. A refused batch pays nobody.",
        io(most),
        rewarder.name
    );
    story.note("means", text);
    Ok(())
}

/// What the split means, where there was one.
fn shared(story: &mut Story, cast: &Cast) -> Result<()> {
    let (carol, alice) = (&cast.carol.name, &cast.machine.owner.name);
    if credited_to_co_stake(story, &cast.machine, OFFER)? > 0 {
        let share = percent(co_stake(story, cast, OFFER)?.reward_bps().into());
        let text = format!(
            "{carol} has {share} of the block, rounded down to the last decimal, and {alice} all the rest: the parts \
             are always the whole. Credited is not yet paid; it waits in the reward vault until it is claimed."
        );
        story.note("means", text);
    }
    Ok(())
}

/// The same batch, as if the answer to the first had been lost.
fn again(story: &mut Story, cast: &Cast) -> Result<()> {
    let name = story.world.rewarder.name.clone();
    let title = format!("{name} crashes, does not know what was posted, and sends the batch again");
    post_hour_again(story, cast, title)?;
    story.note("means", "No block pays a device twice, so a batch may be sent as often as needed.".into());
    Ok(())
}

fn nobody_earns(story: &mut Story, cast: &Cast) -> Result<()> {
    let (view, id) = (story.view(&cast.machine.key)?, &cast.machine.entry.id);
    let because = format!(
        "{} of the {} that {id} requires are staked; as long as {} are missing it earns nothing, for anybody",
        view.counted, view.requirement, view.missing
    );
    story.nothing(format!("Nobody has rewards of {id} to claim"), vec![rules::R26], because);
    Ok(())
}

fn claims(story: &mut Story, cast: &Cast, rewards: u64) -> Result<()> {
    let (machine, mint, stranger) = (&cast.machine, story.world.mint, story.world.stranger.clone());
    let (alice, carol) = (&machine.owner, &cast.carol);
    let owners = story.world.ledger.device(&machine.key)?.owner_stake().rewards();
    let own = Claim {
        sender: alice,
        offer: None,
        destination: alice.token(&mint),
        title: format!("{} claims the owner's {}", alice.name, io(owners)),
        expected: Expected::Done,
    };
    blocks::claim(story, machine, own)?;
    let diverted = Claim {
        sender: &stranger,
        offer: Some(OFFER),
        destination: stranger.token(&mint),
        title: format!("{} tries to claim {}'s {} to an account of its own", stranger.name, carol.name, io(rewards)),
        expected: Expected::Refused,
    };
    blocks::claim(story, machine, diverted)?;
    let sent = Claim {
        sender: &stranger,
        offer: Some(OFFER),
        destination: carol.token(&mint),
        title: format!("{} sends {}'s claim of {}", stranger.name, carol.name, io(rewards)),
        expected: Expected::Done,
    };
    blocks::claim(story, machine, sent)?;
    story.note("means", format!("Whoever sends it pays the fee, and {} has the rewards.", carol.name));
    Ok(())
}
