//! R28: each party's part is rounded down by itself. The oracle is 128-bit arithmetic.

use co_staking_client::{CoStakingError as E, pda, rules::phase::CoStakePhase};

use crate::{
    layout::{DEVICE, at_place},
    world::{
        DAY, Device, Random, START, World,
        slash::{Case, taking},
    },
};

fn part_of(stake: u64, bps: u16) -> u64 {
    (u128::from(stake) * u128::from(bps) / 10_000) as u64
}

/// Gives a device these stakes, as no instruction could, and its vault their sum.
async fn hold(world: &mut World, device: &Device, stakes: &[u64]) {
    world
        .corrupt(&device.key, |account| {
            DEVICE.set(&mut account.data, "owner_stake.active", &stakes[0].to_le_bytes());
            for (place, stake) in stakes[1..].iter().enumerate() {
                let at = at_place(place, "stake");
                account.data[at..at + 8].copy_from_slice(&stake.to_le_bytes());
            }
        })
        .await;
    let sum = stakes.iter().sum();
    world.change_token(&device.vault, |vault| vault.amount = sum).await;
}

/// R28: stakes of every size, from a few units to 2^57, and any bps: the parts are the oracle's, and all that was taken
/// is in escrow.
#[tokio::test]
async fn every_part_is_rounded_down_by_itself() {
    let mut world = World::new().await;
    let device = world.market(1_000, 700).await;
    for _ in 0..3 {
        world.co_staked(&device, 100, 1).await;
    }
    let (mut random, mut escrowed, mut refused) = (Random::new(28), 0, 0);
    for round in 0..60 {
        let shift = 7 + random.below(56);
        let stakes: Vec<u64> = (0..4).map(|_| random.number() >> shift).collect();
        let bps = if random.chance(3) { 1 } else { 1 + random.below(10_000) as u16 };
        hold(&mut world, &device, &stakes).await;
        let parts: Vec<u64> = stakes.iter().map(|stake| part_of(*stake, bps)).collect();
        let case = Case::new(&device, &round.to_string());
        if parts.iter().sum::<u64>() == 0 {
            refused += 1;
            world.refuse_opening(&case, taking(bps, START), E::NothingToSlash).await;
            continue;
        }
        world.open_case(&case, taking(bps, START)).await;
        escrowed += parts.iter().sum::<u64>();
        let stored: Vec<u64> = world.case(&case).await.parts()[..4].iter().map(|part| part.stake()).collect();
        assert_eq!(stored, parts, "{stakes:?} at {bps} bps");
        let rest: Vec<u64> = stakes.iter().zip(&parts).map(|(stake, part)| stake - part).collect();
        assert_eq!(world.stakes(&device).await, (rest[0], rest[1..].to_vec()));
        assert_eq!((world.balance(&pda::escrow()).await, world.pool().await.escrowed()), (escrowed, escrowed));
        world.assert_balanced(&device, 0, 0).await;
    }
    assert!((1..40).contains(&refused), "{refused} rounds of nothing");
}

/// R28: all eight places are slashed, four of them Waiting; this is the longest slash there is.
#[tokio::test]
async fn all_eight_places() {
    let mut world = World::new().await;
    let device = world.market(1_000, 701).await;
    let mut stakes = vec![701];
    for round in 0..2 {
        for number in 0..4 {
            let stake = 60 + 7 * number + round;
            let (index, wallet) = world.co_staked(&device, stake, 1).await;
            stakes.push(stake);
            if round == 0 {
                world.leave(&device, index, &wallet).await;
            }
        }
    }
    world.wait(6 * DAY).await;
    let now = world.now().await;
    let read = world.read(&device).await;
    assert_eq!(read.held().filter(|held| held.phase(now) == Some(CoStakePhase::Waiting)).count(), 4);
    let case = Case::new(&device, "x");
    let receipt = world.open_case(&case, taking(777, START)).await;
    assert!(receipt.units < 60_000, "{} compute units", receipt.units);
    let stored: Vec<u64> = world.case(&case).await.parts().iter().map(|part| part.stake()).collect();
    let parts: Vec<u64> = stakes.iter().map(|stake| part_of(*stake, 777)).collect();
    assert_eq!(stored, parts);
    world.overturn(&case).await;
    for number in 0..9 {
        world.return_part(&case, number, Default::default()).await;
    }
    assert_eq!(world.stakes(&device).await, (stakes[0], stakes[1..].to_vec()));
    world.assert_balanced(&device, 0, 0).await;
}
