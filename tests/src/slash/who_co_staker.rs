//! R28: which co-stakes answer for an offence: those that counted then, and are not past their unlock.

use std::collections::BTreeSet;

use co_staking_client::{CoStakingError as E, Pubkey};

use crate::world::{
    DAY, Device, START, World,
    slash::{Case, taking},
};

/// Opens a case for that offence, and tells who is in it.
pub async fn parties(world: &mut World, device: &Device, offence_at: i64) -> BTreeSet<Pubkey> {
    let (now, cases) = (world.now().await, world.read(device).await.slash_cases());
    let case = Case::new(device, &format!("{offence_at} {now} {cases}"));
    world.open_case(&case, taking(1_000, offence_at)).await;
    world.case(&case).await.parts().iter().filter(|part| part.is_some()).map(|part| *part.party()).collect()
}

pub async fn refuse_all(world: &mut World, device: &Device, offence_at: i64) {
    world.refuse_opening(&Case::new(device, "nobody"), taking(10_000, offence_at), E::NothingToSlash).await;
}

/// R28, attacks A23: from the second of the claim until that of the cooldown, and slashed until the unlock. The wait and
/// the cooldown are no way out.
#[tokio::test]
async fn leaving_is_no_dodge_until_the_unlock() {
    let mut world = World::new().await;
    let device = world.market(2_000_000, 1_500_000).await;
    let claimed = START + DAY;
    world.set_time(claimed);
    let (index, wallet) = world.co_staked(&device, 500_000, 1).await;
    let (left, cooldown, unlock) = (claimed + 3 * DAY, claimed + 10 * DAY, claimed + 24 * DAY);
    for (offence_at, now, slashed) in [
        (claimed - 1, claimed, false),
        (claimed, claimed, true),
        (claimed, claimed + 1, true),
        (claimed + 1, claimed + 1, true),
        (claimed - 1, left - 1, false),
        (left, left, true),
        (left + 1, left + 1, true),
        (cooldown - 1, cooldown - 1, true),
        (cooldown - 1, cooldown, true),
        (cooldown, cooldown, false),
        (cooldown + 1, cooldown + 1, false),
        (claimed + 4 * DAY, unlock - 1, true),
        (cooldown - 1, unlock - 1, true),
        (cooldown, unlock - 1, false),
        (cooldown - 1, unlock, false),
        (cooldown - 1, unlock + 1, false),
    ] {
        world.set_time(now);
        if now == left {
            world.leave(&device, index, &wallet).await;
        }
        let expected = [Some(device.owner.key()), slashed.then(|| wallet.key())].into_iter().flatten();
        let found = parties(&mut world, &device, offence_at).await;
        assert_eq!(found, expected.collect(), "offence {}, now {}", offence_at - START, now - START);
    }
    // R16: what was not slashed after the unlock is paid out.
    let stake = world.stakes(&device).await.1[0];
    world.pay_out(&device, index, &wallet).await;
    assert_eq!(world.balance(&wallet.token).await, stake);
    assert_eq!(parties(&mut world, &device, cooldown - 1).await, [device.owner.key()].into());
}

/// R9, R28: those whom the owner's exit pushed out answer for what was before it, until the owner's unlock.
#[tokio::test]
async fn pushed_out_co_stakes_answer_for_what_was_before() {
    let mut world = World::new().await;
    let device = world.market(2_000_000, 1_000_000).await;
    let (index, waiting) = world.co_staked(&device, 300_000, 1).await;
    let (_, active) = world.co_staked(&device, 200_000, 1).await;
    world.leave(&device, index, &waiting).await;
    let exit = START + 2 * DAY;
    world.set_time(exit);
    world.unstake(&device).await;
    let everyone: BTreeSet<_> = [device.owner.key(), waiting.key(), active.key()].into();
    let unlock = exit + 14 * DAY;
    for now in [exit, exit + 1, unlock - 1] {
        world.set_time(now);
        assert_eq!(parties(&mut world, &device, exit - 1).await, everyone);
        assert_eq!(parties(&mut world, &device, START).await, everyone);
        refuse_all(&mut world, &device, exit).await;
        refuse_all(&mut world, &device, now).await;
    }
    for now in [unlock, unlock + 1] {
        world.set_time(now);
        refuse_all(&mut world, &device, exit - 1).await;
    }
}

/// R28: each co-stake answers for its own time on the device, whatever its wallet held before.
#[tokio::test]
async fn a_co_stake_answers_for_its_own_time_alone() {
    let mut world = World::new().await;
    let device = world.market(2_000_000, 1_500_000).await;
    let (index, wallet) = world.co_staked(&device, 200_000, 1).await;
    world.leave(&device, index, &wallet).await;
    world.set_time(START + 21 * DAY);
    world.pay_out(&device, index, &wallet).await;
    world.set_time(START + 21 * DAY + 5);
    // The same place, and the same wallet, again.
    let index = world.create(&device, crate::world::offers::asking(200_000, 1)).await;
    world.claim(&device, index, &wallet).await;
    let owner: BTreeSet<_> = [device.owner.key()].into();
    assert_eq!(parties(&mut world, &device, START + DAY).await, owner);
    assert_eq!(parties(&mut world, &device, START + 21 * DAY + 4).await, owner);
    assert_eq!(parties(&mut world, &device, START + 21 * DAY + 5).await, [device.owner.key(), wallet.key()].into());
    assert_eq!(world.stakes(&device).await.1, [180_000]);
}
