//! Second step of the admin's hand-over.

use anchor_lang::error::ErrorCode;
use co_staking_client::{
    CoStakingError, ConfigChanges, Pubkey,
    event::{AdminAccepted, Event},
    instructions::admin::{accept_admin, propose_admin, update_config},
    pda,
};
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::{layout, world::World};

async fn proposed(world: &mut World) -> Keypair {
    let (admin, new) = (world.roles.admin.insecure_clone(), world.keypair());
    world.accept(&[propose_admin(&admin.pubkey(), Some(new.pubkey()))], &[&admin]).await;
    new
}

#[tokio::test]
async fn the_proposed_takes_over_and_the_old_admin_stops() {
    let mut world = World::new().await;
    let (old, new) = (world.roles.admin.insecure_clone(), proposed(&mut world).await);
    let receipt = world.accept(&[accept_admin(&new.pubkey())], &[&new]).await;
    let expected = AdminAccepted { previous: old.pubkey(), admin: new.pubkey() };
    assert_eq!(receipt.event(), Event::AdminAccepted(expected));
    let config = world.config().await;
    assert_eq!((config.admin, config.proposed_admin), (new.pubkey(), Pubkey::default()));

    let changes = ConfigChanges::default();
    world.refuse(&[update_config(&old.pubkey(), changes)], &[&old], ErrorCode::ConstraintHasOne).await;
    world.accept(&[update_config(&new.pubkey(), changes)], &[&new]).await;
}

/// Neither a stranger, nor a role, nor the same wallet twice.
#[tokio::test]
async fn nobody_else_can_accept() {
    let mut world = World::new().await;
    let new = proposed(&mut world).await;
    let stranger = world.keypair();
    let roles = world.roles.all().map(|(_, key)| key);
    for signer in roles.into_iter().chain([stranger]) {
        world.refuse(&[accept_admin(&signer.pubkey())], &[&signer], CoStakingError::NotProposedAdmin).await;
    }
    world.accept(&[accept_admin(&new.pubkey())], &[&new]).await;
    world.refuse(&[accept_admin(&new.pubkey())], &[&new], CoStakingError::NotProposedAdmin).await;
}

#[tokio::test]
async fn without_a_proposal_nobody_can_accept() {
    let mut world = World::new().await;
    let admin = world.roles.admin.insecure_clone();
    world.refuse(&[accept_admin(&admin.pubkey())], &[&admin], CoStakingError::NotProposedAdmin).await;
}

/// R34
#[tokio::test]
async fn works_while_paused() {
    let mut world = World::new().await;
    let new = proposed(&mut world).await;
    world.pause().await;
    world.accept(&[accept_admin(&new.pubkey())], &[&new]).await;
}

#[tokio::test]
async fn a_config_of_another_version_is_refused() {
    let mut world = World::new().await;
    let new = proposed(&mut world).await;
    world.corrupt(&pda::config(), |config| layout::CONFIG.set(&mut config.data, "version", &[2])).await;
    world.refuse(&[accept_admin(&new.pubkey())], &[&new], CoStakingError::UnknownVersion).await;
}
