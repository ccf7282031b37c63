//! What the command line prints as data on a real cluster is what its schema says.

use std::{fs, path::Path, sync::LazyLock};

use serde_json::Value;

use super::{node::Node, schema::Schema};

static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../cli/schema.json");
    Schema(serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap())
});

/// A value is as the definition says.
#[track_caller]
pub fn conforms(definition: &str, value: &Value) {
    assert_eq!(SCHEMA.faults(definition, value), [""; 0], "{definition}: {value}");
}

#[test]
fn by_schema() {
    let node = Node::shared();
    for (line, definition) in [
        ("admin show", "admin show"),
        ("device show gpu-6", "device show"),
        ("offer show gpu-6#1", "offer show"),
        ("offer list --device gpu-6 --limit 3", "offer list"),
        ("rewards estimate gpu-6#0", "rewards estimate"),
        ("rewards show", "rewards show"),
        ("status", "status"),
    ] {
        conforms(definition, &node.json("oscar", line));
    }
    conforms("DryRun", &node.json("oscar", "stake gpu-6 1 --dry-run"));
    conforms("Done", &node.json("stranger", "rewards fund 1"));
    let why = node.costake("oscar", "why unstake gpu-6 --output json").ends(5, &[]);
    conforms("why", &serde_json::from_str(&why.stdout).unwrap());
    // Some of the figures are known.
    assert_eq!(node.json("stranger", "admin show")["mint"], node.wallets.mint().to_string());
    let list = node.json("stranger", "offer list --device gpu-6 --limit 3");
    assert_eq!((&list["total"], list["offers"].as_array().unwrap().len()), (&4.into(), 3));
}
