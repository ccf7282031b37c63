use anchor_lang::prelude::*;

use super::decide::*;
use crate::{emit::emit, state::Config};

#[event_cpi]
#[derive(Accounts)]
pub struct FinalizeSlash<'info> {
    /// Anyone.
    pub sender: Signer<'info>,
    pub config: AccountLoader<'info, Config>,
    pub decision: Decision<'info>,
}

impl FinalizeSlash<'_> {
    /// R30, R31: a window has passed: what nobody appealed is burned, what nobody ruled on goes back.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let Self { sender, config, decision, .. } = ctx.accounts;
        let now = Clock::get()?.unix_timestamp;
        let window_secs = Config::read(config)?.durations.appeal_window_secs;
        let verdict = decision.case.load_mut()?.finalize(window_secs, now)?;

        let event = decision.carry_out(verdict, sender.key())?;
        emit(&event, &ctx.accounts.event_authority)?;
        Ok(())
    }
}
