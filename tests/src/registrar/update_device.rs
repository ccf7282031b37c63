//! R2: what the registrar attests. Hires are in `hire`, what follows for the requirement in `requirement`.

use anchor_lang::error::ErrorCode;
use co_staking_client::{
    CoStakingError, UpdateDeviceArgs,
    event::{DeviceUpdated, Event},
    format::IO,
    instructions::registrar::update_device,
    pda,
    rules::{facts::FactsUpdate, hire::HireUpdate},
};
use solana_signer::Signer;

use crate::{
    layout,
    world::{
        DAY, Device, NOTICE, START, World,
        figures::{facts, hire, never_hired, requirement, requirement_then},
    },
};

async fn refuse(world: &mut World, device: &Device, facts: FactsUpdate, expected: CoStakingError) {
    let registrar = world.roles.registrar.insecure_clone();
    let ix = update_device(&registrar.pubkey(), &device.key, UpdateDeviceArgs { facts, hire: None });
    world.refuse(&[ix], &[&registrar], expected).await;
}

#[tokio::test]
async fn each_fact_changes_alone() {
    let mut world = World::new().await;
    let device = world.device().await;
    let none = FactsUpdate::default();
    let mut expected = DeviceUpdated {
        device: device.key,
        facts: facts("NVIDIA H100", 4, 2_500, 0, false),
        hire: never_hired(),
        requirement: requirement(800 * IO),
    };
    for (update, after) in [
        (none.clone(), expected.facts),
        (FactsUpdate { model: Some("A".into()), ..none.clone() }, facts("A", 4, 2_500, 0, false)),
        (FactsUpdate { reliability_bps: Some(10_000), ..none.clone() }, facts("A", 4, 2_500, 10_000, false)),
        (FactsUpdate { operational: Some(true), ..none.clone() }, facts("A", 4, 2_500, 10_000, true)),
        (FactsUpdate { operational: Some(false), ..none.clone() }, facts("A", 4, 2_500, 10_000, false)),
        // Below 1x all multipliers require the same (R1).
        (FactsUpdate { multiplier_bps: Some(10_000), ..none.clone() }, facts("A", 4, 10_000, 10_000, false)),
        (FactsUpdate { cards: Some(5), ..none }, facts("A", 5, 10_000, 10_000, false)),
    ] {
        expected.facts = after;
        if after.cards == 5 {
            expected.requirement = requirement_then(800 * IO, 1_000 * IO, START + NOTICE);
        }
        let receipt = world.update_device(&device, update, None).await;
        assert_eq!(receipt.event(), Event::DeviceUpdated(expected.clone()));
        let read = world.read(&device).await;
        assert_eq!((*read.facts(), *read.hire(), *read.requirement()), (after, never_hired(), expected.requirement));
    }
}

#[tokio::test]
async fn facts_and_hire_change_together_or_not_at_all() {
    let mut world = World::new().await;
    let device = world.device().await;
    let update = FactsUpdate { reliability_bps: Some(9_000), ..FactsUpdate::default() };
    let start = |ends_at| Some(HireUpdate::Start { ends_at });

    let registrar = world.roles.registrar.insecure_clone();
    let args = UpdateDeviceArgs { facts: update.clone(), hire: start(START) };
    let ix = update_device(&registrar.pubkey(), &device.key, args);
    world.refuse(&[ix], &[&registrar], CoStakingError::HireEndsInPast).await;

    world.update_device(&device, update, start(START + DAY)).await;
    let read = world.read(&device).await;
    assert_eq!((read.facts().reliability_bps, *read.hire()), (9_000, hire(START, START + DAY)));
}

#[tokio::test]
async fn the_reliability_is_at_most_the_whole() {
    let mut world = World::new().await;
    let device = world.device().await;
    for reliability_bps in [10_001, u16::MAX] {
        let update = FactsUpdate { reliability_bps: Some(reliability_bps), ..FactsUpdate::default() };
        refuse(&mut world, &device, update, CoStakingError::ReliabilityOutOfRange).await;
    }
}

#[tokio::test]
async fn the_model_is_1_to_32_printable_characters() {
    let mut world = World::new().await;
    let device = world.device().await;
    for model in ["", &"x".repeat(33), "a\n"] {
        let update = FactsUpdate { model: Some(model.into()), ..FactsUpdate::default() };
        refuse(&mut world, &device, update, CoStakingError::ModelInvalid).await;
    }
}

#[tokio::test]
async fn a_device_keeps_cards() {
    let mut world = World::new().await;
    let device = world.device().await;
    let update = FactsUpdate { cards: Some(0), ..FactsUpdate::default() };
    refuse(&mut world, &device, update, CoStakingError::CardsZero).await;
}

/// R1
#[tokio::test]
async fn a_requirement_above_64_bits_is_refused() {
    let mut world = World::new().await;
    let device = world.device().await;
    world.set_base(u64::MAX / 5).await;
    let update = |cards| FactsUpdate { cards: Some(cards), ..FactsUpdate::default() };
    refuse(&mut world, &device, update(6), CoStakingError::RequirementTooLarge).await;
    world.update_device(&device, update(5), None).await;
}

#[tokio::test]
async fn only_the_registrar_may() {
    let mut world = World::new().await;
    let device = world.device().await;
    let others = world.roles.all().into_iter().filter(|(name, _)| *name != "registrar").map(|(_, key)| key);
    for signer in others.chain([device.owner.keypair.insecure_clone()]) {
        let ix = update_device(&signer.pubkey(), &device.key, UpdateDeviceArgs::default());
        world.refuse(&[ix], &[&signer], ErrorCode::ConstraintHasOne).await;
    }
}

/// R34
#[tokio::test]
async fn not_while_paused() {
    let mut world = World::new().await;
    let device = world.device().await;
    world.pause().await;
    refuse(&mut world, &device, FactsUpdate::default(), CoStakingError::Paused).await;
    world.unpause().await;
    world.update_device(&device, FactsUpdate::default(), None).await;
}

/// I4: the open offers' bps are the only shares that can be written without an offer.
#[tokio::test]
async fn shares_of_more_than_the_whole_reward_stop_everything() {
    let mut world = World::new().await;
    let device = world.device().await;
    for (open_bps, fits) in [(10_000u32, true), (10_001, false)] {
        world.corrupt(&device.key, |a| layout::DEVICE.set(&mut a.data, "open_bps", &open_bps.to_le_bytes())).await;
        if fits {
            world.update_device(&device, FactsUpdate::default(), None).await;
        } else {
            refuse(&mut world, &device, FactsUpdate::default(), CoStakingError::RewardSharesBroken).await;
        }
    }
}

#[tokio::test]
async fn a_device_of_another_version_is_refused() {
    let mut world = World::new().await;
    let device = world.device().await;
    for version in [0, 2, 255] {
        world.corrupt(&device.key, |account| layout::DEVICE.set(&mut account.data, "version", &[version])).await;
        refuse(&mut world, &device, FactsUpdate::default(), CoStakingError::UnknownVersion).await;
    }
}

#[tokio::test]
async fn a_config_of_another_version_is_refused() {
    let mut world = World::new().await;
    let device = world.device().await;
    world.corrupt(&pda::config(), |config| layout::CONFIG.set(&mut config.data, "version", &[2])).await;
    refuse(&mut world, &device, FactsUpdate::default(), CoStakingError::UnknownVersion).await;
}
