//! The proof that money and ledger agree: every token is in a token account, every vault holds what its ledger says, no
//! more and no less, and every wallet has what it was given and earned, but for what it put into the reward pool and
//! what a decided case burned.

mod wallets;

use anchor_lang::AccountDeserialize;
use anchor_spl::token::Mint;
use anyhow::{Context, Result};
use co_staking_client::{
    Device, Part, Pubkey, SlashCase, pda,
    rules::{amount::add, slash::CaseState},
};
use serde::Serialize;

pub use self::wallets::WalletLine;
use crate::{
    report::{Amount, Party, Time},
    story::unreadable,
    world::{Machine, World},
};

/// The books at one time.
#[derive(Serialize)]
pub struct Books {
    pub at: Time,
    /// All that was ever minted.
    pub minted: Amount,
    /// As the mint says.
    pub supply: Amount,
    /// All token accounts of the mint together.
    pub held: Amount,
    /// What decided cases burned, by their events.
    pub burned: Amount,
    /// Rewards that are credited or withheld: by the pool's ledger, and as the accounts of devices, offers and cases sum
    /// up.
    pub owed: Amount,
    pub owed_to_wallets: Amount,
    /// Of everybody who has IO.
    pub wallets: Vec<WalletLine>,
    pub vaults: Vec<VaultLine>,
    /// The reward vault, and the escrow of slash cases.
    pub funds: Vec<VaultLine>,
    pub agree: bool,
}

/// A token account beside the ledger of those whose tokens it holds.
#[derive(PartialEq, Eq, Serialize)]
pub struct VaultLine {
    /// A device, or what the fund is for.
    pub of: Party,
    pub vault: Party,
    pub holds: Amount,
    pub ledger: Amount,
    pub agrees: bool,
}

/// What the accounts say, read once.
pub(crate) struct Read<'w> {
    world: &'w World,
    /// Those that are registered.
    devices: Vec<(&'w Machine, Device)>,
    cases: Vec<SlashCase>,
}

impl Books {
    /// Reads all of it from the ledger.
    ///
    /// # Errors
    /// Where an account that must exist does not.
    pub fn read(world: &World) -> Result<Self> {
        let supply = supply(world)?;
        let held: u128 = world.ledger.holders(&world.mint).iter().map(|(_, amount)| u128::from(*amount)).sum();
        let read = Read::new(world)?;
        let (vaults, funds, wallets) = (read.vaults()?, read.funds()?, read.wallets()?);
        let sum = |of: fn(&WalletLine) -> Amount| wallets.iter().map(|line| u128::from(of(line).0)).sum::<u128>();
        let (minted, burned) = (sum(|line| line.given), world.told.burned.total());
        let owed = world.ledger.reward_pool().map_or(0, |pool| pool.owed());
        let owed_to_wallets = sum(|line| line.can_claim) + sum(|line| line.withheld);
        let lines_agree = vaults.iter().chain(&funds).all(|line| line.agrees) && wallets.iter().all(|line| line.agrees);
        Ok(Self {
            at: Time(world.ledger.now()),
            minted: amount(minted),
            supply: Amount(supply),
            held: amount(held),
            burned: Amount(burned),
            owed: Amount(owed),
            owed_to_wallets: amount(owed_to_wallets),
            agree: u128::from(supply) == held
                && u128::from(supply) + u128::from(burned) == minted
                && u128::from(owed) == owed_to_wallets
                && lines_agree,
            wallets,
            vaults,
            funds,
        })
    }
}

/// How much of the mint's token there is.
///
/// # Errors
/// Where the mint does not exist.
pub fn supply(world: &World) -> Result<u64> {
    let mint = world.ledger.account(&world.mint).context("the mint does not exist")?;
    Ok(Mint::try_deserialize(&mut mint.data.as_slice()).context("the mint cannot be read")?.supply)
}

fn amount(sum: u128) -> Amount {
    Amount(u64::try_from(sum).unwrap_or(u64::MAX))
}

impl<'w> Read<'w> {
    fn new(world: &'w World) -> Result<Self> {
        let registered = world.machines.iter().filter(|machine| world.ledger.account(&machine.key).is_some());
        let devices = registered.map(|machine| Ok((machine, world.ledger.device(&machine.key)?)));
        let case = |(key, _): &_| world.ledger.slash_case(key).context("a slash case is gone");
        let cases = world.told.cases.iter().map(case);
        Ok(Self { world, devices: devices.collect::<Result<_>>()?, cases: cases.collect::<Result<_>>()? })
    }

    fn vaults(&self) -> Result<Vec<VaultLine>> {
        let names = &self.world.names;
        let line = |(machine, device): &(&Machine, Device)| {
            let ledger = device.ledger().map_err(unreadable)?;
            Ok(self.line(names.party(&machine.key), names.party(&machine.vault), &machine.vault, ledger))
        };
        self.devices.iter().map(line).collect()
    }

    fn funds(&self) -> Result<Vec<VaultLine>> {
        let Some(pool) = self.world.ledger.reward_pool() else { return Ok(vec![]) };
        let (vault, escrow) = (pda::reward_vault(), pda::escrow());
        let in_cases = self.due().map(|part| part.stake()).try_fold(0, add).map_err(unreadable)?;
        let names = &self.world.names;
        let mut cases = self.line(names.party(&escrow), names.party(&escrow), &escrow, pool.escrowed());
        cases.agrees &= pool.escrowed() == in_cases;
        let unpaid = pool.funded().saturating_sub(pool.paid());
        Ok(vec![self.line(names.party(&pda::reward_pool()), names.party(&vault), &vault, unpaid), cases])
    }

    /// Parts of cases that are undecided or not yet returned. Of an upheld one nothing is left.
    fn due(&self) -> impl Iterator<Item = &Part> {
        let left = self.cases.iter().filter(|case| case.state() != CaseState::Upheld);
        left.flat_map(|case| case.parts()).filter(|part| part.is_due())
    }

    fn line(&self, of: Party, vault: Party, account: &Pubkey, ledger: u64) -> VaultLine {
        let holds = self.world.ledger.balance(account);
        VaultLine { of, vault, holds: Amount(holds), ledger: Amount(ledger), agrees: holds == ledger }
    }
}
