//! R33, I8: what a slash touches, and what it leaves alone.

use co_staking_client::{instructions::slash::ReturnTo, pda};

use super::scene::{Scene, THIRD};
use crate::world::{
    World,
    slash::{Case, WINDOW},
};

/// R33, I8: no offer, counter or other device, from the opening to the return of the last part.
#[tokio::test]
async fn a_case_leaves_offers_counters_and_other_devices_alone() {
    let mut world = World::new().await;
    let scene = Scene::new(&mut world).await;
    let sibling = Scene::new(&mut world).await;
    let theirs = world.slash(&sibling.device, "x", 100).await;
    let mut others = vec![sibling.device.key, sibling.device.vault, theirs.key, pda::config(), pda::reward_vault()];
    for scene in [&scene, &sibling] {
        others.extend(scene.wallets().map(|wallet| wallet.token));
        for (index, wallet) in [&scene.first, &scene.second] {
            others.extend([pda::offer(&scene.device.key, *index), pda::claims(&wallet.key())]);
        }
    }
    let before = world.snapshot(&others).await;
    let burned = world.slash(&scene.device, "burned", THIRD).await;
    let falls = world.slash(&scene.device, "falls", THIRD).await;
    world.uphold(&burned).await;
    world.overturn(&falls).await;
    for number in 0..3 {
        world.return_part(&falls, number, ReturnTo::default()).await;
    }
    assert_eq!(world.snapshot(&others).await, before);
    assert_eq!(world.read(&sibling.device).await.slash_cases(), 1);
}

/// R22, R33: an insufficient device can be topped up; sufficiency follows from the stakes as they are (edge case 34).
#[tokio::test]
async fn sufficiency_follows_the_stakes() {
    let mut world = World::new().await;
    let scene = Scene::new(&mut world).await;
    let device = &scene.device;
    let now = world.now().await;
    let sufficient = |device: &co_staking_client::Device| device.is_sufficient(now).unwrap();
    assert!(sufficient(&world.read(device).await));
    // 1,001 counted; 1% takes 7 and 2, and nothing of the last.
    let case = world.overturned(device, "x", 100).await;
    assert!(!sufficient(&world.read(device).await));
    world.return_part(&case, 0, ReturnTo::default()).await;
    world.return_part(&case, 1, ReturnTo::default()).await;
    assert!(sufficient(&world.read(device).await));
    world.slash(device, "y", 100).await;
    assert!(!sufficient(&world.read(device).await));
    world.stake(device, 8).await;
    assert!(sufficient(&world.read(device).await));
}

/// A case waits for nobody: it may be decided and returned years later.
#[tokio::test]
async fn a_case_does_not_grow_old() {
    let mut world = World::new().await;
    let scene = Scene::new(&mut world).await;
    let (burns, falls): (Case, Case) =
        (world.slash(&scene.device, "burns", THIRD).await, world.slash(&scene.device, "falls", THIRD).await);
    world.appeal(&falls, &scene.first.1).await;
    world.wait(100 * WINDOW).await;
    world.finalize(&burns).await;
    world.finalize(&falls).await;
    world.wait(100 * WINDOW).await;
    for number in 0..3 {
        world.return_part(&falls, number, ReturnTo::default()).await;
    }
    world.assert_balanced(&scene.device, 0, 0).await;
    assert_eq!(world.pool().await.escrowed(), 0);
}
