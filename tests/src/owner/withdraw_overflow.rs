//! R7: what exceeds the requirement is paid out at once.

use anchor_lang::error::ErrorCode;
use co_staking_client::{
    CoStakingError, Instruction, Pubkey,
    error::Failure,
    event::{Event, OverflowWithdrawn},
    format::IO,
    instructions::owner::withdraw_overflow,
    rules::time::NEVER,
};
use spl_token::error::TokenError;

use crate::{
    layout,
    world::{DAY, Device, START, World, figures::owner_stake},
};

const REQUIREMENT: u64 = 800 * IO;

fn instruction(world: &World, device: &Device, amount: u64) -> Instruction {
    to(world, device, &device.owner.token, amount)
}

fn to(world: &World, device: &Device, destination: &Pubkey, amount: u64) -> Instruction {
    withdraw_overflow(&device.key, &device.owner.key(), destination, &world.mint, amount)
}

async fn refuse(world: &mut World, device: &Device, amount: u64, expected: CoStakingError) {
    let ix = instruction(world, device, amount);
    world.refuse(&[ix], &[&device.owner.keypair], expected).await;
}

async fn staked(world: &mut World, amount: u64) -> Device {
    let device = world.device().await;
    world.stake(&device, amount).await;
    device
}

#[tokio::test]
async fn pays_up_to_the_overflow_at_once() {
    let mut world = World::new().await;
    let device = staked(&mut world, REQUIREMENT + 100).await;
    let held = world.balance(&device.owner.token).await;
    for (amount, left) in [(30, 70), (70, 0)] {
        let receipt = world.withdraw_overflow(&device, amount).await;
        let expected = OverflowWithdrawn {
            device: device.key,
            owner: device.owner.key(),
            destination: device.owner.token,
            amount,
            owner_stake: owner_stake(REQUIREMENT + left, 0, 0, START),
        };
        assert_eq!(*world.read(&device).await.owner_stake(), expected.owner_stake);
        assert_eq!(receipt.event(), Event::OverflowWithdrawn(expected));
        assert_eq!(world.balance(&device.vault).await, REQUIREMENT + left);
        assert_eq!(world.balance(&device.owner.token).await, held + 100 - left);
    }
    refuse(&mut world, &device, 1, CoStakingError::AmountExceedsOverflow).await;
}

#[tokio::test]
async fn zero_is_refused() {
    let mut world = World::new().await;
    let device = staked(&mut world, REQUIREMENT + 100).await;
    refuse(&mut world, &device, 0, CoStakingError::AmountZero).await;
}

/// An error, and never a silent exit.
#[tokio::test]
async fn more_than_the_overflow_is_refused() {
    let mut world = World::new().await;
    let device = staked(&mut world, REQUIREMENT + 100).await;
    for amount in [101, REQUIREMENT + 100, u64::MAX] {
        refuse(&mut world, &device, amount, CoStakingError::AmountExceedsOverflow).await;
    }
    world.withdraw_overflow(&device, 100).await;
}

#[tokio::test]
async fn up_to_the_requirement_there_is_none() {
    let mut world = World::new().await;
    for amount in [None, Some(1), Some(REQUIREMENT - 1), Some(REQUIREMENT)] {
        let device = world.device().await;
        if let Some(amount) = amount {
            world.stake(&device, amount).await;
        }
        refuse(&mut world, &device, 1, CoStakingError::AmountExceedsOverflow).await;
    }
}

#[tokio::test]
async fn what_is_exiting_is_no_overflow() {
    let mut world = World::new().await;
    let device = world.exiting_device(REQUIREMENT + 100).await;
    refuse(&mut world, &device, 1, CoStakingError::AmountExceedsOverflow).await;
}

/// R7, R34
#[tokio::test]
async fn works_while_hired_and_paused() {
    let mut world = World::new().await;
    let device = staked(&mut world, REQUIREMENT + 100).await;
    world.hire(&device, DAY).await;
    world.pause().await;
    world.withdraw_overflow(&device, 100).await;
}

#[tokio::test]
async fn nobody_but_the_owner() {
    let mut world = World::new().await;
    let device = staked(&mut world, REQUIREMENT + 100).await;
    let stranger = world.wallet(0);
    let ix = withdraw_overflow(&device.key, &stranger.key(), &stranger.token, &world.mint, 1);
    world.refuse(&[ix], &[&stranger.keypair], ErrorCode::ConstraintHasOne).await;
}

#[tokio::test]
async fn goes_to_any_account_of_the_owner_and_to_no_other() {
    let mut world = World::new().await;
    let device = staked(&mut world, REQUIREMENT + 100).await;
    let owner = device.owner.key();
    let stranger = world.wallet(0);
    let other_mint = world.other_mint();
    let of_other_mint = world.token_account_of(other_mint, owner, 0);
    let frozen = world.token_account(owner, 0);
    world.freeze(&frozen).await;
    let closed = world.key();
    for (destination, expected) in [
        (stranger.token, Failure::from(CoStakingError::DestinationNotOwned)),
        (of_other_mint, ErrorCode::ConstraintTokenMint.into()),
        (frozen, TokenError::AccountFrozen.into()),
        (closed, ErrorCode::AccountNotInitialized.into()),
    ] {
        let ix = to(&world, &device, &destination, 1);
        world.refuse(&[ix], &[&device.owner.keypair], expected).await;
    }
    let another = world.token_account(owner, 0);
    let ix = to(&world, &device, &another, 100);
    world.accept(&[ix], &[&device.owner.keypair]).await;
    assert_eq!(world.balance(&another).await, 100);
}

