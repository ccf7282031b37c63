//! The embedded ledger: a Solana virtual machine with the real token program and the built program.

mod deploy;
mod moves;
mod transaction;

use anchor_lang::{AccountDeserialize, prelude::Clock};
use anchor_spl::token::{self, TokenAccount};
use anyhow::{Context, Result};
use co_staking_client::{ClaimCounter, Config, Device, Offer, Pubkey, RewardPool, SlashCase, account, pda};
use co_staking_migrations as migrations;
use litesvm::LiteSVM;
use solana_account::Account;

pub use self::{
    deploy::{Elf, FILE},
    moves::Move,
    transaction::Processed,
};

/// Accounts, a clock, and a way to send transactions.
pub struct Ledger {
    svm: LiteSVM,
}

impl Ledger {
    /// The account at that address.
    pub fn account(&self, address: &Pubkey) -> Option<Account> {
        // A ledger keeps no account without lamports.
        self.svm.get_account(address).filter(|account| account.lamports > 0)
    }

    /// Lamports at that address.
    pub fn lamports(&self, address: &Pubkey) -> u64 {
        self.account(address).map_or(0, |account| account.lamports)
    }

    /// The token account at that address.
    pub fn token(&self, address: &Pubkey) -> Option<TokenAccount> {
        self.account(address).and_then(|account| as_token(&account))
    }

    /// What a token account holds, in base units.
    pub fn balance(&self, address: &Pubkey) -> u64 {
        self.token(address).map_or(0, |token| token.amount)
    }

    /// All token accounts of a mint.
    pub fn holders(&self, mint: &Pubkey) -> Vec<(Pubkey, u64)> {
        let all = self.svm.get_program_accounts(&token::ID).into_iter();
        let tokens = all.filter_map(|(address, account)| Some((address, as_token(&account)?)));
        tokens.filter(|(_, token)| token.mint == *mint).map(|(address, token)| (address, token.amount)).collect()
    }

    /// The config.
    pub fn config(&self) -> Result<Config> {
        let found = self.account(&pda::config()).context("the config does not exist")?;
        Ok(account::config(&found.owner, &found.data)?)
    }

    /// A device.
    pub fn device(&self, address: &Pubkey) -> Result<Device> {
        let found = self.account(address).with_context(|| format!("the device {address} does not exist"))?;
        Ok(account::device(&found.owner, &found.data)?)
    }

    /// The offer at that address, if there is one.
    pub fn offer(&self, address: &Pubkey) -> Option<Offer> {
        self.account(address).and_then(|found| account::offer(&found.owner, &found.data).ok())
    }

    /// The claim counter at that address, if there is one.
    pub fn claim_counter(&self, address: &Pubkey) -> Option<ClaimCounter> {
        self.account(address).and_then(|found| account::claim_counter(&found.owner, &found.data).ok())
    }

    /// The slash case at that address, if there is one.
    pub fn slash_case(&self, address: &Pubkey) -> Option<SlashCase> {
        self.account(address).and_then(|found| account::slash_case(&found.owner, &found.data).ok())
    }

    /// The reward pool, once the config exists.
    pub fn reward_pool(&self) -> Option<RewardPool> {
        self.account(&pda::reward_pool()).and_then(|found| account::reward_pool(&found.owner, &found.data).ok())
    }

    /// The clock of the virtual machine.
    pub fn now(&self) -> i64 {
        self.svm.get_sysvar::<Clock>().unix_timestamp
    }

    /// Moves the clock.
    pub fn set_time(&mut self, unix_timestamp: i64) {
        let clock = Clock { unix_timestamp, ..self.svm.get_sysvar() };
        self.svm.set_sysvar(&clock);
    }

    /// What an account of that size must hold.
    pub fn rent(&self, len: usize) -> u64 {
        self.svm.minimum_balance_for_rent_exemption(len)
    }

    /// Gives lamports to a wallet.
    pub fn fund(&mut self, wallet: &Pubkey, lamports: u64) -> Result<()> {
        match self.svm.airdrop(wallet, lamports) {
            Ok(_) => Ok(()),
            Err(failed) => anyhow::bail!("the ledger gives no lamports to {wallet}: {}", failed.err),
        }
    }
}

#[cfg(test)]
impl Ledger {
    /// Changes a balance as no instruction could.
    pub fn add_tokens(&mut self, address: &Pubkey, amount: i64) {
        const AMOUNT: std::ops::Range<usize> = 64..72;
        let mut account = self.account(address).expect("the account exists");
        let changed = self.balance(address).checked_add_signed(amount).expect("a balance");
        account.data[AMOUNT].copy_from_slice(&changed.to_le_bytes());
        self.svm.set_account(*address, account).expect("the ledger takes it");
    }
}

/// The bytes as a token account, if they are one.
pub fn as_token(account: &Account) -> Option<TokenAccount> {
    let token = TokenAccount::try_deserialize(&mut account.data.as_slice()).ok();
    token.filter(|_| account.owner == token::ID)
}

impl migrations::Ledger for Ledger {
    fn account(&self, address: &Pubkey) -> Result<Option<migrations::Account>, migrations::LedgerError> {
        Ok(self.account(address).map(|Account { owner, data, executable, .. }| migrations::Account {
            owner,
            data,
            executable,
        }))
    }
}
