//! The proof that money and ledger agree: every token is in a token account, every vault holds what its device's ledger
//! says, no more and no less, and every wallet has or has staked what it was given.

use anchor_lang::AccountDeserialize;
use anchor_spl::token::Mint;
use anyhow::{Context, Result};
use co_staking_client::{Device, Pubkey, rules::amount::add};
use serde::Serialize;

use crate::{
    report::{Amount, Party, Time},
    story::unreadable,
    world::{Machine, STRANGERS_IO, World},
};

/// The books at one time.
#[derive(Serialize)]
pub struct Books {
    pub at: Time,
    /// As the mint says.
    pub supply: Amount,
    /// All token accounts of the mint together.
    pub held: Amount,
    /// Of everybody who has IO.
    pub wallets: Vec<WalletLine>,
    pub vaults: Vec<VaultLine>,
    pub agree: bool,
}

/// What a wallet was given, and where it is now.
#[derive(PartialEq, Eq, Serialize)]
pub struct WalletLine {
    pub wallet: Party,
    pub given: Amount,
    pub holds: Amount,
    /// By the ledgers of all devices.
    pub staked: Amount,
    pub agrees: bool,
}

/// A vault beside its device's ledger.
#[derive(PartialEq, Eq, Serialize)]
pub struct VaultLine {
    pub device: Party,
    pub vault: Party,
    pub holds: Amount,
    pub ledger: Amount,
    pub agrees: bool,
}

impl Books {
    /// Reads all of it from the ledger.
    ///
    /// # Errors
    /// Where an account that must exist does not.
    pub fn read(world: &World) -> Result<Self> {
        let mint = world.ledger.account(&world.mint).context("the mint does not exist")?;
        let supply = Mint::try_deserialize(&mut mint.data.as_slice()).context("the mint cannot be read")?.supply;
        let held: u128 = world.ledger.holders(&world.mint).iter().map(|(_, amount)| u128::from(*amount)).sum();
        let devices = devices(world)?;
        let (vaults, wallets) = (vaults(world, &devices)?, wallets(world, &devices)?);
        let lines_agree = vaults.iter().all(|line| line.agrees) && wallets.iter().all(|line| line.agrees);
        Ok(Self {
            at: Time(world.ledger.now()),
            supply: Amount(supply),
            held: Amount(u64::try_from(held).unwrap_or(u64::MAX)),
            agree: u128::from(supply) == held && lines_agree,
            wallets,
            vaults,
        })
    }
}

/// Those that are registered.
fn devices(world: &World) -> Result<Vec<(&Machine, Device)>> {
    let registered = world.machines.iter().filter(|machine| world.ledger.account(&machine.key).is_some());
    registered.map(|machine| Ok((machine, world.ledger.device(&machine.key)?))).collect()
}

fn vaults(world: &World, devices: &[(&Machine, Device)]) -> Result<Vec<VaultLine>> {
    let line = |(machine, device): &(&Machine, Device)| {
        let holds = world.ledger.balance(&machine.vault);
        let ledger = device.ledger().map_err(unreadable)?;
        Ok(VaultLine {
            device: world.names.party(&machine.key),
            vault: world.names.party(&machine.vault),
            holds: Amount(holds),
            ledger: Amount(ledger),
            agrees: holds == ledger,
        })
    };
    devices.iter().map(line).collect()
}

fn wallets(world: &World, devices: &[(&Machine, Device)]) -> Result<Vec<WalletLine>> {
    let stranger = [(&world.stranger, STRANGERS_IO)];
    let everybody = world.owners().chain(world.co_stakers()).chain(stranger);
    everybody
        .map(|(wallet, given)| {
            let staked = staked(&wallet.key(), devices)?;
            let holds = world.ledger.balance(&wallet.token(&world.mint));
            Ok(WalletLine {
                wallet: world.names.party(&wallet.key()),
                given: Amount(given),
                holds: Amount(holds),
                staked: Amount(staked),
                agrees: holds.checked_add(staked) == Some(given),
            })
        })
        .collect()
}

/// What the devices owe to a wallet, as owner and as co-staker.
fn staked(wallet: &Pubkey, devices: &[(&Machine, Device)]) -> Result<u64> {
    let mut sum = 0;
    for (_, device) in devices {
        if device.owner == *wallet {
            sum = add(sum, device.owner_stake().total().map_err(unreadable)?).map_err(unreadable)?;
        }
        for held in device.held().filter(|held| held.co_staker() == wallet) {
            sum = add(sum, held.stake()).map_err(unreadable)?;
        }
    }
    Ok(sum)
}
