//! A device: what the registrar attests, what it must have staked, and all that is staked on it. What each actor may
//! do with it stands in the file of that name.

mod close;
mod co_stakes;
mod figures;
mod offers;
mod owner;
#[cfg(test)]
mod proofs;
mod registrar;
mod rewards;
mod slash;

pub use offers::ExpectedTerms;
pub use rewards::{Accrual, Credit};
pub use slash::{Returned, Slash};

use anchor_lang::prelude::*;
use bytemuck::{Pod, Zeroable};

use super::{OwnerStake, Position, VERSION, seeds};
use crate::{
    error::CoStakingError,
    rules::{
        RuleResult,
        amount::BPS_WHOLE,
        check,
        facts::DeviceFacts,
        hire::Hire,
        offer::PLACES,
        require,
        requirement::{Requirement, requirement},
        time::LONG_AGO,
    },
};

/// Places for co-stakes on one device.
pub const POSITIONS: usize = PLACES;
/// Days of the estimate "reward per block, 7-day average" (R27).
pub const REWARD_DAYS: usize = 7;

/// What a device earned on one day (R27).
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct RewardBucket {
    /// Base units.
    pub rewards: u64,
    pub blocks: u32,
    /// Days since 1970.
    pub day: u32,
}

/// One device. Zero-copy: the order of the fields is the layout, which `tests/src/layout` holds fixed.
#[account(zero_copy)]
#[derive(Debug)]
#[repr(C)]
pub struct Device {
    version: u8,
    bump: u8,
    ever_staked: u8,
    open_offers: u8,
    /// Σ bps of the offers stored as Open.
    open_bps: u32,
    device_id: [u8; 32],
    pub owner: Pubkey,
    pub vault: Pubkey,
    /// Who gets the rent back when the device is closed.
    pub rent_payer: Pubkey,
    facts: DeviceFacts,
    hire: Hire,
    requirement: Requirement,
    owner_stake: OwnerStake,
    /// `P`: what the offers stored as Open ask for, in base units.
    open_amount: u64,
    /// Offer accounts that exist, in whatever state.
    offer_accounts: u32,
    next_offer_index: u32,
    undecided_cases: u32,
    /// Slash cases overturned, with a part not yet returned.
    unreturned_cases: u32,
    last_block_ended_at: i64,
    buckets: [RewardBucket; REWARD_DAYS],
    positions: [Position; POSITIONS],
    _reserved: [u64; 16],
}

/// What a new device is made of.
pub struct Registration {
    pub bump: u8,
    pub device_id: [u8; 32],
    pub owner: Pubkey,
    pub vault: Pubkey,
    pub rent_payer: Pubkey,
    pub facts: DeviceFacts,
}

/// The seeds with which a device signs for its vault.
pub struct DeviceSigner {
    device_id: [u8; 32],
    bump: [u8; 1],
}

impl DeviceSigner {
    /// The seeds in the runtime's form.
    pub fn seeds(&self) -> [&[u8]; 3] {
        [seeds::DEVICE, &self.device_id, &self.bump]
    }
}

impl Device {
    /// Bytes of the account.
    pub const SPACE: usize = Self::DISCRIMINATOR.len() + size_of::<Self>();

    /// Fills a new device (R2).
    ///
    /// # Errors
    /// [`CoStakingError::OwnerIsZero`], and those of the requirement (R1).
    pub fn register(&mut self, new: Registration, base_requirement: u64) -> RuleResult<()> {
        check([require(new.owner != Pubkey::default(), CoStakingError::OwnerIsZero)])?;
        *self = Self {
            version: VERSION,
            bump: new.bump,
            device_id: new.device_id,
            owner: new.owner,
            vault: new.vault,
            rent_payer: new.rent_payer,
            facts: new.facts,
            hire: Hire::NEVER_HIRED,
            requirement: Requirement::new(requirement(new.facts.cards, base_requirement, new.facts.multiplier_bps)?),
            owner_stake: OwnerStake::NONE,
            last_block_ended_at: LONG_AGO,
            ..Zeroable::zeroed()
        };
        Ok(())
    }

    /// The seeds with which it signs.
    pub const fn signer(&self) -> DeviceSigner {
        DeviceSigner { device_id: self.device_id, bump: [self.bump] }
    }
}

impl Device {
    /// What holds after every instruction that changes a device.
    pub fn invariant(&self) -> RuleResult<()> {
        let owner = &self.owner_stake;
        let active = self.held().filter(|position| position.is_active());
        let shares = active.fold(self.open_bps, |sum, active| sum.saturating_add(u32::from(active.reward_bps())));
        check([
            require(self.version == VERSION, CoStakingError::UnknownVersion),
            // R6, R8: the owner's stake is active or exiting as a whole.
            require(owner.active() == 0 || owner.exiting() == 0, CoStakingError::LedgerBroken),
            // I4: whoever shares the reward shares at most the whole of it.
            require(shares <= u32::from(BPS_WHOLE), CoStakingError::RewardSharesBroken),
        ])
    }

    /// [`Self::invariant`], and I1 where money moved. `vault_amount` is read after the transfer.
    pub fn invariant_with_vault(&self, vault_amount: u64) -> RuleResult<()> {
        self.invariant()?;
        // At least, not equal: anyone can donate, and that must block nothing (R4).
        check([require(vault_amount >= self.ledger()?, CoStakingError::VaultBelowLedger)])
    }
}
