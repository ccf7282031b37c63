use anchor_lang::prelude::*;
use anchor_spl::token::Token;

use crate::{
    emit::emit,
    error::CoStakingError,
    events::ConfigInitialized,
    loader::{ProgramData, program_data_address},
    program::CoStaking,
    rules::{check, require},
    state::{Config, Durations, RewardPool, Roles, seeds},
    token::{Mint, TokenAccount},
};

/// What the program starts with.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct InitializeConfigArgs {
    pub admin: Pubkey,
    pub roles: Roles,
    pub durations: Durations,
    /// Base units per card, at least 1.
    pub base_requirement: u64,
    /// The most that one block may pay one device, in base units.
    pub max_block_reward: u64,
}

#[event_cpi]
#[derive(Accounts)]
pub struct InitializeConfig<'info> {
    pub authority: Signer<'info>,
    #[account(mut)]
    pub payer: Signer<'info>,
    #[account(
        init, payer = payer, space = Config::SPACE, seeds = [seeds::CONFIG], bump
    )]
    pub config: AccountLoader<'info, Config>,
    #[account(init, payer = payer, space = RewardPool::SPACE, seeds = [seeds::REWARDS], bump)]
    pub pool: AccountLoader<'info, RewardPool>,
    #[account(init, payer = payer, token::mint = mint, token::authority = pool, seeds = [seeds::REWARD_VAULT], bump)]
    pub reward_vault: Account<'info, TokenAccount>,
    #[account(init, payer = payer, token::mint = mint, token::authority = pool, seeds = [seeds::ESCROW], bump)]
    pub escrow: Account<'info, TokenAccount>,
    /// Of the classic token program: an account of another owner is refused.
    pub mint: Account<'info, Mint>,
    #[account(constraint = program_data_address(&this_program) == Some(program_data.key()) @ CoStakingError::NotUpgradeAuthority)]
    pub this_program: Program<'info, CoStaking>,
    pub program_data: Account<'info, ProgramData>,
    pub token_program: Program<'info, Token>,
    pub system_program: Program<'info, System>,
}

impl InitializeConfig<'_> {
    /// Creates the config, and the reward pool with its two token accounts.
    ///
    /// Without the check of the upgrade authority, whoever is first after the deployment would be admin.
    pub fn handle(ctx: Context<Self>, args: InitializeConfigArgs) -> Result<()> {
        let accounts = &ctx.accounts;
        let authority = accounts.program_data.upgrade_authority;
        check([
            require(authority == Some(accounts.authority.key()), CoStakingError::NotUpgradeAuthority),
            // Whoever can freeze a vault can trap every stake in it (I7).
            require(!accounts.mint.can_freeze, CoStakingError::MintCanFreeze),
        ])?;

        let InitializeConfigArgs { admin, roles, durations, base_requirement, max_block_reward } = args;
        let mint = accounts.mint.key();
        accounts.config.load_init()?.initialize(
            ctx.bumps.config,
            admin,
            roles,
            mint,
            durations,
            base_requirement,
            max_block_reward,
        )?;
        let (reward_vault, escrow) = (accounts.reward_vault.key(), accounts.escrow.key());
        accounts.pool.load_init()?.open(ctx.bumps.pool, reward_vault, escrow);

        emit(
            &ConfigInitialized { admin, roles, mint, durations, base_requirement, max_block_reward },
            &ctx.accounts.event_authority,
        )?;
        Ok(())
    }
}
