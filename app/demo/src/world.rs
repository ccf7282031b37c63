//! Who and what there is: the program on its ledger, the mint, the network's keys, the devices, their owners and the
//! co-stakers.

use std::{collections::BTreeSet, rc::Rc};

use anchor_spl::{
    associated_token::spl_associated_token_account::instruction::create_associated_token_account_idempotent as create_token,
    token::{self, Mint, spl_token::instruction as spl},
};
use anyhow::{Result, bail};
use co_staking_client::{
    Instruction, Pubkey,
    format::{IO, IO_DECIMALS},
    pda,
};
use solana_system_interface::instruction::create_account;

use crate::{
    cast::Cast,
    fleet::Entry,
    ledger::{Elf, Ledger},
    report::Names,
    told::Told,
    wallet::{Part, Wallet},
};

/// 2026-03-01 12:00:00 UTC.
const START: i64 = 1_772_366_400;
/// SOL for fees and rent.
const LAMPORTS: u64 = 10_000_000_000;
/// What the passer-by has.
pub const STRANGERS_IO: u64 = 1_000 * IO;
/// What the treasury has, for block rewards.
pub const TREASURYS_IO: u64 = 1_000 * IO;
/// What is minted beside the fleet's stakes and the co-stakers' IO.
pub const RESERVED_IO: u64 = STRANGERS_IO + TREASURYS_IO;
/// The mint's decimals, as the token program counts them.
pub const DECIMALS: u8 = 8;
const _: () = assert!(DECIMALS as u32 == IO_DECIMALS);

/// A device that will be registered, and its addresses.
#[derive(Clone)]
pub struct Machine {
    pub entry: Entry,
    pub id: [u8; 32],
    pub key: Pubkey,
    pub vault: Pubkey,
    pub owner: Rc<Wallet>,
}

/// Everything that the story is played with.
pub struct World {
    pub ledger: Ledger,
    pub names: Names,
    /// What the events have told.
    pub told: Told,
    pub mint: Pubkey,
    /// Deployed the program and may upgrade it.
    pub deployer: Rc<Wallet>,
    pub registrar: Rc<Wallet>,
    /// Posts block rewards.
    pub rewarder: Rc<Wallet>,
    /// Opens slash cases.
    pub slasher: Rc<Wallet>,
    /// Rules on appeals.
    pub arbiter: Rc<Wallet>,
    /// May mint, and has IO for block rewards.
    pub treasury: Rc<Wallet>,
    /// Has tokens, and nothing to do with any device.
    pub stranger: Rc<Wallet>,
    pub machines: Vec<Machine>,
    /// Who co-stakes on which device; or why no device can carry it.
    pub cast: Result<Cast, Vec<String>>,
}

impl World {
    /// The program deployed, the mint created, every wallet funded; the config does not exist yet. `base` is the base
    /// requirement that it will have.
    ///
    /// # Errors
    /// Where the program does not load, or the ledger refuses to be set up.
    pub fn new(elf: &Elf, fleet: Vec<Entry>, base: u64) -> Result<Self> {
        let network = |name| Wallet::named(Part::Network, name);
        let deployer = network("Deployer");
        let machines: Vec<_> = fleet.into_iter().map(Machine::new).collect();
        let mut world = Self {
            ledger: Ledger::with_program(elf, &deployer.key(), START)?,
            names: Names::default(),
            told: Told::default(),
            mint: mint().key(),
            deployer,
            registrar: network("Registrar"),
            rewarder: network("Rewarder"),
            slasher: network("Slasher"),
            arbiter: network("Arbiter"),
            treasury: network("Treasury"),
            stranger: Wallet::named(Part::Passer, "Stranger"),
            cast: Cast::find(&machines, base),
            machines,
        };
        world.call_by_name();
        world.fund()?;
        Ok(world)
    }

    /// The owners, each once, with what its devices will stake together.
    pub fn owners(&self) -> impl Iterator<Item = (&Rc<Wallet>, u64)> {
        let mut seen = BTreeSet::new();
        let each = self.machines.iter().map(|machine| &machine.owner).filter(move |owner| seen.insert(owner.key()));
        each.map(|owner| {
            let own = self.machines.iter().filter(|machine| machine.owner.key() == owner.key());
            (owner, own.map(|machine| machine.entry.stake).sum())
        })
    }

    /// The co-stakers, with what they are given.
    pub fn co_stakers(&self) -> impl Iterator<Item = (&Rc<Wallet>, u64)> {
        self.cast.iter().flat_map(Cast::co_stakers)
    }

    /// Everybody who has IO, with what was minted for it.
    pub fn holders(&self) -> impl Iterator<Item = (&Rc<Wallet>, u64)> {
        let others = [(&self.treasury, TREASURYS_IO), (&self.stranger, STRANGERS_IO)];
        self.owners().chain(self.co_stakers()).chain(others)
    }

