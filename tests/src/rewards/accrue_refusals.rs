//! R23, R34: what refuses a batch as a whole. Nothing of it is done then.

use std::slice::from_ref;

use anchor_lang::error::ErrorCode;
use co_staking_client::{
    CoStakingError as E, ConfigChanges,
    error::Failure,
    instructions::rewards::{Row, accrue_rewards},
    pda,
    rules::rewards::Block,
};
use solana_signer::Signer;

use super::pool_at;
use crate::{
    layout,
    world::{
        Device, START, World,
        offers::{anchor, unsigned},
        rewards::{accruals, credited, row},
    },
};

const BLOCK: Block = Block { started_at: START - 3_600, ended_at: START };

async fn refuse(world: &mut World, block: Block, rows: &[Row], expected: impl Into<Failure>) {
    let ix = world.accruing(block, rows);
    let rewarder = world.roles.rewarder.insecure_clone();
    world.refuse(&[ix], &[&rewarder], expected).await;
}

/// A pool with that much, and two devices that earn.
async fn funded(amount: u64) -> (World, [Device; 2]) {
    let mut world = World::new().await;
    let devices = [world.market(1_000, 1_000).await, world.market(1_000, 1_000).await];
    if amount > 0 {
        world.fund_pool(amount).await;
    }
    (world, devices)
}

#[tokio::test]
async fn nobody_but_the_rewarder() {
    let (mut world, [device, _]) = funded(100).await;
    let roles = world.roles.all().into_iter().filter(|(name, _)| *name != "rewarder").map(|(_, keypair)| keypair);
    let stranger = world.wallet(0).keypair;
    for signer in roles.chain([stranger, device.owner.keypair.insecure_clone()]) {
        let ix = accrue_rewards(&signer.pubkey(), BLOCK, &[row(&device, 1)]);
        world.refuse(&[ix], &[&signer], ErrorCode::ConstraintHasOne).await;
    }
    let ix = world.accruing(BLOCK, &[row(&device, 1)]);
    let rewarder = world.roles.rewarder.pubkey();
    world.refuse(&[unsigned(&ix, &rewarder)], &[], ErrorCode::AccountNotSigner).await;
}

/// The role is read live.
#[tokio::test]
async fn an_old_rewarder_is_refused_once_the_role_is_anothers() {
    let (mut world, [device, other]) = funded(100).await;
    let (old, new) = (world.roles.rewarder.insecure_clone(), world.keypair());
    world.accrue(BLOCK, &[row(&device, 1)]).await;
    world.update_config(ConfigChanges { rewarder: Some(new.pubkey()), ..ConfigChanges::default() }).await;
    let ix = accrue_rewards(&old.pubkey(), BLOCK, &[row(&other, 1)]);
    world.refuse(&[ix], &[&old], ErrorCode::ConstraintHasOne).await;
    let ix = accrue_rewards(&new.pubkey(), BLOCK, &[row(&other, 1)]);
    world.accept(&[ix], &[&new]).await;
}

#[tokio::test]
async fn not_while_paused() {
    let (mut world, [device, _]) = funded(100).await;
    world.pause().await;
    refuse(&mut world, BLOCK, &[row(&device, 1)], E::Paused).await;
    world.unpause().await;
    world.accrue(BLOCK, &[row(&device, 1)]).await;
}

/// `started_at < ended_at ≤ now`, a second on each side of both.
#[tokio::test]
async fn a_block_ends_after_it_started_and_not_in_the_future() {
    let (mut world, [device, other]) = funded(100).await;
    let rows = [row(&device, 1)];
    for (started_at, ended_at, expected) in [
        (START, START, E::BlockEndsBeforeStart),
        (START + 1, START, E::BlockEndsBeforeStart),
        (i64::MAX, i64::MIN, E::BlockEndsBeforeStart),
        (START, START + 1, E::BlockInFuture),
        (i64::MIN, i64::MAX, E::BlockInFuture),
    ] {
        refuse(&mut world, Block { started_at, ended_at }, &rows, expected).await;
    }
    assert_eq!(
        accruals(world.accrue(Block { started_at: START - 1, ended_at: START }, &rows).await),
        [credited(1, &[])]
    );
    let rows = [row(&other, 1)];
    let past = Block { started_at: START - 2, ended_at: START - 1 };
    assert_eq!(accruals(world.accrue(past, &rows).await), [credited(1, &[])]);
}

