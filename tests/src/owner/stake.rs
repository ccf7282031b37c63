//! R6: the owner adds to its stake.

use anchor_lang::error::ErrorCode;
use co_staking_client::{
    CoStakingError, Instruction, Pubkey,
    event::{Event, OwnerStaked},
    format::IO,
    instructions::owner::stake,
    pda,
};
use spl_token::error::TokenError;

use crate::{
    layout,
    world::{COOLDOWN, DAY, Device, START, World, figures::owner_stake},
};

fn instruction(world: &World, device: &Device, amount: u64) -> Instruction {
    from(world, device, &device.owner.token, amount)
}

fn from(world: &World, device: &Device, source: &Pubkey, amount: u64) -> Instruction {
    stake(&device.key, &device.owner.key(), source, &world.mint, amount)
}

#[tokio::test]
async fn adds_to_the_stake_any_number_of_times() {
    let mut world = World::new().await;
    let device = world.device().await;
    let held = world.balance(&device.owner.token).await;
    let mut total = 0;
    for (day, amount) in [(0, 500 * IO), (1, 1), (2, 300 * IO)] {
        world.set_time(START + day * DAY);
        total += amount;
        let receipt = world.stake(&device, amount).await;
        // The stake began with its first part.
        let expected = owner_stake(total, 0, 0, START);
        let staked = OwnerStaked { device: device.key, owner: device.owner.key(), amount, owner_stake: expected };
        assert_eq!(receipt.event(), Event::OwnerStaked(staked));
        assert_eq!(*world.read(&device).await.owner_stake(), expected);
        assert_eq!(world.balance(&device.vault).await, total);
        assert_eq!(world.balance(&device.owner.token).await, held - total);
    }
    let read = world.read(&device).await;
    assert_eq!((read.counted(START), read.is_sufficient(START)), (Ok(total), Ok(true)));
}

#[tokio::test]
async fn zero_is_refused() {
    let mut world = World::new().await;
    let device = world.device().await;
    let ix = instruction(&world, &device, 0);
    world.refuse(&[ix], &[&device.owner.keypair], CoStakingError::AmountZero).await;
}

#[tokio::test]
async fn all_that_the_source_holds_and_no_more() {
    let mut world = World::new().await;
    let device = world.device().await;
    let all = world.balance(&device.owner.token).await;
    for amount in [all + 1, u64::MAX] {
        let ix = instruction(&world, &device, amount);
        world.refuse(&[ix], &[&device.owner.keypair], TokenError::InsufficientFunds).await;
    }
    world.stake(&device, all).await;
}

#[tokio::test]
async fn more_than_64_bits_in_sum_are_refused() {
    let mut world = World::new().await;
    let device = world.device().await;
    world.stake(&device, 1).await;
    let ix = instruction(&world, &device, u64::MAX);
    world.refuse(&[ix], &[&device.owner.keypair], CoStakingError::MathOverflow).await;
}

#[tokio::test]
async fn nobody_but_the_owner() {
    let mut world = World::new().await;
    let device = world.device().await;
    let stranger = world.wallet(500 * IO);
    let roles = world.roles.all().map(|(_, keypair)| keypair);
    for signer in roles.iter().chain([&stranger.keypair]) {
        let signer_key = solana_signer::Signer::pubkey(signer);
        let ix = stake(&device.key, &signer_key, &stranger.token, &world.mint, IO);
        world.refuse(&[ix], &[signer], ErrorCode::ConstraintHasOne).await;
    }
}

/// R34
#[tokio::test]
async fn not_while_paused() {
    let mut world = World::new().await;
    let device = world.device().await;
    world.pause().await;
    let ix = instruction(&world, &device, IO);
    world.refuse(&[ix], &[&device.owner.keypair], CoStakingError::Paused).await;
    world.unpause().await;
    world.stake(&device, IO).await;
}

/// R10
#[tokio::test]
async fn not_while_exiting_until_withdrawn() {
    let mut world = World::new().await;
    let device = world.exiting_device(IO).await;
    for now in [START, START + COOLDOWN, START + COOLDOWN + DAY] {
        world.set_time(now);
        let ix = instruction(&world, &device, IO);
        world.refuse(&[ix], &[&device.owner.keypair], CoStakingError::OwnerExiting).await;
    }
    world.withdraw(&device).await;
    world.stake(&device, 2 * IO).await;
    let now = START + COOLDOWN + DAY;
    assert_eq!(*world.read(&device).await.owner_stake(), owner_stake(2 * IO, 0, START + COOLDOWN, now));
}

#[tokio::test]
async fn works_while_hired() {
    let mut world = World::new().await;
    let device = world.device().await;
    world.hire(&device, DAY).await;
    world.stake(&device, IO).await;
}

