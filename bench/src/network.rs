//! A network with its roles, wallets, devices and co-stakes, all of them made by the program's own instructions.

use anchor_spl::token::{
    self,
    spl_token::state::{Account as TokenAccount, AccountState, Mint},
};
use anyhow::Result;
use co_staking_client::{
    CreateOfferArgs, Durations, ExpectedTerms, ID, InitializeConfigArgs, Instruction, Pubkey, RegisterDeviceArgs,
    Roles, UpdateDeviceArgs,
    format::IO,
    instructions::{admin, co_staker, owner, registrar, rewards},
    pda,
    rules::facts::FactsUpdate,
};
use solana_keypair::Keypair;
use solana_message::AddressLookupTableAccount;
use solana_program::program_pack::Pack;
use solana_signer::Signer;

use crate::ledger::Ledger;

/// What one card requires, and so every device here.
pub const REQUIREMENT: u64 = 200 * IO;
/// What each wallet holds at first.
const WEALTH: u64 = 1_000_000 * IO;

/// A wallet and its associated token account.
pub struct Wallet {
    pub keypair: Keypair,
    pub token: Pubkey,
}

impl Wallet {
    pub fn key(&self) -> Pubkey {
        self.keypair.pubkey()
    }
}

/// A device and who owns it.
pub struct Machine {
    pub id: [u8; 32],
    pub key: Pubkey,
    pub owner: Wallet,
}

/// Everything is ready for devices.
pub struct Network {
    pub ledger: Ledger,
    pub mint: Pubkey,
    /// Deployed the program, and holds every role: whose key it is makes no difference to what a call costs.
    pub operator: Keypair,
    /// Wallets made so far.
    wallets: u64,
}

impl Network {
    /// The config exists, with the network's durations and a pool that can pay every block.
    ///
    /// # Errors
    /// Where the ledger refuses to be set up.
    pub fn new(elf: &[u8]) -> Result<Self> {
        let mut network = Self::deployed(elf)?;
        let ix = network.initialization();
        network.ledger.run(ix, &[&network.operator])?;
        let funder = network.wallet()?;
        let ix = rewards::fund_rewards(&funder.key(), &funder.token, &network.mint, WEALTH);
        network.ledger.run(ix, &[&funder.keypair])?;
        Ok(network)
    }

    /// The program and the mint are there, and no config.
    ///
    /// # Errors
    /// Those of [`Self::new`].
    pub fn deployed(elf: &[u8]) -> Result<Self> {
        let (operator, mint) = (keypair(0), keypair(1).pubkey());
        let mut ledger = Ledger::new(elf, &operator.pubkey())?;
        ledger.fund(&operator.pubkey())?;
        let mut data = vec![0; Mint::LEN];
        Mint { decimals: 8, is_initialized: true, supply: u64::MAX, ..Mint::default() }.pack_into_slice(&mut data);
        ledger.put_data(&mint, token::ID, data)?;
        Ok(Self { ledger, mint, operator, wallets: 1 })
    }

    pub fn initialization(&self) -> Instruction {
        let operator = self.operator.pubkey();
        let args = InitializeConfigArgs {
            admin: operator,
            roles: Roles {
                registrar: operator,
                rewarder: operator,
                slasher: operator,
                arbiter: operator,
                guardian: operator,
            },
            durations: Durations::default(),
            base_requirement: REQUIREMENT,
            max_block_reward: 1_000 * IO,
        };
        admin::initialize_config(&operator, &operator, &self.mint, args)
    }

    /// A wallet with SOL and tokens.
    ///
    /// # Errors
    /// Those of the ledger.
    pub fn wallet(&mut self) -> Result<Wallet> {
        self.wallets += 1;
        let keypair = keypair(self.wallets);
        let (owner, mint) = (keypair.pubkey(), self.mint);
        let token = pda::associated_token(&owner, &mint);
        self.ledger.fund(&owner)?;
        let mut data = vec![0; TokenAccount::LEN];
        TokenAccount { mint, owner, amount: WEALTH, state: AccountState::Initialized, ..TokenAccount::default() }
            .pack_into_slice(&mut data);
        self.ledger.put_data(&token, token::ID, data)?;
        Ok(Wallet { keypair, token })
    }

    /// A device that is not registered.
    ///
    /// # Errors
    /// Those of the ledger.
    pub fn machine(&mut self) -> Result<Machine> {
        let owner = self.wallet()?;
        let id = pda::device_id(&format!("machine {}", self.wallets));
        Ok(Machine { id, key: pda::device(&id), owner })
    }

