//! A network from nothing, whose validator stops in the middle and goes on from its ledger.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Stdio},
};

use serde_json::Value;

use super::{
    ended::Ended,
    json::conforms,
    node::{Node, free_ports},
    process::{Lines, Running},
};

/// The names of the events in a line of `watch`.
fn names(line: &str) -> Vec<String> {
    let line: Value = serde_json::from_str(line).unwrap();
    conforms("watch", &line);
    let events = line["events"].as_array().unwrap();
    events.iter().map(|event| event["name"].as_str().unwrap().to_owned()).collect()
}

/// m001: only for the upgrade authority, tried out first, done once.
fn initialise(node: &Node) {
    // The validator has written it, for whoever wants to try.
    let file = "config.toml";
    node.costake("stranger", &format!("admin init {file}")).ends(5, &["upgrade authority"]);
    let dry = node.costake("deployer", &format!("admin init {file} --dry-run")).done();
    assert!(dry.stdout.contains("Nothing was sent."), "{}", dry.stdout);
    node.costake("deployer", &format!("admin init {file}")).ends(0, &["Verified upgrade authority", "Verified mint"]);
    let again = node.costake("deployer", &format!("admin init {file}")).done();
    assert!(again.stdout.contains("exists already"), "{}", again.stdout);
}

/// Starts sending, and returns as soon as it says that it does.
fn begin_to_send(node: &Node, who: &str, line: &str) -> Child {
    let mut command = node.command(who, line);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let told = BufReader::new(child.stderr.as_mut().unwrap()).lines();
    assert!(told.map_while(Result::ok).any(|line| line.starts_with("Sending ")), "{who}: {line} sends nothing");
    child
}

#[test]
fn a_validator_that_stops_in_the_middle() {
    let port = free_ports();
    let node = Node::start("restart", port, &["--empty"]);
    initialise(&node);
    node.register("kept", "owner");
    let watch = "watch --since 0 --count 6 --output json-compact";
    let mut watching = node.command("stranger", watch);
    let mut watching = Running(watching.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap());
    let mut told = Lines::of(watching.stdout.take().unwrap()).map(|line| names(&line));
    let warnings = Lines::of(watching.stderr.take().unwrap());
    assert_eq!(told.next(), Some(vec!["ConfigInitialized".into()]));
    assert_eq!(told.next(), Some(vec!["DeviceRegistered".into()]));
    assert_eq!(told.next(), Some(vec!["DeviceUpdated".into()]));
    let before = node.io("owner");
    node.costake("owner", "stake kept 5000").done();
    assert_eq!(told.next(), Some(vec!["OwnerStaked".into()]));

    // It may land before the end, or never: never twice, and the exit code tells.
    let sending = begin_to_send(&node, "owner", "overflow kept 1000");
    node.stop();
    let node = Node::start("restart", port, &["--keep"]);
    let ended = Ended::of("overflow kept 1000".into(), sending.wait_with_output().unwrap());
    println!("sent while the validator stopped: it ended with {}", ended.code);
    let landed = node.io("owner") == before - 4_000;
    match ended.code {
        0 => assert!(landed, "it is told as done, and is not"),
        // Nobody answered any more before it was sent.
        1 => assert!(!landed, "it is told as not sent, and is done"),
        // Not known, or known not to: the chain tells, and then it may be done again.
        _ => drop(ended.ends(4, &[])),
    }
    if !landed {
        assert_eq!(node.io("owner"), before - 5_000);
        node.costake("owner", "overflow kept 1000").done();
    }
    assert_eq!(told.next(), Some(vec!["OverflowWithdrawn".into()]));
    node.costake("owner", "offer create kept 500 --reward 25").done();
    assert_eq!(told.next(), Some(vec!["OfferCreated".into()]));
    assert_eq!(told.next(), None, "each is told once");
    let lost: String = warnings.collect();
    assert!(watching.wait().unwrap().success(), "{lost}");
    assert!(lost.contains("No live connection"), "it was told that the connection ended: {lost}");
    node.stop();
}
