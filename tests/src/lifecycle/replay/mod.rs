//! The events alone rebuild the accounts.
//!
//! The replayer shares no code with the program: it knows only what each event says of itself. The files `case` to `pool`
//! each hold the copy of one account.

mod apply;
mod case;
mod config;
mod counter;
mod device;
mod offer;
mod pool;
mod replayer;
mod slashes;

pub use replayer::Replayer;

use co_staking_client::{
    ConfigChanges,
    format::IO,
    instructions::{
        admin::{accept_admin, propose_admin},
        co_staker::close_claims,
    },
    rules::{facts::FactsUpdate, hire::HireUpdate},
};
use solana_signer::Signer;

use crate::world::{BASE, COOLDOWN, DAY, NOTICE, World, offers::asking};

#[tokio::test]
async fn the_events_of_a_long_life_rebuild_the_accounts() {
    let mut world = World::new().await;
    let (first, second, third) = (world.device().await, world.unregistered(), world.device().await);
    world.register(&second, 8, 100_000).await;

    world.stake(&first, 900 * IO).await;
    world.stake(&second, 16_000 * IO).await;
    world.withdraw_overflow(&first, 50 * IO).await;
    world.hire(&second, 2 * DAY).await;
    let facts = FactsUpdate {
        model: Some("AMD MI300X".into()),
        reliability_bps: Some(9_950),
        operational: Some(true),
        ..FactsUpdate::default()
    };
    world.update_device(&first, facts, None).await;
    world.set_cards(&third, 7).await;

    world.wait(DAY).await;
    let ends_at = world.now().await + DAY;
    world.update_hire(&second, HireUpdate::MoveEnd { ends_at }).await;
    world.set_base(BASE + 5).await;
    world.refresh(&first).await;
    world.unstake(&first).await;
    world.pause().await;
    world.wait(NOTICE).await;
    world.refresh(&third).await;
    world.unpause().await;

    let (admin, heir, key) = (world.roles.admin.insecure_clone(), world.keypair(), world.key());
    world.accept(&[propose_admin(&admin.pubkey(), Some(key))], &[&admin]).await;
    world.accept(&[propose_admin(&admin.pubkey(), None)], &[&admin]).await;
    world.accept(&[propose_admin(&admin.pubkey(), Some(heir.pubkey()))], &[&admin]).await;
    world.accept(&[accept_admin(&heir.pubkey())], &[&heir]).await;
    world.roles.admin = heir;
    let changes = ConfigChanges { slasher: Some(key), max_block_reward: Some(3), ..ConfigChanges::default() };
    world.update_config(changes).await;
    Replayer::of(&world.told).assert_rebuilds(&mut world).await;

    world.wait(COOLDOWN).await;
    world.withdraw(&first).await;
    world.donate(&third.vault, 1).await;
    world.close_device(&third).await;
    world.register(&third, 1, 0).await;
    world.stake(&first, 1).await;
    world.pause().await;
    let replayer = Replayer::of(&world.told);
    assert_eq!(replayer.devices.len(), 3);
    replayer.assert_rebuilds(&mut world).await;
}

/// A device with offers in every state: claimed, retracted, closed; co-stakes that left, were pushed out and withdrawn.
#[tokio::test]
async fn the_events_of_offers_and_co_stakes_rebuild_the_accounts() {
    let mut world = World::new().await;
    let device = world.market(10_000, 9_000).await;
    for (amount, bps) in [(1_000, 7_400), (500, 100), (250, 0)] {
        world.create(&device, asking(amount, bps)).await;
    }
    let (first, second) = (world.co_staker(2_000).await, world.co_staker(2_000).await);
    world.claim(&device, 0, &first).await;
    world.claim(&device, 1, &second).await;
    world.retract(&device, 2).await;
    Replayer::of(&world.told).assert_rebuilds(&mut world).await;

    world.leave(&device, 0, &first).await;
    world.wait(DAY).await;
    world.unstake(&device).await;
    Replayer::of(&world.told).assert_rebuilds(&mut world).await;

    world.wait(COOLDOWN).await;
    world.pay_out(&device, 0, &first).await;
    world.pay_out(&device, 1, &second).await;
    let rent_payer = world.counter(&first).await.rent_payer;
    world.accept(&[close_claims(&first.key(), &rent_payer)], &[&first.keypair]).await;
    world.close_offer(&device, 2).await;
    let replayer = Replayer::of(&world.told);
    assert_eq!((replayer.offers.len(), replayer.counters.len()), (2, 1));
    replayer.assert_rebuilds(&mut world).await;
}
