//! First step of the admin's hand-over.

use anchor_lang::error::ErrorCode;
use co_staking_client::{
    CoStakingError, Pubkey,
    event::{AdminProposed, Event},
    instructions::admin::{accept_admin, propose_admin},
    pda,
};
use solana_signer::Signer;

use crate::{layout, world::World};

#[tokio::test]
async fn names_who_may_accept_and_changes_nothing_else() {
    let mut world = World::new().await;
    let (admin, proposed) = (world.roles.admin.insecure_clone(), world.key());
    let receipt = world.accept(&[propose_admin(&admin.pubkey(), Some(proposed))], &[&admin]).await;
    assert_eq!(receipt.event(), Event::AdminProposed(AdminProposed { admin: admin.pubkey(), proposed }));
    let config = world.config().await;
    assert_eq!((config.admin, config.proposed_admin), (admin.pubkey(), proposed));
}

#[tokio::test]
async fn a_later_proposal_replaces_the_earlier() {
    let mut world = World::new().await;
    let (admin, first, second) = (world.roles.admin.insecure_clone(), world.keypair(), world.keypair());
    for proposed in [&first, &second] {
        world.accept(&[propose_admin(&admin.pubkey(), Some(proposed.pubkey()))], &[&admin]).await;
    }
    world.refuse(&[accept_admin(&first.pubkey())], &[&first], CoStakingError::NotProposedAdmin).await;
    world.accept(&[accept_admin(&second.pubkey())], &[&second]).await;
}

#[tokio::test]
async fn a_withdrawn_proposal_cannot_be_accepted() {
    let mut world = World::new().await;
    let (admin, proposed) = (world.roles.admin.insecure_clone(), world.keypair());
    world.accept(&[propose_admin(&admin.pubkey(), Some(proposed.pubkey()))], &[&admin]).await;
    let receipt = world.accept(&[propose_admin(&admin.pubkey(), None)], &[&admin]).await;
    let expected = AdminProposed { admin: admin.pubkey(), proposed: Pubkey::default() };
    assert_eq!(receipt.event(), Event::AdminProposed(expected));
    world.refuse(&[accept_admin(&proposed.pubkey())], &[&proposed], CoStakingError::NotProposedAdmin).await;
}

#[tokio::test]
async fn only_the_admin_may() {
    let mut world = World::new().await;
    let stranger = world.keypair();
    let others = world.roles.all().into_iter().filter(|(name, _)| *name != "admin").map(|(_, key)| key);
    for signer in others.chain([stranger]) {
        let ix = propose_admin(&signer.pubkey(), Some(signer.pubkey()));
        world.refuse(&[ix], &[&signer], ErrorCode::ConstraintHasOne).await;
    }
}

#[tokio::test]
async fn the_zero_address_cannot_be_proposed() {
    let mut world = World::new().await;
    let admin = world.roles.admin.insecure_clone();
    let ix = propose_admin(&admin.pubkey(), Some(Pubkey::default()));
    world.refuse(&[ix], &[&admin], CoStakingError::RoleIsZero).await;
}

/// R34
#[tokio::test]
async fn works_while_paused() {
    let mut world = World::new().await;
    world.pause().await;
    let (admin, proposed) = (world.roles.admin.insecure_clone(), world.key());
    world.accept(&[propose_admin(&admin.pubkey(), Some(proposed))], &[&admin]).await;
}

#[tokio::test]
async fn a_config_of_another_version_is_refused() {
    let mut world = World::new().await;
    world.corrupt(&pda::config(), |config| layout::CONFIG.set(&mut config.data, "version", &[0])).await;
    let admin = world.roles.admin.insecure_clone();
    let ix = propose_admin(&admin.pubkey(), None);
    world.refuse(&[ix], &[&admin], CoStakingError::UnknownVersion).await;
}
