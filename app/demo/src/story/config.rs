use anyhow::{Result, bail};
use co_staking_migrations::{Fact, Plan, Signers, m001_initialize_config as m001};

use super::{Expected, Intent, Script, Story, rules};

pub const SCRIPT: Script = Script {
    title: "The config",
    about: "A migration reads a reviewed file (migrations/localnet.toml), verifies what it will rely on, and creates the \
            one config.",
    play,
    books: false,
};

fn play(story: &mut Story) -> Result<()> {
    let deployer = story.world.deployer.clone();
    let signers = Signers { authority: deployer.key(), payer: deployer.key() };
    let Plan::Do { verified, sets, instructions } = m001::plan(&story.world.ledger, &story.wanted, signers)? else {
        bail!("the config exists on a new ledger");
    };
    story.act(Intent {
        instruction: "initialize_config",
        title: format!("{} initialises the config", deployer.name),
        rules: vec![rules::ROLES],
        instructions,
        signers: vec![deployer],
        device: None,
        action: None,
        expected: Expected::Done,
    })?;
    for Fact { what, value } in verified {
        story.note("verified", format!("{what}: {value}"));
    }
    for Fact { what, value } in sets {
        story.note("set", format!("{what} = {value}"));
    }
    again(story, signers)
}

fn again(story: &mut Story, signers: Signers) -> Result<()> {
    let Plan::AlreadyDone { differs, .. } = m001::plan(&story.world.ledger, &story.wanted, signers)? else {
        bail!("the migration would run twice");
    };
    if let Some(difference) = differs.first() {
        bail!("the config has {} = {}, the file {}", difference.key, difference.on_ledger, difference.in_file);
    }
    let because = "the config exists, and equals the file in every setting".into();
    story.nothing("The same migration again".into(), vec![rules::ROLES], because);
    Ok(())
}
