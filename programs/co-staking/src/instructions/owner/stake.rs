use anchor_lang::prelude::*;
use anchor_spl::token::Token;

use crate::{
    emit::emit,
    events::OwnerStaked,
    state::{Config, Device},
    token::{self, Mint, TokenAccount},
};

#[event_cpi]
#[derive(Accounts)]
pub struct Stake<'info> {
    pub owner: Signer<'info>,
    pub config: AccountLoader<'info, Config>,
    #[account(mut, has_one = owner, has_one = vault)]
    pub device: AccountLoader<'info, Device>,
    // `dup` spares a hash set: the device signs for the vault, so nothing that the owner may spend from can be it
    // (tests: `owner::stake::the_vault_is_no_source`).
    #[account(mut, dup)]
    pub vault: Account<'info, TokenAccount>,
    #[account(mut, dup, token::mint = mint)]
    pub source: Account<'info, TokenAccount>,
    #[account(address = vault.mint)]
    pub mint: Account<'info, Mint>,
    pub token_program: Program<'info, Token>,
}

impl Stake<'_> {
    /// R6: adds to the owner's stake.
    pub fn handle(ctx: Context<Self>, amount: u64) -> Result<()> {
        let Self { owner, config, device, vault, source, mint, token_program, .. } = ctx.accounts;
        let now = Clock::get()?.unix_timestamp;
        let paused = Config::read(config)?.is_paused();
        device.load_mut()?.stake(amount, paused, now)?;

        token::pay_in(source, vault, owner, mint, token_program, amount)?;

        let owner_stake = {
            let ledger = device.load()?;
            ledger.invariant_with_vault(TokenAccount::amount_now(vault)?)?;
            *ledger.owner_stake()
        };

        let event = OwnerStaked { device: device.key(), owner: owner.key(), amount, owner_stake };
        emit(&event, &ctx.accounts.event_authority)?;
        Ok(())
    }
}
