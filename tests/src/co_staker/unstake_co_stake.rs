//! R17, R18: a co-staker leaves whenever it wants; both times are set then and never move later.

use std::slice::from_ref;

use anchor_lang::error::ErrorCode;
use co_staking_client::{
    CoStakingError as E,
    event::{CoStakeUnstaked, Event},
    instructions::co_staker::unstake_co_stake,
    pda,
    rules::{phase::CoStakePhase, time::NEVER},
};

use crate::{
    layout::{self, at, at_place},
    world::{
        DAY, START, World,
        offers::{anchor, asking, only, swapped, unsigned},
    },
};

/// R17, R34: with every figure; neither a hire nor a pause prevents it.
#[tokio::test]
async fn leaves_for_seven_days_of_wait_and_fourteen_of_cooldown() {
    let mut world = World::new().await;
    let device = world.market(1_000, 500).await;
    let (index, wallet) = world.co_staked(&device, 300, 6_000).await;
    let (second, other) = world.co_staked(&device, 200, 4_000).await;
    world.hire(&device, 30 * DAY).await;
    world.switch(true).await;
    let now = START + 5;
    world.set_time(now);
    let ix = unstake_co_stake(&device.key, index, &wallet.key());
    let receipt = world.accept(&[ix], &[&wallet.keypair]).await;
    let (cooldown_at, unlock_at) = (now + 7 * DAY, now + 21 * DAY);
    let expected =
        CoStakeUnstaked { device: device.key, index, co_staker: wallet.key(), amount: 300, cooldown_at, unlock_at };
    assert_eq!(only(receipt), Event::CoStakeUnstaked(expected));
    let read = world.read(&device).await;
    let position = read.position(index).unwrap();
    assert_eq!((position.stake(), position.cooldown_at(), position.unlock_at()), (300, cooldown_at, unlock_at));
    assert_eq!(read.position(second).unwrap().cooldown_at(), NEVER);
    assert_eq!(world.claims_of(&wallet).await, [Some((device.key, index, cooldown_at)), None]);
    assert_eq!(world.claims_of(&other).await, [Some((device.key, second, NEVER)), None]);
    assert_eq!((world.balance(&wallet.token).await, world.balance(&device.vault).await), (0, 1_000));
    // R16, R18: the phase follows from the times alone; it counts until the wait ends.
    for (at, phase, counted) in [
        (now, CoStakePhase::Waiting, 1_000),
        (cooldown_at - 1, CoStakePhase::Waiting, 1_000),
        (cooldown_at, CoStakePhase::Cooldown, 700),
        (cooldown_at + 1, CoStakePhase::Cooldown, 700),
        (unlock_at - 1, CoStakePhase::Cooldown, 700),
        (unlock_at, CoStakePhase::Unlocked, 700),
    ] {
        assert_eq!(position.phase(at), Some(phase), "at {at}");
        assert_eq!(read.counted(at).unwrap(), counted, "at {at}");
        assert_eq!(read.is_sufficient(at).unwrap(), counted == 1_000, "at {at}");
    }
}

/// Attack A21: a second call never moves the times, in whatever phase.
#[tokio::test]
async fn leaves_once() {
    let mut world = World::new().await;
    let device = world.market(1_000, 500).await;
    let (index, wallet) = world.co_staked(&device, 300, 1).await;
    world.leave(&device, index, &wallet).await;
    let ix = unstake_co_stake(&device.key, index, &wallet.key());
    for now in [START, START + 1, START + 7 * DAY, START + 21 * DAY - 1, START + 21 * DAY] {
        world.set_time(now);
        world.refuse(from_ref(&ix), &[&wallet.keypair], E::CoStakeAlreadyLeft).await;
    }
    world.pay_out(&device, index, &wallet).await;
    world.refuse(&[ix], &[&wallet.keypair], E::NoSuchCoStake).await;
}

