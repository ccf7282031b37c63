//! The ledgers of what is not on any one device: block rewards, and what is held in escrow.

use anchor_lang::prelude::*;
use bytemuck::Zeroable;

use super::{VERSION, seeds};
use crate::{
    error::CoStakingError,
    rules::{
        Precondition, RuleResult,
        amount::{add, sub},
        check, require,
        rewards::may_owe,
    },
};

/// The one pool. It signs for the reward vault and for the escrow.
#[account(zero_copy)]
#[derive(Debug)]
#[repr(C)]
pub struct RewardPool {
    version: u8,
    bump: u8,
    _padding: [u8; 6],
    /// Holds what is funded and not yet paid.
    pub reward_vault: Pubkey,
    /// Holds the parts of slash cases that are undecided or not yet returned.
    pub escrow: Pubkey,
    /// All that was ever put in, in base units.
    funded: u64,
    /// Credited to parties, or withheld by an undecided case, and not yet paid.
    owed: u64,
    /// All that was ever paid out.
    paid: u64,
    /// What the escrow holds for cases.
    escrowed: u64,
    _reserved: [u64; 8],
}

/// The seeds with which the pool signs.
pub struct PoolSigner {
    bump: [u8; 1],
}

impl PoolSigner {
    /// The seeds in the runtime's form.
    pub fn seeds(&self) -> [&[u8]; 2] {
        [seeds::REWARDS, &self.bump]
    }
}

impl RewardPool {
    /// Bytes of the account.
    pub const SPACE: usize = Self::DISCRIMINATOR.len() + size_of::<Self>();

    /// Fills the new pool.
    pub fn open(&mut self, bump: u8, reward_vault: Pubkey, escrow: Pubkey) {
        *self = Self { version: VERSION, bump, reward_vault, escrow, ..Zeroable::zeroed() };
    }

    /// R23: somebody put in that much.
    ///
    /// # Errors
    /// [`CoStakingError::AmountZero`].
    pub fn fund(&mut self, amount: u64) -> RuleResult<()> {
        check(Self::may_fund(amount))?;
        self.funded = add(self.funded, amount)?;
        self.invariant()
    }

    /// R23: what must hold for [`Self::fund`].
    pub const fn may_fund(amount: u64) -> [Precondition; 1] {
        [require(amount > 0, CoStakingError::AmountZero)]
    }

    /// R23: that much was credited.
    ///
    /// # Errors
    /// [`CoStakingError::RewardPoolUnderfunded`].
    pub fn owe(&mut self, amount: u64) -> RuleResult<()> {
        // Whoever posts the batch names the amounts: a sum beyond 64 bits is more than any fund.
        let owed = self.owed.checked_add(amount).ok_or(CoStakingError::RewardPoolUnderfunded)?;
        check(may_owe(owed, self.funded, self.paid))?;
        self.owed = owed;
        self.invariant()
    }

    /// R26: that much of what was owed goes out.
    pub fn pay(&mut self, amount: u64) -> RuleResult<()> {
        self.owed = sub(self.owed, amount)?;
        self.paid = add(self.paid, amount)?;
        self.invariant()
    }

    /// R29: a debt is dropped; what it was is free again.
    pub fn forgive(&mut self, amount: u64) -> RuleResult<()> {
        self.owed = sub(self.owed, amount)?;
        self.invariant()
    }

    /// R28: a case put that much into the escrow.
    pub fn escrow_in(&mut self, amount: u64) -> RuleResult<()> {
        self.escrowed = add(self.escrowed, amount)?;
        self.invariant()
    }

    /// R30, R32: that much leaves the escrow, burned or returned.
    pub fn escrow_out(&mut self, amount: u64) -> RuleResult<()> {
        self.escrowed = sub(self.escrowed, amount)?;
        self.invariant()
    }

    /// All that was ever put in, in base units.
    pub const fn funded(&self) -> u64 {
        self.funded
    }

    /// What is credited or withheld, and not yet paid.
    pub const fn owed(&self) -> u64 {
        self.owed
    }

    /// All that was ever paid out.
    pub const fn paid(&self) -> u64 {
        self.paid
    }

    /// What blocks can still credit.
    pub const fn available(&self) -> u64 {
        self.funded.saturating_sub(self.paid).saturating_sub(self.owed)
    }

    /// What the escrow holds for cases.
    pub const fn escrowed(&self) -> u64 {
        self.escrowed
    }

    /// The seeds with which it signs.
    pub const fn signer(&self) -> PoolSigner {
        PoolSigner { bump: [self.bump] }
    }

    /// The layout that the account was written in.
    pub const fn version(&self) -> u8 {
        self.version
    }

    /// What holds after every change of the pool.
    fn invariant(&self) -> RuleResult<()> {
        check([require(self.version == VERSION, CoStakingError::UnknownVersion)])?;
        check(may_owe(self.owed, self.funded, self.paid))
    }

    /// I1 for the reward vault; its amount is read after the transfer. At least, not equal: anyone can donate.
    pub fn invariant_with_vault(&self, vault_amount: u64) -> RuleResult<()> {
        self.invariant()?;
        check([require(vault_amount >= self.owed, CoStakingError::RewardVaultBelowLedger)])
    }

    /// I1 for the escrow; its amount is read after the transfer. At least, not equal: anyone can donate.
    pub fn invariant_with_escrow(&self, escrow_amount: u64) -> RuleResult<()> {
        self.invariant()?;
        check([require(escrow_amount >= self.escrowed, CoStakingError::EscrowBelowLedger)])
    }
}
