//! R10: the owner's stake is paid after the unlock, by whomever it is sent.

use anchor_lang::error::ErrorCode;
use co_staking_client::{
    CoStakingError, Instruction, Pubkey,
    error::Failure,
    event::{Event, OwnerWithdrew},
    format::IO,
    instructions::owner::withdraw,
};
use spl_token::error::TokenError;

use crate::{
    layout,
    world::{COOLDOWN, DAY, Device, START, Wallet, World, figures::no_owner_stake},
};

fn instruction(world: &World, device: &Device, sender: &Wallet, destination: &Pubkey) -> Instruction {
    withdraw(&device.key, &sender.key(), destination, &world.mint)
}

async fn refuse(world: &mut World, device: &Device, sender: &Wallet, to: &Pubkey, expected: impl Into<Failure>) {
    let ix = instruction(world, device, sender, to);
    world.refuse(&[ix], &[&sender.keypair], expected).await;
}

/// A device whose owner may withdraw 500 IO.
async fn unlocked(world: &mut World) -> Device {
    let device = world.exiting_device(500 * IO).await;
    world.wait(COOLDOWN).await;
    device
}

#[tokio::test]
async fn pays_the_whole_stake_once() {
    let mut world = World::new().await;
    let device = unlocked(&mut world).await;
    let held = world.balance(&device.owner.token).await;
    let receipt = world.withdraw(&device).await;
    let expected = OwnerWithdrew {
        device: device.key,
        owner: device.owner.key(),
        sender: device.owner.key(),
        destination: device.owner.token,
        amount: 500 * IO,
        owner_stake: no_owner_stake(START + COOLDOWN),
    };
    assert_eq!(*world.read(&device).await.owner_stake(), expected.owner_stake);
    assert_eq!(receipt.event(), Event::OwnerWithdrew(expected));
    assert_eq!(world.balance(&device.vault).await, 0);
    assert_eq!(world.balance(&device.owner.token).await, held + 500 * IO);

    refuse(&mut world, &device, &device.owner, &device.owner.token, CoStakingError::NotExiting).await;
}

#[tokio::test]
async fn from_the_second_of_the_unlock_on() {
    let mut world = World::new().await;
    let devices = [world.exiting_device(IO).await, world.exiting_device(IO).await];
    for now in [i64::MIN, 0, START, START + COOLDOWN - 1] {
        world.set_time(now);
        refuse(&mut world, &devices[0], &devices[0].owner, &devices[0].owner.token, CoStakingError::CooldownNotOver)
            .await;
    }
    for (device, now) in devices.iter().zip([START + COOLDOWN, START + COOLDOWN + 1]) {
        world.set_time(now);
        world.withdraw(device).await;
    }
}

#[tokio::test]
async fn only_what_was_unstaked() {
    let mut world = World::new().await;
    let device = world.device().await;
    let owner = &device.owner;
    refuse(&mut world, &device, owner, &owner.token, CoStakingError::NotExiting).await;
    world.stake(&device, IO).await;
    refuse(&mut world, &device, owner, &owner.token, CoStakingError::NotExiting).await;
}

/// Payouts: signed by the party, to any token account that it owns.
#[tokio::test]
async fn the_owner_chooses_among_its_accounts() {
    let mut world = World::new().await;
    let device = unlocked(&mut world).await;
    let another = world.token_account(device.owner.key(), 0);
    let ix = instruction(&world, &device, &device.owner, &another);
    world.accept(&[ix], &[&device.owner.keypair]).await;
    assert_eq!(world.balance(&another).await, 500 * IO);
}

/// Payouts: sent by anyone else, only to the party's associated token account.
#[tokio::test]
async fn a_stranger_can_send_it_to_the_owners_associated_account_alone() {
    let mut world = World::new().await;
    let device = unlocked(&mut world).await;
    let stranger = world.wallet(0);
    let another = world.token_account(device.owner.key(), 0);
    refuse(&mut world, &device, &stranger, &another, CoStakingError::DestinationNotAssociated).await;
    refuse(&mut world, &device, &stranger, &stranger.token, CoStakingError::DestinationNotOwned).await;

    let held = world.balance(&device.owner.token).await;
    let ix = instruction(&world, &device, &stranger, &device.owner.token);
    let Event::OwnerWithdrew(event) = world.accept(&[ix], &[&stranger.keypair]).await.event() else { panic!() };
    assert_eq!((event.owner, event.sender), (device.owner.key(), stranger.key()));
    assert_eq!(world.balance(&device.owner.token).await, held + 500 * IO);
}

