//! R29: rewards that a case withholds: owed until it is decided, dropped if it is upheld, credited again if it is
//! overturned.

use co_staking_client::{
    CoStakingError as E,
    event::{Event, SlashDecided},
    instructions::slash::ReturnTo,
};
use solana_signer::Signer;

use super::scene::{PARTS, Scene, TAKEN, THIRD};
use crate::world::{
    COOLDOWN, DAY, START, World,
    slash::{Case, WINDOW, co_stake_part, owner_part, parts, to},
};

/// Of a block of 1,000: 10% and 20% are the co-stakers', the rest is the owner's.
const SHARES: [u64; 3] = [700, 100, 200];

/// The scene, with a block's rewards credited, and withheld by a case of a third.
async fn withheld(world: &mut World) -> (Scene, Case) {
    let scene = Scene::new(world).await;
    world.fund_pool(10_000).await;
    world.earn(&scene.device, 1_000).await;
    assert_eq!(credited(world, &scene).await, SHARES);
    let case = world.slash_with_rewards(&scene.device, "x", THIRD).await;
    (scene, case)
}

/// What is credited to each party on the device.
async fn credited(world: &mut World, scene: &Scene) -> Vec<u64> {
    let read = world.read(&scene.device).await;
    [read.owner_stake().rewards()].into_iter().chain(read.held().map(|held| held.rewards())).collect()
}

async fn refuse_claims(world: &mut World, scene: &Scene) {
    let mut claims = vec![world.claiming_owner_rewards(&scene.device)];
    for (index, wallet) in [&scene.first, &scene.second] {
        claims.push(world.claiming_co_stake_rewards(&scene.device, *index, wallet));
    }
    for ix in claims {
        world.refuse(&[ix], &[], E::NothingToClaim).await;
    }
}

/// R29: they stay owed and in the reward vault, and nobody can claim them.
#[tokio::test]
async fn withheld_rewards_are_owed_and_cannot_be_claimed() {
    let mut world = World::new().await;
    let (scene, case) = withheld(&mut world).await;
    let [owner, first, second] = scene.wallets();
    let expected = [
        owner_part(owner, PARTS[0], 700, START),
        co_stake_part(first, scene.first.0, PARTS[1], 100, START),
        co_stake_part(second, scene.second.0, PARTS[2], 200, START),
    ];
    assert_eq!(*world.case(&case).await.parts(), parts(&expected));
    assert_eq!(world.case(&case).await.rewards(), Ok(1_000));
    for step in 0..3 {
        assert_eq!(credited(&mut world, &scene).await, [0; 3]);
        refuse_claims(&mut world, &scene).await;
        let pool = world.pool().await;
        assert_eq!((pool.owed(), pool.paid(), pool.available()), (1_000, 0, 9_000));
        assert_eq!(world.balance(&co_staking_client::pda::reward_vault()).await, 10_000);
        match step {
            0 => drop(world.appeal(&case, owner).await),
            1 => drop(world.rule(&case, false).await),
            _ => {}
        }
    }
}

/// R29: upheld, nobody is owed them any more, and other blocks can be paid of them.
#[tokio::test]
async fn upheld_they_are_free_again() {
    let mut world = World::new().await;
    let (scene, case) = withheld(&mut world).await;
    let by = world.roles.arbiter.pubkey();
    let Event::SlashDecided(told) = world.uphold(&case).await.event() else { panic!() };
    let (device, case_key) = (scene.device.key, case.key);
    let expected =
        SlashDecided { device, case: case_key, by, upheld: true, burned: TAKEN, forgiven: 1_000, escrowed: 0, owed: 0 };
    assert_eq!(told, expected);
    let pool = world.pool().await;
    assert_eq!((pool.owed(), pool.paid(), pool.available()), (0, 0, 10_000));
    refuse_claims(&mut world, &scene).await;
    // All of the fund is there for others.
    let sibling = world.market(1_000, 1_000).await;
    world.earn(&sibling, 10_000).await;
    world.claim_owner_rewards(&sibling).await;
    assert_eq!(world.balance(&co_staking_client::pda::reward_vault()).await, 0);
}

/// R29: the same where nobody appealed.
#[tokio::test]
async fn unappealed_they_are_dropped_too() {
    let mut world = World::new().await;
    let (_, case) = withheld(&mut world).await;
    world.wait(WINDOW + 1).await;
    let Event::SlashDecided(told) = world.finalize(&case).await.event() else { panic!() };
    assert_eq!((told.upheld, told.burned, told.forgiven, told.owed), (true, TAKEN, 1_000, 0));
    assert_eq!(world.pool().await.available(), 10_000);
}

