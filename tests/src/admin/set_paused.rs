//! Who may pause and who may unpause. What a pause stops is proved in `lifecycle::pause`.

use co_staking_client::{
    CoStakingError,
    event::{Event, PauseSet},
    instructions::admin::set_paused,
    pda,
};
use solana_signer::Signer;

use crate::{layout, world::World};

#[tokio::test]
async fn guardian_and_admin_pause_and_the_admin_unpauses() {
    let mut world = World::new().await;
    let (admin, guardian) = (world.roles.admin.insecure_clone(), world.roles.guardian.insecure_clone());
    // Twice the same, too: setting what is set already changes nothing.
    for (signer, paused) in
        [(&guardian, true), (&guardian, true), (&admin, false), (&admin, false), (&admin, true), (&admin, false)]
    {
        let receipt = world.accept(&[set_paused(&signer.pubkey(), paused)], &[signer]).await;
        assert_eq!(receipt.event(), Event::PauseSet(PauseSet { by: signer.pubkey(), paused }));
        assert_eq!(world.config().await.is_paused(), paused);
    }
}

#[tokio::test]
async fn the_guardian_cannot_unpause() {
    let mut world = World::new().await;
    let guardian = world.roles.guardian.insecure_clone();
    world.pause().await;
    world.refuse(&[set_paused(&guardian.pubkey(), false)], &[&guardian], CoStakingError::OnlyAdminUnpauses).await;
    assert!(world.config().await.is_paused());
}

#[tokio::test]
async fn nobody_else_can_do_either() {
    let mut world = World::new().await;
    let stranger = world.keypair();
    let others = world.roles.all().into_iter().filter(|(name, _)| !["admin", "guardian"].contains(name));
    for signer in others.map(|(_, key)| key).chain([stranger]) {
        let ix = |paused| set_paused(&signer.pubkey(), paused);
        world.refuse(&[ix(true)], &[&signer], CoStakingError::NotGuardianOrAdmin).await;
        world.refuse(&[ix(false)], &[&signer], CoStakingError::OnlyAdminUnpauses).await;
    }
}

#[tokio::test]
async fn a_config_of_another_version_is_refused() {
    let mut world = World::new().await;
    world.corrupt(&pda::config(), |config| layout::CONFIG.set(&mut config.data, "version", &[2])).await;
    let admin = world.roles.admin.insecure_clone();
    world.refuse(&[set_paused(&admin.pubkey(), true)], &[&admin], CoStakingError::UnknownVersion).await;
}
