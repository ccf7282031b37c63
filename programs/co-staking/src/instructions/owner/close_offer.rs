use anchor_lang::prelude::*;

use crate::{
    emit::emit,
    events::OfferClosed,
    state::{Device, Offer},
};

#[event_cpi]
#[derive(Accounts)]
pub struct CloseOffer<'info> {
    pub owner: Signer<'info>,
    #[account(mut, has_one = owner)]
    pub device: AccountLoader<'info, Device>,
    #[account(mut, has_one = device, has_one = rent_payer, close = rent_payer)]
    pub offer: AccountLoader<'info, Offer>,
    /// CHECK: only receives lamports, and is the one that the offer names.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
}

impl CloseOffer<'_> {
    /// R13: closes the account of an offer that is over; its rent goes to whoever paid it.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let Self { device, offer, rent_payer, .. } = ctx.accounts;
        let index = offer.load()?.index();
        {
            let mut ledger = device.load_mut()?;
            ledger.close_offer(&*offer.load()?)?;
            ledger.invariant()?;
        }

        let event = OfferClosed { device: device.key(), offer: offer.key(), index, rent_payer: rent_payer.key() };
        emit(&event, &ctx.accounts.event_authority)?;
        Ok(())
    }
}
