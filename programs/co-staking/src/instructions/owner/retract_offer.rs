use anchor_lang::prelude::*;

use crate::{
    emit::emit,
    events::OfferRetracted,
    state::{Device, Offer},
};

#[event_cpi]
#[derive(Accounts)]
pub struct RetractOffer<'info> {
    /// The owner; once the offer has expired, anyone.
    pub sender: Signer<'info>,
    #[account(mut)]
    pub device: AccountLoader<'info, Device>,
    #[account(mut, has_one = device)]
    pub offer: AccountLoader<'info, Offer>,
}

impl RetractOffer<'_> {
    /// R13: ends an Open offer, which then counts nowhere.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let Self { sender, device, offer, .. } = ctx.accounts;
        let now = Clock::get()?.unix_timestamp;
        let event = {
            let (mut ledger, mut retracted) = (device.load_mut()?, offer.load_mut()?);
            retracted.retract(sender.key, now)?;
            ledger.drop_open_offer(retracted.terms())?;
            ledger.invariant()?;
            OfferRetracted {
                device: device.key(),
                offer: offer.key(),
                index: retracted.index(),
                by: sender.key(),
                terms: *retracted.terms(),
            }
        };

        emit(&event, &ctx.accounts.event_authority)?;
        Ok(())
    }
}