    pub fn registration(&self, machine: &Machine) -> Instruction {
        let args = RegisterDeviceArgs {
            device_id: machine.id,
            owner: machine.owner.key(),
            model: "NVIDIA H100".into(),
            cards: 1,
            multiplier_bps: 10_000,
        };
        registrar::register_device(&self.operator.pubkey(), &self.operator.pubkey(), &self.mint, args)
    }

    pub fn operation(&self, machine: &Machine) -> Instruction {
        let facts = FactsUpdate { operational: Some(true), ..FactsUpdate::default() };
        let args = UpdateDeviceArgs { facts, hire: None };
        registrar::update_device(&self.operator.pubkey(), &machine.key, args)
    }

    pub fn staking(&self, machine: &Machine, amount: u64) -> Instruction {
        owner::stake(&machine.key, &machine.owner.key(), &machine.owner.token, &self.mint, amount)
    }

    pub fn offering(&self, machine: &Machine, index: u32, amount: u64, reward_bps: u16) -> Instruction {
        let args = CreateOfferArgs { amount, reward_bps, reserved_for: None, expires_at: None };
        owner::create_offer(&machine.key, index, &machine.owner.key(), &machine.owner.key(), args)
    }

    pub fn claiming(&self, machine: &Machine, index: u32, by: &Wallet, amount: u64, reward_bps: u16) -> Instruction {
        let expected = ExpectedTerms { amount, reward_bps };
        co_staker::claim_offer(&machine.key, index, &by.key(), &by.token, &self.mint, expected)
    }

    /// An operational device with twice what it requires, and so many co-stakes with odd shares.
    ///
    /// # Errors
    /// Those of the ledger.
    pub fn earning(&mut self, co_stakes: u16) -> Result<Machine> {
        let machine = self.machine()?;
        let owner = &machine.owner.keypair;
        for ix in [self.registration(&machine), self.operation(&machine)] {
            self.ledger.run(ix, &[&self.operator])?;
        }
        let ix = self.staking(&machine, 2 * REQUIREMENT);
        self.ledger.run(ix, &[owner])?;
        for index in 0..co_stakes {
            let (amount, bps) = (REQUIREMENT / 8 - 1, 1_111 + index);
            let wallet = self.wallet()?;
            let ix = self.offering(&machine, index.into(), amount, bps);
            self.ledger.run(ix, &[owner])?;
            let ix = co_staker::open_claims(&wallet.key(), &wallet.key());
            self.ledger.run(ix, &[&wallet.keypair])?;
            let ix = self.claiming(&machine, index.into(), &wallet, amount, bps);
            self.ledger.run(ix, &[&wallet.keypair])?;
        }
        Ok(machine)
    }

    /// So many devices that are in all their bytes like that one.
    ///
    /// # Errors
    /// Those of the ledger.
    pub fn copies(&mut self, machine: &Machine, count: usize) -> Result<Vec<Pubkey>> {
        let data = self.ledger.account(&machine.key)?.data;
        let keys: Vec<_> = (0..count).map(|number| pda::device(&pda::device_id(&format!("copy {number}")))).collect();
        for key in &keys {
            self.ledger.put_data(key, ID, data.clone())?;
        }
        Ok(keys)
    }

    /// A lookup table with these addresses.
    ///
    /// # Errors
    /// Those of the ledger.
    pub fn lookup_table(&mut self, addresses: &[Pubkey]) -> Result<AddressLookupTableAccount> {
        /// Of the header: it is a table, was never deactivated, was last extended in slot 0, and has no authority.
        const HEADER_LEN: usize = 56;
        let mut data = [1u32.to_le_bytes().as_slice(), &u64::MAX.to_le_bytes()].concat();
        data.resize(HEADER_LEN, 0);
        addresses.iter().for_each(|address| data.extend_from_slice(address.as_ref()));
        let key = keypair(u64::MAX).pubkey();
        let program = anchor_lang::pubkey!("AddressLookupTab1e1111111111111111111111111");
        self.ledger.put_data(&key, program, data)?;
        Ok(AddressLookupTableAccount { key, addresses: addresses.to_vec() })
    }
}

fn keypair(number: u64) -> Keypair {
    let mut seed = [5; 32];
    seed[..8].copy_from_slice(&number.to_le_bytes());
    Keypair::new_from_array(seed)
}
