//! For each instruction a valid one, and beside it valid accounts of the same type and of others.

use std::collections::HashMap;

use anchor_lang::solana_program::bpf_loader_upgradeable;
use co_staking_client::{
    ConfigChanges, Instruction, UpdateDeviceArgs,
    format::IO,
    instructions::{admin, owner, registrar},
    pda,
};
use solana_keypair::Keypair;
use solana_program::pubkey::Pubkey;
use solana_signer::Signer;

use crate::world::{COOLDOWN, Device, World, loader_account, program_data};

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
    /// The accounts that an instruction may have by these names are the same in all scenes.
    fn new(world: &mut World, instruction: Instruction, signers: &[&Keypair], names: &[&'static str]) -> Self {
        let names = [names, &EVENT].concat();
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
        ]);
        let others =
            HashMap::from([("mint", stranger.token), ("source", mint), ("destination", mint), ("vault", mint)]);
        let signers = signers.iter().map(|signer| signer.insecure_clone()).collect();
        Self { instruction, signers, names, siblings, others }
    }

    pub fn signers(&self) -> Vec<&Keypair> {
        self.signers.iter().collect()
    }

    /// With a second device that is in the same state, and config and device in each other's place.
    fn beside(mut self, sibling: &Device, device: &Device) -> Self {
        self.siblings.extend([("device", sibling.key), ("vault", sibling.vault)]);
        self.others.extend([("device", pda::config()), ("config", device.key)]);
        self
    }
}

async fn initialize(world: &mut World) {
    let args = world.initial_config();
    world.initialize(args).await;
}

/// For instructions that know no device: the config's other type is a device all the same.
async fn of_config(world: &mut World, instruction: Instruction, signer: &Keypair, name: &'static str) -> Scene {
    let device = world.device().await;
    let mut scene = Scene::new(world, instruction, &[signer], &[name, "config"]);
    scene.others.insert("config", device.key);
    scene
}

pub async fn initialize_config(world: &mut World) -> Scene {
    let (authority, payer) = (world.upgrade_authority.insecure_clone(), world.wallet(0).keypair);
    let ix = admin::initialize_config(&authority.pubkey(), &payer.pubkey(), &world.mint, world.initial_config());
    let names = ["authority", "payer", "config", "mint", "this_program", "program_data", "system_program"];
    let mut scene = Scene::new(world, ix, &[&authority, &payer], &names);
    let foreign = world.key();
    world.put(&foreign, loader_account(program_data(Some(authority.pubkey()), &[]), false));
    scene.siblings.extend([("config", world.key()), ("program_data", foreign)]);
    scene.others.extend([("config", scene.others["mint"]), ("program_data", co_staking_client::ID)]);
    scene
}

pub async fn update_config(world: &mut World) -> Scene {
    initialize(world).await;
    let admin = world.roles.admin.insecure_clone();
    let ix = admin::update_config(&admin.pubkey(), ConfigChanges::default());
    of_config(world, ix, &admin, "admin").await
}

pub async fn propose_admin(world: &mut World) -> Scene {
    initialize(world).await;
    let admin = world.roles.admin.insecure_clone();
    let ix = admin::propose_admin(&admin.pubkey(), Some(world.key()));
    of_config(world, ix, &admin, "admin").await
}

pub async fn accept_admin(world: &mut World) -> Scene {
    initialize(world).await;
    let (admin, new) = (world.roles.admin.insecure_clone(), world.keypair());
    world.accept(&[admin::propose_admin(&admin.pubkey(), Some(new.pubkey()))], &[&admin]).await;
    of_config(world, admin::accept_admin(&new.pubkey()), &new, "new_admin").await
}

pub async fn set_paused(world: &mut World) -> Scene {
    initialize(world).await;
    let guardian = world.roles.guardian.insecure_clone();
    of_config(world, admin::set_paused(&guardian.pubkey(), true), &guardian, "authority").await
}

