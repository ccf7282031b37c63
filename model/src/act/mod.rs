//! What can happen: transactions, time, and what wallets do with their tokens outside the program. An action names
//! everything by small numbers and means something in every state, so that a sequence can be cut anywhere.

pub mod bounds;
pub mod choose;
pub mod co_stake;
pub mod environment;
pub mod names;
pub mod network;
pub mod own;
pub mod slash;
pub mod spoil;
pub mod walker;

use serde::{Deserialize, Serialize};

/// A wallet, by its number. Every wallet may own devices, co-stake, hold roles, or only look on.
pub type Wallet = u8;
/// A device id, by its number. It may be registered, closed, and registered again.
pub type DeviceNo = u8;
/// A token account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Purse {
    /// A wallet's associated one.
    Ata(Wallet),
    /// Another one of the same wallet.
    Other(Wallet),
    Vault(DeviceNo),
    RewardVault,
    Escrow,
}

/// One thing that happens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Action {
    /// The clock moves on by so many seconds.
    Wait(i64),
    /// One transaction: all of it, or nothing.
    Send(Vec<Sent>),
    /// Tokens that nobody asked for.
    Donate { from: Purse, to: Purse, amount: u64 },
    /// SOL that nobody asked for, also to addresses at which there is nothing yet.
    Tip { to: Place, lamports: u64 },
    /// A token account appears, empty, as its owner would make it.
    OpenPurse(Purse),
    /// A token account goes, and what it held is out of the world.
    ClosePurse(Purse),
    /// A token account changes hands.
    GivePurse { purse: Purse, to: Wallet },
}

/// A key in an instruction's arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Key {
    /// The zero address, which nobody can sign for.
    Zero,
    Wallet(Wallet),
}

impl Key {
    pub const fn wallet(self) -> Option<Wallet> {
        match self {
            Self::Zero => None,
            Self::Wallet(wallet) => Some(wallet),
        }
    }
}

impl From<Option<Wallet>> for Key {
    fn from(wallet: Option<Wallet>) -> Self {
        wallet.map_or(Self::Zero, Self::Wallet)
    }
}

/// An address that may be given SOL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Place {
    Config,
    Pool,
    Mint,
    Purse(Purse),
    Device(DeviceNo),
    Offer(DeviceNo, u32),
    Claims(Wallet),
    Case(DeviceNo, u8),
    Wallet(Wallet),
}

/// An instruction, and what is wrong with its accounts, if anything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    pub call: Call,
    pub twist: Option<Twist>,
}

/// A way to build an instruction wrongly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Twist {
    /// Its first signer does not sign.
    Unsigned,
    /// The vault of that other device.
    Vault(DeviceNo),
    /// That other device, while vault, offer and case stay.
    Device(DeviceNo),
    /// Another mint.
    Mint,
}

/// What an offer, a hire and so on are asked to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HireCall {
    Start(i64),
    MoveEnd(i64),
    End,
}

/// Roles in the order registrar, rewarder, slasher, arbiter, guardian. `None` is the zero address.
pub type RoleKeys = [Option<Wallet>; 5];

/// In the order wait, cooldown, appeal window, requirement notice, longest hire, hire gap. Seconds.
pub type Spans = [i64; 6];

/// A row of a batch of rewards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RowOf {
    Device(DeviceNo),
    /// A wallet where a device should stand.
    Wallet(Wallet),
}

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
