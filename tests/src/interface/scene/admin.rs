//! What the upgrade authority, the admin and the guardian send.

use co_staking_client::{ConfigChanges, Instruction, instructions::admin};
use solana_keypair::Keypair;
use solana_signer::Signer;

use super::{Scene, initialize};
use crate::world::{World, loader_account, program_data};

fn of_config(world: &mut World, instruction: Instruction, signer: &Keypair, name: &'static str) -> Scene {
    Scene::new(world, instruction, &[signer], &[name, "config"])
}

pub async fn initialize_config(world: &mut World) -> Scene {
    let (authority, payer) = (world.upgrade_authority.insecure_clone(), world.wallet(0).keypair);
    // So that it could pay, too.
    world.fund(&authority.pubkey());
    let ix = admin::initialize_config(&authority.pubkey(), &payer.pubkey(), &world.mint, world.initial_config());
    let names = [
        "authority",
        "payer",
        "config",
        "pool",
        "reward_vault",
        "escrow",
        "mint",
        "this_program",
        "program_data",
        "token_program",
        "system_program",
    ];
    let mut scene = Scene::new(world, ix, &[&authority, &payer], &names);
    let foreign = world.key();
    world.put(&foreign, loader_account(program_data(Some(authority.pubkey()), &[]), false));
    scene.others.extend([("config", world.key()), ("pool", world.key()), ("program_data", foreign)]);
    scene.other_types.extend([("config", scene.other_types["mint"]), ("program_data", co_staking_client::ID)]);
    scene
}

pub async fn update_config(world: &mut World) -> Scene {
    initialize(world).await;
    let admin = world.roles.admin.insecure_clone();
    let ix = admin::update_config(&admin.pubkey(), ConfigChanges::default());
    of_config(world, ix, &admin, "admin")
}

pub async fn propose_admin(world: &mut World) -> Scene {
    initialize(world).await;
    let admin = world.roles.admin.insecure_clone();
    let ix = admin::propose_admin(&admin.pubkey(), Some(world.key()));
    of_config(world, ix, &admin, "admin")
}

pub async fn accept_admin(world: &mut World) -> Scene {
    initialize(world).await;
    let (admin, new) = (world.roles.admin.insecure_clone(), world.keypair());
    world.accept(&[admin::propose_admin(&admin.pubkey(), Some(new.pubkey()))], &[&admin]).await;
    of_config(world, admin::accept_admin(&new.pubkey()), &new, "new_admin")
}

pub async fn set_paused(world: &mut World) -> Scene {
    initialize(world).await;
    let guardian = world.roles.guardian.insecure_clone();
    of_config(world, admin::set_paused(&guardian.pubkey(), true), &guardian, "authority")
}
