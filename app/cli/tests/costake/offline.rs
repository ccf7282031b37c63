//! Signing on a machine without network: accounts from a file, the blockhash from a flag, and nothing is asked of a
//! cluster.

use std::fs;

use co_staking_client::pda;
use co_staking_test_node::http;
use serde_json::Value;

use super::world::World;

/// Saves what a command of the owner's reads, on a machine that has only its address.
fn save(world: &World, action: &str) -> String {
    let file = world.folder.join("accounts.json").display().to_string();
    let line = format!("-u {} -k {} --dry-run --save-accounts {file} {action}", world.node.url(), world.key("owner"));
    world.run(&line).ends(0, &["Saved the accounts in", "as of 2026-03-01 12:00:00 UTC"]);
    file
}

/// The owner's key, a cluster that is nobody, and the saved accounts.
fn offline(world: &World, file: &str) -> String {
    offline_as(world, "owner", file)
}

/// The same for any wallet.
fn offline_as(world: &World, who: &str, file: &str) -> String {
    format!("-u {} -k {} --accounts {file}", http::nobody().unwrap(), world.path(who))
}

#[test]
fn the_signature_is_the_one_that_is_made_online() {
    let world = World::with_offer();
    let blockhash = world.ledger.blockhash();
    // The second one's time is counted from the clock that was saved.
    for action in ["stake gpu-1 10", "offer create gpu-1 50 --reward 10 --expires +1d", "overflow gpu-1 ALL"] {
        let file = save(&world, action);
        let sign = format!("--sign-only --blockhash {blockhash} {action} --output json");
        let online = world.run(&format!("-u {} -k {} {sign}", world.node.url(), world.path("owner"))).json();
        world.ledger.asked();
        let offline = world.run(&format!("{} {sign}", offline(&world, &file)));
        let offline = offline.ends(0, &["Accounts: "]);
        let (unchecked, title) =
            offline.stderr.split_once(", as that file says: nothing here was checked with a cluster\n").unwrap();
        assert!(unchecked.ends_with("as of 2026-03-01 12:00:00 UTC"), "{unchecked}");
        // What is taken from the file comes after that.
        assert!(title.contains(" the device ") && !unchecked.contains(" the device "), "{unchecked}\n{title}");
        let offline = offline.json();
        assert_eq!(online["signers"], offline["signers"], "{action}");
        assert_eq!(online["signers"].as_array().map(Vec::len), Some(1), "{action}");
        assert_eq!(world.ledger.asked(), [""; 0], "{action}: the cluster was asked");
        // No flag and no file has to name a cluster.
        let nowhere = world.run(&format!("-k {} --accounts {file} {sign}", world.path("owner"))).json();
        assert_eq!(nowhere["signers"], offline["signers"], "{action}");
    }
}

/// The owner signs here, somebody else pays and sends it there.
#[test]
fn what_was_signed_offline_lands() {
    let world = World::with_device();
    let (owner, bob, blockhash) = (world.key("owner"), world.key("bob"), world.ledger.blockhash());
    let action = format!("--fee-payer {bob} --blockhash {blockhash} stake gpu-1 10");
    let file = save(&world, &action.replace(&format!("--blockhash {blockhash} "), ""));
    let signed = world.run(&format!("{} --sign-only {action} --output json", offline(&world, &file))).json();
    assert_eq!(signed["absent"][0], bob.to_string());
    let signer = signed["signers"][0].as_str().unwrap();
    assert!(signer.starts_with(&format!("{owner}=")), "{signer}");
    let send = format!("-u {} -k {owner} --signer {signer}", world.node.url());
    let pays = action.replace(&format!("--fee-payer {bob}"), &format!("--fee-payer {}", world.path("bob")));
    world.run(&format!("{send} {pays}")).done();
    assert_eq!(world.io("owner"), 99_990);
}

/// Between signature and sending, a time from now on becomes another one: the signature is not of that, and is not sent.
#[test]
fn a_time_from_now_on_does_not_wait() {
    let world = World::with_offer();
    let action = format!("offer create gpu-1 50 --reward 10 --expires +1d --blockhash {}", world.ledger.blockhash());
    let file = save(&world, &action);
    let signed = world.run(&format!("{} --sign-only {action} --output json", offline(&world, &file))).json();
    let signer = signed["signers"][0].as_str().unwrap();
    world.ledger.wait(1);
    world.ledger.asked();
    let send = format!("-u {} -k {} --signer {signer} {action}", world.node.url(), world.key("owner"));
    world.run(&send).ends(1, &["cannot be signed", "presigner"]);
    assert!(!world.ledger.asked().contains(&"sendTransaction".into()));
}

#[test]
fn what_is_printed_for_a_multisig_is_the_same() {
    let world = World::with_device();
    let file = save(&world, "stake gpu-1 10");
    let print = format!("--print-tx --blockhash {} stake gpu-1 10", world.ledger.blockhash());
    let online = world.run(&format!("-u {} -k {} {print}", world.node.url(), world.key("owner"))).done();
    let offline = world.run(&format!("-k {} --accounts {file} {print}", world.key("owner"))).done();
    assert_eq!(online.stdout, offline.stdout);
}

