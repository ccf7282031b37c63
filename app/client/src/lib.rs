//! What a wallet, an operator's tool or a test needs to talk to the co-staking program: addresses ([`pda`]),
//! instructions ([`instructions`], [`batch`]), accounts ([`account`]), events ([`event`]), and refusals that say what to do
//! ([`error`], [`explain`]). Network code stands behind the feature `rpc` alone, with the plans of what a wallet wants to
//! do (`plan`), and no rule is its own: types and rules are the program's.
//!
//! ```
//! use co_staking_client::{instructions::owner, pda};
//! # let owner = co_staking_client::Pubkey::new_unique();
//! # let mint = co_staking_client::Pubkey::new_unique();
//! let device = pda::device(&pda::device_id("gpu-7f3a"));
//! let source = pda::associated_token(&owner, &mint);
//! let stake = owner::stake(&device, &owner, &source, &mint, 16_000 * 100_000_000);
//! assert_eq!(stake.program_id, co_staking_client::ID);
//! ```

pub mod account;
pub mod batch;
pub mod error;
pub mod event;
pub mod explain;
pub mod format;
pub mod instructions;
pub mod marketplace;
pub mod pda;
#[cfg(feature = "rpc")]
pub mod plan;
#[cfg(feature = "rpc")]
pub mod rpc;

pub use co_staking::{
    ID,
    error::CoStakingError,
    instructions::{AccrueRewardsArgs, CreateOfferArgs, InitializeConfigArgs, RegisterDeviceArgs, UpdateDeviceArgs},
    rules,
    state::{
        Accrual, ClaimCounter, ClaimSlot, Config, ConfigChanges, Credit, Device, Durations, ExpectedTerms, Offer,
        OwnerStake, PARTS, POSITIONS, Part, Position, REWARD_DAYS, RewardBucket, RewardPool, Roles, Slash, SlashCase,
    },
};

pub use anchor_lang::prelude::Pubkey;
pub use solana_instruction::{AccountMeta, Instruction};
