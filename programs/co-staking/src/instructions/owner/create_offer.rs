use anchor_lang::prelude::*;

use crate::{
    emit::emit,
    events::OfferCreated,
    rules::{offer::Terms, time::NEVER},
    state::{Config, Device, NewOffer, Offer, seeds},
};

/// What the owner offers.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct CreateOfferArgs {
    /// What the co-staker is to stake, in base units.
    pub amount: u64,
    /// The co-staker's share of each block reward, in bps.
    pub reward_bps: u16,
    /// The only wallet that may claim it, if not anyone.
    pub reserved_for: Option<Pubkey>,
    /// The last time at which it may be claimed, if it is to expire.
    pub expires_at: Option<i64>,
}

#[event_cpi]
#[derive(Accounts)]
pub struct CreateOffer<'info> {
    pub owner: Signer<'info>,
    #[account(mut)]
    pub payer: Signer<'info>,
    pub config: AccountLoader<'info, Config>,
    #[account(mut, has_one = owner)]
    pub device: AccountLoader<'info, Device>,
    #[account(
        init, payer = payer, space = Offer::SPACE,
        seeds = [seeds::OFFER, device.key().as_ref(), &device.load()?.next_offer_index().to_le_bytes()], bump
    )]
    pub offer: AccountLoader<'info, Offer>,
    pub system_program: Program<'info, System>,
}

impl CreateOffer<'_> {
    /// R11: makes an offer.
    pub fn handle(ctx: Context<Self>, args: CreateOfferArgs) -> Result<()> {
        let Self { owner, payer, config, device, offer, .. } = ctx.accounts;
        let now = Clock::get()?.unix_timestamp;
        let terms = Terms::new(args.amount, args.reward_bps, args.expires_at.unwrap_or(NEVER));
        let event = {
            let mut ledger = device.load_mut()?;
            let index = ledger.create_offer(&terms, args.reserved_for, Config::read(config)?.is_paused(), now)?;
            ledger.invariant()?;

            let new = NewOffer {
                device: device.key(),
                index,
                owner: owner.key(),
                reserved_for: args.reserved_for.unwrap_or_default(),
                model: ledger.facts().model,
                terms,
                rent_payer: payer.key(),
            };
            let event = OfferCreated {
                device: new.device,
                offer: offer.key(),
                index,
                owner: new.owner,
                reserved_for: new.reserved_for,
                model: new.model,
                terms,
                created_at: now,
                rent_payer: new.rent_payer,
            };
            offer.load_init()?.create(new, now);
            event
        };

        emit(&event, &ctx.accounts.event_authority)?;
        Ok(())
    }
}
