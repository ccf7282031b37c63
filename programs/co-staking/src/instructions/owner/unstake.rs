use anchor_lang::prelude::*;

use crate::{
    emit::emit,
    events::{OwnerUnstaked, PushedOut},
    state::{Config, Device},
};

#[event_cpi]
#[derive(Accounts)]
pub struct Unstake<'info> {
    pub owner: Signer<'info>,
    pub config: AccountLoader<'info, Config>,
    #[account(mut, has_one = owner)]
    pub device: AccountLoader<'info, Device>,
}

impl Unstake<'_> {
    /// R8: the whole stake stops counting at once and unlocks after the cooldown.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let Self { owner, config, device, .. } = ctx.accounts;
        let now = Clock::get()?.unix_timestamp;
        let event = {
            let mut ledger = device.load_mut()?;
            let staying: Vec<u32> = ledger.counting(now).map(|position| position.offer_index()).collect();
            let amount = ledger.unstake(&Config::read(config)?.durations, now)?;
            ledger.invariant()?;
            OwnerUnstaked {
                device: device.key(),
                owner: owner.key(),
                amount,
                owner_stake: *ledger.owner_stake(),
                pushed_out: staying.iter().filter_map(|index| ledger.position(*index)).map(PushedOut::from).collect(),
            }
        };

        emit(&event, &ctx.accounts.event_authority)?;
        Ok(())
    }
}
