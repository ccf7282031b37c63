//! R5: an empty device ends. What comes after is in `reopen`.

use anchor_lang::error::ErrorCode;
use co_staking_client::{
    CoStakingError, Instruction, Pubkey,
    error::Failure,
    event::{DeviceClosed, Event},
    format::IO,
    instructions::{owner::close_device, registrar::register_device},
    pda,
};
use solana_keypair::Keypair;
use solana_signer::Signer;
use spl_token::error::TokenError;

use crate::{
    layout,
    world::{COOLDOWN, Device, Wallet, World},
};

fn instruction(world: &World, device: &Device, closer: &Keypair, destination: &Pubkey) -> Instruction {
    close_device(&device.key, &closer.pubkey(), destination, &world.payer().pubkey(), &world.mint)
}

async fn refuse(world: &mut World, device: &Device, closer: &Keypair, expected: impl Into<Failure>) {
    let ix = instruction(world, device, closer, &device.owner.token);
    world.refuse(&[ix], &[closer], expected).await;
}

/// A device whose owner has staked and left.
async fn left(world: &mut World) -> Device {
    let device = world.exiting_device(IO).await;
    world.wait(COOLDOWN).await;
    world.withdraw(&device).await;
    device
}

#[tokio::test]
async fn device_and_vault_are_gone() {
    let mut world = World::new().await;
    let device = left(&mut world).await;
    let held = world.balance(&device.owner.token).await;
    let receipt = world.close_device(&device).await;
    let expected = DeviceClosed {
        device: device.key,
        device_id: device.id,
        owner: device.owner.key(),
        closer: device.owner.key(),
        donation: 0,
        rent_payer: world.payer().pubkey(),
    };
    assert_eq!(receipt.event(), Event::DeviceClosed(expected));
    assert_eq!((world.account(&device.key).await, world.account(&device.vault).await), (None, None));
    assert_eq!(world.balance(&device.owner.token).await, held);
}

/// R4: a donation blocks nothing, and goes to the owner.
#[tokio::test]
async fn a_donation_goes_to_the_owner() {
    let mut world = World::new().await;
    let device = left(&mut world).await;
    world.donate(&device.vault, 7).await;
    let another = world.token_account(device.owner.key(), 0);
    let ix = instruction(&world, &device, &device.owner.keypair, &another);
    let Event::DeviceClosed(event) = world.accept(&[ix], &[&device.owner.keypair]).await.event() else { panic!() };
    assert_eq!(event.donation, 7);
    assert_eq!(world.balance(&another).await, 7);
}

/// Whoever closes it, registrar and owner included, gets none of another's rent.
#[tokio::test]
async fn the_rent_goes_back_to_whoever_paid_it() {
    let mut world = World::new().await;
    let device = world.unregistered();
    let (registrar, payer) = (world.roles.registrar.insecure_clone(), world.wallet(0));
    let had = world.lamports(&payer.key()).await;
    let ix = register_device(&registrar.pubkey(), &payer.key(), &world.mint, world.registration(&device));
    world.accept(&[ix], &[&registrar, &payer.keypair]).await;

    let owner = &device.owner;
    let mint = world.mint;
    let close = |rent_payer: Pubkey| close_device(&device.key, &owner.key(), &owner.token, &rent_payer, &mint);
    for thief in [owner.key(), registrar.pubkey()] {
        let ix = close(thief);
        world.refuse(&[ix], &[&owner.keypair], ErrorCode::ConstraintHasOne).await;
    }
    let (of_owner, of_registrar) = (world.lamports(&owner.key()).await, world.lamports(&registrar.pubkey()).await);
    let ix = close(payer.key());
    world.accept(&[ix], &[&owner.keypair]).await;
    assert_eq!(world.lamports(&payer.key()).await, had);
    assert_eq!(world.lamports(&owner.key()).await, of_owner);
    assert_eq!(world.lamports(&registrar.pubkey()).await, of_registrar);
}

#[tokio::test]
async fn a_stake_must_be_withdrawn_first() {
    let mut world = World::new().await;
    let device = world.device().await;
    world.stake(&device, 1).await;
    let owner = &device.owner.keypair;
    refuse(&mut world, &device, owner, CoStakingError::DeviceHasStake).await;
    world.unstake(&device).await;
    refuse(&mut world, &device, owner, CoStakingError::DeviceHasStake).await;
    world.wait(COOLDOWN).await;
    refuse(&mut world, &device, owner, CoStakingError::DeviceHasStake).await;
    world.withdraw(&device).await;
    world.close_device(&device).await;
}

/// No instruction of today leaves any of these behind, so their bytes are written.
async fn refuse_with(field: &str, value: &[u8], expected: CoStakingError) {
    let mut world = World::new().await;
    let device = world.device().await;
    world.corrupt(&device.key, |account| layout::DEVICE.set(&mut account.data, field, value)).await;
    for closer in [device.owner.keypair.insecure_clone(), world.roles.registrar.insecure_clone()] {
        refuse(&mut world, &device, &closer, expected).await;
    }
}

#[tokio::test]
async fn a_held_co_stake_must_be_withdrawn_first() {
    // Also one that was slashed to nothing: its place is held, and its rewards may be unclaimed.
    refuse_with("positions[7].held", &[1], CoStakingError::DeviceHasPositions).await;
}

