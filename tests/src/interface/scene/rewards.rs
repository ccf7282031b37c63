//! Block rewards: what anyone, the rewarder, and a party or anyone for it, send.

use co_staking_client::instructions::rewards::{self, claim_co_stake_rewards};

use super::{EVENT, Scene, initialize, market::co_staked};
use crate::world::{World, rewards::row};

pub async fn fund_rewards(world: &mut World) -> Scene {
    initialize(world).await;
    // So that there is something in the vault.
    world.fund_pool(1_000).await;
    let funder = world.wallet(1);
    let ix = rewards::fund_rewards(&funder.key(), &funder.token, &world.mint, 1);
    let names = ["funder", "pool", "reward_vault", "source", "mint", "token_program"];
    Scene::new(world, ix, &[&funder.keypair], &names)
}

/// The device stands behind the named accounts.
pub async fn accrue_rewards(world: &mut World) -> Scene {
    let (pair, own) = co_staked(world).await;
    world.fund_pool(1_000).await;
    world.wait(3_600).await;
    let (block, rewarder) = (world.last_hour().await, world.roles.rewarder.insecure_clone());
    let ix = world.accruing(block, &[row(&pair[0].device, 100)]);
    let names = [["rewarder", "config", "pool"].as_slice(), &EVENT, &["device"]].concat();
    Scene::of(world, ix, &[&rewarder], names).beside_co_stake(&pair, &own)
}

pub async fn claim_rewards(world: &mut World) -> Scene {
    let (pair, own) = co_staked(world).await;
    world.fund_pool(1_000_000).await;
    for staked in &pair {
        world.earn(&staked.device, 100_000).await;
    }
    let (present, wallet) = (&pair[0], &pair[0].wallet);
    let ix = claim_co_stake_rewards(&present.device.key, 0, &wallet.key(), &wallet.token, &world.mint);
    let names = ["sender", "device", "offer", "pool", "reward_vault", "destination", "mint", "token_program"];
    Scene::new(world, ix, &[&wallet.keypair], &names).beside_co_stake(&pair, &own)
}
