//! What the owner of a device sends, and the withdrawal that anyone may send for it.

use anchor_lang::{prelude::Pubkey, system_program};
use anchor_spl::token;
use co_staking::{accounts, instruction};
use solana_instruction::Instruction;

use super::build;
use crate::{CreateOfferArgs, ID, pda};

/// Adds `amount` base units to the owner's stake, from a token account that the owner may spend from.
pub fn stake(device: &Pubkey, owner: &Pubkey, source: &Pubkey, mint: &Pubkey, amount: u64) -> Instruction {
    let accounts = accounts::Stake {
        owner: *owner,
        config: pda::config(),
        device: *device,
        vault: pda::vault(device),
        source: *source,
        mint: *mint,
        token_program: token::ID,
        event_authority: pda::event_authority(),
        program: ID,
    };
    build(accounts, instruction::Stake { amount })
}

/// Pays `amount` base units of the overflow to a token account of the owner.
pub fn withdraw_overflow(
    device: &Pubkey,
    owner: &Pubkey,
    destination: &Pubkey,
    mint: &Pubkey,
    amount: u64,
) -> Instruction {
    let accounts = accounts::WithdrawOverflow {
        owner: *owner,
        device: *device,
        vault: pda::vault(device),
        destination: *destination,
        mint: *mint,
        token_program: token::ID,
        event_authority: pda::event_authority(),
        program: ID,
    };
    build(accounts, instruction::WithdrawOverflow { amount })
}

/// Starts the owner's exit with its whole stake.
pub fn unstake(device: &Pubkey, owner: &Pubkey) -> Instruction {
    let accounts = accounts::Unstake {
        owner: *owner,
        config: pda::config(),
        device: *device,
        event_authority: pda::event_authority(),
        program: ID,
    };
    build(accounts, instruction::Unstake {})
}

/// Pays the owner's stake after the unlock: to any token account of the owner if it is the sender, else to its
/// associated one.
pub fn withdraw(device: &Pubkey, sender: &Pubkey, destination: &Pubkey, mint: &Pubkey) -> Instruction {
    let accounts = accounts::Withdraw {
        sender: *sender,
        device: *device,
        vault: pda::vault(device),
        destination: *destination,
        mint: *mint,
        token_program: token::ID,
        event_authority: pda::event_authority(),
        program: ID,
    };
    build(accounts, instruction::Withdraw {})
}

/// Closes an empty device. What a donation left goes to `destination`, the rent to the device's `rent_payer`.
pub fn close_device(
    device: &Pubkey,
    closer: &Pubkey,
    destination: &Pubkey,
    rent_payer: &Pubkey,
    mint: &Pubkey,
) -> Instruction {
    let accounts = accounts::CloseDevice {
        closer: *closer,
        config: pda::config(),
        device: *device,
        vault: pda::vault(device),
        destination: *destination,
        rent_payer: *rent_payer,
        mint: *mint,
        token_program: token::ID,
        event_authority: pda::event_authority(),
        program: ID,
    };
    build(accounts, instruction::CloseDevice {})
}

/// Invites a co-staker; `offer_index` is the device's next (`Device::next_offer_index`), and `payer` gets the rent back
/// when the offer is closed.
pub fn create_offer(
    device: &Pubkey,
    offer_index: u32,
    owner: &Pubkey,
    payer: &Pubkey,
    args: CreateOfferArgs,
) -> Instruction {
    let accounts = accounts::CreateOffer {
        owner: *owner,
        payer: *payer,
        config: pda::config(),
        device: *device,
        offer: pda::offer(device, offer_index),
        system_program: system_program::ID,
        event_authority: pda::event_authority(),
        program: ID,
    };
    build(accounts, instruction::CreateOffer { args })
}

/// Ends an open offer; anyone may send it once the offer has expired.
pub fn retract_offer(device: &Pubkey, offer_index: u32, sender: &Pubkey) -> Instruction {
    let accounts = accounts::RetractOffer {
        sender: *sender,
        device: *device,
        offer: pda::offer(device, offer_index),
        event_authority: pda::event_authority(),
        program: ID,
    };
    build(accounts, instruction::RetractOffer {})
}

/// Closes the account of an offer that is over; `rent_payer` is the one that the offer names.
pub fn close_offer(device: &Pubkey, offer_index: u32, owner: &Pubkey, rent_payer: &Pubkey) -> Instruction {
    let accounts = accounts::CloseOffer {
        owner: *owner,
        device: *device,
        offer: pda::offer(device, offer_index),
        rent_payer: *rent_payer,
        event_authority: pda::event_authority(),
        program: ID,
    };
    build(accounts, instruction::CloseOffer {})
}
