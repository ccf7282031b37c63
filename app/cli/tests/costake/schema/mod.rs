//! `schema.json` is what scripts may rely on: what each command prints is validated against it.

mod events;
mod nested;
mod validator;

use std::{fs, path::Path};

use serde_json::Value;

use self::validator::Schema;
use super::{ended::Ended, world::World};

fn json(path: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()).unwrap()
}

pub fn schema() -> Schema {
    Schema(json("schema.json"))
}

/// What a command printed is as the definition says, whatever its exit code.
#[track_caller]
fn conforms(definition: &str, ended: &Ended) {
    let found = serde_json::from_str(&ended.stdout)
        .unwrap_or_else(|error| panic!("{definition}: {error}\n{}\n{}", ended.stdout, ended.stderr));
    assert_eq!(schema().faults(definition, &found), [""; 0]);
}

/// A co-stake on a device with a case, rewards and a hire; another that is leaving; an offer that is reserved; and a second
/// device, whose owner leaves with its co-staker and so earns nothing of the block.
fn world() -> World {
    let world = World::with_offer();
    world.costake("owner", "offer create gpu-1 300 --reward 10 --expires +90d").done();
    let reserved = format!("offer create gpu-1 100 --reward 5 --reserved-for {}", world.key("bob"));
    world.costake("owner", &reserved).done();
    world.costake("alice", "offer claim gpu-1#0").done();
    world.costake("bob", "offer claim gpu-1#1").done();
    world.costake("bob", "co-stake unstake gpu-1#1").done();
    world.register("gpu-2", "owner");
    world.costake("owner", "stake gpu-2 5000").done();
    world.costake("owner", "offer create gpu-2 200 --reward 10").done();
    world.costake("stranger", "offer claim gpu-2#0").done();
    world.ledger.wait(7_200);
    world.costake("owner", "unstake gpu-2").done();
    world.costake("stranger", "rewards fund 1000").done();
    let rows = world.file("rows", "gpu-1 400\ngpu-2 300\n");
    world.costake("rewarder", &format!("rewards accrue {rows} --started -1h --ended -1s")).done();
    world.costake("registrar", "device update gpu-1 --hire-until +10d").done();
    world.costake("slasher", "slash open gpu-1 offence-1 --share 10 --at -1s").done();
    world.costake("alice", "slash appeal gpu-1 offence-1").done();
    world
}

#[test]
fn what_is_shown() {
    let world = world();
    for (line, definition) in [
        ("device show gpu-1", "device show"),
        ("device list", "device list"),
        ("offer show gpu-1#0", "offer show"),
        ("offer show gpu-1#1", "offer show"),
        ("offer show gpu-1#2", "offer show"),
        ("offer list", "offer list"),
        ("rewards estimate gpu-1#0", "rewards estimate"),
        ("rewards show", "rewards show"),
        ("slash show gpu-1 offence-1", "slash show"),
        ("admin show", "admin show"),
        ("status", "status"),
        ("why unstake gpu-1", "why"),
        ("why claims close", "why"),
        ("why stake gpu-1 1", "why"),
    ] {
        for who in if line == "status" { ["owner", "alice", "bob"].as_slice() } else { &["alice"] } {
            conforms(definition, &world.costake(who, &format!("{line} --output json")));
        }
    }
}

#[test]
fn what_happens() {
    let world = world();
    let all = world.costake("alice", "watch --since 0 --count 21 --output json-compact").done().stdout;
    let told: Vec<Value> = all.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for transaction in &told {
        assert_eq!(schema().faults("watch", transaction), [""; 0]);
    }
    let events: Vec<_> = told.iter().flat_map(|told| told["events"].as_array().unwrap()).collect();
    let fields = |name: &str| &events.iter().find(|event| event["name"] == name).unwrap()["fields"];
    let pushed_out = fields("OwnerUnstaked")["pushedOut"].as_array().unwrap();
    assert_eq!(pushed_out.len(), 1);
    assert_eq!(pushed_out[0]["coStaker"], world.key("stranger").to_string());
    let rows = fields("RewardsAccrued")["rows"].as_array().unwrap();
    assert_eq!([&rows[0]["skipped"], &rows[1]["skipped"]], [&Value::Null, &Value::from("the owner is unstaking")]);
    assert_eq!([&rows[0]["amount"], &rows[1]["amount"]], [40_000_000_000u64, 0]);
    assert_eq!(events.last().unwrap()["name"], "SlashAppealed");
}

#[test]
fn what_is_done() {
    let world = World::with_device();
    let stake = "stake gpu-1 10 --output json";
    let blockhash = world.ledger.blockhash();
    conforms("DryRun", &world.costake("owner", &format!("{stake} --dry-run")).done());
    conforms("Done", &world.costake("owner", stake).done());
    let elsewhere = format!("{stake} --blockhash {blockhash} --fee-payer {}", world.key("bob"));
    conforms("SignOnly", &world.costake("owner", &format!("{elsewhere} --sign-only")).done());
    let dumped = format!("{elsewhere} --sign-only --dump-transaction-message");
    conforms("SignOnly", &world.costake("owner", &dumped).done());
    conforms("PrintTx", &world.costake("owner", &format!("{elsewhere} --print-tx")).done());
    let again = format!("admin init {} --output json", world.config_file());
    conforms("AlreadyDone", &world.costake("deployer", &again).done());
}

/// Every command that shows something has a definition under its name, and nothing in them is open.
#[test]
fn the_schema_is_closed() {
    fn closed(value: &Value, place: &str) {
        if value["type"] == "object" {
            assert_eq!(value["additionalProperties"], false, "{place} is open");
        }
        match value {
            Value::Object(all) => all.iter().for_each(|(name, value)| closed(value, &format!("{place}/{name}"))),
            Value::Array(all) => all.iter().for_each(|value| closed(value, place)),
            _ => {}
        }
    }
    closed(&schema().0, "");
}
