//! What the admin may change, and that only it may.

use anchor_lang::error::ErrorCode;
use co_staking_client::{
    CoStakingError, Config, ConfigChanges, Pubkey,
    event::{ConfigUpdated, Event},
    format::IO,
    instructions::admin::update_config,
    pda,
};
use solana_signer::Signer;

use crate::{
    layout,
    world::{BASE, World},
};

fn naming(role: usize, key: Pubkey) -> ConfigChanges {
    let mut changes = ConfigChanges::default();
    let ConfigChanges { registrar, rewarder, slasher, arbiter, guardian, .. } = &mut changes;
    *[registrar, rewarder, slasher, arbiter, guardian][role] = Some(key);
    changes
}

fn event_of(config: &Config) -> Event {
    let Config { roles, base_requirement, max_block_reward, .. } = *config;
    Event::ConfigUpdated(ConfigUpdated { roles, base_requirement, max_block_reward })
}

#[tokio::test]
async fn each_field_changes_alone() {
    let mut world = World::new().await;
    let key = world.key();
    let mut expected = world.config().await;
    for role in 0..5 {
        let roles = &mut expected.roles;
        *[&mut roles.registrar, &mut roles.rewarder, &mut roles.slasher, &mut roles.arbiter, &mut roles.guardian]
            [role] = key;
        let receipt = world.update_config(naming(role, key)).await;
        assert_eq!(receipt.event(), event_of(&expected));
        assert_same(&world.config().await, &expected);
    }

    expected.base_requirement = u64::MAX;
    assert_eq!(world.set_base(u64::MAX).await.event(), event_of(&expected));
    assert_same(&world.config().await, &expected);

    expected.max_block_reward = 0;
    let changes = ConfigChanges { max_block_reward: Some(0), ..ConfigChanges::default() };
    assert_eq!(world.update_config(changes).await.event(), event_of(&expected));
    assert_same(&world.config().await, &expected);

    let receipt = world.update_config(ConfigChanges::default()).await;
    assert_eq!(receipt.event(), event_of(&expected));
    assert_same(&world.config().await, &expected);
}

fn assert_same(found: &Config, expected: &Config) {
    assert_eq!(format!("{found:?}"), format!("{expected:?}"));
}

#[tokio::test]
async fn only_the_admin_may() {
    let mut world = World::new().await;
    let stranger = world.keypair();
    let others = world.roles.all().into_iter().filter(|(name, _)| *name != "admin").map(|(_, key)| key);
    for signer in others.chain([stranger, world.upgrade_authority.insecure_clone()]) {
        let ix = update_config(&signer.pubkey(), ConfigChanges::default());
        world.refuse(&[ix], &[&signer], ErrorCode::ConstraintHasOne).await;
    }
}

#[tokio::test]
async fn the_base_stays_above_zero() {
    let mut world = World::new().await;
    let admin = world.roles.admin.insecure_clone();
    let changes = ConfigChanges { base_requirement: Some(0), ..ConfigChanges::default() };
    let ix = update_config(&admin.pubkey(), changes);
    world.refuse(&[ix], &[&admin], CoStakingError::BaseRequirementZero).await;
    world.set_base(1).await;
}

#[tokio::test]
async fn no_role_becomes_the_zero_address() {
    let mut world = World::new().await;
    let admin = world.roles.admin.insecure_clone();
    for role in 0..5 {
        let ix = update_config(&admin.pubkey(), naming(role, Pubkey::default()));
        world.refuse(&[ix], &[&admin], CoStakingError::RoleIsZero).await;
    }
}

/// The role is read when it is used.
#[tokio::test]
async fn a_rotated_key_stops_working_and_the_new_one_works() {
    let mut world = World::new().await;
    let device = world.device().await;
    let old = world.roles.registrar.insecure_clone();
    let new = world.keypair();
    world.update_config(naming(0, new.pubkey())).await;

    let update =
        |key: &Pubkey| co_staking_client::instructions::registrar::update_device(key, &device.key, Default::default());
    world.refuse(&[update(&old.pubkey())], &[&old], ErrorCode::ConstraintHasOne).await;
    world.accept(&[update(&new.pubkey())], &[&new]).await;
}

/// R34
#[tokio::test]
async fn works_while_paused() {
    let mut world = World::new().await;
    world.pause().await;
    world.set_base(BASE + IO).await;
    assert!(world.config().await.is_paused());
}

#[tokio::test]
async fn a_config_of_another_version_is_refused() {
    let mut world = World::new().await;
    world.corrupt(&pda::config(), |config| layout::CONFIG.set(&mut config.data, "version", &[2])).await;
    let admin = world.roles.admin.insecure_clone();
    let ix = update_config(&admin.pubkey(), ConfigChanges::default());
    world.refuse(&[ix], &[&admin], CoStakingError::UnknownVersion).await;
}