#[tokio::test]
async fn offers_must_be_closed_first() {
    refuse_with("offer_accounts", &1u32.to_le_bytes(), CoStakingError::DeviceHasOffers).await;
}

#[tokio::test]
async fn slash_cases_must_be_settled_first() {
    refuse_with("undecided_cases", &1u32.to_le_bytes(), CoStakingError::DeviceHasSlashCases).await;
    refuse_with("unreturned_cases", &1u32.to_le_bytes(), CoStakingError::DeviceHasSlashCases).await;
}

#[tokio::test]
async fn rewards_must_be_claimed_first() {
    refuse_with("owner_stake.rewards", &1u64.to_le_bytes(), CoStakingError::DeviceHasRewards).await;
}

#[tokio::test]
async fn nobody_else_closes_it() {
    let mut world = World::new().await;
    let device = world.device().await;
    let stranger = world.keypair();
    let others = world.roles.all().into_iter().filter(|(name, _)| *name != "registrar").map(|(_, key)| key);
    for closer in others.chain([stranger]) {
        refuse(&mut world, &device, &closer, CoStakingError::NotYoursToClose).await;
    }
}

#[tokio::test]
async fn the_registrar_closes_only_what_was_never_staked_on() {
    let mut world = World::new().await;
    let registrar = world.roles.registrar.insecure_clone();
    let used = left(&mut world).await;
    refuse(&mut world, &used, &registrar, CoStakingError::NotYoursToClose).await;

    let unused = world.device().await;
    world.donate(&unused.vault, 7).await;
    let another = world.token_account(unused.owner.key(), 0);
    let ix = instruction(&world, &unused, &registrar, &another);
    world.refuse(&[ix], &[&registrar], CoStakingError::DestinationNotAssociated).await;
    let held = world.balance(&unused.owner.token).await;
    let ix = instruction(&world, &unused, &registrar, &unused.owner.token);
    let Event::DeviceClosed(event) = world.accept(&[ix], &[&registrar]).await.event() else { panic!() };
    assert_eq!((event.closer, event.donation), (registrar.pubkey(), 7));
    assert_eq!(world.balance(&unused.owner.token).await, held + 7);
}

/// Payouts
#[tokio::test]
async fn a_donation_goes_to_no_other_account() {
    let mut world = World::new().await;
    let device = left(&mut world).await;
    world.donate(&device.vault, 7).await;
    let owner = &device.owner;
    let Wallet { token: foreign, .. } = world.wallet(0);
    let other_mint = world.other_mint();
    let of_other_mint = world.token_account_of(other_mint, owner.key(), 0);
    let frozen = world.token_account(owner.key(), 0);
    world.freeze(&frozen).await;
    let given_away = world.token_account(owner.key(), 0);
    world.give_away(&given_away, foreign).await;
    for (destination, expected) in [
        (foreign, Failure::from(CoStakingError::DestinationNotOwned)),
        (given_away, CoStakingError::DestinationNotOwned.into()),
        (of_other_mint, ErrorCode::ConstraintTokenMint.into()),
        (frozen, TokenError::AccountFrozen.into()),
        (world.key(), ErrorCode::AccountNotInitialized.into()),
    ] {
        let ix = instruction(&world, &device, &owner.keypair, &destination);
        world.refuse(&[ix], &[&owner.keypair], expected).await;
    }
}

/// Also where the vault is empty and no token moves.
#[tokio::test]
async fn another_mint_is_refused() {
    let mut world = World::new().await;
    let device = left(&mut world).await;
    let (owner, other) = (&device.owner, world.other_mint());
    let destination = world.token_account_of(other, owner.key(), 0);
    let ix = close_device(&device.key, &owner.key(), &destination, &world.payer().pubkey(), &other);
    world.refuse(&[ix], &[&owner.keypair], ErrorCode::ConstraintAddress).await;
}

#[tokio::test]
async fn the_vault_is_no_destination() {
    let mut world = World::new().await;
    let device = left(&mut world).await;
    let sibling = world.device().await;
    for vault in [device.vault, sibling.vault] {
        let ix = instruction(&world, &device, &device.owner.keypair, &vault);
        world.refuse(&[ix], &[&device.owner.keypair], CoStakingError::DestinationNotOwned).await;
    }
}

/// R34
#[tokio::test]
async fn works_while_paused() {
    let mut world = World::new().await;
    let device = left(&mut world).await;
    world.pause().await;
    world.close_device(&device).await;
}

#[tokio::test]
async fn accounts_of_another_version_are_refused() {
    let mut world = World::new().await;
    let device = world.device().await;
    world.corrupt(&device.key, |account| layout::DEVICE.set(&mut account.data, "version", &[2])).await;
    refuse(&mut world, &device, &device.owner.keypair, CoStakingError::UnknownVersion).await;

    let device = world.device().await;
    world.corrupt(&pda::config(), |config| layout::CONFIG.set(&mut config.data, "version", &[2])).await;
    refuse(&mut world, &device, &device.owner.keypair, CoStakingError::UnknownVersion).await;
}
