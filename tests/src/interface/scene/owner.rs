//! What the owner sends for its own stake, and the withdrawal that anyone may.

use co_staking_client::{format::IO, instructions::owner};

use super::{Scene, initialize};
use crate::world::{COOLDOWN, Device, World};

/// Three devices with a stake above their requirement; the last is another one of the first one's owner.
async fn staked(world: &mut World) -> [Device; 3] {
    initialize(world).await;
    let [first, second] = [world.device().await, world.device().await];
    let own = world.unregistered_of(first.owner.clone());
    world.register(&own, 4, 2_500).await;
    let devices = [first, second, own];
    for device in &devices {
        world.stake(device, 900 * IO).await;
    }
    devices
}

/// The same, and their owners may withdraw.
async fn unlocked(world: &mut World) -> [Device; 3] {
    let devices = staked(world).await;
    for device in &devices {
        world.unstake(device).await;
    }
    world.wait(COOLDOWN).await;
    devices
}

pub async fn stake(world: &mut World) -> Scene {
    let [device, sibling, own] = staked(world).await;
    let owner = &device.owner;
    let ix = owner::stake(&device.key, &owner.key(), &owner.token, &world.mint, 1);
    let names = ["owner", "config", "device", "vault", "source", "mint", "token_program"];
    Scene::new(world, ix, &[&owner.keypair], &names).beside(&sibling).among(&own)
}

pub async fn withdraw_overflow(world: &mut World) -> Scene {
    let [device, sibling, own] = staked(world).await;
    let owner = &device.owner;
    let ix = owner::withdraw_overflow(&device.key, &owner.key(), &owner.token, &world.mint, 1);
    let names = ["owner", "device", "vault", "destination", "mint", "token_program"];
    Scene::new(world, ix, &[&owner.keypair], &names).beside(&sibling).among(&own)
}

pub async fn unstake(world: &mut World) -> Scene {
    let [device, sibling, own] = staked(world).await;
    let ix = owner::unstake(&device.key, &device.owner.key());
    Scene::new(world, ix, &[&device.owner.keypair], &["owner", "config", "device"]).beside(&sibling).among(&own)
}

pub async fn withdraw(world: &mut World) -> Scene {
    let [device, sibling, own] = unlocked(world).await;
    let owner = &device.owner;
    let ix = owner::withdraw(&device.key, &owner.key(), &owner.token, &world.mint);
    let names = ["sender", "device", "vault", "destination", "mint", "token_program"];
    Scene::new(world, ix, &[&owner.keypair], &names).beside(&sibling).among(&own)
}

pub async fn close_device(world: &mut World) -> Scene {
    let devices = unlocked(world).await;
    for device in &devices {
        world.withdraw(device).await;
        // So that the token program is called, as it is not for an empty vault.
        world.donate(&device.vault, 1).await;
    }
    let [device, sibling, own] = devices;
    // A payer of its own, as the fees' payer is writable whatever the instruction says.
    let payer = world.wallet(0);
    for device in [&device, &sibling, &own] {
        world
            .corrupt(&device.key, |account| {
                crate::layout::DEVICE.set(&mut account.data, "rent_payer", payer.key().as_ref());
            })
            .await;
    }
    let owner = &device.owner;
    let ix = owner::close_device(&device.key, &owner.key(), &owner.token, &payer.key(), &world.mint);
    let names = ["closer", "config", "device", "vault", "destination", "rent_payer", "mint", "token_program"];
    Scene::new(world, ix, &[&owner.keypair], &names).beside(&sibling).among(&own)
}
