//! What `initialize_config` makes.

use anchor_lang::solana_program::pubkey::Pubkey as Address;
use anyhow::Result;
use co_staking::state::{Config, RewardPool, Roles, seeds};
use co_staking_client::{ID, Pubkey, format::IO, pda, rules::requirement::DEFAULT_BASE_REQUIREMENT};
use solana_account::Account;

use crate::{
    DURATIONS,
    accounts::{fresh, state, token},
    wallets::Wallets,
};

/// The most that a block pays a device.
const MAX_BLOCK_REWARD: u64 = 1_000 * IO;

/// The config, and the reward pool with its token accounts.
pub fn accounts(wallets: &Wallets) -> Result<Vec<(Pubkey, Account)>> {
    let mint = wallets.mint();
    let (config_key, config_bump) = Address::find_program_address(&[seeds::CONFIG], &ID);
    let (pool_key, pool_bump) = Address::find_program_address(&[seeds::REWARDS], &ID);
    let mut config: Config = fresh();
    let admin = wallets.key("admin");
    config.initialize(
        config_bump,
        admin,
        roles(wallets),
        mint,
        DURATIONS,
        DEFAULT_BASE_REQUIREMENT,
        MAX_BLOCK_REWARD,
    )?;
    let mut pool: RewardPool = fresh();
    pool.open(pool_bump, pda::reward_vault(), pda::escrow());
    Ok(vec![
        (config_key, state(&config)),
        (pool_key, state(&pool)),
        (pda::reward_vault(), token(&mint, &pool_key, 0)),
        (pda::escrow(), token(&mint, &pool_key, 0)),
    ])
}

fn roles(wallets: &Wallets) -> Roles {
    Roles {
        registrar: wallets.key("registrar"),
        rewarder: wallets.key("rewarder"),
        slasher: wallets.key("slasher"),
        arbiter: wallets.key("arbiter"),
        guardian: wallets.key("guardian"),
    }
}
