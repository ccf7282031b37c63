//! How commands end, and what they ask before.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use co_staking_client::CoStakingError;
use co_staking_test_node::http::Answer;
use serde_json::json;

use super::world::World;

const MAINNET: &str = "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d";

/// Exit 3: what no check beforehand knows, the program refuses, with its code and advice.
#[test]
fn the_program_refuses() {
    let world = World::initialised();
    let refusal = CoStakingError::NotProposedAdmin;
    let code = format!("({})", u32::from(refusal));
    world.costake("bob", "admin accept").ends(3, &["Refused:", &refusal.name(), &code, &refusal.to_string()]);
    let verbose = world.costake("bob", "admin accept -v").ends(3, &["Instruction: AcceptAdmin"]);
    assert!(verbose.stdout.is_empty(), "{}", verbose.stdout);
    world.costake("bob", "admin update --base-requirement 1").ends(3, &["(2001)", "sign with the wallet"]);
}

/// Two terminals race for one offer: between the second one's checks and its transaction the first one's lands.
#[test]
fn a_lost_race() {
    let world = Arc::new(World::with_offer());
    let (raced, bob) = (Arc::new(AtomicBool::new(false)), world.clone());
    let node = world.ledger.node_with(move |method, _| {
        if method == "sendTransaction" && !raced.swap(true, Ordering::Relaxed) {
            bob.costake("bob", "offer claim gpu-1#0").done();
        }
        None
    });
    let node = node.unwrap();
    let line = format!("--url {} --keypair {} offer claim gpu-1#0", node.url(), world.path("alice"));
    let ended = world.run(&line).ends(3, &[&CoStakingError::OfferNotOpen.name()]);
    assert!(ended.stdout.is_empty(), "{}", ended.stdout);
    assert_eq!((world.io("alice"), world.io("bob")), (100_000, 99_500));
}

/// Exit 4: no block takes the transaction, and none will.
#[test]
fn it_does_not_land() {
    let world = World::with_device();
    let node = world.ledger.node_with(|method, params| match method {
        // Taken, and thrown away.
        "sendTransaction" => {
            use base64::Engine;
            let bytes = base64::prelude::BASE64_STANDARD.decode(params[0].as_str()?).ok()?;
            Some(Answer::Result(json!(bs58::encode(&bytes[1..65]).into_string())))
        }
        "getEpochInfo" => Some(Answer::Result(json!({ "absoluteSlot": 1_000, "blockHeight": 1_000_000 }))),
        _ => None,
    });
    let node = node.unwrap();
    let line = format!("--url {} --keypair {} stake gpu-1 10", node.url(), world.path("owner"));
    let ended = world.run(&line).ends(4, &["Nothing happened: no block took the transaction (3 signed"]);
    assert_eq!(ended.stderr.matches("Sending ").count(), 3, "{}", ended.stderr);
    assert_eq!(world.io("owner"), 100_000);
}

/// Mainnet is known by its genesis, and not by the name that somebody gave it.
#[test]
fn mainnet_asks() {
    let world = World::with_device();
    world.ledger.set_genesis(MAINNET);
    world.costake("owner", "stake gpu-1 10").ends(2, &["Cluster: mainnet-beta", "This is mainnet", "--yes"]);
    assert_eq!(world.io("owner"), 100_000);
    // Nothing is sent by these, so nothing is asked.
    world.costake("owner", "status").done();
    world.costake("owner", "stake gpu-1 10 --dry-run").done();
    world.costake("owner", "stake gpu-1 10 --yes").done();
    assert_eq!(world.io("owner"), 99_990);
}

/// Exit 5, and the same from `why`, which sends nothing.
#[test]
fn preconditions() {
    let world = World::with_offer();
    world.costake("guardian", "admin pause").done();
    let action = "offer create gpu-1 1001 --reward 80";
    let parts = ["[R34]", "[R11]", "offers and co-stakes of at most 1,000 IO", "shares of at most 100%"];
    world.costake("owner", action).ends(5, &parts);
    let why = world.costake("owner", &format!("why {action}")).ends(5, &["3 preconditions are not met"]);
    for part in parts {
        assert!(why.stdout.contains(part), "{part}: {}", why.stdout);
    }
    world.costake("admin", "admin unpause").done();
    let fine = world.costake("owner", "why stake gpu-1 1").done();
    assert!(fine.stdout.starts_with("Nothing stands in the way"), "{}", fine.stdout);
    world.costake("owner", "why status").ends(2, &["no preconditions"]);
    world.costake("owner", "why stake").ends(2, &["<AMOUNT>"]);
    let reasons = world.costake("alice", "--output json why unstake gpu-1");
    let reasons: serde_json::Value = serde_json::from_str(&reasons.ends(5, &[]).stdout).unwrap();
    assert_eq!(reasons["reasons"][0]["rule"], "Roles");
}
