use anchor_lang::prelude::*;
use anchor_spl::token::Token;

use crate::{
    emit::emit,
    events::OwnerWithdrew,
    state::Device,
    token::{self, Mint, TokenAccount},
};

#[event_cpi]
#[derive(Accounts)]
pub struct Withdraw<'info> {
    /// Anyone; only the owner is paid.
    pub sender: Signer<'info>,
    #[account(mut, has_one = vault)]
    pub device: AccountLoader<'info, Device>,
    // `dup` spares a hash set: the destination belongs to the owner and the vault to the device
    // (tests: `owner::withdraw::the_vault_is_no_destination`).
    #[account(mut, dup)]
    pub vault: Account<'info, TokenAccount>,
    #[account(mut, dup, token::mint = mint)]
    pub destination: Account<'info, TokenAccount>,
    #[account(address = vault.mint)]
    pub mint: Account<'info, Mint>,
    pub token_program: Program<'info, Token>,
}

impl Withdraw<'_> {
    /// R10: pays the owner's stake after the unlock.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let Self { sender, device, vault, destination, mint, token_program, .. } = ctx.accounts;
        let now = Clock::get()?.unix_timestamp;
        let (owner, amount) = {
            let mut ledger = device.load_mut()?;
            token::check_destination(sender.key, &ledger.owner, destination)?;
            (ledger.owner, ledger.withdraw(now)?)
        };

        token::pay_out(device, vault, destination, mint, token_program, amount)?;

        let owner_stake = {
            let ledger = device.load()?;
            ledger.invariant_with_vault(TokenAccount::amount_now(vault)?)?;
            *ledger.owner_stake()
        };

        let event = OwnerWithdrew {
            device: device.key(),
            owner,
            sender: sender.key(),
            destination: destination.key(),
            amount,
            owner_stake,
        };
        emit(&event, &ctx.accounts.event_authority)?;
        Ok(())
    }
}
