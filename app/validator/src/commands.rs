//! What somebody at a terminal may type next, and the files that it takes.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use co_staking_world::{DURATIONS, Wallets};
use solana_test_validator::TestValidator;

/// The life of a device's offer, and where the other commands are told.
const LIFE: [(&str, &str); 10] = [
    ("alice", "offer list --model H100 --limit 5"),
    ("alice", "offer claim gpu-1#0"),
    ("stranger", "rewards fund 1000"),
    ("rewarder", "rewards accrue block.txt --started -2s --ended -1s"),
    ("alice", "rewards claim --offer gpu-1#0"),
    ("alice", "status"),
    ("alice", "co-stake unstake gpu-1#0"),
    ("alice", "co-stake withdraw gpu-1#0"),
    ("owner", "why unstake gpu-1"),
    ("owner", "device show gpu-1"),
];
const FIRST_STEPS: [(&str, &str); 2] = [("deployer", "admin init config.toml"), ("alice", "status")];
/// What the block of `LIFE` paid.
const BLOCK: &str = "# A line for each device that the block paid, in IO.\ngpu-1 400\n";

/// Writes what the commands read, beside the wallets.
///
/// # Errors
/// Where a file cannot be written.
pub fn write_files(folder: &Path, wallets: &Wallets) -> Result<()> {
    for (name, text) in [("block.txt", BLOCK), ("config.toml", &config(wallets))] {
        let path = folder.join(name);
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

/// What m001 reads: a config whose durations are over while one watches.
fn config(wallets: &Wallets) -> String {
    let role = |name: &str| format!("{name} = \"{}\"\n", wallets.key(name));
    let roles: String = ["registrar", "rewarder", "slasher", "arbiter", "guardian"].map(role).concat();
    let (mint, admin) = (wallets.mint(), wallets.key("admin"));
    format!(
        "mint = \"{mint}\"\nadmin = \"{admin}\"\nbase_requirement_io = 200\nmax_block_reward_io = 1000\n\n\
         [roles]\n{roles}\n\
         [durations]\nwait_secs = {}\ncooldown_secs = {}\nappeal_window_secs = {}\nrequirement_notice_secs = {}\n\
         longest_hire_secs = {}\nhire_gap_secs = {}\n",
        DURATIONS.wait_secs,
        DURATIONS.cooldown_secs,
        DURATIONS.appeal_window_secs,
        DURATIONS.requirement_notice_secs,
        DURATIONS.longest_hire_secs,
        DURATIONS.hire_gap_secs,
    )
}

/// Prints where the validator listens, and commands to copy.
pub fn print(validator: &TestValidator, folder: &Path, costake: &Path, wallets: &Wallets, empty: bool) {
    let url = validator.rpc_url();
    println!("RPC URL: {url}");
    println!("WebSocket URL: {}", validator.rpc_pubsub_url());
    println!("IO mint: {}", wallets.mint());
    println!("\nIn another terminal:\n");
    println!("  cd {}", folder.display());
    println!("  alias costake='{} --url {url}'", costake.display());
    let steps: &[_] = if empty { &FIRST_STEPS } else { &LIFE };
    for (who, line) in steps {
        println!("  costake -k {who}.json {line}");
    }
    if !empty {
        println!(
            "\nA block pays a co-stake that was claimed before it began. A co-stake waits {} s and cools down {} s; a slash\n\
             can be appealed for {} s.",
            DURATIONS.wait_secs, DURATIONS.cooldown_secs, DURATIONS.appeal_window_secs
        );
    }
    println!("\nCtrl-C ends it; `cargo xtask validator --keep` goes on from there.");
}
