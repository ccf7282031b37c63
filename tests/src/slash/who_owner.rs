//! R28: when the owner's stake answers for an offence: since its first stake after the last exit, until its own exit.

use co_staking_client::{
    CoStakingError as E,
    instructions::owner::{unstake, withdraw},
};

use super::who_co_staker::{parties, refuse_all};
use crate::world::{
    COOLDOWN, DAY, Device, START, World,
    figures::{no_owner_stake, owner_stake},
    slash::{Case, taking},
};

/// Whether the owner, who is alone on the device, is slashed.
async fn expect(world: &mut World, device: &Device, now: i64, offence_at: i64, slashed: bool) {
    world.set_time(now);
    if slashed {
        assert_eq!(parties(world, device, offence_at).await, [device.owner.key()].into());
    } else {
        refuse_all(world, device, offence_at).await;
    }
}

/// R28, edge cases 1 and 3: from the second of the first stake until that of the exit, and slashed until the unlock.
#[tokio::test]
async fn from_the_first_stake_until_the_unlock() {
    let mut world = World::new().await;
    let device = world.market(1_000, 0).await;
    let staked = START + DAY;
    world.set_time(staked);
    world.stake(&device, 500_000).await;
    for (offence_at, slashed) in [(staked - 1, false), (staked, true)] {
        expect(&mut world, &device, staked, offence_at, slashed).await;
    }
    // What is added answers as the whole stake does.
    world.set_time(staked + 10);
    world.stake(&device, 100_000).await;
    expect(&mut world, &device, staked + 10, staked - 1, false).await;
    expect(&mut world, &device, staked + 10, staked + 9, true).await;
    assert_eq!(world.stakes(&device).await.0, (450_000 + 100_000) / 10 * 9);

    let exit = staked + 2 * DAY;
    world.set_time(exit);
    world.unstake(&device).await;
    let unlock = exit + COOLDOWN;
    for (now, offence_at, slashed) in [
        (exit, exit, false),
        (exit, exit - 1, true),
        (exit + 1, exit, false),
        (exit + 1, exit + 1, false),
        (unlock - 1, exit - 1, true),
        (unlock - 1, exit, false),
        (unlock - 1, staked, true),
        (unlock - 1, staked - 1, false),
        (unlock, exit - 1, false),
        (unlock + 1, exit - 1, false),
    ] {
        expect(&mut world, &device, now, offence_at, slashed).await;
    }
    let held = world.balance(&device.owner.token).await;
    world.withdraw(&device).await;
    // 495,000, less a tenth three times.
    assert_eq!(world.balance(&device.owner.token).await, held + 360_855);
}

/// Edge case 9: a new stake does not answer for what happened to the one before.
#[tokio::test]
async fn a_new_stake_does_not_answer_for_the_one_before() {
    let mut world = World::new().await;
    let device = world.market(1_000, 1_000).await;
    let exit = START + 5 * DAY;
    world.set_time(exit);
    world.unstake(&device).await;
    let again = exit + COOLDOWN;
    world.set_time(again);
    world.withdraw(&device).await;
    refuse_all(&mut world, &device, exit - 1).await;
    world.stake(&device, 1_000).await;
    for (offence_at, slashed) in [(exit - 1, false), (exit, false), (again - 1, false), (again, true)] {
        expect(&mut world, &device, again, offence_at, slashed).await;
    }
    assert_eq!(*world.read(&device).await.owner_stake(), owner_stake(900, 0, again, again));
}

/// R33: slashed to nothing on its way out, it is out: it may stake again at once, as a new stake.
#[tokio::test]
async fn slashed_to_nothing_while_exiting_is_no_longer_exiting() {
    let mut world = World::new().await;
    let device = world.market(1_000, 1_000).await;
    world.wait(DAY).await;
    world.unstake(&device).await;
    world.wait(DAY).await;
    world.open_case(&Case::new(&device, "all of it"), taking(10_000, START)).await;
    let owner = &device.owner;
    assert_eq!(*world.read(&device).await.owner_stake(), no_owner_stake(START + DAY + COOLDOWN));
    let ix = withdraw(&device.key, &owner.key(), &owner.token, &world.mint);
    world.refuse(&[ix], &[&owner.keypair], E::NotExiting).await;
    world.refuse(&[unstake(&device.key, &owner.key())], &[&owner.keypair], E::NothingStaked).await;
    world.stake(&device, 600).await;
    let now = START + 2 * DAY;
    assert_eq!(*world.read(&device).await.owner_stake(), owner_stake(600, 0, START + DAY + COOLDOWN, now));
    expect(&mut world, &device, now, now - 1, false).await;
    expect(&mut world, &device, now, now, true).await;
}

/// R33: slashed to nothing while active, it goes on with what is added, and answers since it began.
#[tokio::test]
async fn slashed_to_nothing_while_active_may_stake_again() {
    let mut world = World::new().await;
    let device = world.market(1_000, 1_000).await;
    world.slash(&device, "all of it", 10_000).await;
    world.wait(DAY).await;
    assert_eq!(*world.read(&device).await.owner_stake(), owner_stake(0, 0, 0, START));
    world.refuse(&[unstake(&device.key, &device.owner.key())], &[&device.owner.keypair], E::NothingStaked).await;
    refuse_all(&mut world, &device, START).await;
    world.stake(&device, 1_000).await;
    assert_eq!(*world.read(&device).await.owner_stake(), owner_stake(1_000, 0, 0, START));
    expect(&mut world, &device, START + DAY, START, true).await;
}
