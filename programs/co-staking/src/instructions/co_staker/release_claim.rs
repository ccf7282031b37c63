use anchor_lang::prelude::*;

use crate::{
    emit::emit,
    events::ClaimReleased,
    rules::check,
    state::{ClaimCounter, Device, view},
};

#[event_cpi]
#[derive(Accounts)]
pub struct ReleaseClaim<'info> {
    /// Anyone.
    pub sender: Signer<'info>,
    #[account(mut)]
    pub counter: AccountLoader<'info, ClaimCounter>,
    /// CHECK: the device that the claim's key names, or its address where it was closed: the slot is found by this key.
    pub device: UncheckedAccount<'info>,
}

impl ReleaseClaim<'_> {
    /// R20: frees the slot of a co-stake that was pushed out or has ended.
    pub fn handle(ctx: Context<Self>, offer_index: u32) -> Result<()> {
        let Self { sender, counter, device, .. } = ctx.accounts;
        let now = Clock::get()?.unix_timestamp;
        let wallet = counter.load()?.wallet;
        // A closed device holds no co-stake, so what was claimed on it has ended.
        if device.owner == &crate::ID {
            let data = device.try_borrow_data()?;
            let device = view::<Device>(&data)?;
            device.invariant()?;
            check(device.may_release_claim(offer_index, &wallet, now))?;
        }
        check([counter.load()?.may_free(device.key, offer_index)])?;
        counter.load_mut()?.free(device.key, offer_index)?;

        let event = ClaimReleased { wallet, device: device.key(), index: offer_index, by: sender.key() };
        emit(&event, &ctx.accounts.event_authority)?;
        Ok(())
    }
}
