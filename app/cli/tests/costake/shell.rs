//! Help, completions and manual pages: what somebody finds who knows `solana`.

use std::fs;

use super::world::World;

const GROUPS: [&str; 17] = [
    "device",
    "stake",
    "unstake",
    "withdraw",
    "overflow",
    "offer",
    "co-stake",
    "claims",
    "rewards",
    "slash",
    "admin",
    "status",
    "why",
    "watch",
    "serve",
    "completion",
    "man",
];

#[test]
fn help_names_every_command_and_flag() {
    let world = World::deployed();
    let help = world.run("--help").done().stdout;
    for group in GROUPS {
        assert!(help.contains(&format!("\n    {group} ")), "{group}\n{help}");
    }
    let flags = [
        "-C, --config",
        "-u, --url",
        "--ws",
        "-k, --keypair",
        "--fee-payer",
        "--commitment",
        "--output",
        "-p, --program-id",
        "--with-compute-unit-price",
        "--with-compute-unit-limit",
        "--dry-run",
        "--sign-only",
        "--blockhash",
        "--signer",
        "--print-tx",
        "--accounts",
        "--save-accounts",
        "-v, --verbose",
        "--yes",
        "Exit codes: 0 done",
    ];
    for flag in flags {
        assert!(help.contains(flag), "{flag}\n{help}");
    }
    let version = world.run("--version").done().stdout;
    assert!(version.starts_with("costake 0."), "{version}");
    world.run("").ends(2, &["USAGE"]);
    world.run("fly").ends(2, &["fly"]);
}

#[test]
fn shells_complete() {
    let world = World::deployed();
    for (shell, part) in [
        ("bash", "_costake()"),
        ("zsh", "#compdef costake"),
        ("fish", "complete -c costake"),
        ("elvish", "costake"),
        ("powershell", "costake"),
    ] {
        let script = world.run(&format!("completion {shell}")).done().stdout;
        assert!(script.contains(part), "{shell}");
        assert!(GROUPS.iter().all(|group| script.contains(group)), "{shell}");
    }
}

#[test]
fn a_manual_page_for_each_command() {
    let world = World::deployed();
    let folder = world.file("man", "");
    fs::remove_file(&folder).unwrap();
    world.run(&format!("man {folder}")).ends(0, &["pages in"]);
    let claim = fs::read_to_string(format!("{folder}/costake-offer-claim.1")).unwrap();
    assert!(claim.contains("Take an offer and stake its amount"), "{claim}");
    for group in GROUPS {
        assert!(fs::exists(format!("{folder}/costake-{group}.1")).unwrap(), "{group}");
    }
}
