use anchor_lang::prelude::*;
use anchor_spl::token::Token;

use crate::{
    emit::emit,
    events::SlashOpened,
    state::{Config, Device, NewCase, RewardPool, Slash, SlashCase, seeds},
    token::{self, Mint, TokenAccount},
};

#[event_cpi]
#[derive(Accounts)]
#[instruction(offence_id: [u8; 32])]
pub struct OpenSlash<'info> {
    #[account(constraint = config.load()?.roles.slasher == slasher.key() @ ErrorCode::ConstraintHasOne)]
    pub slasher: Signer<'info>,
    #[account(mut)]
    pub payer: Signer<'info>,
    pub config: AccountLoader<'info, Config>,
    #[account(mut, has_one = vault)]
    pub device: AccountLoader<'info, Device>,
    #[account(
        init, payer = payer, space = SlashCase::SPACE,
        seeds = [seeds::SLASH, device.key().as_ref(), &offence_id], bump
    )]
    pub case: AccountLoader<'info, SlashCase>,
    #[account(mut, has_one = escrow)]
    pub pool: AccountLoader<'info, RewardPool>,
    // `dup` spares a hash set: the device names the one and the pool the other.
    #[account(mut, dup)]
    pub vault: Account<'info, TokenAccount>,
    #[account(mut, dup)]
    pub escrow: Account<'info, TokenAccount>,
    #[account(address = vault.mint)]
    pub mint: Account<'info, Mint>,
    pub token_program: Program<'info, Token>,
    pub system_program: Program<'info, System>,
}

impl OpenSlash<'_> {
    /// R28, R29: takes a part of each stake that answers for the offence into the escrow.
    pub fn handle(ctx: Context<Self>, offence_id: [u8; 32], slash: Slash) -> Result<()> {
        let Self { config, device, case, pool, vault, escrow, mint, token_program, .. } = ctx.accounts;
        let now = Clock::get()?.unix_timestamp;
        let (new, owner_stake) = {
            let config = Config::read(config)?;
            let mut ledger = device.load_mut()?;
            let parts = ledger.slash(&slash, &config.durations, config.is_paused(), now)?;
            let new = NewCase { device: device.key(), offence_id, owner: ledger.owner, slash, parts };
            (new, *ledger.owner_stake())
        };
        let parts = new.parts;
        let taken = {
            let mut case = case.load_init()?;
            case.open(new, now);
            case.stake()?
        };
        pool.load_mut()?.escrow_in(taken)?;

        token::pay_out(device, vault, escrow, mint, token_program, taken)?;

        device.load()?.invariant_with_vault(TokenAccount::amount_now(vault)?)?;
        pool.load()?.invariant_with_escrow(TokenAccount::amount_now(escrow)?)?;
        let escrowed = pool.load()?.escrowed();

        let event = SlashOpened {
            device: device.key(),
            case: case.key(),
            offence_id,
            slash,
            opened_at: now,
            owner_stake,
            parts,
            escrowed,
        };
        emit(&event, &ctx.accounts.event_authority)?;
        Ok(())
    }
}
