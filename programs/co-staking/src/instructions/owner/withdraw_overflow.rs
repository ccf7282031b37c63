use anchor_lang::prelude::*;
use anchor_spl::token::Token;

use crate::{
    emit::emit,
    events::OverflowWithdrawn,
    state::Device,
    token::{self, Mint, TokenAccount},
};

#[event_cpi]
#[derive(Accounts)]
pub struct WithdrawOverflow<'info> {
    pub owner: Signer<'info>,
    #[account(mut, has_one = owner, has_one = vault)]
    pub device: AccountLoader<'info, Device>,
    // `dup` spares a hash set: the destination belongs to the owner and the vault to the device
    // (tests: `owner::withdraw_overflow::the_vault_is_no_destination`).
    #[account(mut, dup)]
    pub vault: Account<'info, TokenAccount>,
    #[account(mut, dup, token::mint = mint)]
    pub destination: Account<'info, TokenAccount>,
    #[account(address = vault.mint)]
    pub mint: Account<'info, Mint>,
    pub token_program: Program<'info, Token>,
}

impl WithdrawOverflow<'_> {
    /// R7: pays out part of what exceeds the requirement.
    pub fn handle(ctx: Context<Self>, amount: u64) -> Result<()> {
        let Self { owner, device, vault, destination, mint, token_program, .. } = ctx.accounts;
        let now = Clock::get()?.unix_timestamp;
        token::check_destination(owner.key, owner.key, destination)?;
        device.load_mut()?.withdraw_overflow(amount, now)?;

        token::pay_out(device, vault, destination, mint, token_program, amount)?;

        let owner_stake = {
            let ledger = device.load()?;
            ledger.invariant_with_vault(TokenAccount::amount_now(vault)?)?;
            *ledger.owner_stake()
        };

        let event = OverflowWithdrawn {
            device: device.key(),
            owner: owner.key(),
            destination: destination.key(),
            amount,
            owner_stake,
        };
        emit(&event, &ctx.accounts.event_authority)?;
        Ok(())
    }
}
