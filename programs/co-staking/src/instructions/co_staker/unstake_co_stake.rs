use anchor_lang::prelude::*;

use crate::{
    emit::emit,
    error::CoStakingError,
    events::CoStakeUnstaked,
    state::{ClaimCounter, Config, Device},
};

#[event_cpi]
#[derive(Accounts)]
pub struct UnstakeCoStake<'info> {
    pub co_staker: Signer<'info>,
    pub config: AccountLoader<'info, Config>,
    #[account(mut)]
    pub device: AccountLoader<'info, Device>,
    /// The wallet's own. It is there: a counter with a taken slot cannot be closed.
    #[account(mut, constraint = counter.load()?.wallet == co_staker.key() @ CoStakingError::WrongClaimCounter)]
    pub counter: AccountLoader<'info, ClaimCounter>,
}

impl UnstakeCoStake<'_> {
    /// R17: a co-staker leaves; both times are set now and never move later.
    pub fn handle(ctx: Context<Self>, offer_index: u32) -> Result<()> {
        let Self { co_staker, config, device, counter, .. } = ctx.accounts;
        let now = Clock::get()?.unix_timestamp;
        let event = {
            let mut ledger = device.load_mut()?;
            let leave = ledger.unstake_co_stake(offer_index, co_staker.key, &Config::read(config)?.durations, now)?;
            counter.load_mut()?.leave(&device.key(), offer_index, leave.cooldown_at)?;
            ledger.invariant()?;
            CoStakeUnstaked {
                device: device.key(),
                index: offer_index,
                co_staker: co_staker.key(),
                amount: ledger.position(offer_index).map_or(0, |position| position.stake()),
                cooldown_at: leave.cooldown_at,
                unlock_at: leave.unlock_at,
            }
        };

        emit(&event, &ctx.accounts.event_authority)?;
        Ok(())
    }
}
