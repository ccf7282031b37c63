use anchor_lang::prelude::*;
use anchor_spl::token::{Mint, Token, TokenAccount};

use crate::{
    error::CoStakingError,
    events::SlashReturned,
    state::{Device, Offer, Returned, RewardPool, SlashCase},
    token,
};

#[event_cpi]
#[derive(Accounts)]
pub struct ReturnSlashed<'info> {
    /// Anyone; only the party's own stake, or the party, gets anything.
    pub sender: Signer<'info>,
    #[account(mut, has_one = vault)]
    pub device: AccountLoader<'info, Device>,
    #[account(mut, has_one = device)]
    pub case: AccountLoader<'info, SlashCase>,
    /// Needed where the part's co-stake has ended and had rewards withheld.
    #[account(mut, has_one = device)]
    pub offer: Option<AccountLoader<'info, Offer>>,
    #[account(mut, has_one = escrow)]
    pub pool: AccountLoader<'info, RewardPool>,
    // `dup` spares a hash set: the pool names the escrow, the device the vault, and the destination belongs to the party
    // (tests: `slash::return_slashed::neither_vault_nor_escrow_is_a_destination`).
    #[account(mut, dup)]
    pub escrow: Account<'info, TokenAccount>,
    #[account(mut, dup)]
    pub vault: Account<'info, TokenAccount>,
    /// Needed where the part's stake has ended, unless nothing was taken of it: the party is paid.
    #[account(mut, dup, token::mint = mint)]
    pub destination: Option<Account<'info, TokenAccount>>,
    #[account(address = escrow.mint)]
    pub mint: Account<'info, Mint>,
    pub token_program: Program<'info, Token>,
}

impl ReturnSlashed<'_> {
    /// R32: gives a part of an overturned case back, once.
    pub fn handle(ctx: Context<Self>, number: u8) -> Result<()> {
        let Self { sender, device, case, offer, pool, escrow, vault, destination, mint, token_program, .. } =
            ctx.accounts;
        let part = case.load_mut()?.return_part(number)?;
        let returned = {
            let mut ledger = device.load_mut()?;
            if case.load()?.is_returned() {
                ledger.end_case()?;
            }
            match offer {
                None => ledger.return_part(&part, None)?,
                Some(offer) => ledger.return_part(&part, Some(&mut *offer.load_mut()?))?,
            }
        };
        pool.load_mut()?.escrow_out(part.stake())?;

        let (to, to_stake) = match returned {
            Returned::ToStake => {
                token::pay_from_pool(pool, escrow, vault, mint, token_program, part.stake())?;
                (vault.key(), true)
            }
            Returned::ToParty => {
                let destination = destination.as_ref().ok_or(CoStakingError::DestinationMissing)?;
                token::check_destination(sender.key, part.party(), destination)?;
                token::pay_from_pool(pool, escrow, destination, mint, token_program, part.stake())?;
                (destination.key(), false)
            }
            Returned::ToNobody => (Pubkey::default(), false),
        };

        vault.reload()?;
        escrow.reload()?;
        device.load()?.invariant_with_vault(vault.amount)?;
        pool.load()?.invariant_with_escrow(escrow.amount)?;
        let escrowed = pool.load()?.escrowed();

        let event = SlashReturned {
            device: device.key(),
            case: case.key(),
            number,
            part,
            sender: sender.key(),
            destination: to,
            to_stake,
            escrowed,
        };
        emit_cpi!(event);
        Ok(())
    }
}
