//! The accounts. Each file holds one, with the only code that writes its balances: a transition checks its rule, moves
//! the figures and returns a receipt, which the handler pays and emits.

mod claim_counter;
mod config;
mod device;
mod offer;
mod owner_stake;
mod part;
mod position;
mod reward_pool;
mod slash_case;

pub use claim_counter::{ClaimCounter, ClaimSlot};
pub use config::{Config, ConfigChanges, Durations, Roles};
pub use device::{
    Accrual, Credit, Device, DeviceSigner, ExpectedTerms, POSITIONS, REWARD_DAYS, Registration, Returned, RewardBucket,
    Slash,
};
pub use offer::{NewOffer, Offer};
pub use owner_stake::OwnerStake;
pub use part::Part;
pub use position::Position;
pub use reward_pool::{PoolSigner, RewardPool};
pub use slash_case::{NewCase, PARTS, SlashCase};

use anchor_lang::{Discriminator, ZeroCopy, error::ErrorCode};

/// The account in these bytes, for an account that may be closed and so has no fixed type in an instruction. That it is
/// the program's own is for the caller to check.
///
/// # Errors
/// [`ErrorCode::AccountDiscriminatorMismatch`], [`ErrorCode::AccountDidNotDeserialize`].
pub fn view<T: ZeroCopy + Discriminator>(data: &[u8]) -> anchor_lang::Result<&T> {
    let fields = data.strip_prefix(T::DISCRIMINATOR).ok_or(ErrorCode::AccountDiscriminatorMismatch)?;
    let fields = fields.get(..size_of::<T>()).ok_or(ErrorCode::AccountDidNotDeserialize)?;
    bytemuck::try_from_bytes(fields).map_err(|_| ErrorCode::AccountDidNotDeserialize.into())
}

/// As [`view`], to be changed.
///
/// # Errors
/// Those of [`view`].
pub fn view_mut<T: ZeroCopy + Discriminator>(data: &mut [u8]) -> anchor_lang::Result<&mut T> {
    view::<T>(data)?;
    let fields = data.get_mut(T::DISCRIMINATOR.len()..).and_then(|fields| fields.get_mut(..size_of::<T>()));
    let fields = fields.ok_or(ErrorCode::AccountDidNotDeserialize)?;
    bytemuck::try_from_bytes_mut(fields).map_err(|_| ErrorCode::AccountDidNotDeserialize.into())
}

/// Seeds of the program's addresses.
pub mod seeds {
    /// [`super::Config`]: this alone.
    pub const CONFIG: &[u8] = b"config";
    /// [`super::Device`]: this and the device id.
    pub const DEVICE: &[u8] = b"device";
    /// A device's vault: this and the device's address.
    pub const VAULT: &[u8] = b"vault";
    /// [`super::Offer`]: this, the device's address and the offer's index (`u32`, little-endian).
    pub const OFFER: &[u8] = b"offer";
    /// [`super::ClaimCounter`]: this and the wallet's address.
    pub const CLAIMS: &[u8] = b"claims";
    /// [`super::RewardPool`]: this alone.
    pub const REWARDS: &[u8] = b"rewards";
    /// The pool's token account: this alone.
    pub const REWARD_VAULT: &[u8] = b"reward_vault";
    /// [`super::SlashCase`]: this, the device's address and the offence id (32 bytes).
    pub const SLASH: &[u8] = b"slash";
    /// The token account for what cases hold: this alone.
    pub const ESCROW: &[u8] = b"escrow";
}

/// The layout that this program reads and writes; an account of another version is refused.
pub const VERSION: u8 = 1;