/// R29: overturned, each party's come back with its part, next to what it earned meanwhile.
#[tokio::test]
async fn overturned_they_are_credited_again() {
    let mut world = World::new().await;
    let (scene, case) = withheld(&mut world).await;
    world.stake(&scene.device, 400).await;
    world.earn(&scene.device, 1_000).await;
    // ⌊1,000 × 10% × 135 / 201⌋ and ⌊1,000 × 20% × 67 / 99⌋, and the rest.
    let mut expected = [798, 67, 135];
    assert_eq!(credited(&mut world, &scene).await, expected);
    world.overturn(&case).await;
    for number in [1, 0, 2] {
        world.return_part(&case, number, ReturnTo::default()).await;
        expected[usize::from(number)] += SHARES[usize::from(number)];
        assert_eq!(credited(&mut world, &scene).await, expected);
    }
    world.claim_owner_rewards(&scene.device).await;
    for (index, wallet) in [&scene.first, &scene.second] {
        world.claim_co_stake_rewards(&scene.device, *index, wallet).await;
    }
    assert_eq!(world.balance(&scene.first.1.token).await, 167);
    assert_eq!(world.balance(&scene.second.1.token).await, 335);
    let pool = world.pool().await;
    assert_eq!((pool.owed(), pool.paid(), pool.available()), (0, 2_000, 8_000));
}

/// R29: where the position has gone the offer keeps them, for the same wallet to claim; an owner's are its own.
#[tokio::test]
async fn those_of_parties_that_left_are_credited_too() {
    let mut world = World::new().await;
    let (scene, case) = withheld(&mut world).await;
    let (device, (index, wallet)) = (&scene.device, &scene.first);
    world.wait(DAY).await;
    world.unstake(device).await;
    world.wait(COOLDOWN).await;
    world.withdraw(device).await;
    world.pay_out(device, *index, wallet).await;
    assert_eq!(world.offer(device, *index).await.rewards(), 0);
    world.overturn(&case).await;

    let no_offer = ReturnTo { offer_index: None, ..to(*index, wallet) };
    world.refuse_return(&case, 1, no_offer, E::OfferMissing).await;
    world.refuse_return(&case, 1, to(scene.second.0, wallet), E::WrongOffer).await;
    world.return_part(&case, 1, to(*index, wallet)).await;
    assert_eq!(world.offer(device, *index).await.rewards(), SHARES[1]);
    // Another's offer is no matter where the position is still there.
    world.return_part(&case, 2, to(*index, wallet)).await;
    assert_eq!(credited(&mut world, &scene).await, [0, SHARES[2]]);
    let owner = &device.owner;
    world.return_part(&case, 0, ReturnTo { offer_index: None, destination: Some(owner.token) }).await;
    assert_eq!(credited(&mut world, &scene).await, [SHARES[0], SHARES[2]]);

    let held = world.balance(&owner.token).await;
    world.claim_owner_rewards(device).await;
    world.claim_co_stake_rewards(device, *index, wallet).await;
    world.claim_co_stake_rewards(device, scene.second.0, &scene.second.1).await;
    assert_eq!(world.balance(&owner.token).await, held + SHARES[0]);
    assert_eq!(world.balance(&wallet.token).await, 201 + SHARES[1]);
    assert_eq!((world.pool().await.owed(), world.pool().await.paid()), (0, 1_000));
}

/// R29: a slash that does not forfeit leaves rewards alone, as does one of somebody who does not answer for it.
#[tokio::test]
async fn rewards_are_withheld_only_where_it_says_so() {
    let mut world = World::new().await;
    let scene = Scene::new(&mut world).await;
    world.fund_pool(10_000).await;
    world.earn(&scene.device, 1_000).await;
    let case = world.slash(&scene.device, "x", THIRD).await;
    assert_eq!((credited(&mut world, &scene).await, world.case(&case).await.rewards()), (SHARES.to_vec(), Ok(0)));

    let device = &scene.device;
    world.leave(device, scene.first.0, &scene.first.1).await;
    world.wait(8 * DAY).await;
    world.slash_with_rewards(device, "in the cooldown of the first", THIRD).await;
    assert_eq!(credited(&mut world, &scene).await, [0, 100, 0]);
    world.claim_co_stake_rewards(device, scene.first.0, &scene.first.1).await;
}
