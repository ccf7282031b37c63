//! What this program reads of the token program's accounts: a few fields at fixed places, instead of all of them decoded.
//!
//! That an account is the token program's own is proved before by Anchor's `Account`, which asks for [`Owner`], so a length
//! and an initialised state leave no other type.

use anchor_lang::{prelude::*, solana_program::program_error::ProgramError};
use anchor_spl::token;

use crate::layout::bytes_at;

/// A mint of the classic token program.
#[derive(Clone, Copy, Debug)]
pub struct Mint {
    pub decimals: u8,
    /// Whether somebody can freeze its token accounts.
    pub can_freeze: bool,
}

/// A token account of the classic token program.
#[derive(Clone, Copy, Debug)]
pub struct TokenAccount {
    pub mint: Pubkey,
    pub owner: Pubkey,
    /// Base units.
    pub amount: u64,
}

impl Mint {
    const DECIMALS: usize = 44;
    const INITIALIZED: usize = 45;
    const FREEZE_AUTHORITY: usize = 46;
}

impl TokenAccount {
    const OWNER: usize = 32;
    const AMOUNT: usize = 64;
    const STATE: usize = 108;

    /// What the account holds now: its fields are as they were when the instruction began.
    ///
    /// # Errors
    /// [`ProgramError::InvalidAccountData`], which no account of the token program raises.
    pub fn amount_now(account: &Account<Self>) -> Result<u64> {
        let info: &AccountInfo = account.as_ref();
        let data = info.try_borrow_data()?;
        Ok(u64::from_le_bytes(bytes_at(&data, Self::AMOUNT)?))
    }
}

impl AccountDeserialize for Mint {
    fn try_deserialize_unchecked(data: &mut &[u8]) -> Result<Self> {
        expect_initialized(data, token::Mint::LEN, Self::INITIALIZED)?;
        let [decimals] = bytes_at(data, Self::DECIMALS)?;
        let freeze_authority = u32::from_le_bytes(bytes_at(data, Self::FREEZE_AUTHORITY)?);
        Ok(Self { decimals, can_freeze: freeze_authority != 0 })
    }
}

impl AccountDeserialize for TokenAccount {
    fn try_deserialize_unchecked(data: &mut &[u8]) -> Result<Self> {
        expect_initialized(data, token::TokenAccount::LEN, Self::STATE)?;
        Ok(Self {
            mint: bytes_at(data, 0)?.into(),
            owner: bytes_at(data, Self::OWNER)?.into(),
            amount: u64::from_le_bytes(bytes_at(data, Self::AMOUNT)?),
        })
    }
}

/// Only the token program writes them.
impl AccountSerialize for Mint {}
impl AccountSerialize for TokenAccount {}

impl Owner for Mint {
    fn owner() -> Pubkey {
        token::ID
    }
}

impl Owner for TokenAccount {
    fn owner() -> Pubkey {
        token::ID
    }
}

fn expect_initialized(data: &[u8], len: usize, state: usize) -> Result<()> {
    if data.len() != len {
        return Err(ProgramError::InvalidAccountData.into());
    }
    match data.get(state) {
        Some(0) | None => Err(ProgramError::UninitializedAccount.into()),
        Some(_) => Ok(()),
    }
}