    /// Those who hold no stake.
    pub fn network(&self) -> [(&Rc<Wallet>, &'static str); 7] {
        [
            (&self.deployer, "deployed the program, may upgrade it"),
            (&self.registrar, "attests what a device is"),
            (&self.rewarder, "posts block rewards"),
            (&self.slasher, "opens slash cases"),
            (&self.arbiter, "rules on appeals"),
            (&self.treasury, "mints IO, pays for block rewards"),
            (&self.stranger, "has IO, but no device"),
        ]
    }

    fn call_by_name(&mut self) {
        let names = &mut self.names;
        names.call(self.mint, "IO");
        names.call(pda::config(), "the config");
        names.call(pda::reward_pool(), "the reward pool");
        names.call(pda::reward_vault(), "the reward vault");
        names.call(pda::escrow(), "the escrow");
        for machine in &self.machines {
            names.call(machine.key, machine.entry.id.clone());
            names.call(machine.vault, format!("{}'s vault", machine.entry.id));
        }
        let co_stakers: Vec<_> =
            self.cast.iter().flat_map(Cast::co_stakers).map(|(wallet, _)| wallet.clone()).collect();
        for name in ["Admin", "Guardian"] {
            names.call(Wallet::named(Part::Network, name).key(), name);
        }
        let roles = [&self.deployer, &self.registrar, &self.rewarder, &self.slasher, &self.arbiter];
        let known = roles.into_iter().chain([&self.treasury, &self.stranger]);
        let owners = self.machines.iter().map(|machine| &machine.owner);
        for wallet in known.chain(owners).chain(&co_stakers) {
            names.call(wallet.key(), wallet.name.clone());
            names.call(pda::claims(&wallet.key()), format!("{}'s claim counter", wallet.name));
            names.call(wallet.token(&self.mint), format!("{}'s IO account", wallet.name));
        }
    }

    fn fund(&mut self) -> Result<()> {
        let network: Vec<_> = self.network().map(|(wallet, _)| wallet.key()).into();
        for wallet in network {
            self.ledger.fund(&wallet, LAMPORTS)?;
        }
        let (mint, treasury) = (mint(), self.treasury.clone());
        let rent = self.ledger.rent(Mint::LEN);
        let space = u64::try_from(Mint::LEN)?;
        let create = create_account(&treasury.key(), &mint.key(), rent, space, &token::ID);
        let initialize = spl::initialize_mint2(&token::ID, &mint.key(), &treasury.key(), None, DECIMALS)?;
        self.quietly(&[create, initialize], &[treasury, mint])?;

        let stakers = self.owners().chain(self.co_stakers());
        let stakers: Vec<_> = stakers.map(|(wallet, amount)| (wallet.clone(), amount)).collect();
        for (wallet, amount) in stakers {
            self.ledger.fund(&wallet.key(), LAMPORTS)?;
            self.give(&wallet, amount)?;
        }
        self.give(&self.treasury.clone(), TREASURYS_IO)?;
        self.give(&self.stranger.clone(), STRANGERS_IO)
    }

    fn give(&mut self, to: &Wallet, amount: u64) -> Result<()> {
        let (treasury, mint) = (self.treasury.clone(), self.mint);
        let create = create_token(&treasury.key(), &to.key(), &mint, &token::ID);
        let token = to.token(&mint);
        let pay = spl::mint_to_checked(&token::ID, &mint, &token, &treasury.key(), &[], amount, DECIMALS)?;
        self.quietly(&[create, pay], &[treasury])
    }

    /// What has to work before the story begins.
    fn quietly(&mut self, instructions: &[Instruction], signers: &[Rc<Wallet>]) -> Result<()> {
        let signed = self.ledger.sign(instructions, signers)?;
        match self.ledger.process(&signed)?.failure {
            None => Ok(()),
            Some(failure) => bail!("the ledger cannot be set up: {failure}"),
        }
    }
}

impl Machine {
    fn new(entry: Entry) -> Self {
        let id = pda::device_id(&entry.id);
        let key = pda::device(&id);
        let owner = Wallet::named(Part::Owner, &entry.owner);
        Self { entry, id, key, vault: pda::vault(&key), owner }
    }
}

fn mint() -> Rc<Wallet> {
    Wallet::named(Part::Mint, "IO")
}

#[cfg(test)]
mod tests {
    use co_staking_migrations::m001_initialize_config::InitialConfig;

    use super::*;
    use crate::story::CONFIG;

    #[test]
    fn the_files_addresses_are_those_of_the_demos_wallets() {
        let InitialConfig { mint: of_file, args } = InitialConfig::parse(CONFIG).unwrap();
        let key = |name| Wallet::named(Part::Network, name).key();
        assert_eq!(of_file, mint().key());
        assert_eq!(
            [args.admin, args.roles.registrar, args.roles.rewarder],
            ["Admin", "Registrar", "Rewarder"].map(key)
        );
        assert_eq!(
            [args.roles.slasher, args.roles.arbiter, args.roles.guardian],
            ["Slasher", "Arbiter", "Guardian"].map(key)
        );
    }
}
