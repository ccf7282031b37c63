//! A call that the rules allow, with one thing in it changed: a wallet, an account, a figure. So most refusals have one
//! reason alone.

use serde_json::{Value, json};

use super::{Call, choose::Chooser};
use crate::ledger::keys::{DEVICES, OFFENCES, WALLETS};

/// What a field holds, by its name.
#[derive(Clone, Copy)]
enum Kind {
    Wallet,
    Device,
    Offence,
    Name,
    Figure,
}

fn kind(name: &str) -> Kind {
    match name {
        "authority" | "payer" | "admin" | "proposed" | "by" | "registrar" | "owner" | "closer" | "sender"
        | "wallet" | "co_staker" | "counter" | "funder" | "rewarder" | "slasher" | "party" | "arbiter" | "rent_to"
        | "Wallet" | "Ata" | "Other" | "roles" => Kind::Wallet,
        "device" | "Device" | "Vault" => Kind::Device,
        "offence" => Kind::Offence,
        "model" => Kind::Name,
        _ => Kind::Figure,
    }
}

/// The call with one change, if what came out is one.
pub fn spoil(chooser: &mut Chooser, call: &Call) -> Option<Call> {
    let mut value = serde_json::to_value(call).ok()?;
    let leaves = count(&value);
    let mut at = chooser.rng.usize(..leaves.max(1));
    change(chooser, &mut value, "", &mut at);
    serde_json::from_value(value).ok().filter(|spoilt| spoilt != call)
}

fn count(value: &Value) -> usize {
    match value {
        Value::Array(all) => all.iter().map(count).sum(),
        Value::Object(fields) => fields.values().map(count).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 1,
    }
}

/// Changes the leaf that `at` counts down to.
fn change(chooser: &mut Chooser, value: &mut Value, name: &str, at: &mut usize) {
    let leaves = count(value);
    if *at >= leaves {
        *at -= leaves;
        return;
    }
    match value {
        Value::Array(all) => all.iter_mut().for_each(|value| change(chooser, value, name, at)),
        Value::Object(_) if name == "to" && chooser.percent(20) => {
            *value = Value::Null;
            *at = usize::MAX;
        }
        Value::Object(fields) if matches!(name, "to" | "source") && chooser.percent(60) => {
            let wallet = fields.values().next().and_then(Value::as_u64).unwrap_or(0);
            *value = purse(chooser, wallet);
            *at = usize::MAX;
        }
        Value::Object(fields) => fields.iter_mut().for_each(|(name, value)| change(chooser, value, name, at)),
        leaf => {
            *leaf = other(chooser, leaf, name);
            *at = usize::MAX;
        }
    }
}

/// Another account, mostly the same wallet's.
fn purse(chooser: &mut Chooser, wallet: u64) -> Value {
    let wallet = wallet.min(u64::from(WALLETS) - 1);
    match chooser.rng.u8(..8) {
        0 => json!({ "Vault": chooser.rng.u8(..DEVICES) }),
        1 => json!("RewardVault"),
        2 => json!("Escrow"),
        3..=5 => json!({ "Other": wallet }),
        _ => json!({ "Ata": wallet }),
    }
}

fn other(chooser: &mut Chooser, leaf: &Value, name: &str) -> Value {
    match (kind(name), leaf) {
        (_, Value::Bool(flag)) => json!(!flag),
        (Kind::Wallet, _) if chooser.percent(10) => Value::Null,
        (Kind::Wallet, _) => json!(chooser.wallet()),
        (Kind::Device, _) => json!(chooser.rng.u8(..DEVICES)),
        (Kind::Offence, _) => json!(chooser.rng.u8(..OFFENCES)),
        (Kind::Name, _) => json!(""),
        (Kind::Figure, Value::Number(_)) if name == "offer" && chooser.percent(30) => Value::Null,
        (Kind::Figure, Value::Null) => match name {
            "to" => purse(chooser, 0),
            "reserved_for" => json!({ "Wallet": chooser.wallet() }),
            _ => json!(chooser.one([0, 1, 2])),
        },
        (Kind::Figure, Value::String(_)) => purse(chooser, 0),
        (Kind::Figure, figure) => number(chooser, figure),
    }
}

/// Next to it, or at an end of what it can be.
fn number(chooser: &mut Chooser, figure: &Value) -> Value {
    let figure = figure.as_i64().map_or_else(|| i128::from(figure.as_u64().unwrap_or(0)), i128::from);
    let ends = [0, 1, 10_001, u16::MAX.into(), u32::MAX.into(), i64::MAX.into(), i64::MIN.into(), u64::MAX.into()];
    let changed = match chooser.rng.u8(..8) {
        0..=2 => figure + 1,
        3..=4 => figure - 1,
        5 => 0,
        _ => chooser.one::<i128, 8>(ends),
    };
    u64::try_from(changed).map_or_else(|_| json!(i64::try_from(changed).unwrap_or(i64::MIN)), |figure| json!(figure))
}
