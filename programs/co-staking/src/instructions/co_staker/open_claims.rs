use anchor_lang::prelude::*;

use crate::{
    emit::emit,
    events::ClaimsOpened,
    state::{ClaimCounter, seeds},
};

#[event_cpi]
#[derive(Accounts)]
pub struct OpenClaims<'info> {
    #[account(mut)]
    pub payer: Signer<'info>,
    /// CHECK: only its address counts: the counter belongs to whoever can sign for it.
    pub wallet: UncheckedAccount<'info>,
    #[account(init, payer = payer, space = ClaimCounter::SPACE, seeds = [seeds::CLAIMS, wallet.key().as_ref()], bump)]
    pub counter: AccountLoader<'info, ClaimCounter>,
    pub system_program: Program<'info, System>,
}

impl OpenClaims<'_> {
    /// R20: makes a wallet's claim counter; anyone may pay for it.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let Self { payer, wallet, counter, .. } = ctx.accounts;
        counter.load_init()?.open(wallet.key(), payer.key());

        let event = ClaimsOpened { wallet: wallet.key(), counter: counter.key(), rent_payer: payer.key() };
        emit(&event, &ctx.accounts.event_authority)?;
        Ok(())
    }
}
