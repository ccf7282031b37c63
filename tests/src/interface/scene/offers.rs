//! What the owner sends for its offers.

use co_staking_client::{Pubkey, instructions::owner, pda};

use super::{Scene, markets, offered};
use crate::world::{World, offers::asking};

pub async fn create_offer(world: &mut World) -> Scene {
    let [(device, payer), (sibling, _)] = markets(world).await;
    let owner = &device.owner;
    let ix = owner::create_offer(&device.key, 0, &owner.key(), &payer.key(), asking(300, 1));
    let names = ["owner", "payer", "config", "device", "offer", "system_program"];
    let scene = Scene::new(world, ix, &[&owner.keypair, &payer.keypair], &names).beside(&sibling, &device);
    with_offers(scene, sibling.key, device.key)
}

pub async fn retract_offer(world: &mut World) -> Scene {
    let [(device, _), (sibling, _)] = offered(world).await;
    let ix = owner::retract_offer(&device.key, 0, &device.owner.key());
    let scene = Scene::new(world, ix, &[&device.owner.keypair], &["sender", "device", "offer"]);
    with_offers(scene.beside(&sibling, &device), sibling.key, device.key)
}

pub async fn close_offer(world: &mut World) -> Scene {
    let [(device, payer), (sibling, _)] = offered(world).await;
    world.retract(&device, 0).await;
    world.retract(&sibling, 0).await;
    let ix = owner::close_offer(&device.key, 0, &device.owner.key(), &payer.key());
    let scene = Scene::new(world, ix, &[&device.owner.keypair], &["owner", "device", "offer", "rent_payer"]);
    with_offers(scene.beside(&sibling, &device), sibling.key, device.key)
}

fn with_offers(mut scene: Scene, sibling: Pubkey, device: Pubkey) -> Scene {
    scene.siblings.insert("offer", pda::offer(&sibling, 0));
    scene.others.insert("offer", device);
    scene
}
