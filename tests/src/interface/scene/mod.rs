//! For each instruction a valid one, and beside it valid accounts of the same type and of others.

mod admin;
mod co_staker;
mod market;
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
use co_staking_client::{Instruction, format::IO, pda};
use market::CoStaked;
use solana_keypair::Keypair;
use solana_program::pubkey::Pubkey;
use solana_signer::Signer;

use crate::world::{Device, World};

/// What every instruction of this program has at its end: its event's signer, and itself.
const EVENT: [&str; 2] = ["event_authority", "program"];

pub struct Scene {
    pub instruction: Instruction,
    pub signers: Vec<Keypair>,
    /// The accounts' names, in their order.
    pub names: Vec<&'static str>,
    /// By name: a valid account of the same type and of somebody else.
    pub others: HashMap<&'static str, Pubkey>,
    /// By name: a valid account of the same type and of the same owner, wallet or device.
    pub own: HashMap<&'static str, Pubkey>,
    /// By name: a valid account of another type, where it is not one of this program's.
    pub other_types: HashMap<&'static str, Pubkey>,
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
        let others = HashMap::from([
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
        let other_types = HashMap::from([
            ("mint", stranger.token),
            ("source", mint),
            ("destination", mint),
            ("vault", mint),
            ("reward_vault", mint),
            ("escrow", mint),
            // Where one is to be created.
            ("pool", mint),
            ("counter", mint),
            ("device", mint),
            ("offer", mint),
            ("case", mint),
        ]);
        let signers: Vec<_> = signers.iter().map(|signer| signer.insecure_clone()).collect();
        // Whoever is paid or pays with tokens is the first to sign.
        let own = signers.first().map(|party| world.token_account(party.pubkey(), IO));
        let own = own.into_iter().flat_map(|own| [("source", own), ("destination", own)]).collect();
        Self { instruction, signers, names, others, own, other_types }
    }

    pub fn signers(&self) -> Vec<&Keypair> {
        self.signers.iter().collect()
    }

    /// Who signs as a role, where a role does.
    pub fn role(&self) -> Pubkey {
        self.instruction.accounts[0].pubkey
    }

    /// With another owner's device that is in the same state.
    fn beside(mut self, sibling: &Device) -> Self {
        self.others.extend([("device", sibling.key), ("vault", sibling.vault)]);
        self
    }

    /// With another device of the same owner.
    fn among(mut self, own: &Device) -> Self {
        self.own.extend([("device", own.key), ("vault", own.vault)]);
        self
    }
}

impl Scene {
    /// With another owner's device, offer and co-staker, and another device of the same owner and another offer of the same
    /// device and co-staker.
    fn beside_co_stake(mut self, [present, other]: &[CoStaked; 2], own: &Device) -> Self {
        self = self.beside(&other.device).among(own);
        self.others.extend([("offer", other.offer()), ("counter", other.counter())]);
        self.own.insert("offer", pda::offer(&present.device.key, 1));
        self
    }
}

async fn initialize(world: &mut World) {
    let args = world.initial_config();
    world.initialize(args).await;
}
