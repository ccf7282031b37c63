use anyhow::Result;
use co_staking_client::{
    explain::Action,
    instructions::{co_staker, owner},
    pda,
};

use super::{Expected, Intent, Script, Story, rules};
use crate::{cast::Cast, world::Machine};

pub const SCRIPT: Script = Script {
    title: "Everything closed",
    about: "What is over is closed: each account's rent goes back to whoever paid it.",
    play,
    books: false,
};

fn play(story: &mut Story) -> Result<()> {
    if let Ok(cast) = story.world.cast.clone() {
        offers(story, &cast)?;
        counters(story, &cast)?;
    }
    for machine in story.world.machines.clone() {
        device(story, &machine)?;
    }
    Ok(())
}

fn offers(story: &mut Story, cast: &Cast) -> Result<()> {
    let (wallet, device) = (&cast.machine.owner, cast.machine.key);
    let count = story.world.ledger.device(&device)?.next_offer_index();
    let close = |index| {
        let rent_payer = story.world.ledger.offer(&pda::offer(&device, index))?.rent_payer;
        Some(owner::close_offer(&device, index, &wallet.key(), &rent_payer))
    };
    let instructions: Vec<_> = (0..count).filter_map(close).collect();
    story.act(Intent {
        instruction: "close_offer, of each",
        title: format!("{} closes the accounts of {} offers that are over", wallet.name, instructions.len()),
        rules: vec![rules::R13],
        instructions,
        signers: vec![wallet.clone()],
        device: Some(device),
        action: Some(Action::CloseOffer),
        expected: Expected::Done,
    })
}

fn counters(story: &mut Story, cast: &Cast) -> Result<()> {
    let wallets = [&cast.carol, &cast.dave, &cast.erin];
    let close = |wallet: &&std::rc::Rc<crate::wallet::Wallet>| co_staker::close_claims(&wallet.key(), &wallet.key());
    let [carol, dave, erin] = wallets.map(|wallet| &wallet.name);
    story.act(Intent {
        instruction: "close_claims, of each",
        title: format!("{carol}, {dave} and {erin} close their claim counters"),
        rules: vec![rules::R20],
        instructions: wallets.iter().map(close).collect(),
        signers: wallets.into_iter().cloned().collect(),
        device: Some(cast.machine.key),
        action: Some(Action::CloseClaims),
        expected: Expected::Done,
    })
}

fn device(story: &mut Story, machine: &Machine) -> Result<()> {
    let (wallet, mint) = (machine.owner.clone(), story.world.mint);
    let rent_payer = story.world.ledger.device(&machine.key)?.rent_payer;
    let close = owner::close_device(&machine.key, &wallet.key(), &wallet.token(&mint), &rent_payer, &mint);
    story.act(Intent {
        instruction: "close_device",
        title: format!("{} closes {}", wallet.name, machine.entry.id),
        rules: vec![rules::R5],
        instructions: vec![close],
        signers: vec![wallet],
        device: Some(machine.key),
        action: Some(Action::CloseDevice),
        expected: Expected::Done,
    })
}
