//! R34, I7: a pause stops the opening of cases and nothing else of slashing, and no role is needed to end one.

use co_staking_client::{instructions::slash::ReturnTo, pda};

use super::scene::{Scene, THIRD};
use crate::world::{
    COOLDOWN, World,
    slash::{WINDOW, to},
};

/// R34
#[tokio::test]
async fn appeals_rulings_and_returns_go_on() {
    let mut world = World::new().await;
    let scene = Scene::new(&mut world).await;
    let cases = [
        world.slash(&scene.device, "overturned", THIRD).await,
        world.slash(&scene.device, "upheld", 100).await,
        world.slash(&scene.device, "burned", 100).await,
        world.slash(&scene.device, "restored", 100).await,
    ];
    world.pause().await;
    world.overturn(&cases[0]).await;
    world.uphold(&cases[1]).await;
    world.appeal(&cases[3], &scene.first.1).await;
    world.wait(WINDOW + 1).await;
    world.finalize(&cases[2]).await;
    world.finalize(&cases[3]).await;
    for case in [&cases[0], &cases[3]] {
        for number in 0..3 {
            world.return_part(case, number, ReturnTo::default()).await;
        }
    }
    assert_eq!((world.pool().await.escrowed(), world.read(&scene.device).await.slash_cases()), (0, 0));
    world.assert_balanced(&scene.device, 0, 0).await;
}

/// I7, attack A28: with every role gone and the program paused, each user gets out what is theirs within two appeal
/// windows: the appeal in the last second of the first, and silence in the second.
#[tokio::test]
async fn with_every_role_gone_all_get_out() {
    let mut world = World::new().await;
    let scene = Scene::new(&mut world).await;
    let device = &scene.device;
    let held = world.balance(&device.owner.token).await;
    let case = world.slash(device, "x", THIRD).await;
    let opened = world.now().await;
    world.desert().await;
    world.unstake(device).await;
    world.wait(COOLDOWN).await;
    world.withdraw(device).await;
    world.pay_out(device, scene.first.0, &scene.first.1).await;
    world.set_time(opened + WINDOW);
    world.appeal(&case, &scene.first.1).await;
    world.set_time(opened + 2 * WINDOW + 1);
    world.finalize(&case).await;
    // The second still holds its place, so its part goes there and out with it.
    for (number, wallet) in (0..).zip(scene.wallets()) {
        world.return_part(&case, number, to(scene.first.0, wallet)).await;
    }
    world.pay_out(device, scene.second.0, &scene.second.1).await;
    assert_eq!(world.balance(&device.owner.token).await, held + 701);
    assert_eq!(world.balance(&scene.first.1.token).await, 201);
    assert_eq!(world.balance(&scene.second.1.token).await, 99);
    assert_eq!((world.balance(&device.vault).await, world.balance(&pda::escrow()).await), (0, 0));
    for index in [scene.first.0, scene.second.0] {
        world.close_offer(device, index).await;
    }
    world.close_device(device).await;
}
