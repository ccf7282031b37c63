use anchor_lang::prelude::*;

use crate::{
    emit::emit,
    events::ConfigUpdated,
    state::{Config, ConfigChanges},
};

#[event_cpi]
#[derive(Accounts)]
pub struct UpdateConfig<'info> {
    pub admin: Signer<'info>,
    #[account(mut, has_one = admin)]
    pub config: AccountLoader<'info, Config>,
}

impl UpdateConfig<'_> {
    /// Changes what the admin may change; the config checks the outcome.
    pub fn handle(ctx: Context<Self>, changes: ConfigChanges) -> Result<()> {
        let event = {
            let mut config = ctx.accounts.config.load_mut()?;
            config.update(&changes)?;
            ConfigUpdated {
                roles: config.roles,
                base_requirement: config.base_requirement,
                max_block_reward: config.max_block_reward,
            }
        };

        emit(&event, &ctx.accounts.event_authority)?;
        Ok(())
    }
}
