use anchor_lang::prelude::*;

use crate::{
    emit::emit,
    events::DeviceUpdated,
    rules::{check, facts::FactsUpdate, hire::HireUpdate, not_paused},
    state::{Config, Device},
};

/// What the registrar attests anew.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug, Default, PartialEq, Eq)]
pub struct UpdateDeviceArgs {
    pub facts: FactsUpdate,
    pub hire: Option<HireUpdate>,
}

#[event_cpi]
#[derive(Accounts)]
pub struct UpdateDevice<'info> {
    #[account(constraint = config.load()?.roles.registrar == registrar.key() @ ErrorCode::ConstraintHasOne)]
    pub registrar: Signer<'info>,
    pub config: AccountLoader<'info, Config>,
    #[account(mut)]
    pub device: AccountLoader<'info, Device>,
}

impl UpdateDevice<'_> {
    /// Applies facts and hire; a change of cards or multiplier starts the notice of a new requirement.
    pub fn handle(ctx: Context<Self>, args: UpdateDeviceArgs) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let event = {
            let config = Config::read(&ctx.accounts.config)?;
            check([not_paused(config.is_paused())])?;

            let mut device = ctx.accounts.device.load_mut()?;
            device.update(&args.facts, args.hire, config.base_requirement, &config.durations, now)?;
            device.invariant()?;
            DeviceUpdated {
                device: ctx.accounts.device.key(),
                facts: *device.facts(),
                hire: *device.hire(),
                requirement: *device.requirement(),
            }
        };

        emit(&event, &ctx.accounts.event_authority)?;
        Ok(())
    }
}
