use anchor_lang::prelude::*;
use anchor_spl::token::Token;

use crate::{
    emit::emit,
    events::RewardsFunded,
    state::RewardPool,
    token::{self, Mint, TokenAccount},
};

#[event_cpi]
#[derive(Accounts)]
pub struct FundRewards<'info> {
    /// Anyone.
    pub funder: Signer<'info>,
    #[account(mut, has_one = reward_vault)]
    pub pool: AccountLoader<'info, RewardPool>,
    // `dup` spares a hash set: the pool signs for the vault, so nothing that the funder may spend from can be it
    // (tests: `rewards::fund_rewards::the_reward_vault_is_no_source`).
    #[account(mut, dup)]
    pub reward_vault: Account<'info, TokenAccount>,
    #[account(mut, dup, token::mint = mint)]
    pub source: Account<'info, TokenAccount>,
    #[account(address = reward_vault.mint)]
    pub mint: Account<'info, Mint>,
    pub token_program: Program<'info, Token>,
}

impl FundRewards<'_> {
    /// R23: puts tokens into the pool, for rewards alone.
    pub fn handle(ctx: Context<Self>, amount: u64) -> Result<()> {
        let Self { funder, pool, reward_vault, source, mint, token_program, .. } = ctx.accounts;
        pool.load_mut()?.fund(amount)?;

        token::pay_in(source, reward_vault, funder, mint, token_program, amount)?;

        pool.load()?.invariant_with_vault(TokenAccount::amount_now(reward_vault)?)?;
        let funded = pool.load()?.funded();

        emit(&RewardsFunded { funder: funder.key(), amount, funded }, &ctx.accounts.event_authority)?;
        Ok(())
    }
}