#[tokio::test]
async fn a_source_that_cannot_pay_is_refused() {
    let mut world = World::new().await;
    let device = world.device().await;
    let owner = device.owner.key();
    let other_mint = world.other_mint();

    let of_other_mint = world.token_account_of(other_mint, owner, IO);
    let frozen = world.token_account(owner, IO);
    world.freeze(&frozen).await;
    let closed = world.token_account(owner, 0);
    world.close_account(&closed);
    let stranger = world.key();
    let foreign = world.token_account(stranger, IO);
    let never_there = world.key();
    for (source, expected) in [
        (of_other_mint, ErrorCode::ConstraintTokenMint.into()),
        (frozen, TokenError::AccountFrozen.into()),
        (closed, ErrorCode::AccountNotInitialized.into()),
        (never_there, ErrorCode::AccountNotInitialized.into()),
        (foreign, co_staking_client::error::Failure::from(TokenError::OwnerMismatch)),
    ] {
        let ix = from(&world, &device, &source, IO);
        world.refuse(&[ix], &[&device.owner.keypair], expected).await;
    }
}

#[tokio::test]
async fn a_delegated_source_pays_what_it_allows() {
    let mut world = World::new().await;
    let device = world.device().await;
    let friend = world.wallet(10 * IO);
    world.delegate(&friend.token, device.owner.key(), IO).await;
    let ix = from(&world, &device, &friend.token, IO + 1);
    world.refuse(&[ix], &[&device.owner.keypair], TokenError::InsufficientFunds).await;
    let ix = from(&world, &device, &friend.token, IO);
    world.accept(&[ix], &[&device.owner.keypair]).await;
    assert_eq!(world.balance(&friend.token).await, 9 * IO);
    assert_eq!(world.read(&device).await.owner_stake().active(), IO);
}

/// Paying from the vault into the vault would credit a stake for nothing.
#[tokio::test]
async fn the_vault_is_no_source() {
    let mut world = World::new().await;
    let device = world.device().await;
    let sibling = world.device().await;
    world.stake(&device, 500 * IO).await;
    world.stake(&sibling, 500 * IO).await;
    for vault in [device.vault, sibling.vault] {
        let ix = from(&world, &device, &vault, IO);
        world.refuse(&[ix], &[&device.owner.keypair], TokenError::OwnerMismatch).await;
    }
}

#[tokio::test]
async fn a_siblings_vault_is_refused() {
    let mut world = World::new().await;
    let device = world.device().await;
    let sibling = world.device().await;
    let mut ix = instruction(&world, &device, IO);
    ix.accounts.iter_mut().filter(|meta| meta.pubkey == device.vault).for_each(|meta| meta.pubkey = sibling.vault);
    world.refuse(&[ix], &[&device.owner.keypair], ErrorCode::ConstraintHasOne).await;
}

#[tokio::test]
async fn another_mint_is_refused() {
    let mut world = World::new().await;
    let device = world.device().await;
    let other = world.other_mint();
    let source = world.token_account_of(other, device.owner.key(), IO);
    let ix = stake(&device.key, &device.owner.key(), &source, &other, IO);
    world.refuse(&[ix], &[&device.owner.keypair], ErrorCode::ConstraintAddress).await;
}

#[tokio::test]
async fn an_unknown_device_is_refused() {
    let mut world = World::new().await;
    let device = world.unregistered();
    let ix = instruction(&world, &device, IO);
    world.refuse(&[ix], &[&device.owner.keypair], ErrorCode::AccountOwnedByWrongProgram).await;
}

/// R4
#[tokio::test]
async fn a_donation_changes_nothing() {
    let mut world = World::new().await;
    let device = world.device().await;
    world.donate(&device.vault, 7).await;
    world.stake(&device, IO).await;
    assert_eq!(*world.read(&device).await.owner_stake(), owner_stake(IO, 0, 0, START));
    assert_eq!(world.balance(&device.vault).await, IO + 7);
}

/// I1
#[tokio::test]
async fn a_vault_below_its_ledger_stops_it() {
    let mut world = World::new().await;
    let device = world.device().await;
    world.stake(&device, 500 * IO).await;
    world.change_token(&device.vault, |vault| vault.amount -= 1).await;
    let ix = instruction(&world, &device, IO);
    world.refuse(&[ix], &[&device.owner.keypair], CoStakingError::VaultBelowLedger).await;
    world.change_token(&device.vault, |vault| vault.amount += 1).await;
    world.stake(&device, IO).await;
}

#[tokio::test]
async fn accounts_of_another_version_are_refused() {
    let mut world = World::new().await;
    let device = world.device().await;
    world.corrupt(&device.key, |account| layout::DEVICE.set(&mut account.data, "version", &[2])).await;
    let ix = instruction(&world, &device, IO);
    world.refuse(&[ix], &[&device.owner.keypair], CoStakingError::UnknownVersion).await;

    let device = world.device().await;
    world.corrupt(&pda::config(), |config| layout::CONFIG.set(&mut config.data, "version", &[2])).await;
    let ix = instruction(&world, &device, IO);
    world.refuse(&[ix], &[&device.owner.keypair], CoStakingError::UnknownVersion).await;
}
