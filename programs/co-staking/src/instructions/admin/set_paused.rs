use anchor_lang::prelude::*;

use crate::{emit::emit, events::PauseSet, state::Config};

#[event_cpi]
#[derive(Accounts)]
pub struct SetPaused<'info> {
    /// The guardian or the admin; the config says who may do which.
    pub authority: Signer<'info>,
    #[account(mut)]
    pub config: AccountLoader<'info, Config>,
}

impl SetPaused<'_> {
    /// Pauses or unpauses.
    pub fn handle(ctx: Context<Self>, paused: bool) -> Result<()> {
        let by = ctx.accounts.authority.key();
        ctx.accounts.config.load_mut()?.set_paused(&by, paused)?;

        emit(&PauseSet { by, paused }, &ctx.accounts.event_authority)?;
        Ok(())
    }
}
