use anchor_lang::prelude::*;
use anchor_spl::token::Token;

use crate::{
    events::SlashDecided,
    rules::slash::Verdict,
    state::{Device, RewardPool, SlashCase},
    token::{self, Mint, TokenAccount},
};

/// What a decision touches, whoever takes it.
#[derive(Accounts)]
pub struct Decision<'info> {
    #[account(mut)]
    pub device: AccountLoader<'info, Device>,
    #[account(mut, has_one = device)]
    pub case: AccountLoader<'info, SlashCase>,
    #[account(mut, has_one = escrow)]
    pub pool: AccountLoader<'info, RewardPool>,
    #[account(mut)]
    pub escrow: Account<'info, TokenAccount>,
    /// Its supply shrinks with a burn.
    #[account(mut, address = escrow.mint)]
    pub mint: Account<'info, Mint>,
    pub token_program: Program<'info, Token>,
}

impl Decision<'_> {
    /// R29 to R31: an upheld case is burned and its rewards forgiven; of an overturned one each part waits to be
    /// returned.
    pub(super) fn carry_out(&mut self, verdict: Verdict, by: Pubkey) -> Result<SlashDecided> {
        let Self { device, case, pool, escrow, mint, token_program } = self;
        let upheld = match verdict {
            Verdict::Uphold => true,
            Verdict::Overturn => false,
        };
        device.load_mut()?.decide_case(!upheld)?;
        let (mut burned, mut forgiven) = (0, 0);
        if upheld {
            (burned, forgiven) = (case.load()?.stake()?, case.load()?.rewards()?);
            pool.load_mut()?.escrow_out(burned)?;
            pool.load_mut()?.forgive(forgiven)?;

            token::burn(pool, escrow, mint, token_program, burned)?;
        }
        let pool = pool.load()?;
        pool.invariant_with_escrow(TokenAccount::amount_now(escrow)?)?;

        let (device, case, escrowed, owed) = (device.key(), case.key(), pool.escrowed(), pool.owed());
        Ok(SlashDecided { device, case, by, upheld, burned, forgiven, escrowed, owed })
    }
}
