//! A ledger with the program, a mint, the roles and any number of wallets and devices.
//!
//! Two tiers: `world.stake(&device, amount)` and its like do what an honest user does and expect it to work; `send`,
//! `accept` and `refuse` take any instruction, for hostile ones.

mod actions;
mod actors;
pub mod figures;
mod ledger;
pub mod offers;
mod program;
mod raised;
mod random;
pub mod rewards;
pub mod slash;
mod token;

pub use actors::{Device, RoleKeys, Wallet};
pub use ledger::Receipt;
pub use program::{elf, loader_account, program_data};
pub use random::Random;
pub use token::account_of;

use co_staking_client::{Durations, InitializeConfigArgs, error::Failure, event::Event, format::IO};
use solana_keypair::Keypair;
use solana_program::pubkey::Pubkey;
use solana_program_test::ProgramTestContext;
use solana_signer::Signer;

pub const DAY: i64 = 86_400;
/// 2026-03-01 12:00:00 UTC: where every world starts.
pub const START: i64 = 1_772_366_400;
pub const BASE: u64 = 200 * IO;
/// The network's cooldown and requirement notice.
pub const COOLDOWN: i64 = 14 * DAY;
pub const NOTICE: i64 = 7 * DAY;

/// The system program: an account that is to be created exists already.
pub const ALREADY_IN_USE: Failure = Failure::Token { code: 0 };

pub struct World {
    context: ProgramTestContext,
    /// Makes each transaction's bytes its own.
    sent: u32,
    /// Keys made so far; each follows from its number, so that every run is the same.
    keys: u64,
    /// Every event so far.
    pub told: Vec<Event>,
    pub upgrade_authority: Keypair,
    pub roles: RoleKeys,
    pub mint: Pubkey,
}

impl World {
    /// The program is deployed and the mint exists; the config does not.
    pub async fn deployed() -> Self {
        Self::deployed_by(Some(keypair(0).pubkey())).await
    }

    /// As [`Self::deployed`], with any upgrade authority in the program's data.
    pub async fn deployed_by(upgrade_authority: Option<Pubkey>) -> Self {
        let context = program::start(upgrade_authority).await;
        let mut numbers = 1..;
        let roles = RoleKeys::new(|| keypair(numbers.next().unwrap()));
        let mint = keypair(numbers.next().unwrap()).pubkey();
        let keys = numbers.start;
        let mut world = Self { context, sent: 0, keys, told: vec![], upgrade_authority: keypair(0), roles, mint };
        world.set_time(START);
        world.create_mint(mint, |_| {});
        world
    }

    /// Everything is ready, with the network's durations.
    pub async fn new() -> Self {
        let mut world = Self::deployed().await;
        let args = world.initial_config();
        world.initialize(args).await;
        world
    }

    pub fn initial_config(&self) -> InitializeConfigArgs {
        InitializeConfigArgs {
            admin: self.roles.admin.pubkey(),
            roles: self.roles.keys(),
            durations: Durations::default(),
            base_requirement: BASE,
            max_block_reward: 1_000 * IO,
        }
    }

    /// A key that this world has not used yet.
    pub fn keypair(&mut self) -> Keypair {
        self.keys += 1;
        keypair(self.keys)
    }

    /// The address of one.
    pub fn key(&mut self) -> Pubkey {
        self.keypair().pubkey()
    }

    /// Who can sign for an address: the key that this world made, of a wallet, a mint or a token account alike.
    pub fn keypair_of(&self, address: &Pubkey) -> Option<Keypair> {
        (0..=self.keys).map(keypair).find(|keypair| keypair.pubkey() == *address)
    }
}

fn keypair(number: u64) -> Keypair {
    let mut seed = [7; 32];
    seed[..8].copy_from_slice(&number.to_le_bytes());
    Keypair::new_from_array(seed)
}
