//! The program's instructions, with small numbers for wallets, devices and accounts.

use serde::{Deserialize, Serialize};

use super::{DeviceNo, HireCall, Key, Purse, RoleKeys, RowOf, Spans, Wallet};

/// The program's instructions with their arguments. The first wallet of each is who signs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Call {
    InitializeConfig {
        authority: Wallet,
        payer: Wallet,
        can_freeze: bool,
        admin: Option<Wallet>,
        roles: RoleKeys,
        spans: Spans,
        base: u64,
        max: u64,
    },
    UpdateConfig {
        admin: Wallet,
        roles: [Option<Key>; 5],
        base: Option<u64>,
        max: Option<u64>,
    },
    ProposeAdmin {
        admin: Wallet,
        proposed: Option<Wallet>,
    },
    AcceptAdmin {
        by: Wallet,
    },
    SetPaused {
        by: Wallet,
        paused: bool,
    },
    RegisterDevice {
        registrar: Wallet,
        payer: Wallet,
        device: DeviceNo,
        owner: Option<Wallet>,
        model: String,
        cards: u32,
        multiplier: u32,
    },
    UpdateDevice {
        registrar: Wallet,
        device: DeviceNo,
        model: Option<String>,
        cards: Option<u32>,
        multiplier: Option<u32>,
        reliability: Option<u16>,
        operational: Option<bool>,
        hire: Option<HireCall>,
    },
    RefreshRequirement {
        device: DeviceNo,
    },
    Stake {
        owner: Wallet,
        device: DeviceNo,
        source: Purse,
        amount: u64,
    },
    WithdrawOverflow {
        owner: Wallet,
        device: DeviceNo,
        to: Purse,
        amount: u64,
    },
    Unstake {
        owner: Wallet,
        device: DeviceNo,
    },
    Withdraw {
        sender: Wallet,
        device: DeviceNo,
        to: Purse,
    },
    CloseDevice {
        closer: Wallet,
        device: DeviceNo,
        to: Purse,
        rent_to: Wallet,
    },
    CreateOffer {
        owner: Wallet,
        payer: Wallet,
        device: DeviceNo,
        /// Added to the device's next index: zero where the address is right.
        skew: u32,
        amount: u64,
        bps: u16,
        reserved_for: Option<Key>,
        expires_at: Option<i64>,
    },
    RetractOffer {
        sender: Wallet,
        device: DeviceNo,
        offer: u32,
    },
    CloseOffer {
        owner: Wallet,
        device: DeviceNo,
        offer: u32,
        rent_to: Wallet,
    },
    OpenClaims {
        payer: Wallet,
        wallet: Wallet,
    },
    CloseClaims {
        wallet: Wallet,
        rent_to: Wallet,
    },
    ClaimOffer {
        co_staker: Wallet,
        device: DeviceNo,
        offer: u32,
        source: Purse,
        amount: u64,
        bps: u16,
    },
    UnstakeCoStake {
        co_staker: Wallet,
        device: DeviceNo,
        offer: u32,
    },
    WithdrawCoStake {
        sender: Wallet,
        device: DeviceNo,
        offer: u32,
        counter: Wallet,
        to: Purse,
    },
    ReleaseClaim {
        sender: Wallet,
        device: DeviceNo,
        offer: u32,
        wallet: Wallet,
    },
    FundRewards {
        funder: Wallet,
        source: Purse,
        amount: u64,
    },
    AccrueRewards {
        rewarder: Wallet,
        started_at: i64,
        ended_at: i64,
        rows: Vec<(RowOf, u64)>,
        /// An amount too many.
        surplus: bool,
    },
    ClaimRewards {
        sender: Wallet,
        device: DeviceNo,
        offer: Option<u32>,
        to: Purse,
    },
    OpenSlash {
        slasher: Wallet,
        payer: Wallet,
        device: DeviceNo,
        offence: u8,
        bps: u16,
        offence_at: i64,
        forfeit: bool,
    },
    AppealSlash {
        party: Wallet,
        device: DeviceNo,
        offence: u8,
    },
    RuleSlash {
        arbiter: Wallet,
        device: DeviceNo,
        offence: u8,
        uphold: bool,
    },
    FinalizeSlash {
        sender: Wallet,
        device: DeviceNo,
        offence: u8,
    },
    ReturnSlashed {
        sender: Wallet,
        device: DeviceNo,
        offence: u8,
        number: u8,
        offer: Option<u32>,
        to: Option<Purse>,
    },
}