/// The address of an associated account proves nothing: its owner may have given it away.
#[tokio::test]
async fn an_associated_account_that_was_given_away_is_refused() {
    let mut world = World::new().await;
    let device = unlocked(&mut world).await;
    let thief = world.wallet(0);
    world.give_away(&device.owner.token, thief.key()).await;
    for sender in [&device.owner, &thief] {
        refuse(&mut world, &device, sender, &device.owner.token, CoStakingError::DestinationNotOwned).await;
    }
}

/// An account that cannot be paid does not keep the stake; another of the owner's can be.
#[tokio::test]
async fn a_destination_that_cannot_be_paid_is_refused() {
    let mut world = World::new().await;
    let device = unlocked(&mut world).await;
    let owner = &device.owner;
    let other_mint = world.other_mint();
    let of_other_mint = world.token_account_of(other_mint, owner.key(), 0);
    refuse(&mut world, &device, owner, &of_other_mint, ErrorCode::ConstraintTokenMint).await;
    world.freeze(&owner.token).await;
    refuse(&mut world, &device, owner, &owner.token, TokenError::AccountFrozen).await;
    world.close_account(&owner.token);
    refuse(&mut world, &device, owner, &owner.token, ErrorCode::AccountNotInitialized).await;

    let new = world.token_account(owner.key(), 0);
    let ix = instruction(&world, &device, owner, &new);
    world.accept(&[ix], &[&owner.keypair]).await;
}

#[tokio::test]
async fn the_vault_is_no_destination() {
    let mut world = World::new().await;
    let device = unlocked(&mut world).await;
    let sibling = unlocked(&mut world).await;
    for vault in [device.vault, sibling.vault] {
        refuse(&mut world, &device, &device.owner, &vault, CoStakingError::DestinationNotOwned).await;
    }
}

#[tokio::test]
async fn a_siblings_vault_does_not_pay() {
    let mut world = World::new().await;
    let device = unlocked(&mut world).await;
    let sibling = unlocked(&mut world).await;
    let mut ix = instruction(&world, &device, &device.owner, &device.owner.token);
    ix.accounts.iter_mut().filter(|meta| meta.pubkey == device.vault).for_each(|meta| meta.pubkey = sibling.vault);
    world.refuse(&[ix], &[&device.owner.keypair], ErrorCode::ConstraintHasOne).await;
}

#[tokio::test]
async fn another_mint_is_refused() {
    let mut world = World::new().await;
    let device = unlocked(&mut world).await;
    let (owner, other) = (&device.owner, world.other_mint());
    let destination = world.token_account_of(other, owner.key(), 0);
    let ix = withdraw(&device.key, &owner.key(), &destination, &other);
    world.refuse(&[ix], &[&owner.keypair], ErrorCode::ConstraintAddress).await;
}

/// R34, and R8: what was unstaked in time is not bound by a hire.
#[tokio::test]
async fn works_while_hired_and_paused() {
    let mut world = World::new().await;
    let device = unlocked(&mut world).await;
    world.hire(&device, DAY).await;
    world.pause().await;
    world.withdraw(&device).await;
}

/// R4
#[tokio::test]
async fn a_donation_is_not_paid_out() {
    let mut world = World::new().await;
    let device = unlocked(&mut world).await;
    world.donate(&device.vault, 7).await;
    let held = world.balance(&device.owner.token).await;
    world.withdraw(&device).await;
    assert_eq!(world.balance(&device.owner.token).await, held + 500 * IO);
    assert_eq!(world.balance(&device.vault).await, 7);
}

/// I1, with a co-stake that no instruction of today makes and whose tokens are not there.
#[tokio::test]
async fn a_vault_below_its_ledger_stops_it() {
    let mut world = World::new().await;
    let device = unlocked(&mut world).await;
    world
        .corrupt(&device.key, |account| {
            layout::DEVICE.set(&mut account.data, "positions[0].held", &[1]);
            layout::DEVICE.set(&mut account.data, "positions[0].stake", &1u64.to_le_bytes());
        })
        .await;
    refuse(&mut world, &device, &device.owner, &device.owner.token, CoStakingError::VaultBelowLedger).await;
    world.donate(&device.vault, 1).await;
    world.withdraw(&device).await;
}

#[tokio::test]
async fn a_device_of_another_version_is_refused() {
    let mut world = World::new().await;
    let device = unlocked(&mut world).await;
    world.corrupt(&device.key, |account| layout::DEVICE.set(&mut account.data, "version", &[2])).await;
    refuse(&mut world, &device, &device.owner, &device.owner.token, CoStakingError::UnknownVersion).await;
}