#[tokio::test]
async fn an_associated_account_that_was_given_away_is_refused() {
    let mut world = World::new().await;
    let device = staked(&mut world, REQUIREMENT + 100).await;
    let thief = world.key();
    world.give_away(&device.owner.token, thief).await;
    refuse(&mut world, &device, 1, CoStakingError::DestinationNotOwned).await;
}

#[tokio::test]
async fn the_vault_is_no_destination() {
    let mut world = World::new().await;
    let device = staked(&mut world, REQUIREMENT + 100).await;
    let sibling = staked(&mut world, REQUIREMENT).await;
    for vault in [device.vault, sibling.vault] {
        let ix = to(&world, &device, &vault, 1);
        world.refuse(&[ix], &[&device.owner.keypair], CoStakingError::DestinationNotOwned).await;
    }
}

/// The money of one device does not pay for another.
#[tokio::test]
async fn a_siblings_vault_does_not_pay() {
    let mut world = World::new().await;
    let device = staked(&mut world, REQUIREMENT + 100).await;
    let sibling = staked(&mut world, REQUIREMENT + 100).await;
    let mut ix = instruction(&world, &device, 1);
    ix.accounts.iter_mut().filter(|meta| meta.pubkey == device.vault).for_each(|meta| meta.pubkey = sibling.vault);
    world.refuse(&[ix], &[&device.owner.keypair], ErrorCode::ConstraintHasOne).await;
}

#[tokio::test]
async fn another_mint_is_refused() {
    let mut world = World::new().await;
    let device = staked(&mut world, REQUIREMENT + 100).await;
    let (owner, other) = (&device.owner, world.other_mint());
    let destination = world.token_account_of(other, owner.key(), 0);
    let ix = withdraw_overflow(&device.key, &owner.key(), &destination, &other, 1);
    world.refuse(&[ix], &[&owner.keypair], ErrorCode::ConstraintAddress).await;
}

/// R4: the overflow is the ledger's and not the vault's.
#[tokio::test]
async fn a_donation_is_no_overflow() {
    let mut world = World::new().await;
    let device = staked(&mut world, REQUIREMENT + 100).await;
    world.donate(&device.vault, 1).await;
    refuse(&mut world, &device, 101, CoStakingError::AmountExceedsOverflow).await;
    world.withdraw_overflow(&device, 100).await;
    assert_eq!(world.balance(&device.vault).await, REQUIREMENT + 1);
}

/// R7 with a co-stake and an open offer. No instruction of today makes them, so their bytes are written.
#[tokio::test]
async fn a_co_stake_frees_overflow_and_an_open_offer_binds_it() {
    let mut world = World::new().await;
    let device = staked(&mut world, REQUIREMENT).await;
    active_co_stake(&mut world, &device, 300 * IO).await;
    refuse(&mut world, &device, 300 * IO + 1, CoStakingError::AmountExceedsOverflow).await;
    // O must stay at A + P: 800 - (300 + 400) leaves 100.
    let open = (400 * IO).to_le_bytes();
    world.corrupt(&device.key, |account| layout::DEVICE.set(&mut account.data, "open_amount", &open)).await;
    refuse(&mut world, &device, 100 * IO + 1, CoStakingError::AmountExceedsOverflow).await;

    // I1: the vault must hold the co-stake too.
    let ix = instruction(&world, &device, 100 * IO);
    world.refuse(&[ix], &[&device.owner.keypair], CoStakingError::VaultBelowLedger).await;
    world.donate(&device.vault, 300 * IO).await;
    world.withdraw_overflow(&device, 100 * IO).await;
}

async fn active_co_stake(world: &mut World, device: &Device, amount: u64) {
    let fields: [(&str, &[u8]); 4] = [
        ("positions[7].stake", &amount.to_le_bytes()),
        ("positions[7].cooldown_at", &NEVER.to_le_bytes()),
        ("positions[7].unlock_at", &NEVER.to_le_bytes()),
        ("positions[7].held", &[1]),
    ];
    for (field, value) in fields {
        world.corrupt(&device.key, |account| layout::DEVICE.set(&mut account.data, field, value)).await;
    }
}

/// The stake is active or exiting as a whole.
#[tokio::test]
async fn a_stake_both_active_and_exiting_stops_it() {
    let mut world = World::new().await;
    let device = staked(&mut world, REQUIREMENT + 100).await;
    let one = 1u64.to_le_bytes();
    world.corrupt(&device.key, |account| layout::DEVICE.set(&mut account.data, "owner_stake.exiting", &one)).await;
    refuse(&mut world, &device, 100, CoStakingError::LedgerBroken).await;
}

#[tokio::test]
async fn a_device_of_another_version_is_refused() {
    let mut world = World::new().await;
    let device = staked(&mut world, REQUIREMENT + 100).await;
    world.corrupt(&device.key, |account| layout::DEVICE.set(&mut account.data, "version", &[2])).await;
    refuse(&mut world, &device, 100, CoStakingError::UnknownVersion).await;
}
