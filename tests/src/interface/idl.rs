//! The IDL, which explorers, wallets and other languages' clients read, against the program's crates.

use std::sync::LazyLock;

use anchor_lang::{Discriminator, event::EVENT_IX_TAG_LE};
use co_staking_client::{
    ClaimCounter, CoStakingError, Config, Device, ID, Offer, RewardPool, SlashCase,
    event::{self, EventError},
};
use serde_json::{Value, from_value};

use super::scene::Scene;

/// `cargo xtask idl` writes it; `cargo xtask idl --check` proves that it is the program's.
static IDL: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../../programs/co-staking/idl.json")).unwrap());

/// Accounts behind those that an IDL can name.
const REMAINING: [(&str, &str); 1] = [("accrue_rewards", "device")];

/// The instructions' names.
pub fn instructions() -> Vec<&'static str> {
    list("instructions").map(name).collect()
}

/// The scene's instruction is the one of that name, and has its accounts in this order, writable and signing as it says.
pub fn assert_same(instruction: &str, scene: &Scene) {
    let idl = list("instructions").find(|idl| name(idl) == instruction).expect("the IDL has it");
    assert!(scene.instruction.data.starts_with(&discriminator(idl)), "discriminator");
    assert_eq!(scene.instruction.program_id, ID);
    let named = accounts(idl);
    let found = scene.names.iter().zip(&scene.instruction.accounts);
    let found: Vec<_> = found.map(|(name, meta)| (*name, meta.is_writable, meta.is_signer)).collect();
    let (found, remaining) = found.split_at(named.len());
    assert_eq!(found, named, "accounts: name, writable, signer");
    let of_this = REMAINING.iter().filter(|(with, _)| *with == instruction).map(|(_, account)| *account);
    assert_eq!(remaining.iter().map(|account| account.0).collect::<Vec<_>>(), of_this.collect::<Vec<_>>());
}

/// Name, writable and signer of each; those of a group stand in its place.
fn accounts(of: &'static Value) -> Vec<(&'static str, bool, bool)> {
    let flag = |account: &Value, flag| account.get(flag).is_some_and(|set| set == true);
    let one = |account: &'static Value| match account.get("accounts") {
        Some(_) => accounts(account),
        None => vec![(name(account), flag(account, "writable"), flag(account, "signer"))],
    };
    of["accounts"].as_array().unwrap().iter().flat_map(one).collect()
}

fn list(key: &str) -> impl Iterator<Item = &'static Value> {
    IDL[key].as_array().unwrap().iter()
}

fn name(of: &'static Value) -> &'static str {
    of["name"].as_str().unwrap()
}

fn discriminator(of: &Value) -> Vec<u8> {
    from_value(of["discriminator"].clone()).unwrap()
}

#[test]
fn has_the_programs_address_and_refusals() {
    assert_eq!(IDL["address"], ID.to_string());
    let idl: Vec<_> =
        list("errors").map(|error| (error["code"].as_u64().unwrap(), name(error), &error["msg"])).collect();
    let refusals: Vec<_> = CoStakingError::all().collect();
    assert_eq!(idl.len(), refusals.len());
    for ((code, name, message), refusal) in idl.into_iter().zip(refusals) {
        assert_eq!((code, name), (u32::from(refusal).into(), refusal.name().as_str()));
        assert_eq!(*message, refusal.to_string());
    }
}

#[test]
fn has_the_programs_accounts() {
    let mut accounts = [
        ("Config", Config::DISCRIMINATOR),
        ("Device", Device::DISCRIMINATOR),
        ("Offer", Offer::DISCRIMINATOR),
        ("ClaimCounter", ClaimCounter::DISCRIMINATOR),
        ("RewardPool", RewardPool::DISCRIMINATOR),
        ("SlashCase", SlashCase::DISCRIMINATOR),
    ];
    accounts.sort_unstable();
    let idl: Vec<_> = list("accounts").map(|account| (name(account), discriminator(account))).collect();
    assert_eq!(idl, accounts.map(|(name, discriminator)| (name, discriminator.to_vec())));
}

/// The client knows each, and so says what is wrong with one that has no fields.
#[test]
fn has_the_programs_events() {
    for idl in list("events") {
        let without_fields = [EVENT_IX_TAG_LE, &discriminator(idl)].concat();
        let expected = EventError::Malformed { event: name(idl) };
        assert_eq!(event::decode(&without_fields), Err(expected));
    }
    let variants = include_str!("../../../programs/co-staking/src/events.rs").matches("\n#[event]\n").count();
    assert_eq!(list("events").count(), variants);
}
