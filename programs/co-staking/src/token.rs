//! The only calls to the token program: in, out, close. And the one rule of where a payout may go.

use anchor_lang::prelude::*;
use anchor_spl::{
    associated_token::get_associated_token_address,
    token::{self, CloseAccount, Mint, Token, TokenAccount, TransferChecked},
};

use crate::{
    error::CoStakingError,
    rules::{check, require},
    state::Device,
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

/// Moves `amount` from a device's vault to `destination`, which [`check_destination`] has passed.
pub fn pay_out<'info>(
    device: &AccountLoader<'info, Device>,
    vault: &Account<'info, TokenAccount>,
    destination: &Account<'info, TokenAccount>,
    mint: &Account<'info, Mint>,
    token_program: &Program<'info, Token>,
    amount: u64,
) -> Result<()> {
    let accounts = TransferChecked {
        from: vault.to_account_info(),
        mint: mint.to_account_info(),
        to: destination.to_account_info(),
        authority: device.to_account_info(),
    };
    // Copied out, because no guard of the device may be alive while it signs.
    let signer = device.load()?.signer();
    token::transfer_checked(
        CpiContext::new_with_signer(token_program.key(), accounts, &[&signer.seeds()]),
        amount,
        mint.decimals,
    )
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
