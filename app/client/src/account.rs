//! Accounts from their bytes.

use std::fmt;

use anchor_lang::{Discriminator, ZeroCopy, prelude::Pubkey};
use bytemuck::pod_read_unaligned;

use crate::{ClaimCounter, Config, Device, ID, Offer, RewardPool, SlashCase, pda};

/// Why bytes are not the account that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountError {
    /// Another program's account, or a wallet.
    Owner { expected: Pubkey, found: Pubkey },
    /// Another type of this program.
    Type { expected: &'static str },
    /// Cut off.
    Length { expected: usize, found: usize },
    /// Written by another version of the program.
    Version { expected: u8, found: u8 },
    /// The account of another address, which only a node or a file that lies has here.
    Address { found: Pubkey },
}

impl fmt::Display for AccountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Owner { expected, found } => write!(
                f,
                "the account belongs to {found}, expected {expected}: check the address, and that the cluster is the right one"
            ),
            Self::Type { expected } => write!(f, "the account is not a {expected}: check the address"),
            Self::Length { expected, found } => {
                write!(f, "the account holds {found} bytes, expected {expected}: read all of it")
            }
            Self::Version { expected, found } => write!(
                f,
                "the account has version {found}, this client reads version {expected}: use the client of that version"
            ),
            Self::Address { found } => write!(
                f,
                "expected the account of this address, found that of {found}: read it from another node, or save the accounts again on a machine that you trust"
            ),
        }
    }
}

impl std::error::Error for AccountError {}

/// The config.
///
/// # Errors
/// What [`AccountError`] lists.
pub fn config(owner: &Pubkey, data: &[u8]) -> Result<Config, AccountError> {
    let config: Config = decode(owner, data, "config")?;
    versioned(config.version(), config)
}

/// A device.
///
/// # Errors
/// What [`AccountError`] lists.
pub fn device(owner: &Pubkey, data: &[u8]) -> Result<Device, AccountError> {
    let device: Device = decode(owner, data, "device")?;
    versioned(device.version(), device)
}

/// An offer.
///
/// # Errors
/// What [`AccountError`] lists.
pub fn offer(owner: &Pubkey, data: &[u8]) -> Result<Offer, AccountError> {
    let offer: Offer = decode(owner, data, "offer")?;
    versioned(offer.version(), offer)
}

/// A claim counter.
///
/// # Errors
/// What [`AccountError`] lists.
pub fn claim_counter(owner: &Pubkey, data: &[u8]) -> Result<ClaimCounter, AccountError> {
    let counter: ClaimCounter = decode(owner, data, "claim counter")?;
    versioned(counter.version(), counter)
}

/// The reward pool.
///
/// # Errors
/// What [`AccountError`] lists.
pub fn reward_pool(owner: &Pubkey, data: &[u8]) -> Result<RewardPool, AccountError> {
    let pool: RewardPool = decode(owner, data, "reward pool")?;
    versioned(pool.version(), pool)
}

/// A slash case.
///
/// # Errors
/// What [`AccountError`] lists.
pub fn slash_case(owner: &Pubkey, data: &[u8]) -> Result<SlashCase, AccountError> {
    let case: SlashCase = decode(owner, data, "slash case")?;
    versioned(case.version(), case)
}

/// An account that says itself where it lies: its address follows from what is in it.
pub trait Placed {
    /// The only address at which the program keeps it.
    fn address(&self) -> Pubkey;
}

impl Placed for Device {
    fn address(&self) -> Pubkey {
        pda::device(self.device_id())
    }
}

impl Placed for Offer {
    fn address(&self) -> Pubkey {
        pda::offer(&self.device, self.index())
    }
}

impl Placed for ClaimCounter {
    fn address(&self) -> Pubkey {
        pda::claims(&self.wallet)
    }
}

impl Placed for SlashCase {
    fn address(&self) -> Pubkey {
        pda::slash_case(&self.device, self.offence_id())
    }
}

/// The account, if it is the one of `address`. What is signed names the addresses that follow from it, so a source that
/// is not believed blindly (a node, a file) must not put another in its place.
///
/// # Errors
/// [`AccountError::Address`].
pub fn placed<T: Placed>(address: &Pubkey, account: T) -> Result<T, AccountError> {
    let found = account.address();
    if found == *address { Ok(account) } else { Err(AccountError::Address { found }) }
}

fn decode<T: ZeroCopy + Discriminator>(owner: &Pubkey, data: &[u8], expected: &'static str) -> Result<T, AccountError> {
    if *owner != ID {
        return Err(AccountError::Owner { expected: ID, found: *owner });
    }
    let Some(fields) = data.strip_prefix(T::DISCRIMINATOR) else {
        return Err(AccountError::Type { expected });
    };
    let Some(fields) = fields.get(..size_of::<T>()) else {
        let expected = T::DISCRIMINATOR.len() + size_of::<T>();
        return Err(AccountError::Length { expected, found: data.len() });
    };
    Ok(pod_read_unaligned(fields))
}

fn versioned<T>(found: u8, account: T) -> Result<T, AccountError> {
    let expected = co_staking::state::VERSION;
    if found == expected { Ok(account) } else { Err(AccountError::Version { expected, found }) }
}
