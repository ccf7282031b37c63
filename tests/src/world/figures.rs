//! The values that events and accounts should hold, put together from plain numbers as their layout says: these types
//! have no constructor that any state can be made with, and the tests need one that shares no code with the program.

use anchor_lang::AnchorDeserialize;
use co_staking_client::{
    OwnerStake,
    rules::{
        facts::DeviceFacts,
        hire::Hire,
        requirement::Requirement,
        time::{LONG_AGO, NEVER},
    },
};

/// What an owner has on its device, with no rewards.
pub fn owner_stake(active: u64, exiting: u64, unlock_at: i64, staked_since: i64) -> OwnerStake {
    from_bytes(&[&le(active), &le(exiting), &unlock_at.to_le_bytes(), &staked_since.to_le_bytes(), &le(0)])
}

/// What an owner has who never staked, or has withdrawn.
pub fn no_owner_stake(unlock_at: i64) -> OwnerStake {
    owner_stake(0, 0, unlock_at, NEVER)
}

/// A requirement with nothing pending.
pub fn requirement(current: u64) -> Requirement {
    from_bytes(&[&le(current), &le(0), &NEVER.to_le_bytes()])
}

/// A requirement that another will replace.
pub fn requirement_then(current: u64, pending: u64, from: i64) -> Requirement {
    from_bytes(&[&le(current), &le(pending), &from.to_le_bytes()])
}

pub fn hire(started_at: i64, ends_at: i64) -> Hire {
    from_bytes(&[&started_at.to_le_bytes(), &ends_at.to_le_bytes()])
}

pub fn never_hired() -> Hire {
    hire(LONG_AGO, LONG_AGO)
}

pub fn facts(model: &str, cards: u32, multiplier_bps: u32, reliability_bps: u16, operational: bool) -> DeviceFacts {
    let mut name = [0; 32];
    name[..model.len()].copy_from_slice(model.as_bytes());
    let (cards, multiplier) = (cards.to_le_bytes(), multiplier_bps.to_le_bytes());
    from_bytes(&[&name, &cards, &multiplier, &reliability_bps.to_le_bytes(), &[u8::from(operational)], &[0; 5]])
}

fn le(amount: u64) -> [u8; 8] {
    amount.to_le_bytes()
}

fn from_bytes<T: AnchorDeserialize>(parts: &[&[u8]]) -> T {
    T::try_from_slice(&parts.concat()).unwrap()
}
