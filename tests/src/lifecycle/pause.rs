//! R34: what a pause stops, and what it does not.

use co_staking_client::{CoStakingError, error::Failure};

use crate::{
    interface::scene::{self, Scene},
    world::World,
};

async fn answer_while_paused(mut world: World, scene: Scene) -> Result<(), Failure> {
    world.pause().await;
    world.would(std::slice::from_ref(&scene.instruction), &scene.signers()).await
}

/// One test per instruction.
macro_rules! answers {
    ($($instruction:ident => $answer:expr),* $(,)?) => {
        $(#[tokio::test]
        async fn $instruction() {
            let mut world = World::deployed().await;
            let scene = scene::$instruction(&mut world).await;
            assert_eq!(answer_while_paused(world, scene).await, $answer);
        })*
    };
}

// `initialize_config` cannot meet a pause.
answers! {
    register_device => Err(CoStakingError::Paused.into()),
    update_device => Err(CoStakingError::Paused.into()),
    stake => Err(CoStakingError::Paused.into()),
    create_offer => Err(CoStakingError::Paused.into()),
    claim_offer => Err(CoStakingError::Paused.into()),
    accrue_rewards => Err(CoStakingError::Paused.into()),
    open_slash => Err(CoStakingError::Paused.into()),
    update_config => Ok(()),
    propose_admin => Ok(()),
    accept_admin => Ok(()),
    set_paused => Ok(()),
    refresh_requirement => Ok(()),
    withdraw_overflow => Ok(()),
    unstake => Ok(()),
    withdraw => Ok(()),
    close_device => Ok(()),
    retract_offer => Ok(()),
    close_offer => Ok(()),
    open_claims => Ok(()),
    close_claims => Ok(()),
    unstake_co_stake => Ok(()),
    withdraw_co_stake => Ok(()),
    release_claim => Ok(()),
    fund_rewards => Ok(()),
    claim_rewards => Ok(()),
    appeal_slash => Ok(()),
    rule_slash => Ok(()),
    finalize_slash => Ok(()),
    return_slashed => Ok(()),
}
