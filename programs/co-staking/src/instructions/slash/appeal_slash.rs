use anchor_lang::prelude::*;

use crate::{
    emit::emit,
    events::SlashAppealed,
    state::{Config, SlashCase},
};

#[event_cpi]
#[derive(Accounts)]
pub struct AppealSlash<'info> {
    /// The owner or a co-staker in the case; the case says who is.
    pub party: Signer<'info>,
    pub config: AccountLoader<'info, Config>,
    #[account(mut)]
    pub case: AccountLoader<'info, SlashCase>,
}

impl AppealSlash<'_> {
    /// R30: one party appeals, for all of them.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let Self { party, config, case, .. } = ctx.accounts;
        let now = Clock::get()?.unix_timestamp;
        let device = {
            let mut case = case.load_mut()?;
            case.appeal(party.key, Config::read(config)?.durations.appeal_window_secs, now)?;
            case.device
        };

        emit(
            &SlashAppealed { device, case: case.key(), by: party.key(), appealed_at: now },
            &ctx.accounts.event_authority,
        )?;
        Ok(())
    }
}
