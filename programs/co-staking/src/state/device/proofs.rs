//! Proof of R24 on the code that pays: whatever the figures, the parts of a block's reward are the whole.

use bytemuck::Zeroable;

use super::{Accrual, Device, Position, VERSION};
use crate::rules::{facts::FactsUpdate, offer::Terms, requirement::Requirement, rewards::Block};

const BLOCK: Block = Block { started_at: 100, ended_at: 200 };
const AMOUNTS: [u64; 9] = [0, 1, 9_999, 10_000, 10_001, 1 << 32, u64::MAX / 2, u64::MAX - 1, u64::MAX];

/// A device that earns, with these co-stakes: what was claimed, what is left of it, and the share in bps.
fn device(co_stakes: &[(u64, u64, u16)]) -> Device {
    let mut device = Device { version: VERSION, requirement: Requirement::new(0), ..Zeroable::zeroed() };
    device.facts.update(&FactsUpdate { operational: Some(true), ..FactsUpdate::default() }).unwrap();
    for (index, (claimed, left, bps)) in (0..).zip(co_stakes) {
        let mut position = Position::claimed(index, &Terms::new(*claimed, *bps, 0), [7; 32].into(), 0);
        position.slash(claimed - left).unwrap();
        device.positions[index as usize] = position;
    }
    device
}

/// A block to a device that has earned nothing yet: it credits what it tells, and the parts are the whole.
fn assert_split(mut device: Device, amount: u64) {
    let told = device.accrue(amount, &BLOCK, 200).unwrap();
    let Accrual::Credited { amount: told_amount, co_stakes } = told else { panic!("{told:?}") };
    let to = |index| co_stakes.iter().find(|credit| credit.offer_index == index).map_or(0, |credit| credit.amount);
    for (index, position) in (0..).zip(&device.positions) {
        assert_eq!(position.rewards(), to(index));
    }
    let owners = u128::from(device.owner_stake.rewards());
    let theirs = co_stakes.iter().map(|credit| u128::from(credit.amount)).sum::<u128>();
    assert!(owners + theirs == u128::from(amount) && told_amount == amount, "{owners} and {theirs} of {amount}");
}

/// Every division of the whole reward between two co-stakes, one of them slashed.
#[test]
fn the_parts_are_the_whole_at_every_bps() {
    for bps in 0..=10_000 {
        let device = device(&[(1_000, 999, bps), (3, 3, 10_000 - bps)]);
        AMOUNTS.into_iter().for_each(|amount| assert_split(device, amount));
    }
}

/// Every amount up to a size, among four co-stakes in every way of being slashed by thirds.
#[test]
fn the_parts_are_the_whole_of_every_small_amount() {
    for cuts in 0..256u64 {
        let left = |place: u32| cuts >> (2 * place) & 3;
        let device = device(&[(3, left(0), 3_333), (3, left(1), 2_999), (3, left(2), 1), (3, left(3), 3_667)]);
        (0..=64).chain(AMOUNTS).for_each(|amount| assert_split(device, amount));
    }
}
