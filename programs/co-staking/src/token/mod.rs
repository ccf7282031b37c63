//! The only calls to the token program: in, out, burn, close. And the one rule of where a payout may go.

mod account;

pub use account::{Mint, TokenAccount};

use anchor_lang::prelude::*;
use anchor_spl::{
    associated_token::get_associated_token_address,
    token::{self, Burn, CloseAccount, Token, TransferChecked},
};

use crate::{
    error::CoStakingError,
    rules::{check, require},
    state::{Device, RewardPool},
};

/// Moves `amount` from a token account that `authority` may spend from into a device's vault.
pub fn pay_in<'info>(
    source: &Account<'info, TokenAccount>,
    vault: &Account<'info, TokenAccount>,
    authority: &Signer<'info>,
    mint: &Account<'info, Mint>,
    token_program: &Program<'info, Token>,
    amount: u64,
) -> Result<()> {
    let accounts = TransferChecked {
        from: source.to_account_info(),
        mint: mint.to_account_info(),
        to: vault.to_account_info(),
        authority: authority.to_account_info(),
    };
    token::transfer_checked(CpiContext::new(token_program.key(), accounts), amount, mint.decimals)
}

/// Moves `amount` from a device's vault to `destination`, which [`check_destination`] has passed, or to the escrow.
pub fn pay_out<'info>(
    device: &AccountLoader<'info, Device>,
    vault: &Account<'info, TokenAccount>,
    destination: &Account<'info, TokenAccount>,
    mint: &Account<'info, Mint>,
    token_program: &Program<'info, Token>,
    amount: u64,
) -> Result<()> {
    // Copied out, because no guard of the device may be alive while it signs.
    let signer = device.load()?.signer();
    transfer_signed(device.to_account_info(), &signer.seeds(), vault, destination, mint, token_program, amount)
}

/// Moves `amount` from the reward vault or the escrow to `destination`, which [`check_destination`] has passed, or to a
/// device's vault.
pub fn pay_from_pool<'info>(
    pool: &AccountLoader<'info, RewardPool>,
    source: &Account<'info, TokenAccount>,
    destination: &Account<'info, TokenAccount>,
    mint: &Account<'info, Mint>,
    token_program: &Program<'info, Token>,
    amount: u64,
) -> Result<()> {
    let signer = pool.load()?.signer();
    transfer_signed(pool.to_account_info(), &signer.seeds(), source, destination, mint, token_program, amount)
}

fn transfer_signed<'info>(
    authority: AccountInfo<'info>,
    seeds: &[&[u8]],
    source: &Account<'info, TokenAccount>,
    destination: &Account<'info, TokenAccount>,
    mint: &Account<'info, Mint>,
    token_program: &Program<'info, Token>,
    amount: u64,
) -> Result<()> {
    let accounts = TransferChecked {
        from: source.to_account_info(),
        mint: mint.to_account_info(),
        to: destination.to_account_info(),
        authority,
    };
    token::transfer_checked(CpiContext::new_with_signer(token_program.key(), accounts, &[seeds]), amount, mint.decimals)
}

/// Burns `amount` of what the escrow holds.
pub fn burn<'info>(
    pool: &AccountLoader<'info, RewardPool>,
    escrow: &Account<'info, TokenAccount>,
    mint: &Account<'info, Mint>,
    token_program: &Program<'info, Token>,
    amount: u64,
) -> Result<()> {
    let accounts =
        Burn { mint: mint.to_account_info(), from: escrow.to_account_info(), authority: pool.to_account_info() };
    let signer = pool.load()?.signer();
    token::burn(CpiContext::new_with_signer(token_program.key(), accounts, &[&signer.seeds()]), amount)
}

/// Closes a device's empty vault; its rent goes to `rent_payer`.
pub fn close_vault<'info>(
    device: &AccountLoader<'info, Device>,
    vault: &Account<'info, TokenAccount>,
    rent_payer: &UncheckedAccount<'info>,
    token_program: &Program<'info, Token>,
) -> Result<()> {
    let accounts = CloseAccount {
        account: vault.to_account_info(),
        destination: rent_payer.to_account_info(),
        authority: device.to_account_info(),
    };
    let signer = device.load()?.signer();
    token::close_account(CpiContext::new_with_signer(token_program.key(), accounts, &[&signer.seeds()]))
}

/// Payouts: signed by the party, to any token account that it owns; sent by anyone else, only to the party's
/// associated token account.
pub fn check_destination(sender: &Pubkey, party: &Pubkey, destination: &Account<TokenAccount>) -> Result<()> {
    // The address alone proves nothing: an associated token account can be given away by its owner.
    check([require(destination.owner == *party, CoStakingError::DestinationNotOwned)])?;
    if sender != party {
        let associated = get_associated_token_address(party, &destination.mint);
        check([require(destination.key() == associated, CoStakingError::DestinationNotAssociated)])?;
    }
    Ok(())
}