/// What the program would refuse is told there too, by the time that was saved.
#[test]
fn why_needs_no_network_either() {
    let world = World::with_device();
    world.costake("registrar", "device update gpu-1 --hire-until +3d").done();
    world.costake("owner", "stake gpu-1 10").done();
    let file = world.folder.join("why.json").display().to_string();
    let online = world.costake("owner", &format!("why unstake gpu-1 --save-accounts {file}")).ends(5, &["Saved"]);
    world.ledger.wait(4 * 86_400);
    let offline = world.run(&format!("{} why unstake gpu-1", offline(&world, &file))).ends(5, &["One precondition"]);
    assert_eq!(online.stdout, offline.stdout);
    assert!(offline.stdout.contains("in 3 d. [R8]"), "{}", offline.stdout);
}

/// A file in which another account of the program stands in the place of the one that was named: nothing of it is signed.
#[test]
fn an_account_in_anothers_place_is_refused() {
    let world = World::with_offer();
    world.register("gpu-2", "owner");
    world.costake("owner", "stake gpu-2 5000").done();
    for line in ["gpu-1 100 --reward 10", "gpu-2 100 --reward 10", "gpu-2 800 --reward 1"] {
        world.costake("owner", &format!("offer create {line}")).done();
    }
    world.costake("alice", "offer claim gpu-1#1").done();
    world.costake("bob", "offer claim gpu-2#0").done();
    world.ledger.wait(3_600);
    for device in ["gpu-1", "gpu-2"] {
        world.costake("slasher", &format!("slash open {device} offence --share 10 --at -1s")).done();
    }
    let devices = ["gpu-1", "gpu-2"].map(|id| pda::device(&pda::device_id(id)));
    let [offers, cases, counters] = [
        [pda::offer(&devices[0], 0), pda::offer(&devices[1], 1)],
        devices.map(|device| pda::slash_case(&device, &pda::offence_id("offence"))),
        ["alice", "bob"].map(|wallet| pda::claims(&world.key(wallet))),
    ];
    let release = format!("co-stake release gpu-1#1 --wallet {}", world.key("alice"));
    for (who, action, [named, other]) in [
        ("bob", "offer claim gpu-1#0", offers),
        ("owner", "offer retract gpu-1#0", offers),
        ("owner", "stake gpu-1 10", devices),
        ("alice", "slash appeal gpu-1 offence", cases),
        ("alice", "claims close", counters),
        ("bob", &release, counters),
    ] {
        let file = world.folder.join("forged.json").display().to_string();
        world.costake(who, &format!("{action} --dry-run --save-accounts {file}"));
        let mut saved: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        for (at, of) in [(devices[1], devices[1]), (named, other)] {
            saved["accounts"][at.to_string()] = serde_json::to_value(world.ledger.account(&of).unwrap()).unwrap();
        }
        fs::write(&file, saved.to_string()).unwrap();
        let sign = format!("--sign-only --blockhash {} {action}", world.ledger.blockhash());
        let refused = world.run(&format!("{} {sign}", offline_as(&world, who, &file)));
        let why = format!("{named}: expected the account of this address, found that of {other}: read it from another");
        assert_eq!(refused.ends(5, &[&why]).stdout, "", "{action}");
    }
}

#[test]
fn bad_input() {
    let world = World::with_device();
    let blockhash = world.ledger.blockhash();
    let sign = format!("--sign-only --blockhash {blockhash}");
    let file = save(&world, "stake gpu-1 10");
    let with = |file: &str, line: &str| world.run(&format!("{} {line}", offline(&world, file)));
    with("nowhere.json", &format!("{sign} stake gpu-1 10")).ends(1, &["nowhere.json", "--save-accounts"]).briefly();
    let empty = world.file("empty.json", "{}");
    with(&empty, &format!("{sign} stake gpu-1 10")).ends(1, &["holds no saved accounts", "--save-accounts"]).briefly();
    // Another command reads other accounts.
    let lacks = with(&file, &format!("{sign} stake gpu-2 10"));
    lacks.ends(1, &["The saved accounts lack", "save them again with the same command"]);
    let mut saved: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
    saved["accounts"].as_object_mut().unwrap().remove("SysvarC1ock11111111111111111111111111111111").unwrap();
    let without_clock = world.file("without-clock.json", &saved.to_string());
    with(&without_clock, &format!("{sign} stake gpu-1 10")).ends(1, &["lack SysvarC1ock"]);
    for (line, part) in [
        ("stake gpu-1 10", "add --sign-only or --print-tx"),
        ("--dry-run stake gpu-1 10", "add --sign-only or --print-tx"),
        ("--sign-only stake gpu-1 10", "--sign-only needs --blockhash"),
        ("--print-tx stake gpu-1 10", "--accounts needs --blockhash"),
        ("why stake gpu-1 10 --save-accounts other.json", "give one of them"),
        (&format!("{sign} status"), "leave --accounts out"),
    ] {
        with(&file, line).ends(2, &[part]);
    }
    world.costake("owner", "status --save-accounts other.json").ends(2, &["plans nothing"]).briefly();
    let line = "stake gpu-1 10 --dry-run --save-accounts nowhere/accounts.json";
    world.costake("owner", line).ends(1, &["nowhere/accounts.json cannot be written"]);
    assert_eq!(world.io("owner"), 100_000);
}
