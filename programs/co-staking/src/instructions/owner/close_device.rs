use anchor_lang::prelude::*;
use anchor_spl::token::Token;

use crate::{
    emit::emit,
    events::DeviceClosed,
    state::{Config, Device},
    token::{self, Mint, TokenAccount},
};

#[event_cpi]
#[derive(Accounts)]
pub struct CloseDevice<'info> {
    /// The owner, or the registrar; the device says who may (R5).
    pub closer: Signer<'info>,
    pub config: AccountLoader<'info, Config>,
    #[account(mut, has_one = vault, has_one = rent_payer, close = rent_payer)]
    pub device: AccountLoader<'info, Device>,
    // `dup` spares a hash set: the destination belongs to the owner and the vault to the device
    // (tests: `owner::close_device::the_vault_is_no_destination`).
    #[account(mut, dup)]
    pub vault: Account<'info, TokenAccount>,
    /// Gets what a donation left.
    #[account(mut, dup, token::mint = mint)]
    pub destination: Account<'info, TokenAccount>,
    /// CHECK: only receives lamports, and is the one that the device names.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
    #[account(address = vault.mint)]
    pub mint: Account<'info, Mint>,
    pub token_program: Program<'info, Token>,
}

impl CloseDevice<'_> {
    /// R5: ends an empty device; what a donation left goes to the owner, the rent to whoever paid it.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let Self { closer, config, device, vault, destination, rent_payer, mint, token_program, .. } = ctx.accounts;
        let owner = device.load()?.owner;
        token::check_destination(closer.key, &owner, destination)?;
        device.load()?.close(closer.key, &Config::read(config)?.roles.registrar)?;

        // The ledger is empty, so all that the vault holds was donated. Closing needs it empty too: a donation must
        // block nothing (R4).
        let donation = vault.amount;
        if donation > 0 {
            token::pay_out(device, vault, destination, mint, token_program, donation)?;
        }
        token::close_vault(device, vault, rent_payer, token_program)?;

        let event = DeviceClosed {
            device: device.key(),
            device_id: *device.load()?.device_id(),
            owner,
            closer: closer.key(),
            donation,
            rent_payer: rent_payer.key(),
        };
        emit(&event, &ctx.accounts.event_authority)?;
        Ok(())
    }
}
