//! R5, R7, R13: what offers and co-stakes keep the owner from, and what they do not.

use co_staking_client::{
    CoStakingError as E,
    event::{Event, OverflowWithdrawn},
    instructions::owner::{close_device, withdraw_overflow},
    pda,
};
use solana_signer::Signer;

use crate::world::{
    DAY, Device, START, World,
    offers::{asking, only},
};

fn overflow(world: &World, device: &Device, amount: u64) -> [co_staking_client::Instruction; 1] {
    let owner = &device.owner;
    [withdraw_overflow(&device.key, &owner.key(), &owner.token, &world.mint, amount)]
}

/// R7: the figures of `max(0, min(O + A − req, O − max(⌈req/2⌉, A + P)))` at each turn of a device's life, all of it and
/// not one unit more.
#[tokio::test]
async fn the_overflow_leaves_what_offers_and_co_stakes_rely_on() {
    let mut world = World::new().await;
    let device = world.market(1_001, 1_100).await;
    let exactly = async |world: &mut World, most: u64, what: &str| {
        assert_eq!(world.read(&device).await.overflow(world.now().await).unwrap(), most, "{what}");
        let more = overflow(world, &device, most + 1);
        world.refuse(&more, &[&device.owner.keypair], E::AmountExceedsOverflow).await;
    };
    exactly(&mut world, 99, "the owner alone").await;
    let first = world.create(&device, asking(300, 1)).await;
    exactly(&mut world, 99, "an open offer frees nothing").await;
    let wallet = world.co_staker(300).await;
    world.claim(&device, first, &wallet).await;
    exactly(&mut world, 399, "a co-stake frees as much").await;
    let second = world.create(&device, asking(200, 1)).await;
    exactly(&mut world, 399, "the next offer frees nothing").await;
    let other = world.co_staker(200).await;
    world.claim(&device, second, &other).await;
    exactly(&mut world, 599, "down to the owner's half").await;
    world.leave(&device, second, &other).await;
    exactly(&mut world, 399, "a wait counts toward the requirement, and not here").await;

    let before = world.balance(&device.owner.token).await;
    world.litter(&device).await;
    let all = overflow(&world, &device, 399);
    let Event::OverflowWithdrawn(event) = only(world.accept(&all, &[&device.owner.keypair]).await) else { panic!() };
    let OverflowWithdrawn { device: key, owner, destination, amount, owner_stake } = event;
    assert_eq!((key, owner, destination), (device.key, device.owner.key(), device.owner.token));
    assert_eq!((amount, owner_stake.active()), (399, 701));
    assert_eq!(world.balance(&device.owner.token).await, before + 399);
    exactly(&mut world, 0, "nothing is left").await;
}

/// R7: `O ≥ A + P` decides where the requirement has fallen below what was promised.
#[tokio::test]
async fn the_overflow_keeps_as_much_as_others_staked() {
    let mut world = World::new().await;
    let base = |base| co_staking_client::ConfigChanges { base_requirement: Some(base), ..Default::default() };
    let device = world.market(2_000, 2_000).await;
    let (_, _) = world.co_staked(&device, 600, 1).await;
    let open = world.create(&device, asking(400, 1)).await;
    world.update_config(base(1_000)).await;
    world.accept(&[co_staking_client::instructions::registrar::refresh_requirement(&device.key)], &[]).await;
    for (now, most) in [(START + 7 * DAY - 1, 600), (START + 7 * DAY, 1_000)] {
        world.set_time(now);
        let more = overflow(&world, &device, most + 1);
        world.refuse(&more, &[&device.owner.keypair], E::AmountExceedsOverflow).await;
    }
    let all = overflow(&world, &device, 1_000);
    world.accept(&all, &[&device.owner.keypair]).await;
    // A retraction frees what the offer had kept: 1,000 + 600 exceed the requirement by 600, and 600 must stay.
    world.retract(&device, open).await;
    let more = overflow(&world, &device, 401);
    world.refuse(&more, &[&device.owner.keypair], E::AmountExceedsOverflow).await;
    let all = overflow(&world, &device, 400);
    world.accept(&all, &[&device.owner.keypair]).await;
}

/// R5: a device closes once every co-stake is withdrawn and every offer account closed, and not before; with donations
/// in its vault at each payout (R4).
#[tokio::test]
async fn a_device_closes_when_the_last_co_stake_and_offer_are_gone() {
    let mut world = World::new().await;
    let device = world.market(1_000, 500).await;
    let (owner, payer) = (device.owner.key(), world.payer().pubkey());
    let close = [close_device(&device.key, &owner, &device.owner.token, &payer, &world.mint)];
    let (index, wallet) = world.co_staked(&device, 300, 1).await;
    let spare = world.create(&device, asking(1, 1)).await;
    world.retract(&device, spare).await;
    world.unstake(&device).await;
    world.wait(14 * DAY).await;
    world.litter(&device).await;
    world.withdraw(&device).await;
    world.refuse(&close, &[&device.owner.keypair], E::DeviceHasPositions).await;
    world.litter(&device).await;
    world.pay_out(&device, index, &wallet).await;
    world.refuse(&close, &[&device.owner.keypair], E::DeviceHasOffers).await;
    world.close_offer(&device, spare).await;
    world.refuse(&close, &[&device.owner.keypair], E::DeviceHasOffers).await;
    world.close_offer(&device, index).await;
    let before = world.balance(&device.owner.token).await;
    world.switch(true).await;
    let Event::DeviceClosed(event) = only(world.accept(&close, &[&device.owner.keypair]).await) else { panic!() };
    assert_eq!((event.donation, world.balance(&device.owner.token).await), (2, before + 2));
    for address in [device.key, device.vault, pda::offer(&device.key, index), pda::offer(&device.key, spare)] {
        assert!(world.account(&address).await.is_none());
    }
    assert_eq!(world.claims_of(&wallet).await, [None, None]);
    assert_eq!(world.balance(&wallet.token).await, 300);
}

/// I8: an instruction on one device changes no other, nor anything of it.
#[tokio::test]
async fn a_neighbour_notices_nothing() {
    let mut world = World::new().await;
    let (device, other) = (world.market(1_000, 500).await, world.market(1_000, 500).await);
    let (kept, neighbour) = world.co_staked(&other, 300, 1).await;
    let keys = [other.key, other.vault, pda::offer(&other.key, kept), pda::claims(&neighbour.key()), neighbour.token];
    let before = world.snapshot(&keys).await;
    let (index, wallet) = world.co_staked(&device, 300, 1).await;
    let spare = world.create(&device, asking(1, 1)).await;
    world.leave(&device, index, &wallet).await;
    world.retract(&device, spare).await;
    world.unstake(&device).await;
    world.release(&device, index, &wallet).await;
    world.wait(14 * DAY).await;
    world.pay_out(&device, index, &wallet).await;
    world.close_offer(&device, index).await;
    assert_eq!(world.snapshot(&keys).await, before);
}
