use anchor_lang::prelude::*;

use crate::{emit::emit, events::AdminAccepted, state::Config};

#[event_cpi]
#[derive(Accounts)]
pub struct AcceptAdmin<'info> {
    pub new_admin: Signer<'info>,
    #[account(mut)]
    pub config: AccountLoader<'info, Config>,
}

impl AcceptAdmin<'_> {
    /// Second step of the hand-over.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let admin = ctx.accounts.new_admin.key();
        let previous = ctx.accounts.config.load_mut()?.accept_admin(&admin)?;

        emit(&AdminAccepted { previous, admin }, &ctx.accounts.event_authority)?;
        Ok(())
    }
}
