//! The flags that every command has.

use super::world::World;

/// Which cluster, by the file, by a flag, and always told.
#[test]
fn the_cluster_is_named_and_told() {
    let world = World::with_device();
    let (url, keypair) = (world.node.url(), world.path("owner"));
    let file = format!(
        "json_rpc_url: {url}\nwebsocket_url: ''\nkeypair_path: {keypair}\naddress_labels: {{}}\ncommitment: finalized\n"
    );
    let file = world.file("solana.yml", &file);
    let told = format!("Cluster: a local or private cluster ({url})");
    let done = world.run(&format!("-C {file} stake gpu-1 10 --output json")).ends(0, &[&told]);
    let done = done.json();
    assert_eq!((&done["commitment"], &done["feePayer"]), (&"finalized".into(), &world.key("owner").to_string().into()));
    let done = world.run(&format!("-C {file} stake gpu-1 10 --commitment confirmed --output json-compact")).done();
    assert_eq!(done.stdout.lines().count(), 1);
    assert!(done.stdout.contains(r#""commitment":"confirmed""#), "{}", done.stdout);
    world
        .run(&format!("-C {file} -u localhost -k {} status --dry-run", world.path("bob")))
        .ends(1, &["localhost:8899"]);
}

#[test]
fn a_dry_run_sends_nothing() {
    let world = World::with_device();
    world.ledger.asked();
    let dry = world.json("owner", "stake gpu-1 100 --dry-run");
    assert_eq!(dry["dryRun"], true);
    assert!(dry["computeUnits"].as_u64().is_some_and(|units| units > 1_000), "{dry}");
    let vault = dry["moves"].as_array().unwrap().iter().find(|moved| moved["after"] == 10_000_000_000u64).unwrap();
    assert_eq!((&vault["token"], &vault["before"]), (&"IO".into(), &0.into()));
    let asked = world.ledger.asked();
    assert!(!asked.iter().any(|method| method == "sendTransaction"), "{asked:?}");
    assert_eq!(world.io("owner"), 100_000);
}

/// What is needed together is asked for together: the cluster's genesis, then the accounts whose addresses are known, then
/// those that follow from them.
#[test]
fn a_plan_asks_as_little_as_it_can() {
    let world = World::with_offer();
    for (action, reads) in [
        ("unstake gpu-1", 1),
        ("stake gpu-1 1", 2),
        ("overflow gpu-1 ALL", 2),
        ("offer create gpu-1 100 --reward 1", 1),
        ("offer retract gpu-1#0", 2),
        ("offer claim gpu-1#0", 2),
        ("rewards fund 1", 2),
        ("device refresh gpu-1", 1),
        ("claims open", 1),
    ] {
        world.ledger.asked();
        world.costake("owner", &format!("why {action}"));
        let asked = world.ledger.asked();
        assert_eq!(asked[0], "getGenesisHash", "{action}");
        assert_eq!(asked[1..], vec!["getMultipleAccounts"; reads], "{action}");
    }
}

/// The limit is what the simulation took and a tenth more; the flags win.
#[test]
fn compute_limit_and_price() {
    let world = World::with_device();
    let budget = |line: &str| {
        let signature = world.json("owner", line)["signature"].as_str().unwrap().to_owned();
        (signature, world.ledger.lamports(&world.key("owner")))
    };
    let (_, before) = budget("stake gpu-1 1");
    let (_, after) = budget("stake gpu-1 1 --with-compute-unit-price 1000000 --with-compute-unit-limit 20000");
    // One signature, and 20,000 units at one lamport each.
    assert_eq!(before - after, 5_000 + 20_000);
    let (_, later) = budget("stake gpu-1 1");
    assert_eq!(after - later, 5_000);
    world.costake("owner", "stake gpu-1 1 --with-compute-unit-limit 1000").ends(3, &["Refused"]);
}

/// One signs here, the other there, and the second one sends.
#[test]
fn two_sign_in_different_places() {
    let world = World::with_device();
    let blockhash = world.ledger.blockhash();
    let (bob, owner) = (world.key("bob"), world.key("owner"));
    let action = format!("stake gpu-1 10 --blockhash {blockhash}");
    let url = world.node.url();
    let bobs = format!("-u {url} -k {owner} --fee-payer {} --sign-only {action} --output json", world.path("bob"));
    let signed = world.run(&bobs).json();
    assert_eq!(signed["absent"][0], owner.to_string());
    let signer = signed["signers"][0].as_str().unwrap();
    assert!(signer.starts_with(&format!("{bob}=")), "{signer}");
    let owners = format!("-u {url} -k {} --fee-payer {bob} --signer {signer} {action}", world.path("owner"));
    let before = world.ledger.lamports(&bob);
    world.run(&owners).done();
    assert_eq!((world.io("owner"), before - world.ledger.lamports(&bob)), (99_990, 10_000));
    // Without the other signature nothing is sent.
    let owners = format!("-u {url} -k {} --fee-payer {bob} {action}", world.path("owner"));
    world.run(&owners).ends(1, &["missing signature for supplied pubkey"]);
}

#[test]
fn a_transaction_for_a_multisig() {
    use base64::Engine;
    let world = World::with_device();
    let owner = world.key("owner");
    let line = format!("-u {} -k {owner} --print-tx stake gpu-1 10", world.node.url());
    let printed = world.run(&line).done();
    let bytes = base64::prelude::BASE64_STANDARD.decode(printed.stdout.trim()).unwrap();
    // One signature, not yet made, and the message that the owner would sign.
    assert_eq!((bytes[0], &bytes[1..65]), (1, &[0; 64][..]));
    assert_eq!(&bytes[69..101], owner.as_ref());
    assert_eq!(world.io("owner"), 100_000);
}

/// A keypair from standard input.
#[test]
fn a_keypair_from_standard_input() {
    use std::{fs::File, process::Stdio};
    let world = World::with_device();
    let mut command = world.command();
    command.args(["-u", &world.node.url(), "-k", "stdin://", "stake", "gpu-1", "10"]);
    command.stdin(Stdio::from(File::open(world.path("owner")).unwrap()));
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(world.io("owner"), 99_990);
}
