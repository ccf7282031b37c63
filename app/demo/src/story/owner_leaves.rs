use anyhow::Result;
use co_staking_client::{
    explain::Action,
    format::{duration, io, time},
    instructions::{co_staker, owner},
    pda,
    rules::time::NEVER,
};

use super::{
    Expected, Intent, Script, Story,
    claims::SMALL_SHARE_BPS,
    co_stakes::{self, Promise, durations, offer},
    rules, unappealed,
};
use crate::{cast::Cast, world::Machine};

pub const SCRIPT: Script = Script {
    title: "The owners leave",
    about: "An owner leaves with its whole stake, and whoever co-stakes on its device leaves with it. Everybody is \
            paid on the date that was set then.",
    play,
    books: true,
};

fn play(story: &mut Story) -> Result<()> {
    let cast = story.world.cast.clone().ok();
    let mut machines = story.world.machines.clone();
    if let Some(cast) = &cast {
        // Its story comes first.
        machines.sort_by_key(|machine| machine.key != cast.machine.key);
        before_the_exit(story, cast)?;
    }
    for machine in &machines {
        unstake(story, machine)?;
        if let Some(cast) = cast.as_ref().filter(|cast| cast.machine.key == machine.key) {
            release(story, cast)?;
        }
    }
    if let Some(cast) = &cast {
        unappealed::open(story, cast)?;
    }
    if let Some(first) = machines.first() {
        withdraw(story, first, Expected::Refused)?;
    }
    let unlocks = machines.iter().map(|machine| Ok(story.world.ledger.device(&machine.key)?.owner_stake().unlock_at()));
    let last = unlocks.collect::<Result<Vec<_>>>()?.into_iter().max();
    story.wait_until(last.unwrap_or_else(|| story.now()));
    for machine in &machines {
        withdraw(story, machine, Expected::Done)?;
    }
    cast.map_or(Ok(()), |cast| co_stakers_withdraw(story, &cast))
}

/// A co-staker leaves, its place is offered anew, and nobody claims it while the owner makes up its mind.
fn before_the_exit(story: &mut Story, cast: &Cast) -> Result<()> {
    let (dave, alice, device) = (&cast.dave, &cast.machine.owner, cast.machine.key);
    let Some(index) = offer_of(story, cast, dave)? else { return Ok(()) };
    co_stakes::unstake(story, cast, dave, index)?;
    let made = offer(story, cast, &[Promise { amount: cast.small, reward_bps: SMALL_SHARE_BPS }])?;
    story.wait_until(story.now() + durations(story)?.wait_secs / 2);
    let Some(open) = made.first().copied() else { return Ok(()) };
    story.act(Intent {
        instruction: "unstake",
        title: format!("{} tries to unstake while offer {open} is open", alice.name),
        rules: vec![rules::R8],
        instructions: vec![owner::unstake(&device, &alice.key())],
        signers: vec![alice.clone()],
        device: Some(device),
        action: Some(Action::Unstake),
        expected: Expected::Refused,
    })?;
    story.act(Intent {
        instruction: "retract_offer",
        title: format!("{} retracts offer {open}", alice.name),
        rules: vec![rules::R13],
        instructions: vec![owner::retract_offer(&device, open, &alice.key())],
        signers: vec![alice.clone()],
        device: Some(device),
        action: Some(Action::RetractOffer),
        expected: Expected::Done,
    })
}

fn unstake(story: &mut Story, machine: &Machine) -> Result<()> {
    let (wallet, before) = (machine.owner.clone(), story.world.ledger.device(&machine.key)?);
    let id = &machine.entry.id;
    let pushes = before.counting(story.now()).next().is_some();
    story.act(Intent {
        instruction: "unstake",
        title: format!("{} unstakes {} from {id}", wallet.name, io(before.owner_stake().active())),
        rules: if pushes { vec![rules::R8, rules::R9] } else { vec![rules::R8] },
        instructions: vec![owner::unstake(&machine.key, &wallet.key())],
        signers: vec![wallet.clone()],
        device: Some(machine.key),
        action: Some(Action::Unstake),
        expected: Expected::Done,
    })?;
    if !pushes {
        return Ok(());
    }
    let (after, now) = (story.world.ledger.device(&machine.key)?, story.now());
    let unlock_at = after.owner_stake().unlock_at();
    let (name, in_all) = (&wallet.name, duration(unlock_at - now));
    story.note("means", format!("{id} earns nothing from now on: neither {name}'s stake nor any co-stake counts."));
    story.note("back", format!("{name}'s stake and every co-stake, from {}, in {in_all}.", time(unlock_at)));
    for own in before.counting(now).filter(|held| held.unlock_at() != NEVER && held.unlock_at() > unlock_at) {
        let who = story.world.names.party(own.co_staker()).name;
        let (date, earlier) = (time(own.unlock_at()), duration(own.unlock_at() - unlock_at));
        story.note("back", format!("{who}, who left before, would have had to wait until {date}, {earlier} longer."));
    }
    Ok(())
}

