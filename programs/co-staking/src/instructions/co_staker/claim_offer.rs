use anchor_lang::prelude::*;
use anchor_spl::token::Token;

use crate::{
    emit::emit,
    error::CoStakingError,
    events::OfferClaimed,
    state::{ClaimCounter, Config, Device, ExpectedTerms, Offer},
    token::{self, Mint, TokenAccount},
};

#[event_cpi]
#[derive(Accounts)]
pub struct ClaimOffer<'info> {
    pub co_staker: Signer<'info>,
    pub config: AccountLoader<'info, Config>,
    #[account(mut, has_one = vault)]
    pub device: AccountLoader<'info, Device>,
    #[account(mut, has_one = device)]
    pub offer: AccountLoader<'info, Offer>,
    /// The wallet's own, made by `open_claims`.
    #[account(mut, constraint = counter.load()?.wallet == co_staker.key() @ CoStakingError::WrongClaimCounter)]
    pub counter: AccountLoader<'info, ClaimCounter>,
    // `dup` spares a hash set: the device signs for the vault, so nothing that the co-staker may spend from can be it
    // (tests: `co_staker::claim_offer::the_vault_is_no_source`).
    #[account(mut, dup)]
    pub vault: Account<'info, TokenAccount>,
    #[account(mut, dup, token::mint = mint)]
    pub source: Account<'info, TokenAccount>,
    #[account(address = vault.mint)]
    pub mint: Account<'info, Mint>,
    pub token_program: Program<'info, Token>,
}

impl ClaimOffer<'_> {
    /// R14: a co-staker takes an offer and stakes exactly its amount.
    pub fn handle(ctx: Context<Self>, expected: ExpectedTerms) -> Result<()> {
        let Self { co_staker, config, device, offer, counter, vault, source, mint, token_program, .. } = ctx.accounts;
        let now = Clock::get()?.unix_timestamp;
        let event = {
            let (mut ledger, mut claimed, mut claims) = (device.load_mut()?, offer.load_mut()?, counter.load_mut()?);
            let place = ledger.claim(&claimed, &claims, &expected, Config::read(config)?.is_paused(), now)?;
            claims.take(device.key(), claimed.index(), now)?;
            claimed.claim(co_staker.key(), now)?;
            OfferClaimed {
                device: device.key(),
                offer: offer.key(),
                index: claimed.index(),
                co_staker: co_staker.key(),
                terms: *claimed.terms(),
                claimed_at: now,
                place: u8::try_from(place).map_err(|_| CoStakingError::MathOverflow)?,
                slots: *claims.slots(),
            }
        };

        token::pay_in(source, vault, co_staker, mint, token_program, event.terms.amount)?;

        device.load()?.invariant_with_vault(TokenAccount::amount_now(vault)?)?;

        emit(&event, &ctx.accounts.event_authority)?;
        Ok(())
    }
}
