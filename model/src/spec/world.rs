//! What the model knows, in plain numbers. The ledger's accounts are read into the same types, so that agreement is
//! equality.

use std::collections::BTreeMap;

pub use super::records::{Case, CaseState, Counter, Offer, OfferState, Part, Slot};

use crate::act::{DeviceNo, Place, Purse, RoleKeys, Spans, Wallet};

/// Everything that can be seen on the ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct World {
    pub config: Option<Config>,
    pub pool: Option<Pool>,
    pub devices: BTreeMap<DeviceNo, Device>,
    pub offers: BTreeMap<(DeviceNo, u32), Offer>,
    pub counters: BTreeMap<Wallet, Counter>,
    pub cases: BTreeMap<(DeviceNo, u8), Case>,
    pub tokens: BTreeMap<Purse, Token>,
    /// Of the mint, in base units.
    pub supply: u64,
    /// Of every address that has any.
    pub lamports: BTreeMap<Place, u64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    pub paused: bool,
    pub admin: Option<Wallet>,
    pub proposed: Option<Wallet>,
    pub roles: RoleKeys,
    pub spans: Spans,
    pub base: u64,
    pub max: u64,
}

/// A span of the config, by its place in [`Spans`].
#[derive(Clone, Copy)]
pub enum Span {
    Wait,
    Cooldown,
    Appeal,
    Notice,
    LongestHire,
    HireGap,
}

/// A role of the config, by its place in [`RoleKeys`].
#[derive(Clone, Copy)]
pub enum Role {
    Registrar,
    Rewarder,
    Slasher,
    Arbiter,
    Guardian,
}

impl Config {
    pub const fn span(&self, span: Span) -> i64 {
        self.spans[span as usize]
    }

    pub fn is(&self, role: Role, wallet: Wallet) -> bool {
        self.roles[role as usize] == Some(wallet)
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pool {
    pub funded: u64,
    pub owed: u64,
    pub paid: u64,
    pub escrowed: u64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Device {
    pub owner: Wallet,
    pub rent_payer: Wallet,
    pub ever_staked: bool,
    pub model: String,
    pub cards: u32,
    pub multiplier: u32,
    pub reliability: u16,
    pub operational: bool,
    /// When the last hire began and ended, or ends.
    pub hire: Option<(i64, i64)>,
    /// As of now: a pending one that has matured stands here.
    pub required: u64,
    /// What it will be, and from when.
    pub pending: Option<(u64, i64)>,
    pub stake: OwnStake,
    pub rewards: u64,
    pub next_offer: u32,
    pub totals: Totals,
    pub last_block: Option<i64>,
    pub buckets: [Bucket; 7],
    pub places: [Option<Position>; 8],
}

/// The owner's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnStake {
    pub active: u64,
    pub exiting: u64,
    /// While something is exiting.
    pub unlock_at: Option<i64>,
    /// The first stake after the last exit.
    pub since: Option<i64>,
}

/// Sums over the device's offers and cases, which the program keeps so that nobody has to list them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub open_offers: u32,
    pub open_bps: u32,
    pub open_amount: u128,
    pub offers: u32,
    pub undecided: u32,
    pub unreturned: u32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bucket {
    pub day: u32,
    pub blocks: u32,
    pub rewards: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    pub co_staker: Wallet,
    pub offer: u32,
    pub bps: u16,
    pub stake: u64,
    pub claimed: u64,
    pub rewards: u64,
    pub claimed_at: i64,
    pub cooldown_at: Option<i64>,
    pub unlock_at: Option<i64>,
}

/// Whose signature moves a token account's tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    Wallet(Wallet),
    Device(DeviceNo),
    Pool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub holder: Holder,
    pub amount: u64,
}
