//! The config: who may do what, and the steps that set it up.

use std::{collections::BTreeMap, fs, path::Path};

use co_staking_client::{
    ID, Pubkey,
    format::{duration, io},
    pda,
    plan::{Plan, Source},
    rpc::Found,
};
use co_staking_migrations::{
    self as migrations, Account, Fact, LedgerError, Signers,
    m001_initialize_config::{self, InitialConfig},
};
use serde_json::json;

use crate::{
    context::Context,
    execute::execute,
    exit::Exit,
    output::{Lines, show},
};

/// What a migration reads, read before.
struct Accounts(BTreeMap<Pubkey, Option<Found>>);

impl migrations::Ledger for Accounts {
    fn account(&self, address: &Pubkey) -> Result<Option<Account>, LedgerError> {
        let found = self.0.get(address).ok_or_else(|| LedgerError(format!("{address} was not asked for")))?;
        let account =
            |found: &Found| Account { owner: found.owner, data: found.data.clone(), executable: found.executable };
        Ok(found.as_ref().map(account))
    }
}

/// The first migration: the config, from a reviewed file. Repeated, it says that it is done.
pub async fn init(context: &Context, file: &Path) -> Result<(), Exit> {
    let name = file.display();
    let text = fs::read_to_string(file).map_err(|error| Exit::Failed(format!("{name} cannot be read: {error}.")))?;
    let wanted = InitialConfig::parse(&text).map_err(|problem| Exit::Usage(format!("{name}: {problem}")))?;
    context.announce().await?;
    let keys = [ID, pda::program_data(), pda::config(), wanted.mint];
    let found = context.accounts.accounts(&keys).await?;
    let accounts = Accounts(keys.into_iter().zip(found).collect());
    let signers = Signers { authority: context.wallet_key()?, payer: context.fee_payer()?.pubkey() };
    let plan = m001_initialize_config::plan(&accounts, &wanted, signers)
        .map_err(|refusal| Exit::unmet(refusal.to_string()))?;
    let tell =
        |what: &str, facts: &[Fact]| facts.iter().for_each(|fact| eprintln!("{what} {}: {}", fact.what, fact.value));
    tell("Verified", plan.verified());
    match plan {
        migrations::Plan::AlreadyDone { differs, .. } => {
            let differs: Vec<_> = differs
                .iter()
                .map(|it| format!("{}: {} in the file, {} on the cluster", it.key, it.in_file, it.on_ledger))
                .collect();
            let text = format!("The config exists already; nothing was sent.\n{}", differs.join("\n"));
            show(&context.globals.output, json!({ "alreadyDone": true, "changedSince": differs }), text);
            Ok(())
        }
        migrations::Plan::Do { sets, instructions, .. } => {
            let mut plan = Plan::new("Initialise the config").with_all(instructions);
            plan.notes = sets.iter().map(|fact| format!("Sets {}: {}", fact.what, fact.value)).collect();
            execute(context, plan).await
        }
    }
}

pub async fn show_config(context: &Context) -> Result<(), Exit> {
    let config = context.chain().await?.config;
    let (roles, durations) = (&config.roles, &config.durations);
    let proposed = (config.proposed_admin != Pubkey::default()).then(|| config.proposed_admin.to_string());
    let roles = [
        ("admin", config.admin),
        ("registrar", roles.registrar),
        ("rewarder", roles.rewarder),
        ("slasher", roles.slasher),
        ("arbiter", roles.arbiter),
        ("guardian", roles.guardian),
    ];
    let times = [
        ("wait", durations.wait_secs),
        ("cooldown", durations.cooldown_secs),
        ("appeal window", durations.appeal_window_secs),
        ("requirement notice", durations.requirement_notice_secs),
        ("longest hire", durations.longest_hire_secs),
        ("hire gap", durations.hire_gap_secs),
    ];
    let mut lines = Lines::default();
    lines.line("Program", ID).line("Mint", config.mint).line("Paused", config.is_paused());
    lines.line("Proposed admin", proposed.as_deref().unwrap_or("nobody"));
    roles.iter().for_each(|(name, key)| {
        lines.line(name, key);
    });
    times.iter().for_each(|(name, secs)| {
        lines.line(name, duration(*secs));
    });
    lines.line("base requirement", io(config.base_requirement)).line("most of a block", io(config.max_block_reward));
    let data = json!({
        "program": ID.to_string(), "mint": config.mint.to_string(), "paused": config.is_paused(),
        "proposedAdmin": proposed,
        "roles": roles.iter().map(|(name, key)| (name.to_string(), key.to_string())).collect::<BTreeMap<_, _>>(),
        "durationsSecs": times.into_iter().collect::<BTreeMap<_, _>>(),
        "baseRequirement": config.base_requirement, "maxBlockReward": config.max_block_reward,
    });
    show(&context.globals.output, data, lines.take());
    Ok(())
}
