//! What a co-staker sends, and what anyone may send for it.

use co_staking_client::{ExpectedTerms, instructions::co_staker, pda};

use super::{
    Scene, initialize,
    market::{Market, co_staked, leave, offered},
};
use crate::world::{DAY, World};

pub async fn open_claims(world: &mut World) -> Scene {
    initialize(world).await;
    let (payer, wallet, sibling) = (world.wallet(0), world.wallet(0), world.wallet(0));
    let ix = co_staker::open_claims(&payer.key(), &wallet.key());
    let mut scene = Scene::new(world, ix, &[&payer.keypair], &["payer", "wallet", "counter", "system_program"]);
    scene.others.extend([("wallet", sibling.key()), ("counter", pda::claims(&sibling.key()))]);
    scene.other_types.insert("wallet", pda::config());
    scene
}

pub async fn close_claims(world: &mut World) -> Scene {
    let (pair, own) = co_staked(world).await;
    leave(world, &pair).await;
    world.wait(7 * DAY).await;
    let present = &pair[0];
    let ix = co_staker::close_claims(&present.wallet.key(), &present.rent_payer.key());
    let scene = Scene::new(world, ix, &[&present.wallet.keypair], &["wallet", "counter", "rent_payer"]);
    scene.beside_co_stake(&pair, &own)
}

pub async fn claim_offer(world: &mut World) -> Scene {
    let ([Market { device, .. }, other_market], own) = offered(world).await;
    let (wallet, other) = (world.co_staker(300).await, world.co_staker(300).await);
    let expected = ExpectedTerms { amount: 300, reward_bps: 1 };
    let ix = co_staker::claim_offer(&device.key, 0, &wallet.key(), &wallet.token, &world.mint, expected);
    let names = ["co_staker", "config", "device", "offer", "counter", "vault", "source", "mint", "token_program"];
    let mut scene = Scene::new(world, ix, &[&wallet.keypair], &names);
    scene = scene.beside(&other_market.device).among(&own);
    scene.others.extend([("offer", pda::offer(&other_market.device.key, 0)), ("counter", pda::claims(&other.key()))]);
    scene.own.insert("offer", pda::offer(&device.key, 1));
    scene
}

pub async fn unstake_co_stake(world: &mut World) -> Scene {
    let (pair, own) = co_staked(world).await;
    let present = &pair[0];
    let ix = co_staker::unstake_co_stake(&present.device.key, 0, &present.wallet.key());
    let scene = Scene::new(world, ix, &[&present.wallet.keypair], &["co_staker", "config", "device", "counter"]);
    scene.beside_co_stake(&pair, &own)
}

pub async fn withdraw_co_stake(world: &mut World) -> Scene {
    let (pair, own) = co_staked(world).await;
    leave(world, &pair).await;
    world.wait(21 * DAY).await;
    let (present, wallet) = (&pair[0], &pair[0].wallet);
    let ix = world.paying_out(&present.device, 0, wallet, &wallet.key());
    let names = ["sender", "device", "offer", "counter", "vault", "destination", "mint", "token_program"];
    Scene::new(world, ix, &[&wallet.keypair], &names).beside_co_stake(&pair, &own)
}

pub async fn release_claim(world: &mut World) -> Scene {
    let (pair, own) = co_staked(world).await;
    for pushed_out in &pair {
        world.unstake(&pushed_out.device).await;
    }
    let (present, sender) = (&pair[0], world.wallet(0));
    let ix = co_staker::release_claim(&present.device.key, 0, &present.wallet.key(), &sender.key());
    let scene = Scene::new(world, ix, &[&sender.keypair], &["sender", "counter", "device"]);
    scene.beside_co_stake(&pair, &own)
}