/// R9: pushed out is left as well.
#[tokio::test]
async fn whoever_was_pushed_out_has_left() {
    let mut world = World::new().await;
    let device = world.market(1_000, 500).await;
    let (index, wallet) = world.co_staked(&device, 300, 1).await;
    world.unstake(&device).await;
    let ix = unstake_co_stake(&device.key, index, &wallet.key());
    world.refuse(&[ix], &[&wallet.keypair], E::CoStakeAlreadyLeft).await;
}

/// Only the co-staker, of that device, with its own counter.
#[tokio::test]
async fn nobody_else_ends_a_co_stake() {
    let mut world = World::new().await;
    let (device, other) = (world.market(1_000, 500).await, world.market(1_000, 500).await);
    let (index, wallet) = world.co_staked(&device, 300, 1).await;
    let (foreign, stranger) = world.co_staked(&other, 300, 1).await;
    assert_eq!((index, foreign), (0, 0));
    world.open_claims(&device.owner).await;
    for signer in [&stranger, &device.owner] {
        let ix = unstake_co_stake(&device.key, index, &signer.key());
        world.refuse(&[ix], &[&signer.keypair], E::NotTheCoStaker).await;
    }
    let ix = unstake_co_stake(&device.key, index, &wallet.key());
    world.refuse(&[unsigned(&ix, &wallet.key())], &[], anchor(ErrorCode::AccountNotSigner)).await;
    let counter = swapped(&ix, &pda::claims(&wallet.key()), &pda::claims(&stranger.key()));
    world.refuse(&[counter], &[&wallet.keypair], E::WrongClaimCounter).await;
    let sibling = swapped(&ix, &device.key, &other.key);
    world.refuse(&[sibling], &[&wallet.keypair], E::NotTheCoStaker).await;
    let open = world.create(&device, asking(1, 1)).await;
    for absent in [open, 99, u32::MAX] {
        let ix = unstake_co_stake(&device.key, absent, &wallet.key());
        world.refuse(&[ix], &[&wallet.keypair], E::NoSuchCoStake).await;
    }
}

/// What no sequence brings about: a co-stake without its slot, other versions, and times past the end of time.
#[tokio::test]
async fn broken_accounts_stop_an_exit_with_their_error() {
    let mut world = World::new().await;
    let device = world.market(1_000, 500).await;
    let (index, wallet) = world.co_staked(&device, 300, 1).await;
    let counter = pda::claims(&wallet.key());
    let ix = [unstake_co_stake(&device.key, index, &wallet.key())];
    for (account, version) in [(counter, at(layout::COUNTER, "version")), (device.key, at(layout::DEVICE, "version"))] {
        world.poke(&account, version, &[2]).await;
        world.refuse(&ix, &[&wallet.keypair], E::UnknownVersion).await;
        world.poke(&account, version, &[1]).await;
    }
    let used = at(layout::COUNTER, "slots[0].used");
    world.poke(&counter, used, &[0]).await;
    world.refuse(&ix, &[&wallet.keypair], E::NoSuchClaim).await;
    world.poke(&counter, used, &[1]).await;
    let key = at(layout::COUNTER, "slots[0].offer_index");
    world.poke(&counter, key, &[1]).await;
    world.refuse(&ix, &[&wallet.keypair], E::NoSuchClaim).await;
    world.poke(&counter, key, &[0]).await;
    let device_key = at(layout::COUNTER, "slots[0].device");
    world.poke(&counter, device_key, device.vault.as_ref()).await;
    world.refuse(&ix, &[&wallet.keypair], E::NoSuchClaim).await;
    world.poke(&counter, device_key, device.key.as_ref()).await;
    world.poke(&device.key, at_place(0, "held"), &[0]).await;
    world.refuse(&ix, &[&wallet.keypair], E::NoSuchCoStake).await;
    world.poke(&device.key, at_place(0, "held"), &[1]).await;
    world.set_time(i64::MAX - 21 * DAY + 1);
    world.refuse(&ix, &[&wallet.keypair], E::MathOverflow).await;
    world.set_time(START);
    world.accept(&ix, &[&wallet.keypair]).await;
}
