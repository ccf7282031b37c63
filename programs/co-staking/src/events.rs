//! What happened, one event per instruction that changes state, by self-CPI. Each holds the values after, so that
//! replaying the events rebuilds the accounts (`tests/src/lifecycle/replay` does).

use anchor_lang::prelude::*;

use crate::{
    rules::{facts::DeviceFacts, hire::Hire, offer::Terms, requirement::Requirement},
    state::{Accrual, ClaimSlot, Durations, OwnerStake, PARTS, Part, Position, Roles, Slash},
};

#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigInitialized {
    pub admin: Pubkey,
    pub roles: Roles,
    pub mint: Pubkey,
    pub durations: Durations,
    pub base_requirement: u64,
    pub max_block_reward: u64,
}

#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigUpdated {
    pub roles: Roles,
    pub base_requirement: u64,
    pub max_block_reward: u64,
}

#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdminProposed {
    pub admin: Pubkey,
    /// The zero address where a proposal was withdrawn.
    pub proposed: Pubkey,
}

#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdminAccepted {
    pub previous: Pubkey,
    pub admin: Pubkey,
}

#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PauseSet {
    pub by: Pubkey,
    pub paused: bool,
}

#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceRegistered {
    pub device: Pubkey,
    pub device_id: [u8; 32],
    pub owner: Pubkey,
    pub vault: Pubkey,
    pub rent_payer: Pubkey,
    pub facts: DeviceFacts,
    pub hire: Hire,
    pub requirement: Requirement,
}

#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceUpdated {
    pub device: Pubkey,
    pub facts: DeviceFacts,
    pub hire: Hire,
    pub requirement: Requirement,
}

#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequirementRefreshed {
    pub device: Pubkey,
    pub requirement: Requirement,
}

#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnerStaked {
    pub device: Pubkey,
    pub owner: Pubkey,
    pub amount: u64,
    pub owner_stake: OwnerStake,
}

#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverflowWithdrawn {
    pub device: Pubkey,
    pub owner: Pubkey,
    pub destination: Pubkey,
    pub amount: u64,
    pub owner_stake: OwnerStake,
}

#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnerUnstaked {
    pub device: Pubkey,
    pub owner: Pubkey,
    pub amount: u64,
    pub owner_stake: OwnerStake,
    /// The co-stakes that left with it (R9).
    pub pushed_out: Vec<PushedOut>,
}

#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnerWithdrew {
    pub device: Pubkey,
    pub owner: Pubkey,
    pub sender: Pubkey,
    pub destination: Pubkey,
    pub amount: u64,
    pub owner_stake: OwnerStake,
}

#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceClosed {
    pub device: Pubkey,
    pub device_id: [u8; 32],
    pub owner: Pubkey,
    pub closer: Pubkey,
    /// What a donation had left in the vault, paid to the owner.
    pub donation: u64,
    pub rent_payer: Pubkey,
}

#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferCreated {
    pub device: Pubkey,
    pub offer: Pubkey,
    pub index: u32,
    pub owner: Pubkey,
    /// The zero address if anyone may claim it.
    pub reserved_for: Pubkey,
    pub model: [u8; 32],
    pub terms: Terms,
    pub created_at: i64,
    pub rent_payer: Pubkey,
}

#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferRetracted {
    pub device: Pubkey,
    pub offer: Pubkey,
    pub index: u32,
    pub by: Pubkey,
    pub terms: Terms,
}

#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferClosed {
    pub device: Pubkey,
    pub offer: Pubkey,
    pub index: u32,
    pub rent_payer: Pubkey,
}

#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferClaimed {
    pub device: Pubkey,
    pub offer: Pubkey,
    pub index: u32,
    pub co_staker: Pubkey,
    pub terms: Terms,
    pub claimed_at: i64,
    /// Which of the device's places it took.
    pub place: u8,
    /// The wallet's claim slots after it.
    pub slots: [ClaimSlot; 2],
}

#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoStakeUnstaked {
    pub device: Pubkey,
    pub index: u32,
    pub co_staker: Pubkey,
    pub amount: u64,
    pub cooldown_at: i64,
    pub unlock_at: i64,
}

#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoStakeWithdrawn {
    pub device: Pubkey,
    pub offer: Pubkey,
    pub index: u32,
    pub co_staker: Pubkey,
    pub sender: Pubkey,
    pub destination: Pubkey,
    pub amount: u64,
    /// Unclaimed rewards, which wait on the offer from now on.
    pub rewards: u64,
}

#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimsOpened {
    pub wallet: Pubkey,
    pub counter: Pubkey,
    pub rent_payer: Pubkey,
}

#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimsClosed {
    pub wallet: Pubkey,
    pub counter: Pubkey,
    pub rent_payer: Pubkey,
}

#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimReleased {
    pub wallet: Pubkey,
    pub device: Pubkey,
    pub index: u32,
    pub by: Pubkey,
}

#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RewardsFunded {
    pub funder: Pubkey,
    pub amount: u64,
    /// All that was ever put in, this included.
    pub funded: u64,
}

/// One for a whole batch.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RewardsAccrued {
    pub started_at: i64,
    pub ended_at: i64,
    /// All that is owed after it.
    pub owed: u64,
    /// In the batch's order.
    pub rows: Vec<AccruedRow>,
}

#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RewardsClaimed {
    pub device: Pubkey,
    /// The offer of the co-staker who is paid; `None` for the owner.
    pub offer_index: Option<u32>,
    pub party: Pubkey,
    pub sender: Pubkey,
    pub destination: Pubkey,
    pub amount: u64,
    pub owed: u64,
    pub paid: u64,
}

#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlashOpened {
    pub device: Pubkey,
    pub case: Pubkey,
    pub offence_id: [u8; 32],
    pub slash: Slash,
    pub opened_at: i64,
    pub owner_stake: OwnerStake,
    /// What was taken from whom.
    pub parts: [Part; PARTS],
    pub escrowed: u64,
}

#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlashAppealed {
    pub device: Pubkey,
    pub case: Pubkey,
    pub by: Pubkey,
    pub appealed_at: i64,
}

/// The arbiter ruled, or a window passed in silence.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlashDecided {
    pub device: Pubkey,
    pub case: Pubkey,
    pub by: Pubkey,
    pub upheld: bool,
    /// Base units of stake; zero if overturned.
    pub burned: u64,
    /// Base units of withheld rewards that are owed to nobody any more.
    pub forgiven: u64,
    pub escrowed: u64,
    pub owed: u64,
}

#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlashReturned {
    pub device: Pubkey,
    pub case: Pubkey,
    pub number: u8,
    pub part: Part,
    pub sender: Pubkey,
    /// Where the stake went: the device's vault if the stake that it came from still exists, else to the party. The zero
    /// address where it has ended and nothing was taken of it.
    pub destination: Pubkey,
    pub to_stake: bool,
    pub escrowed: u64,
}

/// What one device got of a batch.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug, PartialEq, Eq)]
pub struct AccruedRow {
    pub device: Pubkey,
    pub accrual: Accrual,
}

/// A co-stake that the owner's exit pushed into its cooldown.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct PushedOut {
    pub index: u32,
    pub co_staker: Pubkey,
    pub cooldown_at: i64,
    pub unlock_at: i64,
}

impl From<&Position> for PushedOut {
    fn from(position: &Position) -> Self {
        Self {
            index: position.offer_index(),
            co_staker: *position.co_staker(),
            cooldown_at: position.cooldown_at(),
            unlock_at: position.unlock_at(),
        }
    }
}
