//! What people get wrong first: one or two sentences that say what to do, and the exit code of its kind.

use std::str::FromStr;

use co_staking_client::{Pubkey, format::IO};
use co_staking_test_node::{http, ledger::Ledger};

use super::world::{START, World};

#[test]
fn no_config_file() {
    let world = World::deployed();
    let ended = world.run("status").ends(2, &["No cluster is named", "--url", "solana config set"]);
    ended.briefly();
    world.run("status -C nowhere.yml").ends(2, &["There is no config file nowhere.yml", "--config"]).briefly();
    let broken = world.file("broken.yml", "json_rpc_url: [");
    world.run(&format!("status -C {broken}")).ends(2, &["cannot be read"]);
}

#[test]
fn the_wrong_cluster() {
    let world = World::deployed();
    let elsewhere = Ledger::empty(START);
    let node = elsewhere.node().unwrap();
    let line = format!("--url {} --keypair {} stake gpu-1 1", node.url(), world.path("owner"));
    world.run(&line).ends(5, &["is not deployed on this cluster", "--url"]).briefly();
    // Deployed, and never set up.
    world.costake("owner", "stake gpu-1 1").ends(5, &["never initialised", "costake admin init"]).briefly();
    world.costake("owner", "-p 11111111111111111111111111111111 status").ends(2, &["--program-id"]).briefly();
}

/// The associated account is of another mint: it is at another address, so only a named one can be.
#[test]
fn another_mint() {
    let world = World::with_device();
    let other = world.add("other-mint");
    world.ledger.create_mint(&other, &other);
    world.ledger.give(&world.key("owner"), &other, 10 * IO);
    let account = co_staking_client::pda::associated_token(&world.key("owner"), &other);
    let line = format!("stake gpu-1 1 --from {account}");
    world.costake("owner", &line).ends(5, &[&format!("is of the mint {other}, not of IO"), "--from"]).briefly();
}

#[test]
fn no_sol() {
    let world = World::with_device();
    let poor = world.add("poor");
    world.ledger.give(&poor, &world.mint, 10 * IO);
    world.costake("poor", "rewards fund 1").ends(5, &["has no SOL", "--fee-payer"]).briefly();
    let line = format!("rewards fund 1 --fee-payer {}", world.path("bob"));
    world.costake("poor", &line).done();
    assert_eq!(world.io("poor"), 9);
}

#[test]
fn no_token_account() {
    let world = World::with_offer();
    let new = world.add("new");
    world.ledger.fund(&new, 1_000_000_000);
    world
        .costake("new", "offer claim gpu-1#0")
        .ends(5, &["There is no IO token account", "spl-token create-account"])
        .briefly();
    world.costake("new", "rewards fund 1").ends(5, &["There is no IO token account"]).briefly();
    // One that is to be paid is created on the way.
    world.register("gpu-2", "new");
    let bought = world.add("bought");
    assert_ne!(bought, new);
    world.ledger.give(&new, &world.mint, 2_000 * IO);
    world.costake("new", "stake gpu-2 2000").done();
    world.costake("new", "unstake gpu-2").done();
    world.ledger.wait(14 * 86_400);
    let account = co_staking_client::pda::associated_token(&new, &world.mint);
    world.ledger.put(&account, Pubkey::default(), vec![]);
    world.costake("new", "withdraw gpu-2").done().ends(0, &["Creates the IO account"]);
    assert_eq!(world.io("new"), 2_000);
}

#[test]
fn amounts() {
    let world = World::with_device();
    for (amount, part) in [("1.123456789", "has 9 decimals, and IO has 8"), ("1,000", "give IO as in 16500.5, or ALL")]
    {
        world.costake("owner", &format!("stake gpu-1 {amount}")).ends(2, &[part]);
    }
    world.costake("owner", "stake gpu-1 100001").ends(5, &["Expected at least 100,001 IO; found 100,000 IO."]);
    world.costake("owner", "stake gpu-1 0").ends(5, &["[R6]"]);
    world.costake("owner", "overflow gpu-1 1").ends(5, &["at most the overflow of 0 IO", "[R7]"]);
}

#[test]
fn a_device_or_an_offer_that_does_not_exist() {
    let world = World::with_offer();
    world.costake("owner", "stake gpu-9 1").ends(5, &["There is no device at", "Check the address"]).briefly();
    world.costake("alice", "offer claim gpu-1#7").ends(5, &["There is no offer at", "it was closed"]).briefly();
    let device = world.json("alice", "device show gpu-1")["device"].as_str().unwrap().to_owned();
    world.costake("alice", &format!("offer claim {device}")).ends(5, &["is not a offer", "check the address"]);
    let wallet = Pubkey::from_str(&world.key("bob").to_string()).unwrap();
    world.costake("alice", &format!("stake {wallet} 1")).ends(5, &["belongs to 11111111111111111111111111111111"]);
}

#[test]
fn a_closed_offer() {
    let world = World::with_offer();
    let address = world.json("alice", "offer show gpu-1#0")["offer"].as_str().unwrap().to_owned();
    world.costake("owner", "offer retract gpu-1#0").done();
    world
        .costake("alice", &format!("offer claim {address}"))
        .ends(5, &["Expected an open offer; found retracted.", "[R14]"]);
    world.costake("owner", "offer close gpu-1#0").done();
    world.costake("alice", &format!("offer claim {address}")).ends(5, &["it was closed", "offer list"]).briefly();
}

#[test]
fn the_keypair_of_the_wrong_wallet() {
    let world = World::with_offer();
    let owner = world.key("owner").to_string();
    world.costake("alice", "unstake gpu-1").ends(5, &[&format!("the owner {owner}"), "[Roles]"]);
    world.costake("owner", "offer claim gpu-1#0").ends(5, &["another wallet than the owner's", "[R14]"]);
    world.costake("alice", "device update gpu-1 --operational false").ends(5, &["the registrar"]);
    let line = format!("--url {} --keypair nowhere.json unstake gpu-1", world.node.url());
    world.run(&line).ends(1, &["There is no keypair file nowhere.json", "solana-keygen new"]).briefly();
}

#[test]
fn no_network() {
    let world = World::deployed();
    let line = format!("--url {} --keypair {} status", http::nobody().unwrap(), world.path("owner"));
    world.run(&line).ends(1, &["cannot be reached", "--url"]).briefly();
}