/// The amounts are the rows; the devices are the accounts.
#[tokio::test]
async fn as_many_amounts_as_devices() {
    let (mut world, devices) = funded(100).await;
    let rewarder = world.roles.rewarder.insecure_clone();
    let ix = world.accruing(BLOCK, &devices.each_ref().map(|device| row(device, 1)));
    let mut too_few = ix.clone();
    too_few.accounts.pop();
    let mut none = too_few.clone();
    none.accounts.pop();
    let mut too_many = ix.clone();
    too_many.accounts.push(ix.accounts.last().unwrap().clone());
    for wrong in [too_few, none, too_many] {
        world.refuse(&[wrong], &[&rewarder], E::RewardRowsMismatch).await;
    }
    world.accept(&[ix], &[&rewarder]).await;
}

/// One row above the maximum refuses all.
#[tokio::test]
async fn no_row_is_above_the_maximum() {
    let (mut world, [device, other]) = funded(100).await;
    world.set_max_block_reward(50).await;
    for amount in [51, u64::MAX] {
        refuse(&mut world, BLOCK, &[row(&device, 1), row(&other, amount)], E::RewardAboveMaximum).await;
    }
    world.accrue(BLOCK, &[row(&device, 50), row(&other, 49)]).await;
}

/// Σ owed ≤ what is funded and not paid: short by one, and exactly.
#[tokio::test]
async fn the_pool_owes_no_more_than_it_has() {
    let (mut world, [device, other]) = funded(100).await;
    refuse(&mut world, BLOCK, &[row(&device, 60), row(&other, 41)], E::RewardPoolUnderfunded).await;
    world.accrue(BLOCK, &[row(&device, 60), row(&other, 40)]).await;
    assert_eq!(world.pool_figures().await, (100, 0, 100));

    // What was paid out funds nothing any more, and neither does a donation.
    world.claim_owner_rewards(&device).await;
    world.donate(&pda::reward_vault(), 1_000).await;
    world.wait(3_600).await;
    let block = world.last_hour().await;
    refuse(&mut world, block, &[row(&device, 1)], E::RewardPoolUnderfunded).await;
    world.fund_pool(1).await;
    world.accrue(block, &[row(&device, 1)]).await;
    assert_eq!(world.pool_figures().await, (41, 60, 101));
}

/// A row that is skipped needs no funds.
#[tokio::test]
async fn only_what_is_credited_is_owed() {
    let (mut world, [device, other]) = funded(100).await;
    world.set_operational(&other, false).await;
    world.accrue(BLOCK, &[row(&device, 100), row(&other, 1_000)]).await;
    assert_eq!(world.pool_figures().await, (100, 0, 100));
}

/// A sum beyond 64 bits is no small one, even where the pool holds all that 64 bits can say.
#[tokio::test]
async fn a_sum_beyond_64_bits_is_refused() {
    let (mut world, [device, other]) = funded(0).await;
    world.set_max_block_reward(u64::MAX).await;
    let rows = [row(&device, u64::MAX), row(&other, 1)];
    refuse(&mut world, BLOCK, &rows, E::RewardPoolUnderfunded).await;
    world.fund_pool(u64::MAX).await;
    refuse(&mut world, BLOCK, &rows, E::RewardPoolUnderfunded).await;
    world.accrue(BLOCK, &[row(&device, u64::MAX)]).await;
    refuse(&mut world, BLOCK, &[row(&other, 1)], E::RewardPoolUnderfunded).await;
    assert_eq!(world.pool_figures().await, (u64::MAX, 0, u64::MAX));
}

