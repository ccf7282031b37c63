//! Fields of other programs' accounts, at fixed places.

use anchor_lang::{prelude::*, solana_program::program_error::ProgramError};

/// The bytes at a place.
///
/// # Errors
/// `InvalidAccountData` where there are not as many.
pub fn bytes_at<const N: usize>(data: &[u8], at: usize) -> Result<[u8; N]> {
    data.get(at..).and_then(<[u8]>::first_chunk).copied().ok_or_else(|| ProgramError::InvalidAccountData.into())
}
