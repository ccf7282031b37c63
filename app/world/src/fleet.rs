//! Devices with an owner's stake and open offers.

use anyhow::Result;
use co_staking::{
    rules::{
        facts::{DeviceFacts, FactsUpdate},
        offer::Terms,
        requirement::DEFAULT_BASE_REQUIREMENT,
        time::NEVER,
    },
    state::{Device, NewOffer, Offer, Registration, seeds},
};
use co_staking_client::{ID, Pubkey, pda};
use solana_account::Account;

use crate::{
    DURATIONS,
    accounts::{fresh, state, token},
    wallets::{OWNERS, Wallets},
};

/// As many as a device may have open.
pub const OFFERS_OF_A_DEVICE: usize = 4;
/// Model, cards and multiplier in bps.
const MODELS: [(&str, u32, u32); 4] =
    [("H100", 1, 100_000), ("A100", 2, 50_000), ("RTX 4090", 4, 10_000), ("Ryzen 9", 1, 10_000)];
/// In bps, one after the other; any four of them are less than the whole.
const REWARDS: [u16; 5] = [1_000, 1_500, 2_000, 2_500, 1_200];

/// The device `gpu-NUMBER` with its vault and its offers. Its owner has staked what is required, and offers half of it.
pub fn device(wallets: &Wallets, number: u32, now: i64) -> Result<Vec<(Pubkey, Account)>> {
    let place = usize::try_from(number)?;
    let owner = wallets.key(OWNERS[(place - 1) % OWNERS.len()]);
    let device_id = pda::device_id(&format!("gpu-{number}"));
    let (key, bump) = Pubkey::find_program_address(&[seeds::DEVICE, &device_id], &ID);
    let (model, cards, multiplier_bps) = MODELS[(place - 1) % MODELS.len()];
    let (vault, rent_payer) = (pda::vault(&key), wallets.key("registrar"));
    let facts = DeviceFacts::new(model, cards, multiplier_bps)?;
    let mut device: Device = fresh();
    let new = Registration { bump, device_id, owner, vault, rent_payer, facts };
    device.register(new, DEFAULT_BASE_REQUIREMENT)?;
    let works = FactsUpdate {
        model: None,
        cards: None,
        multiplier_bps: None,
        reliability_bps: Some(9_000 + u16::try_from(number % 1_000)?),
        operational: Some(true),
    };
    device.update(&works, None, DEFAULT_BASE_REQUIREMENT, &DURATIONS, now)?;
    let required = device.requirement().at(now);
    device.stake(required, false, now)?;
    let mut accounts = vec![(vault, token(&wallets.mint(), &key, required))];
    for place in place..place + OFFERS_OF_A_DEVICE {
        let terms = Terms::new(required / 8, REWARDS[place % REWARDS.len()], NEVER);
        accounts.push(offer(&mut device, key, terms, now)?);
    }
    device.invariant_with_vault(required)?;
    accounts.push((key, state(&device)));
    Ok(accounts)
}

fn offer(device: &mut Device, key: Pubkey, terms: Terms, now: i64) -> Result<(Pubkey, Account)> {
    let index = device.create_offer(&terms, None, false, now)?;
    let mut offer: Offer = fresh();
    let (owner, model) = (device.owner, device.facts().model);
    offer.create(
        NewOffer { device: key, index, owner, reserved_for: Pubkey::default(), model, terms, rent_payer: owner },
        now,
    );
    Ok((pda::offer(&key, index), state(&offer)))
}
