//! R9: the owner's exit pushes every co-stake that counts into its cooldown, and makes none wait longer.

use co_staking_client::{
    CoStakingError as E,
    event::{Event, PushedOut},
    instructions::owner::unstake,
    rules::{phase::CoStakePhase, time::NEVER},
};

use crate::{
    layout::at_place,
    world::{
        DAY, START, World,
        offers::{asking, only},
    },
};

/// R8, R9: one co-stake in each phase. Whoever is in its cooldown already, or past it, stays as it is.
#[tokio::test]
async fn every_counting_co_stake_leaves_with_the_owner() {
    let mut world = World::new().await;
    let device = world.market(1_000, 500).await;
    let unlocked = world.co_staked(&device, 10, 1).await;
    world.leave(&device, unlocked.0, &unlocked.1).await;
    world.set_time(START + 10 * DAY);
    let cooling = world.co_staked(&device, 20, 1).await;
    world.leave(&device, cooling.0, &cooling.1).await;
    world.set_time(START + 20 * DAY);
    let waiting = world.co_staked(&device, 30, 1).await;
    world.leave(&device, waiting.0, &waiting.1).await;
    let active = world.co_staked(&device, 40, 1).await;
    let now = START + 22 * DAY;
    world.set_time(now);
    let ix = unstake(&device.key, &device.owner.key());
    let Event::OwnerUnstaked(event) = only(world.accept(&[ix], &[&device.owner.keypair]).await) else { panic!() };
    let unlock_at = now + 14 * DAY;
    assert_eq!((event.device, event.owner, event.amount), (device.key, device.owner.key(), 500));
    assert_eq!((event.owner_stake.active(), event.owner_stake.exiting()), (0, 500));
    assert_eq!(event.owner_stake.unlock_at(), unlock_at);
    let pushed = |(index, wallet): &(u32, crate::world::Wallet)| PushedOut {
        index: *index,
        co_staker: wallet.key(),
        cooldown_at: now,
        unlock_at,
    };
    assert_eq!(event.pushed_out, [pushed(&waiting), pushed(&active)]);

    let read = world.read(&device).await;
    for ((index, wallet), cooldown_at, unlock, phase) in [
        (&unlocked, START + 7 * DAY, START + 21 * DAY, CoStakePhase::Unlocked),
        (&cooling, START + 17 * DAY, START + 31 * DAY, CoStakePhase::Cooldown),
        (&waiting, now, unlock_at, CoStakePhase::Cooldown),
        (&active, now, unlock_at, CoStakePhase::Cooldown),
    ] {
        let position = read.position(*index).unwrap();
        assert_eq!((position.cooldown_at(), position.unlock_at()), (cooldown_at, unlock));
        assert_eq!((position.phase(now), position.co_staker()), (Some(phase), &wallet.key()));
    }
    assert_eq!((read.counted(now).unwrap(), read.ledger().unwrap()), (0, 600));
    // The slots keep the times that were set; a release frees those of the pushed-out.
    assert_eq!(world.claims_of(&active.1).await[0], Some((device.key, active.0, NEVER)));
    assert_eq!(world.claims_of(&waiting.1).await[0], Some((device.key, waiting.0, START + 27 * DAY)));

    world.set_time(unlock_at - 1);
    for (index, wallet) in [&waiting, &active] {
        let ix = world.paying_out(&device, *index, wallet, &wallet.key());
        world.refuse(&[ix], &[&wallet.keypair], E::CoStakeLocked).await;
    }
    world.set_time(unlock_at);
    for (index, wallet) in [&active, &unlocked, &waiting, &cooling] {
        world.pay_out(&device, *index, wallet).await;
    }
    world.withdraw(&device).await;
    assert_eq!(world.balance(&device.vault).await, 0);
}

/// R9: at the last second of the wait the co-stake still counts, so it is pushed; a second later it is not.
#[tokio::test]
async fn the_end_of_the_wait_decides_who_is_pushed() {
    for (secs, pushed) in [(-1, true), (0, false)] {
        let mut world = World::new().await;
        let device = world.market(1_000, 500).await;
        let (index, wallet) = world.co_staked(&device, 30, 1).await;
        world.leave(&device, index, &wallet).await;
        let now = START + 7 * DAY + secs;
        world.set_time(now);
        let ix = unstake(&device.key, &device.owner.key());
        let Event::OwnerUnstaked(event) = only(world.accept(&[ix], &[&device.owner.keypair]).await) else { panic!() };
        assert_eq!(event.pushed_out.len(), usize::from(pushed));
        let read = world.read(&device).await;
        let position = read.position(index).unwrap();
        let expected = if pushed { (now, now + 14 * DAY) } else { (START + 7 * DAY, START + 21 * DAY) };
        assert_eq!((position.cooldown_at(), position.unlock_at()), expected);
    }
}

/// R9, I5: an unlock that is nearer than the cooldown is long stays. Fixed durations never bring that about.
#[tokio::test]
async fn a_push_moves_no_unlock_later() {
    let mut world = World::new().await;
    let device = world.market(1_000, 500).await;
    let (index, wallet) = world.co_staked(&device, 30, 1).await;
    world.leave(&device, index, &wallet).await;
    let nearer = START + 8 * DAY;
    world.poke(&device.key, at_place(0, "unlock_at"), &nearer.to_le_bytes()).await;
    world.unstake(&device).await;
    let read = world.read(&device).await;
    let position = read.position(index).unwrap();
    assert_eq!((position.cooldown_at(), position.unlock_at()), (START, nearer));
}

/// R8: an open offer keeps the owner, also when it has expired, since somebody could claim it in the same second.
#[tokio::test]
async fn an_open_offer_is_retracted_first() {
    let mut world = World::new().await;
    let device = world.market(1_000, 500).await;
    let args = co_staking_client::CreateOfferArgs { expires_at: Some(START), ..asking(1, 1) };
    let index = world.create(&device, args).await;
    let ix = [unstake(&device.key, &device.owner.key())];
    for now in [START, START + 1] {
        world.set_time(now);
        world.refuse(&ix, &[&device.owner.keypair], E::RetractOffersFirst).await;
    }
    world.retract(&device, index).await;
    world.accept(&ix, &[&device.owner.keypair]).await;
}

/// R9, R10: after a new start of the owner, what was pushed out stays out: it neither counts nor keeps a share.
#[tokio::test]
async fn a_new_start_of_the_owner_revives_nothing() {
    let mut world = World::new().await;
    let device = world.market(1_000, 500).await;
    let (index, wallet) = world.co_staked(&device, 500, 10_000).await;
    world.unstake(&device).await;
    world.set_time(START + 14 * DAY);
    world.withdraw(&device).await;
    world.stake(&device, 500).await;
    let read = world.read(&device).await;
    assert_eq!((read.counted(START + 14 * DAY).unwrap(), read.load(START + 14 * DAY).unwrap().shares), (500, 0));
    world.co_staked(&device, 500, 10_000).await;
    world.pay_out(&device, index, &wallet).await;
    assert_eq!(world.balance(&wallet.token).await, 500);
}
