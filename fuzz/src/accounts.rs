//! The client's account decoders: what a cluster, or somebody in its place, may answer.

use anchor_lang::Discriminator;
use bytemuck::{Pod, bytes_of};
use co_staking_client::{
    ClaimCounter, Config, Device, ID, Offer, Pubkey, RewardPool, SlashCase,
    account::{self, AccountError},
};

use crate::input::Input;

/// The layout that this client reads.
const VERSION: u8 = 1;

/// An account of any type and version, cut off anywhere or longer than it should be, of any owner.
pub fn run(data: &[u8]) {
    let mut input = Input::new(data);
    match input.below(6) {
        0 => one("config", account::config, input),
        1 => one("device", account::device, input),
        2 => one("offer", account::offer, input),
        3 => one("claim counter", account::claim_counter, input),
        4 => one("reward pool", account::reward_pool, input),
        _ => one("slash case", account::slash_case, input),
    }
}

fn one<T: Pod + Discriminator>(
    name: &'static str,
    decode: fn(&Pubkey, &[u8]) -> Result<T, AccountError>,
    mut input: Input<'_>,
) {
    let owner = if input.take::<u8>() == 0 { Pubkey::from(input.take::<[u8; 32]>()) } else { ID };
    let (version, padding) = (input.take::<u8>(), usize::from(input.take::<u16>()));
    let discriminators = [
        Config::DISCRIMINATOR,
        Device::DISCRIMINATOR,
        Offer::DISCRIMINATOR,
        ClaimCounter::DISCRIMINATOR,
        RewardPool::DISCRIMINATOR,
        SlashCase::DISCRIMINATOR,
        &[],
    ];
    // Mostly its own.
    let discriminator = discriminators.get(input.below(64)).copied().unwrap_or(T::DISCRIMINATOR);
    let mut data = [discriminator, &[version], input.rest()].concat();
    data.resize(data.len() + padding % (2 * size_of::<T>()), 0);

    match decode(&owner, &data) {
        Ok(account) => {
            assert!(owner == ID && data.starts_with(T::DISCRIMINATOR) && data[8] == VERSION);
            assert_eq!(data.get(8..8 + size_of::<T>()), Some(bytes_of(&account)), "the bytes are the account's");
        }
        Err(error) => {
            assert_eq!(error, expected::<T>(name, &owner, &data));
            assert!(!error.to_string().is_empty());
        }
    }
}

/// The first of the things that can be wrong.
fn expected<T: Discriminator>(name: &'static str, owner: &Pubkey, data: &[u8]) -> AccountError {
    let whole = 8 + size_of::<T>();
    if *owner != ID {
        AccountError::Owner { expected: ID, found: *owner }
    } else if data.len() < 8 || data[..8] != *T::DISCRIMINATOR {
        AccountError::Type { expected: name }
    } else if data.len() < whole {
        AccountError::Length { expected: whole, found: data.len() }
    } else {
        AccountError::Version { expected: VERSION, found: data[8] }
    }
}
