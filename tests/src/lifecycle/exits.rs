//! I7: with every role's key thrown away and the program paused, an owner gets everything out in time.

use co_staking_client::{
    CoStakingError,
    error::Failure,
    format::IO,
    instructions::owner::{close_device, unstake, withdraw},
};
use solana_signer::Signer;

use crate::world::{COOLDOWN, DAY, Device, NOTICE, START, World};

const LONGEST_HIRE: i64 = 30 * DAY;
const STAKE: u64 = 900 * IO;

/// Where an owner may stand when everyone else is gone.
#[derive(Clone, Copy, Debug)]
enum State {
    Staked,
    /// For the longest hire, from now on.
    JustHired,
    /// A hire that was extended as far as it can be.
    HireExtended,
    RequirementRaised,
    Unstaked,
    UnstakedAndHired,
    Unlocked,
}

async fn reach(world: &mut World, state: State) -> Device {
    let device = world.device().await;
    world.stake(&device, STAKE).await;
    match state {
        State::Staked => {}
        State::JustHired => drop(world.hire(&device, LONGEST_HIRE).await),
        State::HireExtended => {
            world.hire(&device, DAY).await;
            let ends_at = START + LONGEST_HIRE;
            world.update_hire(&device, co_staking_client::rules::hire::HireUpdate::MoveEnd { ends_at }).await;
        }
        State::RequirementRaised => {
            world.set_cards(&device, 1_000_000).await;
            world.wait(NOTICE).await;
        }
        State::Unstaked => drop(world.unstake(&device).await),
        State::UnstakedAndHired => {
            world.unstake(&device).await;
            world.hire(&device, LONGEST_HIRE).await;
        }
        State::Unlocked => {
            world.unstake(&device).await;
            world.wait(COOLDOWN).await;
        }
    }
    device
}

/// Day by day, the owner tries what it could do next. Only the three refusals that time ends are met.
async fn leave(world: &mut World, device: &Device, destination: solana_program::pubkey::Pubkey) -> i64 {
    let owner = &device.owner;
    let started = world.now().await;
    let steps = [
        unstake(&device.key, &owner.key()),
        withdraw(&device.key, &owner.key(), &destination, &world.mint),
        close_device(&device.key, &owner.key(), &destination, &world.payer().pubkey(), &world.mint),
    ];
    let skip = usize::from(world.read(device).await.owner_stake().is_exiting());
    for step in &steps[skip..] {
        while let Err(failure) = world.send(std::slice::from_ref(step), &[&owner.keypair]).await {
            let awaited = [CoStakingError::DeviceHired, CoStakingError::CooldownNotOver].map(Failure::from);
            assert!(awaited.contains(&failure), "{failure}");
            world.wait(DAY).await;
        }
    }
    world.now().await - started
}

#[tokio::test]
async fn an_owner_leaves_from_every_state_within_longest_hire_and_cooldown() {
    for (state, days) in [
        (State::Staked, 14),
        (State::JustHired, 44),
        (State::HireExtended, 44),
        (State::RequirementRaised, 14),
        (State::Unstaked, 14),
        (State::UnstakedAndHired, 14),
        (State::Unlocked, 0),
    ] {
        let mut world = World::new().await;
        let device = reach(&mut world, state).await;
        world.desert().await;
        world.donate(&device.vault, 1).await;
        let held = world.balance(&device.owner.token).await;
        let took = leave(&mut world, &device, device.owner.token).await;
        assert_eq!(took, days * DAY, "{state:?}");
        assert!(took <= LONGEST_HIRE + COOLDOWN);
        assert_eq!(world.balance(&device.owner.token).await, held + STAKE + 1, "{state:?}: all of it");
        assert_eq!((world.account(&device.key).await, world.account(&device.vault).await), (None, None));
    }
}

#[tokio::test]
async fn an_owner_whose_token_account_is_gone_leaves_to_a_new_one() {
    let mut world = World::new().await;
    let device = reach(&mut world, State::Staked).await;
    world.desert().await;
    world.close_account(&device.owner.token);
    let new = world.token_account(device.owner.key(), 0);
    leave(&mut world, &device, new).await;
    assert_eq!(world.balance(&new).await, STAKE);
}
