use anchor_lang::prelude::*;

use crate::{emit::emit, events::ClaimsClosed, state::ClaimCounter};

#[event_cpi]
#[derive(Accounts)]
pub struct CloseClaims<'info> {
    pub wallet: Signer<'info>,
    #[account(mut, has_one = wallet, has_one = rent_payer, close = rent_payer)]
    pub counter: AccountLoader<'info, ClaimCounter>,
    /// CHECK: only receives lamports, and is the one that the counter names.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
}

impl CloseClaims<'_> {
    /// R20: closes a wallet's counter while both slots are free; its rent goes to whoever paid it.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let Self { wallet, counter, rent_payer, .. } = ctx.accounts;
        let now = Clock::get()?.unix_timestamp;
        counter.load()?.close(now)?;

        let event = ClaimsClosed { wallet: wallet.key(), counter: counter.key(), rent_payer: rent_payer.key() };
        emit(&event, &ctx.accounts.event_authority)?;
        Ok(())
    }
}
