//! An owner's whole life with a device, told as a story.

use co_staking_client::{CoStakingError, format::IO, instructions::owner, rules::hire::HireUpdate};

use crate::{
    lifecycle::replay::Replayer,
    world::{COOLDOWN, DAY, NOTICE, START, World},
};

/// The network's documents give these two devices as examples (R1).
#[tokio::test]
async fn both_example_devices_from_registration_to_closing() {
    for (cards, multiplier_bps, requirement) in [(8, 100_000, 16_000 * IO), (4, 2_500, 800 * IO)] {
        let mut world = World::new().await;
        let device = world.unregistered();
        let owner = device.owner.clone();
        let held = world.balance(&owner.token).await;
        world.register(&device, cards, multiplier_bps).await;

        // R6: in parts, up to more than is required.
        world.stake(&device, requirement - 1).await;
        assert_eq!(world.read(&device).await.is_sufficient(START), Ok(false));
        world.stake(&device, 1 + 500 * IO).await;
        assert_eq!(world.read(&device).await.is_sufficient(START), Ok(true));

        // R7: while hired, down to the requirement.
        world.hire(&device, 10 * DAY).await;
        world.withdraw_overflow(&device, 500 * IO).await;
        assert_eq!(world.read(&device).await.is_sufficient(START), Ok(true));
        assert_eq!(world.balance(&owner.token).await, held - requirement);

        // R8: not before the hire ends, which the registrar shortens.
        let unstake = owner::unstake(&device.key, &owner.key());
        world.refuse(std::slice::from_ref(&unstake), &[&owner.keypair], CoStakingError::DeviceHired).await;
        world.set_time(START + DAY);
        world.update_hire(&device, HireUpdate::End).await;
        world.accept(&[unstake], &[&owner.keypair]).await;

        // R10: 14 days, and 14 days only.
        let withdraw = owner::withdraw(&device.key, &owner.key(), &owner.token, &world.mint);
        world.set_time(START + DAY + COOLDOWN - 1);
        world.refuse(std::slice::from_ref(&withdraw), &[&owner.keypair], CoStakingError::CooldownNotOver).await;
        world.set_time(START + DAY + COOLDOWN);
        world.accept(&[withdraw], &[&owner.keypair]).await;
        assert_eq!(world.balance(&owner.token).await, held);

        // R3: a second life, with another requirement.
        world.set_cards(&device, cards / 2).await;
        world.wait(NOTICE).await;
        world.stake(&device, requirement / 2).await;
        let now = world.now().await;
        assert_eq!(world.read(&device).await.is_sufficient(now), Ok(true));
        world.unstake(&device).await;
        world.wait(COOLDOWN).await;
        world.withdraw(&device).await;

        // R5
        world.close_device(&device).await;
        assert_eq!(world.balance(&owner.token).await, held);
        Replayer::of(&world.told).assert_rebuilds(&mut world).await;
    }
}
