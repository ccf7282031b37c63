use anchor_lang::prelude::*;
use anchor_spl::token::Token;

use crate::{
    emit::emit,
    error::CoStakingError,
    events::CoStakeWithdrawn,
    rules::{check, require},
    state::{ClaimCounter, Device, Offer, seeds, view_mut},
    token::{self, Mint, TokenAccount},
};

#[event_cpi]
#[derive(Accounts)]
pub struct WithdrawCoStake<'info> {
    /// Anyone; only the co-staker is paid.
    pub sender: Signer<'info>,
    #[account(mut, has_one = vault)]
    pub device: AccountLoader<'info, Device>,
    #[account(mut, has_one = device)]
    pub offer: AccountLoader<'info, Offer>,
    /// CHECK: the co-staker's claim counter, or its address where it was closed; `free_claim` proves which.
    #[account(mut)]
    pub counter: UncheckedAccount<'info>,
    // `dup` spares a hash set: the destination belongs to the co-staker and the vault to the device
    // (tests: `co_staker::withdraw_co_stake::the_vault_is_no_destination`).
    #[account(mut, dup)]
    pub vault: Account<'info, TokenAccount>,
    #[account(mut, dup, token::mint = mint)]
    pub destination: Account<'info, TokenAccount>,
    #[account(address = vault.mint)]
    pub mint: Account<'info, Mint>,
    pub token_program: Program<'info, Token>,
}

impl WithdrawCoStake<'_> {
    /// R19: pays a co-stake that is unlocked, and frees its place and its claim slot.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let Self { sender, device, offer, counter, vault, destination, mint, token_program, .. } = ctx.accounts;
        let now = Clock::get()?.unix_timestamp;
        let index = offer.load()?.index();
        let ended = device.load_mut()?.withdraw_co_stake(index, now)?;
        offer.load_mut()?.keep_rewards(ended.rewards())?;
        free_claim(counter, ended.co_staker(), &device.key(), index)?;

        // A co-stake slashed to nothing pays nobody, so no token account of its co-staker can hold it up.
        if ended.stake() > 0 {
            token::check_destination(sender.key, ended.co_staker(), destination)?;
            token::pay_out(device, vault, destination, mint, token_program, ended.stake())?;
        }

        device.load()?.invariant_with_vault(TokenAccount::amount_now(vault)?)?;

        let event = CoStakeWithdrawn {
            device: device.key(),
            offer: offer.key(),
            index,
            co_staker: *ended.co_staker(),
            sender: sender.key(),
            destination: destination.key(),
            amount: ended.stake(),
            rewards: ended.rewards(),
        };
        emit(&event, &ctx.accounts.event_authority)?;
        Ok(())
    }
}

/// Frees the slot of the claim, if the wallet still has a counter: one whose slots had all freed themselves may be
/// closed, and must not hold up the withdrawal.
fn free_claim(counter: &UncheckedAccount, wallet: &Pubkey, device: &Pubkey, offer_index: u32) -> Result<()> {
    if counter.owner == &crate::ID {
        // A wallet has one counter, so its own account needs no derivation, which would cost up to thousands of units.
        let mut data = counter.try_borrow_mut_data()?;
        let claims = view_mut::<ClaimCounter>(&mut data).map_err(|_| CoStakingError::WrongClaimCounter)?;
        check([require(claims.wallet == *wallet, CoStakingError::WrongClaimCounter)])?;
        return Ok(claims.free(device, offer_index)?);
    }
    // That there is none is proved by the address where it would be.
    let (address, _) = Pubkey::find_program_address(&[seeds::CLAIMS, wallet.as_ref()], &crate::ID);
    check([require(counter.key() == address, CoStakingError::WrongClaimCounter)])?;
    Ok(())
}
