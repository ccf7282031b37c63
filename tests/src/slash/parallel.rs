//! Several cases at once (edge case 33): each by itself, and every token goes out once (I6).

use co_staking_client::{instructions::slash::ReturnTo, pda, rules::slash::CaseState};

use super::scene::{Scene, THIRD};
use crate::world::{
    COOLDOWN, DAY, START, World,
    slash::{Case, WINDOW, taking, to},
};

/// The token accounts of a scene's parties, the vault and the escrow.
async fn total(world: &mut World, scene: &Scene) -> u64 {
    let tokens = scene.wallets().map(|wallet| wallet.token);
    let mut sum = 0;
    for account in tokens.into_iter().chain([scene.device.vault, pda::escrow()]) {
        sum += world.balance(&account).await;
    }
    sum
}

/// A third, and half of what was left: 233, 66, 32 and 234, 67, 33. The second is opened while the first is appealed,
/// and decided the other way.
#[tokio::test]
async fn a_case_opened_while_another_is_appealed() {
    for first_falls in [true, false] {
        let mut world = World::new().await;
        let scene = Scene::new(&mut world).await;
        let (supply, all) = (world.supply().await, total(&mut world, &scene).await);
        let first = world.slash(&scene.device, "first", THIRD).await;
        world.appeal(&first, &scene.first.1).await;
        world.wait(DAY).await;
        let second = world.slash(&scene.device, "second", 5_000).await;
        assert_eq!(world.stakes(&scene.device).await, (234, vec![68, 34]));
        assert_eq!(world.pool().await.escrowed(), 331 + 334);
        assert_eq!(world.read(&scene.device).await.slash_cases(), 2);
        world.rule(&first, !first_falls).await;
        assert_eq!(world.case(&second).await.state(), CaseState::Open);
        world.appeal(&second, &scene.second.1).await;
        world.rule(&second, first_falls).await;
        let falls = if first_falls { &first } else { &second };
        for number in 0..3 {
            world.return_part(falls, number, ReturnTo::default()).await;
        }
        let (stakes, burned) = if first_falls { ((467, vec![134, 66]), 334) } else { ((468, vec![135, 67]), 331) };
        assert_eq!(world.stakes(&scene.device).await, stakes);
        assert_eq!(world.supply().await, supply - burned);
        assert_eq!(total(&mut world, &scene).await, all - burned);
        assert_eq!((world.balance(&pda::escrow()).await, world.read(&scene.device).await.slash_cases()), (0, 0));
        world.assert_balanced(&scene.device, 0, 0).await;
    }
}

/// I6, I7: everyone leaves while three cases are open: one is burned by the arbiter, one by silence, one comes back to
/// the parties. What was burned and what the parties hold is what there was.
#[tokio::test]
async fn everyone_leaves_while_cases_are_open() {
    let mut world = World::new().await;
    let scene = Scene::new(&mut world).await;
    let device = &scene.device;
    let (supply, all) = (world.supply().await, total(&mut world, &scene).await);
    world.wait(DAY).await;
    world.unstake(device).await;
    let cases = ["upheld", "unappealed", "overturned"].map(|offence| Case::new(device, offence));
    for case in &cases {
        world.open_case(case, taking(2_500, START)).await;
    }
    world.wait(COOLDOWN).await;
    world.withdraw(device).await;
    for (index, wallet) in [&scene.first, &scene.second] {
        world.pay_out(device, *index, wallet).await;
    }
    assert_eq!((world.balance(&device.vault).await, world.read(device).await.held().count()), (0, 0));
    world.uphold(&cases[0]).await;
    world.appeal(&cases[2], &scene.second.1).await;
    world.wait(WINDOW + 1).await;
    world.finalize(&cases[1]).await;
    world.finalize(&cases[2]).await;
    for (number, wallet) in (0..).zip(scene.wallets()) {
        world.return_part(&cases[2], number, to(scene.first.0, wallet)).await;
    }
    // A quarter, of three quarters a quarter, and so on: 175, 131, 98 of 701; 50, 37, 28 of 201; 24, 18, 14 of 99.
    let burned = (175 + 50 + 24) + (131 + 37 + 18);
    assert_eq!(world.supply().await, supply - burned);
    assert_eq!(total(&mut world, &scene).await, all - burned);
    assert_eq!(world.balance(&scene.first.1.token).await, 201 - 50 - 37);
    assert_eq!(world.balance(&scene.second.1.token).await, 99 - 24 - 18);
    assert_eq!((world.balance(&pda::escrow()).await, world.pool().await.escrowed()), (0, 0));
    for (index, _) in [&scene.first, &scene.second] {
        world.close_offer(device, *index).await;
    }
    world.close_device(device).await;
}

/// One escrow holds the parts of all devices, and each case takes only its own out.
#[tokio::test]
async fn cases_of_several_devices_share_the_escrow() {
    let mut world = World::new().await;
    let scenes = [Scene::new(&mut world).await, Scene::new(&mut world).await];
    let mut cases = vec![];
    for scene in &scenes {
        cases.push(world.slash(&scene.device, "x", THIRD).await);
    }
    assert_eq!((world.balance(&pda::escrow()).await, world.pool().await.escrowed()), (662, 662));
    world.uphold(&cases[0]).await;
    assert_eq!((world.balance(&pda::escrow()).await, world.pool().await.escrowed()), (331, 331));
    world.overturn(&cases[1]).await;
    for number in 0..3 {
        world.return_part(&cases[1], number, ReturnTo::default()).await;
    }
    assert_eq!(world.stakes(&scenes[0].device).await, (468, vec![135, 67]));
    assert_eq!(world.stakes(&scenes[1].device).await, (701, vec![201, 99]));
    for scene in &scenes {
        world.assert_balanced(&scene.device, 0, 0).await;
    }
}
