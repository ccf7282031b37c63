//! What a co-staker sends, and what anyone may send for it.

use anchor_lang::{prelude::Pubkey, system_program};
use anchor_spl::token;
use co_staking::{accounts, instruction};
use solana_instruction::Instruction;

use super::build;
use crate::{ExpectedTerms, ID, pda};

/// Makes a wallet's claim counter; anyone may pay for it.
pub fn open_claims(payer: &Pubkey, wallet: &Pubkey) -> Instruction {
    let accounts = accounts::OpenClaims {
        payer: *payer,
        wallet: *wallet,
        counter: pda::claims(wallet),
        system_program: system_program::ID,
        event_authority: pda::event_authority(),
        program: ID,
    };
    build(accounts, instruction::OpenClaims {})
}

/// Closes a wallet's claim counter; `rent_payer` is the one that the counter names.
pub fn close_claims(wallet: &Pubkey, rent_payer: &Pubkey) -> Instruction {
    let accounts = accounts::CloseClaims {
        wallet: *wallet,
        counter: pda::claims(wallet),
        rent_payer: *rent_payer,
        event_authority: pda::event_authority(),
        program: ID,
    };
    build(accounts, instruction::CloseClaims {})
}

/// Stakes what an offer asks for, from a token account that the co-staker may spend from. The wallet needs a claim
/// counter: see [`claim_offer_first`].
pub fn claim_offer(
    device: &Pubkey,
    offer_index: u32,
    co_staker: &Pubkey,
    source: &Pubkey,
    mint: &Pubkey,
    expected: ExpectedTerms,
) -> Instruction {
    let accounts = accounts::ClaimOffer {
        co_staker: *co_staker,
        config: pda::config(),
        device: *device,
        offer: pda::offer(device, offer_index),
        counter: pda::claims(co_staker),
        vault: pda::vault(device),
        source: *source,
        mint: *mint,
        token_program: token::ID,
        event_authority: pda::event_authority(),
        program: ID,
    };
    build(accounts, instruction::ClaimOffer { expected })
}

/// A wallet's first claim: its counter and the claim, for one transaction.
pub fn claim_offer_first(
    device: &Pubkey,
    offer_index: u32,
    co_staker: &Pubkey,
    source: &Pubkey,
    mint: &Pubkey,
    expected: ExpectedTerms,
) -> [Instruction; 2] {
    [open_claims(co_staker, co_staker), claim_offer(device, offer_index, co_staker, source, mint, expected)]
}

/// Starts a co-staker's exit: first the wait, then the cooldown.
pub fn unstake_co_stake(device: &Pubkey, offer_index: u32, co_staker: &Pubkey) -> Instruction {
    let accounts = accounts::UnstakeCoStake {
        co_staker: *co_staker,
        config: pda::config(),
        device: *device,
        counter: pda::claims(co_staker),
        event_authority: pda::event_authority(),
        program: ID,
    };
    build(accounts, instruction::UnstakeCoStake { offer_index })
}

/// Pays a co-stake after its unlock: to any token account of the co-staker if it is the sender, else to its associated
/// one.
pub fn withdraw_co_stake(
    device: &Pubkey,
    offer_index: u32,
    co_staker: &Pubkey,
    sender: &Pubkey,
    destination: &Pubkey,
    mint: &Pubkey,
) -> Instruction {
    let accounts = accounts::WithdrawCoStake {
        sender: *sender,
        device: *device,
        offer: pda::offer(device, offer_index),
        counter: pda::claims(co_staker),
        vault: pda::vault(device),
        destination: *destination,
        mint: *mint,
        token_program: token::ID,
        event_authority: pda::event_authority(),
        program: ID,
    };
    build(accounts, instruction::WithdrawCoStake {})
}

/// Frees the claim slot of a co-stake that was pushed out or has ended; anyone may send it.
pub fn release_claim(device: &Pubkey, offer_index: u32, wallet: &Pubkey, sender: &Pubkey) -> Instruction {
    let accounts = accounts::ReleaseClaim {
        sender: *sender,
        counter: pda::claims(wallet),
        device: *device,
        event_authority: pda::event_authority(),
        program: ID,
    };
    build(accounts, instruction::ReleaseClaim { offer_index })
}