/// Who was pushed out need not wait for its claim slot.
fn release(story: &mut Story, cast: &Cast) -> Result<()> {
    let (erin, device) = (&cast.erin, cast.machine.key);
    let Some(index) = offer_of(story, cast, erin)? else { return Ok(()) };
    story.act(Intent {
        instruction: "release_claim",
        title: format!("{} frees the claim slot of offer {index}", erin.name),
        rules: vec![rules::RELEASE],
        instructions: vec![co_staker::release_claim(&device, index, &erin.key(), &erin.key())],
        signers: vec![erin.clone()],
        device: Some(device),
        action: Some(Action::ReleaseClaim { offer_index: index }),
        expected: Expected::Done,
    })?;
    let slots = story.world.ledger.claim_counter(&pda::claims(&erin.key()));
    let taken = slots.map_or(0, |counter| counter.slots().iter().filter(|slot| !slot.is_free(story.now())).count());
    story.note("means", format!("{} holds {taken} of 2 claims, and may co-stake elsewhere at once.", erin.name));
    Ok(())
}

fn withdraw(story: &mut Story, machine: &Machine, expected: Expected) -> Result<()> {
    let (wallet, mint) = (machine.owner.clone(), story.world.mint);
    let exiting = story.world.ledger.device(&machine.key)?.owner_stake().exiting();
    let withdraws = match expected {
        Expected::Done => "withdraws",
        Expected::Refused => "tries to withdraw",
    };
    story.act(Intent {
        instruction: "withdraw",
        title: format!("{} {withdraws} {} from {}", wallet.name, io(exiting), machine.entry.id),
        rules: vec![rules::R10],
        instructions: vec![owner::withdraw(&machine.key, &wallet.key(), &wallet.token(&mint), &mint)],
        signers: vec![wallet],
        device: Some(machine.key),
        action: Some(Action::Withdraw),
        expected,
    })
}

fn co_stakers_withdraw(story: &mut Story, cast: &Cast) -> Result<()> {
    let (carol, dave, erin, alice) = (&cast.carol, &cast.dave, &cast.erin, &cast.machine.owner);
    let device = story.world.ledger.device(&cast.machine.key)?;
    let of = |who: &crate::wallet::Wallet| {
        let own = device.held().filter(|held| *held.co_staker() == who.key());
        own.map(|held| held.offer_index()).collect::<Vec<_>>()
    };
    let carols: Vec<_> = of(carol).into_iter().map(|index| (carol, index)).collect();
    let title = format!("{} withdraws both co-stakes", carol.name);
    co_stakes::withdraw(story, cast, carol, &carols, title, Expected::Done)?;
    let others: Vec<_> =
        [dave, erin].into_iter().flat_map(|who| of(who).into_iter().map(move |index| (who, index))).collect();
    let title = format!("{} sends {}'s and {}'s withdrawals", alice.name, dave.name, erin.name);
    co_stakes::withdraw(story, cast, alice, &others, title, Expected::Done)?;
    let id = &cast.machine.entry.id;
    story.note(
        "means",
        format!("A co-staker who does nothing is paid all the same, and cannot keep {id} from being closed."),
    );
    Ok(())
}

/// The offer whose co-stake that wallet holds.
fn offer_of(story: &Story, cast: &Cast, who: &crate::wallet::Wallet) -> Result<Option<u32>> {
    let device = story.world.ledger.device(&cast.machine.key)?;
    Ok(device.held().find(|held| *held.co_staker() == who.key()).map(|held| held.offer_index()))
}
