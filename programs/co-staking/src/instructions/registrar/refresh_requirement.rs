use anchor_lang::prelude::*;

use crate::{
    emit::emit,
    events::RequirementRefreshed,
    state::{Config, Device},
};

/// Sent by anyone, so no signer is named here: whoever pays for the transaction.
#[event_cpi]
#[derive(Accounts)]
pub struct RefreshRequirement<'info> {
    pub config: AccountLoader<'info, Config>,
    #[account(mut)]
    pub device: AccountLoader<'info, Device>,
}

impl RefreshRequirement<'_> {
    /// Computes the requirement anew from the present base.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let requirement = {
            let config = Config::read(&ctx.accounts.config)?;
            let mut device = ctx.accounts.device.load_mut()?;
            device.refresh_requirement(config.base_requirement, &config.durations, now)?;
            device.invariant()?;
            *device.requirement()
        };

        emit(&RequirementRefreshed { device: ctx.accounts.device.key(), requirement }, &ctx.accounts.event_authority)?;
        Ok(())
    }
}