#[tokio::test]
async fn a_device_must_be_writable() {
    let (mut world, [device, _]) = funded(100).await;
    let mut ix = world.accruing(BLOCK, &[row(&device, 1)]);
    ix.accounts.last_mut().unwrap().is_writable = false;
    let rewarder = world.roles.rewarder.insecure_clone();
    world.refuse(&[ix], &[&rewarder], ErrorCode::ConstraintMut).await;
}

#[tokio::test]
async fn foreign_accounts_are_refused() {
    let (mut world, [device, _]) = funded(100).await;
    let rewarder = world.roles.rewarder.insecure_clone();
    let fake = world.key();
    let ix = world.accruing(BLOCK, &[row(&device, 1)]);
    let swaps = [
        (pda::config(), pda::reward_pool(), anchor(ErrorCode::AccountDiscriminatorMismatch)),
        (pda::config(), fake, anchor(ErrorCode::AccountOwnedByWrongProgram)),
        (pda::reward_pool(), pda::config(), anchor(ErrorCode::AccountDiscriminatorMismatch)),
        (pda::reward_pool(), pda::reward_vault(), anchor(ErrorCode::AccountOwnedByWrongProgram)),
        (pda::event_authority(), fake, anchor(ErrorCode::ConstraintAddress)),
    ];
    world.refuse_swaps(&ix, from_ref(&&rewarder), swaps).await;
    world.accept(&[ix], &[&rewarder]).await;
}

#[tokio::test]
async fn config_or_pool_of_another_version_are_refused() {
    let (mut world, [device, _]) = funded(100).await;
    let rows = [row(&device, 1)];
    world.poke(&pda::reward_pool(), pool_at::VERSION, &[2]).await;
    refuse(&mut world, BLOCK, &rows, E::UnknownVersion).await;
    world.poke(&pda::reward_pool(), pool_at::VERSION, &[1]).await;
    world.corrupt(&pda::config(), |config| layout::CONFIG.set(&mut config.data, "version", &[2])).await;
    refuse(&mut world, BLOCK, &rows, E::UnknownVersion).await;
}

/// Fields of a device by their paths, and what they are set to.
type Fields<'a> = &'a [(&'a str, &'a [u8])];

/// Figures that no sequence of instructions makes refuse the batch, whatever the others of it are.
#[tokio::test]
async fn a_broken_ledger_stops_the_batch() {
    let (mut world, [device, other]) = funded(1_000).await;
    world.co_staked(&device, 500, 10_000).await;
    let rows = [row(&other, 1), row(&device, 2)];
    let sound = world.account(&device.key).await.unwrap();
    let breaks: [(Fields, E); 6] = [
        (&[("open_bps", &1u32.to_le_bytes())], E::RewardSharesBroken),
        (&[("positions[0].reward_bps", &10_001u16.to_le_bytes())], E::MathOverflow),
        (&[("positions[0].rewards", &(u64::MAX - 1).to_le_bytes())], E::MathOverflow),
        (&[("positions[0].stake", &501u64.to_le_bytes())], E::MathOverflow),
        (&[("positions[0].stake", &u64::MAX.to_le_bytes())], E::MathOverflow),
        (
            &[("positions[0].reward_bps", &[0; 2]), ("owner_stake.rewards", &(u64::MAX - 1).to_le_bytes())],
            E::MathOverflow,
        ),
    ];
    world.set_time(START + 3_600);
    let block = Block { started_at: START, ended_at: START + 3_600 };
    for (fields, expected) in breaks {
        let data = world.device_with(&device, fields).await;
        world.corrupt(&device.key, |account| account.data = data).await;
        refuse(&mut world, block, &rows, expected).await;
        world.put(&device.key, sound.clone());
    }
    world.accrue(block, &rows).await;
    world.poke(&pda::reward_pool(), pool_at::FUNDED, &0u64.to_le_bytes()).await;
    world.wait(1).await;
    let block = world.last_hour().await;
    refuse(&mut world, Block { started_at: block.ended_at - 1, ..block }, &[], E::RewardPoolUnderfunded).await;
}
