//! What may follow a device's end: nothing that was before comes back.

use anchor_lang::{error::ErrorCode, solana_program::system_instruction::transfer, system_program};
use co_staking_client::{
    Instruction,
    format::IO,
    instructions::{
        owner::{close_device, stake, withdraw},
        registrar::{refresh_requirement, register_device},
    },
};
use solana_account::Account;
use solana_program::rent::Rent;
use solana_signer::Signer;

use crate::world::{
    COOLDOWN, Device, START, World,
    figures::{no_owner_stake, requirement},
};

/// A device that was staked on, hired and changed, and is empty again.
async fn used(world: &mut World) -> Device {
    let device = world.exiting_device(IO).await;
    world.set_cards(&device, 6).await;
    world.hire(&device, 1).await;
    world.wait(COOLDOWN).await;
    world.withdraw(&device).await;
    device
}

fn close(world: &World, device: &Device) -> Instruction {
    let (owner, payer) = (&device.owner, world.payer().pubkey());
    close_device(&device.key, &owner.key(), &owner.token, &payer, &world.mint)
}

fn register(world: &World, device: &Device) -> Instruction {
    let args = world.registration(device);
    register_device(&world.roles.registrar.pubkey(), &world.payer().pubkey(), &world.mint, args)
}

async fn assert_new(world: &mut World, device: &Device) {
    let read = world.read(device).await;
    assert_eq!((*read.requirement(), *read.owner_stake()), (requirement(16_000 * IO), no_owner_stake(0)));
    assert!(!read.remains().unwrap().ever_staked && read.hire().ends_at() < START);
}

#[tokio::test]
async fn registered_again_it_is_a_new_device() {
    let mut world = World::new().await;
    let device = used(&mut world).await;
    world.close_device(&device).await;
    world.register(&device, 8, 100_000).await;
    assert_new(&mut world, &device).await;
    world.stake(&device, IO).await;
}

#[tokio::test]
async fn also_in_the_same_transaction() {
    let mut world = World::new().await;
    let device = used(&mut world).await;
    let registrar = world.roles.registrar.insecure_clone();
    let both = [close(&world, &device), register(&world, &device)];
    world.accept(&both, &[&device.owner.keypair, &registrar]).await;
    assert_new(&mut world, &device).await;
}

/// Lamports at the address of a device closed just now do not revive it.
#[tokio::test]
async fn a_closed_device_is_not_revived_by_lamports() {
    let mut world = World::new().await;
    let device = used(&mut world).await;
    let owner = &device.owner;
    let lamports = Rent::default().minimum_balance(co_staking_client::Device::SPACE);
    let revive = transfer(&world.payer().pubkey(), &device.key, lamports);
    for then in [
        refresh_requirement(&device.key),
        close(&world, &device),
        withdraw(&device.key, &owner.key(), &owner.token, &world.mint),
        stake(&device.key, &owner.key(), &owner.token, &world.mint, IO),
    ] {
        let all = [close(&world, &device), revive.clone(), then];
        world.refuse(&all, &[&owner.keypair], ErrorCode::AccountOwnedByWrongProgram).await;
    }
    world.accept(&[close(&world, &device), revive], &[&owner.keypair]).await;
    let expected = Account { lamports, owner: system_program::ID, ..Account::default() };
    let found = world.account(&device.key).await.unwrap();
    assert_eq!((found.lamports, found.owner, found.data), (expected.lamports, expected.owner, expected.data));

    world.register(&device, 8, 100_000).await;
    assert_new(&mut world, &device).await;
}
