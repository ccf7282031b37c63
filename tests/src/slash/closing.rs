//! R5, R13: what must stay while a case is undecided or unreturned.

use co_staking_client::{
    CoStakingError as E, Instruction,
    instructions::{
        owner::{close_device, close_offer},
        slash::ReturnTo,
    },
};
use solana_signer::Signer;

use crate::world::{
    COOLDOWN, DAY, Device, START, World,
    offers::asking,
    slash::{Case, WINDOW, taking, to},
};

fn closing(world: &World, device: &Device) -> [Instruction; 1] {
    let owner = &device.owner;
    [close_device(&device.key, &owner.key(), &owner.token, &world.payer().pubkey(), &world.mint)]
}

/// A device that its owner left after a slash, with nothing on it any more.
async fn left(world: &mut World) -> (Device, Case) {
    let device = world.market(1_000, 1_000).await;
    world.wait(DAY).await;
    world.unstake(&device).await;
    let case = Case::new(&device, "x");
    world.open_case(&case, taking(2_500, START)).await;
    world.wait(COOLDOWN).await;
    world.withdraw(&device).await;
    (device, case)
}

/// R5: the device stays until the part has gone back.
#[tokio::test]
async fn a_device_stays_until_its_case_is_returned() {
    let mut world = World::new().await;
    let (device, case) = left(&mut world).await;
    let ix = closing(&world, &device);
    world.refuse(&ix, &[&device.owner.keypair], E::DeviceHasSlashCases).await;
    world.appeal(&case, &device.owner).await;
    world.refuse(&ix, &[&device.owner.keypair], E::DeviceHasSlashCases).await;
    world.rule(&case, false).await;
    world.refuse(&ix, &[&device.owner.keypair], E::DeviceHasSlashCases).await;
    world.return_part(&case, 0, ReturnTo { offer_index: None, destination: Some(device.owner.token) }).await;
    world.accept(&ix, &[&device.owner.keypair]).await;
}

/// R5: or until it is burned, by the arbiter or by silence.
#[tokio::test]
async fn a_device_stays_until_its_case_is_burned() {
    for silent in [false, true] {
        let mut world = World::new().await;
        let (device, case) = left(&mut world).await;
        let ix = closing(&world, &device);
        world.refuse(&ix, &[&device.owner.keypair], E::DeviceHasSlashCases).await;
        if silent {
            world.wait(WINDOW).await;
            world.finalize(&case).await;
        } else {
            world.uphold(&case).await;
        }
        world.accept(&ix, &[&device.owner.keypair]).await;
    }
}

/// R5: each of several cases keeps it.
#[tokio::test]
async fn each_case_keeps_the_device() {
    let mut world = World::new().await;
    let device = world.market(1_000, 1_000).await;
    world.wait(DAY).await;
    world.unstake(&device).await;
    let cases = ["a", "b", "c"].map(|offence| Case::new(&device, offence));
    for case in &cases {
        world.open_case(case, taking(1_000, START)).await;
    }
    world.wait(COOLDOWN).await;
    world.withdraw(&device).await;
    let ix = closing(&world, &device);
    let to_owner = ReturnTo { offer_index: None, destination: Some(device.owner.token) };
    world.overturn(&cases[0]).await;
    world.uphold(&cases[1]).await;
    world.return_part(&cases[0], 0, to_owner).await;
    assert_eq!(world.read(&device).await.slash_cases(), 1);
    world.refuse(&ix, &[&device.owner.keypair], E::DeviceHasSlashCases).await;
    world.overturn(&cases[2]).await;
    world.refuse(&ix, &[&device.owner.keypair], E::DeviceHasSlashCases).await;
    world.return_part(&cases[2], 0, to_owner).await;
    world.accept(&ix, &[&device.owner.keypair]).await;
}

/// R13, R29: an ended offer waits for the rewards that a case may return to it; a retracted one waits for nothing.
#[tokio::test]
async fn an_ended_offer_stays_until_its_cases_are_over() {
    for upheld in [true, false] {
        let mut world = World::new().await;
        let device = world.market(1_000, 1_001).await;
        world.fund_pool(1_000).await;
        let (ended, wallet) = world.co_staked(&device, 100, 5_000).await;
        let retracted = [world.create(&device, asking(1, 1)).await, world.create(&device, asking(1, 1)).await];
        for index in retracted {
            world.retract(&device, index).await;
        }
        world.earn(&device, 1_000).await;
        let case = world.slash_with_rewards(&device, "x", 10_000).await;
        world.pay_out(&device, ended, &wallet).await;

        let owner = &device.owner;
        let ix = [close_offer(&device.key, ended, &owner.key(), &owner.key())];
        world.refuse(&ix, &[&owner.keypair], E::DeviceHasSlashCases).await;
        world.close_offer(&device, retracted[0]).await;
        world.appeal(&case, &wallet).await;
        world.refuse(&ix, &[&owner.keypair], E::DeviceHasSlashCases).await;
        world.rule(&case, upheld).await;
        if !upheld {
            world.refuse(&ix, &[&owner.keypair], E::DeviceHasSlashCases).await;
            world.close_offer(&device, retracted[1]).await;
            world.return_part(&case, 1, to(ended, &wallet)).await;
            world.refuse(&ix, &[&owner.keypair], E::OfferHasRewards).await;
            world.claim_co_stake_rewards(&device, ended, &wallet).await;
            assert_eq!(world.balance(&wallet.token).await, 100 + 500);
            // The owner's part keeps it too: which part is left is not for the offer to know.
            world.refuse(&ix, &[&owner.keypair], E::DeviceHasSlashCases).await;
            world.return_part(&case, 0, ReturnTo::default()).await;
        }
        world.accept(&ix, &[&owner.keypair]).await;
    }
}
