//! Block rewards: what anyone, the rewarder, and a party or anyone for it, send.

use anchor_lang::prelude::Pubkey;
use anchor_spl::token;
use co_staking::{accounts, instruction};
use solana_instruction::{AccountMeta, Instruction};

use super::build;
use crate::{AccrueRewardsArgs, ID, pda, rules::rewards::Block};

/// What a block pays one device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    pub device: Pubkey,
    /// Base units.
    pub amount: u64,
}

/// Puts `amount` base units into the reward pool, from a token account that the funder may spend from.
pub fn fund_rewards(funder: &Pubkey, source: &Pubkey, mint: &Pubkey, amount: u64) -> Instruction {
    let accounts = accounts::FundRewards {
        funder: *funder,
        pool: pda::reward_pool(),
        reward_vault: pda::reward_vault(),
        source: *source,
        mint: *mint,
        token_program: token::ID,
        event_authority: pda::event_authority(),
        program: ID,
    };
    build(accounts, instruction::FundRewards { amount })
}

/// Credits a block's rewards. How many rows fit a transaction, [`crate::batch`] says.
pub fn accrue_rewards(rewarder: &Pubkey, block: Block, rows: &[Row]) -> Instruction {
    let accounts = accounts::AccrueRewards {
        rewarder: *rewarder,
        config: pda::config(),
        pool: pda::reward_pool(),
        event_authority: pda::event_authority(),
        program: ID,
    };
    let args = AccrueRewardsArgs {
        started_at: block.started_at,
        ended_at: block.ended_at,
        amounts: rows.iter().map(|row| row.amount).collect(),
    };
    let mut instruction = build(accounts, instruction::AccrueRewards { args });
    instruction.accounts.extend(rows.iter().map(|row| AccountMeta::new(row.device, false)));
    instruction
}

/// Pays the owner's rewards of a device: to any token account of the owner if it is the sender, else to its associated
/// one.
pub fn claim_owner_rewards(device: &Pubkey, sender: &Pubkey, destination: &Pubkey, mint: &Pubkey) -> Instruction {
    claim_rewards(device, None, sender, destination, mint)
}

/// Pays the rewards of the co-staker who claimed that offer: to any token account of the co-staker if it is the sender,
/// else to its associated one.
pub fn claim_co_stake_rewards(
    device: &Pubkey,
    offer_index: u32,
    sender: &Pubkey,
    destination: &Pubkey,
    mint: &Pubkey,
) -> Instruction {
    claim_rewards(device, Some(offer_index), sender, destination, mint)
}

fn claim_rewards(
    device: &Pubkey,
    offer_index: Option<u32>,
    sender: &Pubkey,
    destination: &Pubkey,
    mint: &Pubkey,
) -> Instruction {
    let accounts = accounts::ClaimRewards {
        sender: *sender,
        device: *device,
        offer: offer_index.map(|index| pda::offer(device, index)),
        pool: pda::reward_pool(),
        reward_vault: pda::reward_vault(),
        destination: *destination,
        mint: *mint,
        token_program: token::ID,
        event_authority: pda::event_authority(),
        program: ID,
    };
    build(accounts, instruction::ClaimRewards {})
}
