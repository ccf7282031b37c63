//! What instructions take that is more than a number.

use serde::{Deserialize, Serialize};

use super::{DeviceNo, Wallet};

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

/// What the registrar says of a hire, with its end.
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
