//! What the upgrade authority, the admin and the guardian send.

use anchor_lang::{prelude::Pubkey, system_program};
use anchor_spl::token;
use co_staking::{accounts, instruction};
use solana_instruction::Instruction;

use super::build;
use crate::{ConfigChanges, ID, InitializeConfigArgs, pda};

/// Creates the config and the reward pool; `authority` is the program's upgrade authority.
pub fn initialize_config(authority: &Pubkey, payer: &Pubkey, mint: &Pubkey, args: InitializeConfigArgs) -> Instruction {
    let accounts = accounts::InitializeConfig {
        authority: *authority,
        payer: *payer,
        config: pda::config(),
        pool: pda::reward_pool(),
        reward_vault: pda::reward_vault(),
        escrow: pda::escrow(),
        mint: *mint,
        this_program: ID,
        program_data: pda::program_data(),
        token_program: token::ID,
        system_program: system_program::ID,
        event_authority: pda::event_authority(),
        program: ID,
    };
    build(accounts, instruction::InitializeConfig { args })
}

/// Changes roles, the base requirement or the most that a block may pay one device.
pub fn update_config(admin: &Pubkey, changes: ConfigChanges) -> Instruction {
    let accounts = accounts::UpdateConfig {
        admin: *admin,
        config: pda::config(),
        event_authority: pda::event_authority(),
        program: ID,
    };
    build(accounts, instruction::UpdateConfig { changes })
}

/// Names who may become admin; `None` withdraws a proposal.
pub fn propose_admin(admin: &Pubkey, proposed: Option<Pubkey>) -> Instruction {
    let accounts = accounts::ProposeAdmin {
        admin: *admin,
        config: pda::config(),
        event_authority: pda::event_authority(),
        program: ID,
    };
    build(accounts, instruction::ProposeAdmin { proposed })
}

/// Takes the admin's role over.
pub fn accept_admin(new_admin: &Pubkey) -> Instruction {
    let accounts = accounts::AcceptAdmin {
        new_admin: *new_admin,
        config: pda::config(),
        event_authority: pda::event_authority(),
        program: ID,
    };
    build(accounts, instruction::AcceptAdmin {})
}

/// Pauses (guardian, admin) or unpauses (admin).
pub fn set_paused(authority: &Pubkey, paused: bool) -> Instruction {
    let accounts = accounts::SetPaused {
        authority: *authority,
        config: pda::config(),
        event_authority: pda::event_authority(),
        program: ID,
    };
    build(accounts, instruction::SetPaused { paused })
}
