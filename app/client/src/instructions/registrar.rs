//! What the registrar sends, and the refresh that anyone may send.

use anchor_lang::{prelude::Pubkey, system_program};
use anchor_spl::token;
use co_staking::{accounts, instruction};
use solana_instruction::Instruction;

use super::build;
use crate::{ID, RegisterDeviceArgs, UpdateDeviceArgs, pda};

/// Creates a device and its vault; `payer` gets the rent back when the device is closed.
pub fn register_device(registrar: &Pubkey, payer: &Pubkey, mint: &Pubkey, args: RegisterDeviceArgs) -> Instruction {
    let device = pda::device(&args.device_id);
    let accounts = accounts::RegisterDevice {
        registrar: *registrar,
        payer: *payer,
        config: pda::config(),
        device,
        vault: pda::vault(&device),
        mint: *mint,
        token_program: token::ID,
        system_program: system_program::ID,
        event_authority: pda::event_authority(),
        program: ID,
    };
    build(accounts, instruction::RegisterDevice { args })
}

/// Attests facts and hire anew.
pub fn update_device(registrar: &Pubkey, device: &Pubkey, args: UpdateDeviceArgs) -> Instruction {
    let accounts = accounts::UpdateDevice {
        registrar: *registrar,
        config: pda::config(),
        device: *device,
        event_authority: pda::event_authority(),
        program: ID,
    };
    build(accounts, instruction::UpdateDevice { args })
}

/// Computes a device's requirement anew after a change of the base; anyone may send it.
pub fn refresh_requirement(device: &Pubkey) -> Instruction {
    let accounts = accounts::RefreshRequirement {
        config: pda::config(),
        device: *device,
        event_authority: pda::event_authority(),
        program: ID,
    };
    build(accounts, instruction::RefreshRequirement {})
}