pub async fn register_device(world: &mut World) -> Scene {
    initialize(world).await;
    let (sibling, device) = (world.device().await, world.unregistered());
    let (registrar, payer) = (world.roles.registrar.insecure_clone(), world.wallet(0).keypair);
    let args = world.registration(&device);
    let ix = registrar::register_device(&registrar.pubkey(), &payer.pubkey(), &world.mint, args);
    let names = ["registrar", "payer", "config", "device", "vault", "mint", "token_program", "system_program"];
    let scene = Scene::new(world, ix, &[&registrar, &payer], &names);
    scene.beside(&sibling, &sibling)
}

pub async fn update_device(world: &mut World) -> Scene {
    initialize(world).await;
    let (device, sibling) = (world.device().await, world.device().await);
    let registrar = world.roles.registrar.insecure_clone();
    let ix = registrar::update_device(&registrar.pubkey(), &device.key, UpdateDeviceArgs::default());
    Scene::new(world, ix, &[&registrar], &["registrar", "config", "device"]).beside(&sibling, &device)
}

pub async fn refresh_requirement(world: &mut World) -> Scene {
    initialize(world).await;
    let (device, sibling) = (world.device().await, world.device().await);
    let ix = registrar::refresh_requirement(&device.key);
    Scene::new(world, ix, &[], &["config", "device"]).beside(&sibling, &device)
}

/// Two devices with a stake above their requirement.
async fn staked(world: &mut World) -> [Device; 2] {
    initialize(world).await;
    let devices = [world.device().await, world.device().await];
    for device in &devices {
        world.stake(device, 900 * IO).await;
    }
    devices
}

/// Two devices whose owners may withdraw.
async fn unlocked(world: &mut World) -> [Device; 2] {
    let devices = staked(world).await;
    for device in &devices {
        world.unstake(device).await;
    }
    world.wait(COOLDOWN).await;
    devices
}

pub async fn stake(world: &mut World) -> Scene {
    let [device, sibling] = staked(world).await;
    let owner = &device.owner;
    let ix = owner::stake(&device.key, &owner.key(), &owner.token, &world.mint, 1);
    let names = ["owner", "config", "device", "vault", "source", "mint", "token_program"];
    Scene::new(world, ix, &[&owner.keypair], &names).beside(&sibling, &device)
}

pub async fn withdraw_overflow(world: &mut World) -> Scene {
    let [device, sibling] = staked(world).await;
    let owner = &device.owner;
    let ix = owner::withdraw_overflow(&device.key, &owner.key(), &owner.token, &world.mint, 1);
    let names = ["owner", "device", "vault", "destination", "mint", "token_program"];
    Scene::new(world, ix, &[&owner.keypair], &names).beside(&sibling, &device)
}

pub async fn unstake(world: &mut World) -> Scene {
    let [device, sibling] = staked(world).await;
    let ix = owner::unstake(&device.key, &device.owner.key());
    Scene::new(world, ix, &[&device.owner.keypair], &["owner", "config", "device"]).beside(&sibling, &device)
}

pub async fn withdraw(world: &mut World) -> Scene {
    let [device, sibling] = unlocked(world).await;
    let owner = &device.owner;
    let ix = owner::withdraw(&device.key, &owner.key(), &owner.token, &world.mint);
    let names = ["sender", "device", "vault", "destination", "mint", "token_program"];
    Scene::new(world, ix, &[&owner.keypair], &names).beside(&sibling, &device)
}

pub async fn close_device(world: &mut World) -> Scene {
    let devices = unlocked(world).await;
    for device in &devices {
        world.withdraw(device).await;
        // So that the token program is called, as it is not for an empty vault.
        world.donate(&device.vault, 1).await;
    }
    let [device, sibling] = devices;
    // A payer of its own, as the fees' payer is writable whatever the instruction says.
    let payer = world.wallet(0);
    for device in [&device, &sibling] {
        world
            .corrupt(&device.key, |account| {
                crate::layout::DEVICE.set(&mut account.data, "rent_payer", payer.key().as_ref());
            })
            .await;
    }
    let owner = &device.owner;
    let ix = owner::close_device(&device.key, &owner.key(), &owner.token, &payer.key(), &world.mint);
    let names = ["closer", "config", "device", "vault", "destination", "rent_payer", "mint", "token_program"];
    Scene::new(world, ix, &[&owner.keypair], &names).beside(&sibling, &device)
}
