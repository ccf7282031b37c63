//! A network to try things on, made of the accounts that its first block begins with: wallets with SOL and IO, the
//! config, and devices with stakes and open offers. What the accounts hold is written by the program's own transitions.
//!
//! It runs on no ledger of its own: put [`World::accounts`] on one that has the program.

mod accounts;
mod fleet;
mod program;
mod wallets;

use std::path::Path;

use anyhow::Result;
use co_staking_client::{Durations, Pubkey, format::IO};
use solana_account::Account;

pub use fleet::OFFERS_OF_A_DEVICE;
pub use wallets::{OWNERS, WALLETS, Wallets};

/// Short enough to see the end of everything.
pub const DURATIONS: Durations = Durations {
    wait_secs: 10,
    cooldown_secs: 20,
    appeal_window_secs: 40,
    requirement_notice_secs: 10,
    longest_hire_secs: 120,
    hire_gap_secs: 5,
};
/// What each wallet holds.
pub const WALLET_IO: u64 = 1_000_000 * IO;
/// What each wallet has for fees and rents.
pub const WALLET_LAMPORTS: u64 = 1_000_000_000_000;

/// What a network begins with.
pub struct World {
    pub wallets: Wallets,
    pub accounts: Vec<(Pubkey, Account)>,
}

impl World {
    /// Wallets alone, with their keypair files in `folder`: the program is not initialised.
    ///
    /// # Errors
    /// Where a file cannot be written.
    pub fn empty(folder: &Path) -> Result<Self> {
        let wallets = Wallets::write(folder)?;
        let accounts = wallets.accounts();
        Ok(Self { wallets, accounts }.with_mint())
    }

    /// The program is initialised with [`DURATIONS`], and has `devices` devices, each with offers, as of `now`.
    ///
    /// # Errors
    /// Where a file cannot be written.
    pub fn with_devices(folder: &Path, devices: u32, now: i64) -> Result<Self> {
        let wallets = Wallets::write(folder)?;
        let mut accounts = wallets.accounts();
        accounts.extend(program::accounts(&wallets)?);
        for number in 1..=devices {
            accounts.extend(fleet::device(&wallets, number, now)?);
        }
        Ok(Self { wallets, accounts }.with_mint())
    }

    /// What is handed out exists.
    fn with_mint(mut self) -> Self {
        let supply = self.accounts.iter().map(|(_, account)| accounts::held(account)).sum();
        self.accounts.push((self.wallets.mint(), accounts::mint(&self.wallets.mint(), supply)));
        self
    }
}
