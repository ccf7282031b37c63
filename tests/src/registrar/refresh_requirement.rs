//! R3: a change of the base reaches a device when anyone refreshes it.

use co_staking_client::{
    CoStakingError,
    event::{Event, RequirementRefreshed},
    format::IO,
    instructions::registrar::refresh_requirement,
    pda,
};

use crate::{
    layout,
    world::{
        BASE, NOTICE, START, World,
        figures::{requirement, requirement_then},
    },
};

/// A change of the base does nothing under anyone's feet.
#[tokio::test]
async fn a_new_base_counts_after_refresh_and_notice() {
    let mut world = World::new().await;
    let device = world.device().await;
    world.set_base(BASE + 1).await;
    assert_eq!(*world.read(&device).await.requirement(), requirement(800 * IO));

    let expected = requirement_then(800 * IO, 800 * IO + 4, START + NOTICE);
    let receipt = world.refresh(&device).await;
    let refreshed = RequirementRefreshed { device: device.key, requirement: expected };
    assert_eq!(receipt.event(), Event::RequirementRefreshed(refreshed));
    assert_eq!(*world.read(&device).await.requirement(), expected);
}

#[tokio::test]
async fn changes_nothing_else_and_nothing_where_nothing_changed() {
    let mut world = World::new().await;
    let device = world.device().await;
    world.stake(&device, IO).await;
    let before = world.account(&device.key).await;
    let receipt = world.refresh(&device).await;
    let refreshed = RequirementRefreshed { device: device.key, requirement: requirement(800 * IO) };
    assert_eq!(receipt.event(), Event::RequirementRefreshed(refreshed));
    assert_eq!(world.account(&device.key).await, before);
}

/// R34
#[tokio::test]
async fn works_while_paused() {
    let mut world = World::new().await;
    let device = world.device().await;
    world.set_base(BASE + 1).await;
    world.pause().await;
    world.refresh(&device).await;
    assert!(world.read(&device).await.requirement().pending_at(START).is_some());
}

/// R1
#[tokio::test]
async fn a_requirement_above_64_bits_is_refused() {
    let mut world = World::new().await;
    let device = world.device().await;
    world.set_base(u64::MAX / 4 + 1).await;
    let ix = refresh_requirement(&device.key);
    world.refuse(&[ix], &[], CoStakingError::RequirementTooLarge).await;
    world.set_base(u64::MAX / 4).await;
    world.refresh(&device).await;
}

#[tokio::test]
async fn accounts_of_another_version_are_refused() {
    let mut world = World::new().await;
    let device = world.device().await;
    world.corrupt(&device.key, |account| layout::DEVICE.set(&mut account.data, "version", &[2])).await;
    world.refuse(&[refresh_requirement(&device.key)], &[], CoStakingError::UnknownVersion).await;

    let device = world.device().await;
    world.corrupt(&pda::config(), |config| layout::CONFIG.set(&mut config.data, "version", &[2])).await;
    world.refuse(&[refresh_requirement(&device.key)], &[], CoStakingError::UnknownVersion).await;
}
