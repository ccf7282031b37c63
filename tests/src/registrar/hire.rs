//! R2: a hire is bounded, extensions included, and the owner can leave in the gap before the next.

use co_staking_client::{
    CoStakingError, UpdateDeviceArgs,
    instructions::registrar::update_device,
    rules::{
        facts::FactsUpdate,
        hire::HireUpdate::{self, End, MoveEnd, Start},
    },
};
use solana_signer::Signer;

use crate::world::{DAY, Device, START, World, figures::hire};

const LONGEST: i64 = 30 * DAY;
const GAP: i64 = DAY;

async fn refuse(world: &mut World, device: &Device, hire: HireUpdate, expected: CoStakingError) {
    let registrar = world.roles.registrar.insecure_clone();
    let args = UpdateDeviceArgs { facts: FactsUpdate::default(), hire: Some(hire) };
    let ix = update_device(&registrar.pubkey(), &device.key, args);
    world.refuse(&[ix], &[&registrar], expected).await;
}

#[tokio::test]
async fn starts_now_and_lasts_until_its_end() {
    let mut world = World::new().await;
    let device = world.device().await;
    world.hire(&device, DAY).await;
    let read = world.read(&device).await;
    assert_eq!(*read.hire(), hire(START, START + DAY));
    let on = [START - 1, START, START + DAY - 1, START + DAY].map(|now| read.hire().is_on(now));
    assert_eq!(on, [false, true, true, false]);
}

#[tokio::test]
async fn ends_after_now() {
    let mut world = World::new().await;
    let device = world.device().await;
    for ends_at in [i64::MIN, 0, START - 1, START] {
        refuse(&mut world, &device, Start { ends_at }, CoStakingError::HireEndsInPast).await;
    }
    world.update_hire(&device, Start { ends_at: START + 1 }).await;
    refuse(&mut world, &device, MoveEnd { ends_at: START }, CoStakingError::HireEndsInPast).await;
}

#[tokio::test]
async fn lasts_at_most_the_longest_hire() {
    let mut world = World::new().await;
    let device = world.device().await;
    for ends_at in [START + LONGEST + 1, i64::MAX] {
        refuse(&mut world, &device, Start { ends_at }, CoStakingError::HireTooLong).await;
    }
    world.update_hire(&device, Start { ends_at: START + LONGEST }).await;
}

/// I7: the bound counts from the first start, so a chain of extensions cannot keep the owner.
#[tokio::test]
async fn an_extension_counts_from_the_start() {
    let mut world = World::new().await;
    let device = world.device().await;
    world.hire(&device, DAY).await;
    world.set_time(START + DAY - 1);
    refuse(&mut world, &device, MoveEnd { ends_at: START + LONGEST + 1 }, CoStakingError::HireTooLong).await;
    world.update_hire(&device, MoveEnd { ends_at: START + LONGEST }).await;
    assert_eq!(*world.read(&device).await.hire(), hire(START, START + LONGEST));
    world.set_time(START + LONGEST - 1);
    refuse(&mut world, &device, MoveEnd { ends_at: START + LONGEST + 1 }, CoStakingError::HireTooLong).await;
}

#[tokio::test]
async fn can_be_shortened_and_ended() {
    let mut world = World::new().await;
    let device = world.device().await;
    world.hire(&device, 10 * DAY).await;
    world.wait(DAY).await;
    world.update_hire(&device, MoveEnd { ends_at: START + 2 * DAY }).await;
    assert_eq!(*world.read(&device).await.hire(), hire(START, START + 2 * DAY));
    world.update_hire(&device, End).await;
    assert_eq!(*world.read(&device).await.hire(), hire(START, START + DAY));
}

#[tokio::test]
async fn a_second_cannot_start_meanwhile() {
    let mut world = World::new().await;
    let device = world.device().await;
    world.hire(&device, DAY).await;
    for now in [START, START + DAY - 1] {
        world.set_time(now);
        refuse(&mut world, &device, Start { ends_at: now + DAY }, CoStakingError::AlreadyHired).await;
    }
}

#[tokio::test]
async fn only_a_present_hire_can_be_moved_or_ended() {
    let mut world = World::new().await;
    let device = world.device().await;
    for hire in [MoveEnd { ends_at: START + 2 * DAY }, End] {
        refuse(&mut world, &device, hire, CoStakingError::NotHired).await;
    }
    world.hire(&device, DAY).await;
    for now in [START + DAY, START + DAY + 1] {
        world.set_time(now);
        for hire in [MoveEnd { ends_at: START + 2 * DAY }, End] {
            refuse(&mut world, &device, hire, CoStakingError::NotHired).await;
        }
    }
}

#[tokio::test]
async fn the_next_starts_after_the_gap() {
    let mut world = World::new().await;
    let run_out = world.device().await;
    let cut_short = world.device().await;
    world.hire(&run_out, DAY).await;
    world.hire(&cut_short, 10 * DAY).await;
    world.set_time(START + DAY);
    world.update_hire(&cut_short, End).await;
    for device in [run_out, cut_short] {
        for now in [START + DAY, START + DAY + GAP - 1] {
            world.set_time(now);
            refuse(&mut world, &device, Start { ends_at: now + DAY }, CoStakingError::HireGapNotOver).await;
        }
        let now = START + DAY + GAP;
        world.set_time(now);
        world.update_hire(&device, Start { ends_at: now + LONGEST }).await;
        assert_eq!(*world.read(&device).await.hire(), hire(now, now + LONGEST));
    }
}

/// A hire that was ended at once is a hire: the gap follows it.
#[tokio::test]
async fn ended_at_once_it_still_leaves_the_gap() {
    let mut world = World::new().await;
    let device = world.device().await;
    world.hire(&device, DAY).await;
    world.update_hire(&device, End).await;
    refuse(&mut world, &device, End, CoStakingError::NotHired).await;
    refuse(&mut world, &device, Start { ends_at: START + DAY }, CoStakingError::HireGapNotOver).await;
    world.set_time(START + GAP);
    world.hire(&device, DAY).await;
}
