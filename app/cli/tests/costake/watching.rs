//! `watch`: what happened before, and what happens while it looks. There is no websocket here, so that it says so and
//! looks by itself; the connection that drops and comes back is the client's test.

use std::{io::Read, process::Stdio, thread, time::Duration};

use serde_json::Value;

use super::world::World;

#[test]
fn what_happened_and_what_happens() {
    let world = World::with_offer();
    let mut command = world.command();
    let url = world.node.url();
    command.args(["-u", &url, "watch", "--since", "0", "--count", "6", "--output", "json-compact"]);
    let mut watching = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Five have happened: config, register, update, stake, offer. The sixth comes while it watches.
    thread::sleep(Duration::from_secs(1));
    assert!(watching.try_wait().unwrap().is_none(), "it does not wait");
    world.costake("alice", "offer claim gpu-1#0").done();
    assert!(watching.wait().unwrap().success());
    let (mut text, mut told) = (String::new(), String::new());
    watching.stdout.take().unwrap().read_to_string(&mut text).unwrap();
    watching.stderr.take().unwrap().read_to_string(&mut told).unwrap();
    assert!(told.contains("No live connection"), "{told}");
    let events = text.lines().flat_map(|line| {
        let line: Value = serde_json::from_str(line).unwrap();
        line["events"]
            .as_array()
            .unwrap()
            .iter()
            .map(|event| event["name"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    });
    let expected = [
        "ConfigInitialized",
        "DeviceRegistered",
        "DeviceUpdated",
        "OwnerStaked",
        "OfferCreated",
        "ClaimsOpened",
        "OfferClaimed",
    ];
    assert_eq!(events.collect::<Vec<_>>(), expected);
}
