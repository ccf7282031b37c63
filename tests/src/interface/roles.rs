//! Each role's instruction, signed by each of the roles: the one that it is of, and no other.

use anchor_lang::error::ErrorCode;
use co_staking_client::{CoStakingError, error::Failure};
use solana_signer::Signer;

use super::scene::{self, Scene};
use crate::world::World;

/// Of all roles only these may send it; the role is its first account.
async fn assert_only(roles: &[&str], mut world: World, scene: Scene, refusal: impl Into<Failure>) {
    let refusal = Err(refusal.into());
    let others: Vec<_> = scene.signers.iter().filter(|signer| signer.pubkey() != scene.role()).collect();
    for (role, keypair) in world.roles.all() {
        let mut instruction = scene.instruction.clone();
        instruction.accounts[0].pubkey = keypair.pubkey();
        let signers = [&[&keypair], others.as_slice()].concat();
        let expected = if roles.contains(&role) { Ok(()) } else { refusal.clone() };
        assert_eq!(world.would(&[instruction], &signers).await, expected, "the {role}");
    }
}

macro_rules! only {
    ($($instruction:ident: $roles:expr, $refusal:expr;)*) => {
        $(#[tokio::test]
        async fn $instruction() {
            let mut world = World::deployed().await;
            let scene = scene::$instruction(&mut world).await;
            assert_only(&$roles, world, scene, $refusal).await;
        })*
    };
}

only! {
    update_config: ["admin"], ErrorCode::ConstraintHasOne;
    propose_admin: ["admin"], ErrorCode::ConstraintHasOne;
    accept_admin: [], CoStakingError::NotProposedAdmin;
    set_paused: ["admin", "guardian"], CoStakingError::NotGuardianOrAdmin;
    register_device: ["registrar"], ErrorCode::ConstraintHasOne;
    update_device: ["registrar"], ErrorCode::ConstraintHasOne;
    accrue_rewards: ["rewarder"], ErrorCode::ConstraintHasOne;
    open_slash: ["slasher"], ErrorCode::ConstraintHasOne;
    rule_slash: ["arbiter"], ErrorCode::ConstraintHasOne;
}
