//! Addresses that follow from seeds.

use anchor_lang::prelude::Pubkey;
use co_staking::{ID, state::seeds};
use sha2::{Digest, Sha256};

/// The id of a device, as the program knows it: the SHA-256 hash of its public id.
pub fn device_id(public_id: &str) -> [u8; 32] {
    hash(public_id)
}

/// The config.
pub fn config() -> Pubkey {
    find(&[seeds::CONFIG])
}

/// The device with that id.
pub fn device(device_id: &[u8; 32]) -> Pubkey {
    find(&[seeds::DEVICE, device_id])
}

/// A device's vault.
pub fn vault(device: &Pubkey) -> Pubkey {
    find(&[seeds::VAULT, device.as_ref()])
}

/// A device's offer with that index.
pub fn offer(device: &Pubkey, index: u32) -> Pubkey {
    find(&[seeds::OFFER, device.as_ref(), &index.to_le_bytes()])
}

/// A wallet's claim counter.
pub fn claims(wallet: &Pubkey) -> Pubkey {
    find(&[seeds::CLAIMS, wallet.as_ref()])
}

/// The reward pool.
pub fn reward_pool() -> Pubkey {
    find(&[seeds::REWARDS])
}

/// The pool's token account, from which rewards are paid.
pub fn reward_vault() -> Pubkey {
    find(&[seeds::REWARD_VAULT])
}

/// The token account that holds the parts of slash cases.
pub fn escrow() -> Pubkey {
    find(&[seeds::ESCROW])
}

/// A device's slash case for that offence.
pub fn slash_case(device: &Pubkey, offence_id: &[u8; 32]) -> Pubkey {
    find(&[seeds::SLASH, device.as_ref(), offence_id])
}

/// The id of an offence, as the program knows it: the SHA-256 hash of its public id.
pub fn offence_id(public_id: &str) -> [u8; 32] {
    hash(public_id)
}

/// What the program signs its events with.
pub fn event_authority() -> Pubkey {
    co_staking::EVENT_AUTHORITY_AND_BUMP.0
}

/// Where a loader keeps the program's code and upgrade authority.
pub fn program_data() -> Pubkey {
    Pubkey::find_program_address(&[ID.as_ref()], &anchor_lang::solana_program::bpf_loader_upgradeable::ID).0
}

/// A wallet's associated token account of the classic token program: the only place that a payout goes to when another
/// wallet sends it.
pub fn associated_token(wallet: &Pubkey, mint: &Pubkey) -> Pubkey {
    anchor_spl::associated_token::get_associated_token_address(wallet, mint)
}

fn hash(public_id: &str) -> [u8; 32] {
    Sha256::digest(public_id.as_bytes()).into()
}

fn find(seeds: &[&[u8]]) -> Pubkey {
    Pubkey::find_program_address(seeds, &ID).0
}
