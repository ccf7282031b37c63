//! R32: each part of an overturned case goes back once: into the stake that it came from, or to the party.

use co_staking_client::{
    CoStakingError as E, Part,
    event::{Event, SlashReturned},
    instructions::slash::ReturnTo,
    pda,
    rules::time::NEVER,
};
use solana_signer::Signer;

use super::scene::{LEFT, PARTS, REST, Scene, TAKEN, THIRD};
use crate::world::{
    DAY, START, World,
    figures::owner_stake,
    slash::{Case, WINDOW, co_stake_part, owner_part, returned, taking, to},
};

fn parts_of(scene: &Scene) -> [Part; 3] {
    let [owner, first, second] = scene.wallets();
    [
        owner_part(owner, PARTS[0], 0, START),
        co_stake_part(first, scene.first.0, PARTS[1], 0, START),
        co_stake_part(second, scene.second.0, PARTS[2], 0, START),
    ]
}

/// R32: with every figure, in any order, sent by a stranger and with a donation about. Each goes once.
#[tokio::test]
async fn each_part_goes_back_into_its_stake_once() {
    let mut world = World::new().await;
    let scene = Scene::new(&mut world).await;
    let (device, parts) = (&scene.device, parts_of(&scene));
    let case = world.overturned(device, "x", THIRD).await;
    world.donate(&pda::escrow(), 5).await;
    world.donate(&device.vault, 3).await;
    let (mut stakes, mut escrowed) = (REST, TAKEN);
    for number in [2, 0, 1] {
        let receipt = world.return_part(&case, number, ReturnTo::default()).await;
        let at = usize::from(number);
        stakes[at] += PARTS[at];
        escrowed -= PARTS[at];
        let expected = SlashReturned {
            device: device.key,
            case: case.key,
            number,
            part: returned(&parts[at]),
            sender: world.payer().pubkey(),
            destination: device.vault,
            to_stake: true,
            escrowed,
        };
        assert_eq!(receipt.event(), Event::SlashReturned(expected));
        assert_eq!(world.stakes(device).await, (stakes[0], stakes[1..].to_vec()));
        assert_eq!(world.pool().await.escrowed(), escrowed);
        world.assert_balanced(device, 3, 5).await;
        assert_eq!(world.case(&case).await.parts()[at], returned(&parts[at]));
        let over = world.case(&case).await.is_returned();
        assert_eq!((over, world.read(device).await.slash_cases()), (number == 1, u32::from(number != 1)));
        world.refuse_return(&case, number, ReturnTo::default(), E::PartReturned).await;
    }
    assert_eq!((stakes, escrowed, world.balance(&device.vault).await), ([701, 201, 99], 0, LEFT + TAKEN + 3));
    assert_eq!(*world.read(device).await.owner_stake(), owner_stake(701, 0, 0, START));
}

/// R32: a case has a part for each party, and no others; numbers beyond are no way around.
#[tokio::test]
async fn only_parts_that_the_case_has() {
    let mut world = World::new().await;
    let scene = Scene::new(&mut world).await;
    let case = world.overturned(&scene.device, "x", THIRD).await;
    for number in (3..=9).chain([255]) {
        world.refuse_return(&case, number, ReturnTo::default(), E::NoSuchPart).await;
    }
    // The part of a place that was empty then, whoever holds it now.
    world.stake(&scene.device, 100).await;
    let (index, wallet) = world.co_staked(&scene.device, 50, 1).await;
    world.refuse_return(&case, 3, to(index, &wallet), E::NoSuchPart).await;
}

/// R32: only of an overturned case.
#[tokio::test]
async fn nothing_goes_back_before_or_after_a_burn() {
    let mut world = World::new().await;
    let scene = Scene::new(&mut world).await;
    let case = world.slash(&scene.device, "x", THIRD).await;
    let to = to(scene.first.0, &scene.first.1);
    for number in [0, 1, 3, 255] {
        world.refuse_return(&case, number, to, E::CaseNotOverturned).await;
    }
    world.appeal(&case, &scene.first.1).await;
    world.refuse_return(&case, 1, to, E::CaseNotOverturned).await;
    world.rule(&case, true).await;
    world.refuse_return(&case, 1, to, E::CaseNotOverturned).await;
}

/// R32, I5: under the present unlock, in whatever phase; neither the slash nor the return moves a time.
#[tokio::test]
async fn into_the_same_stake_under_its_present_unlock() {
    let mut world = World::new().await;
    let scene = Scene::new(&mut world).await;
    let device = &scene.device;
    let case = world.overturned(device, "x", THIRD).await;
    world.leave(device, scene.first.0, &scene.first.1).await;
    world.wait(5 * DAY).await;
    world.return_part(&case, 1, ReturnTo::default()).await;
    world.unstake(device).await;
    let exit = START + 5 * DAY;
    // Past all unlocks, and not withdrawn yet.
    world.set_time(exit + 40 * DAY);
    world.return_part(&case, 0, ReturnTo::default()).await;
    world.return_part(&case, 2, ReturnTo::default()).await;
    let read = world.read(device).await;
    assert_eq!(*read.owner_stake(), owner_stake(0, 701, exit + 14 * DAY, START));
    let expected = [(201, exit, exit + 14 * DAY), (99, exit, exit + 14 * DAY)];
    for (held, expected) in read.held().zip(expected) {
        assert_eq!((held.stake(), held.cooldown_at(), held.unlock_at()), expected);
    }
    world.withdraw(device).await;
    for (index, wallet) in [&scene.first, &scene.second] {
        world.pay_out(device, *index, wallet).await;
    }
    assert_eq!(world.balance(&scene.first.1.token).await, 201);
    world.assert_balanced(device, 0, 0).await;
    assert_eq!(world.balance(&device.vault).await, 0);
}

