//! For each instruction a valid one, and beside it valid accounts of the same type and of others.

mod admin;
mod co_staker;
mod offers;
mod owner;
mod registrar;
mod rewards;
mod slash;

pub use admin::*;
pub use co_staker::*;
pub use offers::*;
pub use owner::*;
pub use registrar::*;
pub use rewards::*;
pub use slash::*;

use std::collections::HashMap;

use anchor_lang::solana_program::bpf_loader_upgradeable;
use co_staking_client::{Instruction, format::IO, instructions as client, pda};
use solana_keypair::Keypair;
use solana_program::pubkey::Pubkey;

use crate::world::{Device, Wallet, World, offers::asking};

/// What every instruction of this program has at its end: its event's signer, and itself.
const EVENT: [&str; 2] = ["event_authority", "program"];

pub struct Scene {
    pub instruction: Instruction,
    pub signers: Vec<Keypair>,
    /// The accounts' names, in their order.
    pub names: Vec<&'static str>,
    /// By name: a valid account of the same type.
    pub siblings: HashMap<&'static str, Pubkey>,
    /// By name: a valid account of another type.
    pub others: HashMap<&'static str, Pubkey>,
}

impl Scene {
    fn new(world: &mut World, instruction: Instruction, signers: &[&Keypair], names: &[&'static str]) -> Self {
        Self::of(world, instruction, signers, [names, &EVENT].concat())
    }

    /// The accounts that an instruction may have by these names are the same in all scenes.
    fn of(world: &mut World, instruction: Instruction, signers: &[&Keypair], names: Vec<&'static str>) -> Self {
        assert_eq!(instruction.accounts.len(), names.len());
        let (mint, stranger) = (world.other_mint(), world.wallet(IO));
        let program = bpf_loader_upgradeable::ID;
        let siblings = HashMap::from([
            ("mint", mint),
            ("source", stranger.token),
            ("destination", stranger.token),
            ("rent_payer", stranger.key()),
            ("token_program", program),
            ("system_program", program),
            ("this_program", program),
            ("program", program),
            ("event_authority", stranger.key()),
            // Both are token accounts that the pool signs for.
            ("reward_vault", pda::escrow()),
            ("escrow", pda::reward_vault()),
        ]);
        let others = HashMap::from([
            ("mint", stranger.token),
            ("source", mint),
            ("destination", mint),
            ("vault", mint),
            ("reward_vault", mint),
            ("escrow", mint),
            ("pool", pda::config()),
            ("counter", pda::config()),
        ]);
        let signers = signers.iter().map(|signer| signer.insecure_clone()).collect();
        Self { instruction, signers, names, siblings, others }
    }

    pub fn signers(&self) -> Vec<&Keypair> {
        self.signers.iter().collect()
    }

    /// Who signs as a role, where a role does.
    pub fn role(&self) -> Pubkey {
        self.instruction.accounts[0].pubkey
    }

    /// With a second device that is in the same state, and config and device in each other's place.
    fn beside(mut self, sibling: &Device, device: &Device) -> Self {
        self.siblings.extend([("device", sibling.key), ("vault", sibling.vault)]);
        self.others.extend([("device", pda::config()), ("config", device.key)]);
        self
    }
}

/// A device with an offer that was claimed.
struct CoStaked {
    device: Device,
    offer: u32,
    wallet: Wallet,
    /// Of the offer and of the wallet's counter.
    rent_payer: Wallet,
}

impl CoStaked {
    fn offer(&self) -> Pubkey {
        pda::offer(&self.device.key, self.offer)
    }

    fn counter(&self) -> Pubkey {
        pda::claims(&self.wallet.key())
    }
}

impl Scene {
    /// With the offers and counters of both, too.
    fn beside_co_stake(mut self, sibling: &CoStaked, present: &CoStaked) -> Self {
        self = self.beside(&sibling.device, &present.device);
        self.siblings.extend([("offer", sibling.offer()), ("counter", sibling.counter())]);
        self.others.insert("offer", present.device.key);
        self
    }
}

async fn initialize(world: &mut World) {
    let args = world.initial_config();
    world.initialize(args).await;
}

/// Two devices whose owners have staked enough for offers, and the payers of those.
async fn markets(world: &mut World) -> [(Device, Wallet); 2] {
    initialize(world).await;
    let devices = [world.market(1_000, 1_000).await, world.market(1_000, 1_000).await];
    devices.map(|device| (device, world.wallet(0)))
}

/// The same, with an offer of each. Another wallet than the owner paid its rent.
async fn offered(world: &mut World) -> [(Device, Wallet); 2] {
    let markets = markets(world).await;
    for (device, payer) in &markets {
        let owner = device.owner.key();
        let ix = client::owner::create_offer(&device.key, 0, &owner, &payer.key(), asking(300, 1));
        world.accept(&[ix], &[&device.owner.keypair, &payer.keypair]).await;
    }
    markets
}

/// Two devices with a co-stake each.
async fn co_staked(world: &mut World) -> [CoStaked; 2] {
    let [first, second] = offered(world).await;
    [claimed(world, first).await, claimed(world, second).await]
}

async fn claimed(world: &mut World, (device, rent_payer): (Device, Wallet)) -> CoStaked {
    let wallet = world.wallet(300);
    let ix = client::co_staker::open_claims(&rent_payer.key(), &wallet.key());
    world.accept(&[ix], &[&rent_payer.keypair]).await;
    world.claim(&device, 0, &wallet).await;
    CoStaked { device, offer: 0, wallet, rent_payer }
}
