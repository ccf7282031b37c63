//! Offers, claims and cases, as they are stored.

use crate::act::{DeviceNo, Wallet};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfferState {
    Open,
    Claimed,
    Retracted,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub state: OfferState,
    pub owner: Wallet,
    pub co_staker: Option<Wallet>,
    pub reserved_for: Option<Wallet>,
    pub model: String,
    pub amount: u64,
    pub bps: u16,
    pub expires_at: Option<i64>,
    pub created_at: i64,
    pub claimed_at: Option<i64>,
    pub rewards: u64,
    pub rent_payer: Wallet,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counter {
    pub rent_payer: Wallet,
    pub slots: [Option<Slot>; 2],
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    pub device: DeviceNo,
    pub offer: u32,
    pub free_from: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseState {
    Open,
    Appealed,
    Upheld,
    Overturned,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    pub state: CaseState,
    pub owner: Wallet,
    pub bps: u16,
    pub offence_at: i64,
    pub opened_at: i64,
    pub appealed_at: Option<i64>,
    /// The owner's first, then one for each of the device's places.
    pub parts: [Option<Part>; 9],
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub party: Wallet,
    /// `None` for the owner's.
    pub offer: Option<u32>,
    pub stake: u64,
    pub rewards: u64,
    pub since: i64,
    pub returned: bool,
}
