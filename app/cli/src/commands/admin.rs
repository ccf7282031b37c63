//! The config: who may do what, and the steps that set it up.

use std::{collections::BTreeMap, fs, path::Path};

use co_staking_client::{
    ConfigChanges, ID, Pubkey,
    format::{duration, io},
    instructions::admin,
    pda,
    rpc::Found,
};
use co_staking_migrations::{
    self as migrations, Account, Fact, LedgerError, Signers,
    m001_initialize_config::{self, InitialConfig},
};
use serde_json::json;

use crate::{
    args::Admin,
    context::Context,
    execute::execute,
    exit::Exit,
    output::{Lines, show},
    plan::Plan,
};

pub async fn plan(context: &Context, args: &Admin) -> Result<Plan, Exit> {
    let chain = context.chain().await?;
    let wallet = context.wallet_key()?;
    let (title, instruction) = match args {
        Admin::Update { registrar, rewarder, slasher, arbiter, guardian, base_requirement, max_block_reward } => {
            let changes = ConfigChanges {
                registrar: *registrar,
                rewarder: *rewarder,
                slasher: *slasher,
                arbiter: *arbiter,
                guardian: *guardian,
                base_requirement: *base_requirement,
                max_block_reward: *max_block_reward,
            };
            if changes == ConfigChanges::default() {
                return Err(Exit::Usage("Nothing to change: name a role or an amount.".into()));
            }
            (format!("Change the config: {}", told(&changes)), admin::update_config(&wallet, changes))
        }
        Admin::Propose { wallet: Some(proposed) } => {
            (format!("Propose {proposed} as admin"), admin::propose_admin(&wallet, Some(*proposed)))
        }
        Admin::Propose { wallet: None } => {
            ("Withdraw the proposal of an admin".into(), admin::propose_admin(&wallet, None))
        }
        Admin::Accept => (format!("Become admin in place of {}", chain.config.admin), admin::accept_admin(&wallet)),
        Admin::Pause => ("Pause the program".into(), admin::set_paused(&wallet, true)),
        Admin::Unpause => ("Unpause the program".into(), admin::set_paused(&wallet, false)),
        Admin::Show | Admin::Init { .. } => {
            return Err(Exit::Usage("This command has no preconditions that could be explained.".into()));
        }
    };
    let mut plan = Plan::new(title).with(instruction);
    if matches!(args, Admin::Pause | Admin::Unpause) {
        let refused = chain.config.may_set_paused(&wallet, matches!(args, Admin::Pause));
        let refused = refused.iter().filter(|precondition| !precondition.holds);
        plan.unmet.extend(refused.map(|refused| refused.otherwise.to_string()));
    }
    Ok(plan)
}

fn told(changes: &ConfigChanges) -> String {
    let role = |name: &str, key: Option<Pubkey>| key.map(|key| format!("{name} {key}"));
    let amount = |name: &str, units: Option<u64>| units.map(|units| format!("{name} {}", io(units)));
    let all = [
        role("registrar", changes.registrar),
        role("rewarder", changes.rewarder),
        role("slasher", changes.slasher),
        role("arbiter", changes.arbiter),
        role("guardian", changes.guardian),
        amount("base requirement", changes.base_requirement),
        amount("most that a block pays a device", changes.max_block_reward),
    ];
    all.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

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
    context.cluster().await?;
    let keys = [ID, pda::program_data(), pda::config(), wanted.mint];
    let found = context.rpc.accounts(&keys).await?;
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
