use anchor_lang::prelude::*;
use anchor_spl::token::Token;

use crate::{
    emit::emit,
    events::RewardsClaimed,
    state::{Device, Offer, RewardPool},
    token::{self, Mint, TokenAccount},
};

#[event_cpi]
#[derive(Accounts)]
pub struct ClaimRewards<'info> {
    /// Anyone; only the party is paid.
    pub sender: Signer<'info>,
    #[account(mut)]
    pub device: AccountLoader<'info, Device>,
    /// The offer of the co-staker who is paid; none where it is the owner.
    #[account(mut, has_one = device)]
    pub offer: Option<AccountLoader<'info, Offer>>,
    #[account(mut, has_one = reward_vault)]
    pub pool: AccountLoader<'info, RewardPool>,
    // `dup` spares a hash set: the destination belongs to the party and the reward vault to the pool
    // (tests: `rewards::claim_rewards::the_reward_vault_is_no_destination`).
    #[account(mut, dup)]
    pub reward_vault: Account<'info, TokenAccount>,
    #[account(mut, dup, token::mint = mint)]
    pub destination: Account<'info, TokenAccount>,
    #[account(address = reward_vault.mint)]
    pub mint: Account<'info, Mint>,
    pub token_program: Program<'info, Token>,
}

impl ClaimRewards<'_> {
    /// R26: pays a party what was credited to it.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let Self { sender, device, offer, pool, reward_vault, destination, mint, token_program, .. } = ctx.accounts;
        let (party, offer_index, amount) = {
            let mut ledger = device.load_mut()?;
            match offer {
                None => (ledger.owner, None, ledger.claim_owner_rewards()?),
                Some(offer) => {
                    let mut offer = offer.load_mut()?;
                    (offer.co_staker, Some(offer.index()), ledger.claim_co_stake_rewards(&mut offer)?)
                }
            }
        };
        token::check_destination(sender.key, &party, destination)?;
        pool.load_mut()?.pay(amount)?;

        token::pay_from_pool(pool, reward_vault, destination, mint, token_program, amount)?;

        pool.load()?.invariant_with_vault(TokenAccount::amount_now(reward_vault)?)?;
        let (owed, paid) = (pool.load()?.owed(), pool.load()?.paid());

        let event = RewardsClaimed {
            device: device.key(),
            offer_index,
            party,
            sender: sender.key(),
            destination: destination.key(),
            amount,
            owed,
            paid,
        };
        emit(&event, &ctx.accounts.event_authority)?;
        Ok(())
    }
}
