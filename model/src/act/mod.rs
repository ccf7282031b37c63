//! What can happen: transactions, time, and what wallets do with their tokens outside the program. An action names
//! everything by small numbers and means something in every state, so that a sequence can be cut anywhere.

mod arguments;
pub mod bounds;
mod call;
pub mod choose;
pub mod co_stake;
pub mod environment;
mod makers;
pub mod names;
pub mod network;
pub mod own;
pub mod rewards;
pub mod slash;
pub mod spoil;
pub mod walker;

pub use self::{
    arguments::{HireCall, Key, RoleKeys, RowOf, Spans},
    call::Call,
};

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
