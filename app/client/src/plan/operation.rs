//! What can be done, by who does it.

use crate::{
    ConfigChanges, Pubkey, Slash,
    rules::{facts::FactsUpdate, hire::HireUpdate},
};

/// An amount of IO.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// As much as there is.
    All,
    /// Base units.
    Units(u64),
}

impl Amount {
    /// In base units, where there is `all`.
    pub const fn of(self, all: u64) -> u64 {
        match self {
            Self::All => all,
            Self::Units(units) => units,
        }
    }
}

/// What somebody wants to do. Devices, offers and cases are addresses (see [`crate::pda`]), amounts base units, and times
/// seconds since 1970. `from` and `to` are token accounts; where one is left out it is the party's associated one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operation {
    // The owner of a device.
    Stake {
        device: Pubkey,
        /// All: what the token account holds.
        amount: Amount,
        from: Option<Pubkey>,
    },
    Unstake {
        device: Pubkey,
    },
    /// Anyone may send it; the owner is paid.
    Withdraw {
        device: Pubkey,
        to: Option<Pubkey>,
    },
    WithdrawOverflow {
        device: Pubkey,
        /// All: the whole overflow.
        amount: Amount,
        to: Option<Pubkey>,
    },
    CloseDevice {
        device: Pubkey,
    },
    CreateOffer {
        device: Pubkey,
        amount: u64,
        reward_bps: u16,
        reserved_for: Option<Pubkey>,
        expires_at: Option<i64>,
    },
    RetractOffer {
        offer: Pubkey,
    },
    CloseOffer {
        offer: Pubkey,
    },

    // A co-staker, and anyone for it.
    ClaimOffer {
        offer: Pubkey,
        from: Option<Pubkey>,
    },
    UnstakeCoStake {
        offer: Pubkey,
    },
    WithdrawCoStake {
        offer: Pubkey,
        to: Option<Pubkey>,
    },
    ReleaseClaim {
        offer: Pubkey,
        /// The co-staker; the sender where it is left out.
        wallet: Option<Pubkey>,
    },
    OpenClaims {
        /// Whose counter; the sender's where it is left out.
        wallet: Option<Pubkey>,
    },
    CloseClaims,

    // Rewards.
    FundRewards {
        /// All: what the token account holds.
        amount: Amount,
        from: Option<Pubkey>,
    },
    ClaimOwnerRewards {
        device: Pubkey,
        to: Option<Pubkey>,
    },
    ClaimCoStakeRewards {
        offer: Pubkey,
        to: Option<Pubkey>,
    },

    // Slash cases.
    OpenSlash {
        device: Pubkey,
        /// The offence's public id.
        offence: String,
        slash: Slash,
    },
    AppealSlash {
        case: Pubkey,
    },
    RuleSlash {
        case: Pubkey,
        uphold: bool,
    },
    FinalizeSlash {
        case: Pubkey,
    },
    ReturnSlashed {
        case: Pubkey,
        number: u8,
        to: Option<Pubkey>,
    },

    // The registrar; a requirement is refreshed by anyone.
    RegisterDevice {
        /// The device's public id.
        id: String,
        owner: Pubkey,
        model: String,
        cards: u32,
        multiplier_bps: u32,
    },
    UpdateDevice {
        device: Pubkey,
        facts: FactsUpdate,
        hire: Option<HireUpdate>,
    },
    RefreshRequirement {
        device: Pubkey,
    },

    // The admin, and the guardian who may pause.
    UpdateConfig(ConfigChanges),
    ProposeAdmin {
        /// Nobody withdraws a proposal.
        wallet: Option<Pubkey>,
    },
    AcceptAdmin,
    SetPaused {
        paused: bool,
    },
}
