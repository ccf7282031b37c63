//! What the registrar sends, and the refresh that anyone may.

use co_staking_client::{UpdateDeviceArgs, instructions::registrar};

use super::{Scene, initialize};
use crate::world::World;
use solana_signer::Signer;

pub async fn register_device(world: &mut World) -> Scene {
    initialize(world).await;
    let (sibling, device) = (world.device().await, world.unregistered());
    let (registrar, payer) = (world.roles.registrar.insecure_clone(), world.wallet(0).keypair);
    // So that it could pay, too.
    world.fund(&registrar.pubkey());
    let args = world.registration(&device);
    let ix = registrar::register_device(&registrar.pubkey(), &payer.pubkey(), &world.mint, args);
    let names = ["registrar", "payer", "config", "device", "vault", "mint", "token_program", "system_program"];
    let scene = Scene::new(world, ix, &[&registrar, &payer], &names);
    scene.beside(&sibling)
}

pub async fn update_device(world: &mut World) -> Scene {
    initialize(world).await;
    let (device, sibling) = (world.device().await, world.device().await);
    let registrar = world.roles.registrar.insecure_clone();
    let ix = registrar::update_device(&registrar.pubkey(), &device.key, UpdateDeviceArgs::default());
    Scene::new(world, ix, &[&registrar], &["registrar", "config", "device"]).beside(&sibling)
}

pub async fn refresh_requirement(world: &mut World) -> Scene {
    initialize(world).await;
    let (device, sibling) = (world.device().await, world.device().await);
    let ix = registrar::refresh_requirement(&device.key);
    Scene::new(world, ix, &[], &["config", "device"]).beside(&sibling)
}
