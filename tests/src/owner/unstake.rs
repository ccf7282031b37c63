//! R8: the owner takes its whole stake out.

use anchor_lang::error::ErrorCode;
use co_staking_client::{
    CoStakingError, Instruction,
    event::{Event, OwnerUnstaked},
    format::IO,
    instructions::owner::unstake,
    pda,
    rules::hire::HireUpdate,
};
use solana_signer::Signer;

use crate::{
    layout,
    world::{COOLDOWN, DAY, Device, START, World, figures::owner_stake},
};

fn instruction(device: &Device) -> Instruction {
    unstake(&device.key, &device.owner.key())
}

async fn refuse(world: &mut World, device: &Device, expected: CoStakingError) {
    world.refuse(&[instruction(device)], &[&device.owner.keypair], expected).await;
}

#[tokio::test]
async fn the_whole_stake_stops_counting_and_unlocks_after_the_cooldown() {
    let mut world = World::new().await;
    let device = world.device().await;
    world.stake(&device, 900 * IO).await;
    world.set_time(START + DAY);
    let receipt = world.unstake(&device).await;

    let expected = owner_stake(0, 900 * IO, START + DAY + COOLDOWN, START);
    let event = OwnerUnstaked {
        device: device.key,
        owner: device.owner.key(),
        amount: 900 * IO,
        owner_stake: expected,
        pushed_out: vec![],
    };
    assert_eq!(receipt.event(), Event::OwnerUnstaked(event));
    let read = world.read(&device).await;
    assert_eq!(*read.owner_stake(), expected);
    assert_eq!((read.counted(START + DAY), read.ledger()), (Ok(0), Ok(900 * IO)));
    assert_eq!(world.balance(&device.vault).await, 900 * IO, "nothing is paid yet");
}

#[tokio::test]
async fn nothing_staked_is_refused() {
    let mut world = World::new().await;
    let device = world.device().await;
    refuse(&mut world, &device, CoStakingError::NothingStaked).await;
}

/// A second call would move the unlock.
#[tokio::test]
async fn twice_is_refused_until_withdrawn() {
    let mut world = World::new().await;
    let device = world.exiting_device(IO).await;
    for now in [START, START + COOLDOWN, START + COOLDOWN + DAY] {
        world.set_time(now);
        refuse(&mut world, &device, CoStakingError::OwnerExiting).await;
    }
    world.withdraw(&device).await;
    refuse(&mut world, &device, CoStakingError::NothingStaked).await;
}

#[tokio::test]
async fn not_while_hired() {
    let mut world = World::new().await;
    let device = world.device().await;
    world.stake(&device, IO).await;
    world.hire(&device, DAY).await;
    for now in [START, START + DAY - 1] {
        world.set_time(now);
        refuse(&mut world, &device, CoStakingError::DeviceHired).await;
    }
    world.set_time(START + DAY);
    world.unstake(&device).await;
}

#[tokio::test]
async fn as_soon_as_the_hire_was_ended() {
    let mut world = World::new().await;
    let device = world.device().await;
    world.stake(&device, IO).await;
    world.hire(&device, DAY).await;
    world.update_hire(&device, HireUpdate::End).await;
    world.unstake(&device).await;
}

/// A hire that starts later keeps nobody who has left before.
#[tokio::test]
async fn a_later_hire_does_not_delay_the_unlock() {
    let mut world = World::new().await;
    let device = world.exiting_device(IO).await;
    world.hire(&device, 30 * DAY).await;
    world.set_time(START + COOLDOWN);
    world.withdraw(&device).await;
}

/// No instruction of today makes an offer, so the device's count of open ones is written.
#[tokio::test]
async fn not_with_an_open_offer() {
    let mut world = World::new().await;
    let device = world.device().await;
    world.stake(&device, IO).await;
    world.corrupt(&device.key, |account| layout::DEVICE.set(&mut account.data, "open_offers", &[1])).await;
    refuse(&mut world, &device, CoStakingError::RetractOffersFirst).await;
}

#[tokio::test]
async fn nobody_but_the_owner() {
    let mut world = World::new().await;
    let device = world.device().await;
    world.stake(&device, IO).await;
    let stranger = world.keypair();
    for signer in world.roles.all().iter().map(|(_, keypair)| keypair).chain([&stranger]) {
        world.refuse(&[unstake(&device.key, &signer.pubkey())], &[signer], ErrorCode::ConstraintHasOne).await;
    }
}

/// R34
#[tokio::test]
async fn works_while_paused() {
    let mut world = World::new().await;
    let device = world.device().await;
    world.stake(&device, IO).await;
    world.pause().await;
    world.unstake(&device).await;
}

/// R4
#[tokio::test]
async fn a_donation_changes_nothing() {
    let mut world = World::new().await;
    let device = world.device().await;
    world.stake(&device, IO).await;
    world.donate(&device.vault, 7).await;
    world.unstake(&device).await;
    assert_eq!(world.read(&device).await.owner_stake().exiting(), IO);
}

#[tokio::test]
async fn accounts_of_another_version_are_refused() {
    let mut world = World::new().await;
    let device = world.device().await;
    world.stake(&device, IO).await;
    world.corrupt(&device.key, |account| layout::DEVICE.set(&mut account.data, "version", &[2])).await;
    refuse(&mut world, &device, CoStakingError::UnknownVersion).await;

    let device = world.device().await;
    world.stake(&device, IO).await;
    world.corrupt(&pda::config(), |config| layout::CONFIG.set(&mut config.data, "version", &[2])).await;
    refuse(&mut world, &device, CoStakingError::UnknownVersion).await;
}
