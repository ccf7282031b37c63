//! What somebody at a terminal may type next.

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

/// Prints where the validator listens, and commands to copy.
pub fn print(validator: &TestValidator, wallets: &Wallets, empty: bool) {
    println!("RPC URL: {}", validator.rpc_url());
    println!("WebSocket URL: {}", validator.rpc_pubsub_url());
    println!("IO mint: {}", wallets.mint());
    println!("\nIn another terminal, of the same folder:\n");
    let steps: &[_] = if empty { &FIRST_STEPS } else { &LIFE };
    for (who, line) in steps {
        println!("  costake -u {} -k {} {line}", validator.rpc_url(), wallets.path(who).display());
    }
    if !empty {
        println!("\nblock.txt has a line for each device that was paid, for instance: gpu-1 400");
        println!(
            "A co-stake waits {} s and cools down {} s; a slash can be appealed for {} s.",
            DURATIONS.wait_secs, DURATIONS.cooldown_secs, DURATIONS.appeal_window_secs
        );
    }
    println!("\nCtrl-C ends it; `cargo xtask validator --keep` goes on from there.");
}
