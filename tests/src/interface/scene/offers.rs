//! What the owner sends for its offers.

use co_staking_client::{instructions::owner, pda};

use super::{
    Scene,
    market::{Market, markets, offered},
};
use crate::world::{Device, World, offers::asking};

pub async fn create_offer(world: &mut World) -> Scene {
    let ([Market { device, payer }, other], own) = markets(world).await;
    let owner = &device.owner;
    let ix = owner::create_offer(&device.key, 0, &owner.key(), &payer.key(), asking(300, 1));
    let names = ["owner", "payer", "config", "device", "offer", "system_program"];
    let scene = Scene::new(world, ix, &[&owner.keypair, &payer.keypair], &names);
    with_offers(scene, &device, &other, &own)
}

pub async fn retract_offer(world: &mut World) -> Scene {
    let ([Market { device, .. }, other], own) = offered(world).await;
    let ix = owner::retract_offer(&device.key, 0, &device.owner.key());
    let scene = Scene::new(world, ix, &[&device.owner.keypair], &["sender", "device", "offer"]);
    with_offers(scene, &device, &other, &own)
}

pub async fn close_offer(world: &mut World) -> Scene {
    let ([Market { device, payer }, other], own) = offered(world).await;
    for (device, index) in [(&device, 0), (&device, 1), (&other.device, 0)] {
        world.retract(device, index).await;
    }
    let ix = owner::close_offer(&device.key, 0, &device.owner.key(), &payer.key());
    let scene = Scene::new(world, ix, &[&device.owner.keypair], &["owner", "device", "offer", "rent_payer"]);
    with_offers(scene, &device, &other, &own)
}

fn with_offers(mut scene: Scene, device: &Device, other: &Market, own: &Device) -> Scene {
    scene.others.insert("offer", pda::offer(&other.device.key, 0));
    scene.own.insert("offer", pda::offer(&device.key, 1));
    scene.beside(&other.device).among(own)
}
