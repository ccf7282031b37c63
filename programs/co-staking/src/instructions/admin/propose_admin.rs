use anchor_lang::prelude::*;

use crate::{emit::emit, events::AdminProposed, state::Config};

#[event_cpi]
#[derive(Accounts)]
pub struct ProposeAdmin<'info> {
    pub admin: Signer<'info>,
    #[account(mut, has_one = admin)]
    pub config: AccountLoader<'info, Config>,
}

impl ProposeAdmin<'_> {
    /// First step of the hand-over, or its withdrawal.
    pub fn handle(ctx: Context<Self>, proposed: Option<Pubkey>) -> Result<()> {
        ctx.accounts.config.load_mut()?.propose_admin(proposed)?;

        emit(
            &AdminProposed { admin: ctx.accounts.admin.key(), proposed: proposed.unwrap_or_default() },
            &ctx.accounts.event_authority,
        )?;
        Ok(())
    }
}