/// I5: a slash, and its return, leave every time as it was, also while Waiting.
#[tokio::test]
async fn no_time_moves() {
    let mut world = World::new().await;
    let scene = Scene::new(&mut world).await;
    let device = &scene.device;
    world.leave(device, scene.first.0, &scene.first.1).await;
    let times = |device: co_staking_client::Device| -> Vec<_> {
        let owner = device.owner_stake();
        let held = device.held().map(|held| (held.claimed_at(), held.cooldown_at(), held.unlock_at()));
        held.chain([(owner.staked_since(), owner.unlock_at(), NEVER)]).collect()
    };
    let before = times(world.read(device).await);
    world.wait(DAY).await;
    let case = world.overturned(device, "x", 10_000).await;
    assert_eq!(times(world.read(device).await), before);
    world.wait(DAY).await;
    for number in 0..3 {
        world.return_part(&case, number, ReturnTo::default()).await;
    }
    assert_eq!(times(world.read(device).await), before);
}

/// R32: the position is gone, so the party is paid: exactly its part, with every figure.
#[tokio::test]
async fn to_the_party_where_its_stake_has_ended() {
    let mut world = World::new().await;
    let scene = Scene::new(&mut world).await;
    let (device, parts) = (&scene.device, parts_of(&scene));
    let (index, wallet) = &scene.first;
    world.wait(DAY).await;
    world.unstake(device).await;
    world.wait(DAY).await;
    let case = Case::new(device, "x");
    world.open_case(&case, taking(THIRD, START)).await;
    world.wait(14 * DAY).await;
    world.withdraw(device).await;
    world.pay_out(device, *index, wallet).await;
    assert_eq!(world.balance(&wallet.token).await, REST[1]);
    world.wait(WINDOW - 14 * DAY).await;
    world.appeal(&case, wallet).await;
    world.rule(&case, false).await;
    let held = world.balance(&device.owner.token).await;
    for (number, wallet, escrowed) in [(1, wallet, TAKEN - PARTS[1]), (0, &device.owner, PARTS[2])] {
        let destination = Some(wallet.token);
        let receipt = world.return_part(&case, number, ReturnTo { offer_index: None, destination }).await;
        let expected = SlashReturned {
            device: device.key,
            case: case.key,
            number,
            part: returned(&parts[usize::from(number)]),
            sender: world.payer().pubkey(),
            destination: wallet.token,
            to_stake: false,
            escrowed,
        };
        assert_eq!(receipt.event(), Event::SlashReturned(expected));
    }
    assert_eq!(world.balance(&wallet.token).await, 201);
    assert_eq!(world.balance(&device.owner.token).await, held + PARTS[0]);
    world.assert_balanced(device, 0, 0).await;
}

/// Attacks A9, A25: paying the vault or the escrow itself would leave the part nowhere.
#[tokio::test]
async fn neither_vault_nor_escrow_is_a_destination() {
    let mut world = World::new().await;
    let scene = Scene::new(&mut world).await;
    let sibling = Scene::new(&mut world).await;
    let (device, (index, wallet)) = (&scene.device, &scene.first);
    let case = world.overturned(device, "x", 10_000).await;
    world.pay_out(device, *index, wallet).await;
    let in_the_way = [device.vault, sibling.device.vault, pda::escrow(), pda::reward_vault()];
    for destination in in_the_way {
        let to = ReturnTo { destination: Some(destination), ..to(*index, wallet) };
        world.refuse_return(&case, 1, to, E::DestinationNotOwned).await;
        let own = co_staking_client::instructions::slash::return_slashed(
            &device.key,
            &case.key,
            1,
            &wallet.key(),
            to,
            &world.mint,
        );
        world.refuse(&[own], &[&wallet.keypair], E::DestinationNotOwned).await;
    }
    // Where the stake is still there, the destination is not looked at.
    for destination in in_the_way {
        let case = world.overturned(&sibling.device, &destination.to_string(), 100).await;
        let to = ReturnTo { destination: Some(destination), ..to(sibling.first.0, &sibling.first.1) };
        world.return_part(&case, 0, to).await;
        assert_eq!(world.stakes(&sibling.device).await.0, 701);
    }
    world.return_part(&case, 1, to(*index, wallet)).await;
    assert_eq!(world.balance(&wallet.token).await, 201);
}
