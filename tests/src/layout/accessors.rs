//! That what a reader is shown comes from the field of that name, and that filters look where the tables say.

use anchor_lang::Discriminator;
use co_staking_client::{
    ClaimCounter, Device, ID, Offer, Pubkey, RewardPool, SlashCase, account,
    marketplace::offset,
    rules::{slash::CaseState, status::OfferState},
};

use super::{CASE, COUNTER, DEVICE, Layout, OFFER, POOL, at, at_place};

/// An account of version 1 with every other field filled with bytes of its own.
fn filled<T: Discriminator>(layout: &Layout) -> Vec<u8> {
    let mut bytes = vec![0; layout.size];
    for (name, at, size) in layout.flat() {
        bytes[at..at + size].fill(byte_of(layout, &name));
    }
    bytes[..8].copy_from_slice(T::DISCRIMINATOR);
    bytes[8] = 1;
    bytes
}

/// Neighbours differ, and none is zero. That suffices: the other tests prove where the fields stand.
fn byte_of(layout: &Layout, path: &str) -> u8 {
    let number = layout.flat().iter().position(|(name, ..)| name == path).unwrap_or_else(|| panic!("no field {path}"));
    u8::try_from(number % 200).unwrap() + 20
}

fn u16_of(layout: &Layout, path: &str) -> u16 {
    u16::from_le_bytes([byte_of(layout, path); 2])
}

fn u32_of(layout: &Layout, path: &str) -> u32 {
    u32::from_le_bytes([byte_of(layout, path); 4])
}

fn u64_of(layout: &Layout, path: &str) -> u64 {
    u64::from_le_bytes([byte_of(layout, path); 8])
}

fn i64_of(layout: &Layout, path: &str) -> i64 {
    i64::from_le_bytes([byte_of(layout, path); 8])
}

fn key_of(layout: &Layout, path: &str) -> Pubkey {
    Pubkey::from([byte_of(layout, path); 32])
}

#[test]
fn what_an_offer_shows() {
    let mut data = filled::<Offer>(&OFFER);
    // An indexer finds offers by these eight bytes.
    assert_eq!(data[..8], [215, 88, 60, 71, 170, 162, 73, 229]);
    data[9] = 1;
    let offer = account::offer(&ID, &data).unwrap();
    assert_eq!((offer.version(), offer.state(), offer.index()), (1, OfferState::Claimed, u32_of(&OFFER, "index")));
    for (key, path) in [
        (offer.device, "device"),
        (offer.owner, "owner"),
        (offer.co_staker, "co_staker"),
        (offer.reserved_for, "reserved_for"),
        (Pubkey::from(offer.model), "model"),
        (offer.rent_payer, "rent_payer"),
    ] {
        assert_eq!(key, key_of(&OFFER, path), "{path}");
    }
    assert_eq!(offer.terms().amount, u64_of(&OFFER, "terms.amount"));
    assert_eq!(offer.terms().expires_at, i64_of(&OFFER, "terms.expires_at"));
    assert_eq!(offer.terms().reward_bps, u16_of(&OFFER, "terms.reward_bps"));
    assert_eq!(offer.created_at(), i64_of(&OFFER, "created_at"));
    assert_eq!(offer.claimed_at(), i64_of(&OFFER, "claimed_at"));
    assert_eq!(offer.rewards(), u64_of(&OFFER, "rewards"));
    for (state, expected) in [(0, OfferState::Open), (1, OfferState::Claimed), (2, OfferState::Retracted)] {
        data[9] = state;
        assert_eq!(account::offer(&ID, &data).unwrap().state(), expected);
    }
}

#[test]
fn the_filters_offsets_are_those_of_the_table() {
    for (offset, path) in [
        (offset::DEVICE, "device"),
        (offset::OWNER, "owner"),
        (offset::CO_STAKER, "co_staker"),
        (offset::MODEL, "model"),
    ] {
        assert_eq!(offset, at(OFFER, path), "{path}");
    }
}

#[test]
fn what_a_counter_shows() {
    let data = filled::<ClaimCounter>(&COUNTER);
    let counter = account::claim_counter(&ID, &data).unwrap();
    assert_eq!((counter.version(), counter.wallet), (1, key_of(&COUNTER, "wallet")));
    assert_eq!(counter.rent_payer, key_of(&COUNTER, "rent_payer"));
    for (number, slot) in counter.slots().iter().enumerate() {
        let path = |field| format!("slots[{number}].{field}");
        let claim = (key_of(&COUNTER, &path("device")), u32_of(&COUNTER, &path("offer_index")));
        assert_eq!(slot.claim(), Some(claim));
        assert_eq!(slot.free_from(), i64_of(&COUNTER, &path("free_from")));
        let mut unused = data.clone();
        unused[at(COUNTER, &path("used"))] = 0;
        assert_eq!(account::claim_counter(&ID, &unused).unwrap().slots()[number].claim(), None);
    }
}

#[test]
fn what_a_position_shows() {
    let mut data = filled::<Device>(&DEVICE);
    let device = account::device(&ID, &data).unwrap();
    assert_eq!(device.held().count(), 8);
    for (place, position) in device.held().enumerate() {
        let path = |field| format!("positions[{place}].{field}");
        assert_eq!(*position.co_staker(), key_of(&DEVICE, &path("co_staker")));
        assert_eq!(position.offer_index(), u32_of(&DEVICE, &path("offer_index")));
        assert_eq!(position.reward_bps(), u16_of(&DEVICE, &path("reward_bps")));
        assert_eq!(position.stake(), u64_of(&DEVICE, &path("stake")));
        assert_eq!(position.claimed_stake(), u64_of(&DEVICE, &path("claimed")));
        assert_eq!(position.rewards(), u64_of(&DEVICE, &path("rewards")));
        assert_eq!(position.claimed_at(), i64_of(&DEVICE, &path("claimed_at")));
        assert_eq!(position.cooldown_at(), i64_of(&DEVICE, &path("cooldown_at")));
        assert_eq!(position.unlock_at(), i64_of(&DEVICE, &path("unlock_at")));
    }
    data[at_place(3, "held")] = 0;
    assert_eq!(account::device(&ID, &data).unwrap().held().count(), 7);
}

#[test]
fn what_a_device_shows_of_rewards_and_slashes() {
    let mut data = filled::<Device>(&DEVICE);
    DEVICE.set(&mut data, "undecided_cases", &3u32.to_le_bytes());
    DEVICE.set(&mut data, "unreturned_cases", &4u32.to_le_bytes());
    let device = account::device(&ID, &data).unwrap();
    assert_eq!(device.slash_cases(), 7);
    assert_eq!(device.owner_stake().rewards(), u64_of(&DEVICE, "owner_stake.rewards"));
    assert_eq!(device.owner_stake().staked_since(), i64_of(&DEVICE, "owner_stake.staked_since"));
    assert_eq!(device.last_block_ended_at(), i64_of(&DEVICE, "last_block_ended_at"));
    for (number, bucket) in device.buckets().iter().enumerate() {
        let path = |field| format!("buckets[{number}].{field}");
        assert_eq!(bucket.rewards, u64_of(&DEVICE, &path("rewards")));
        assert_eq!(bucket.blocks, u32_of(&DEVICE, &path("blocks")));
        assert_eq!(bucket.day, u32_of(&DEVICE, &path("day")));
    }
}

#[test]
fn what_the_pool_shows() {
    let pool = account::reward_pool(&ID, &filled::<RewardPool>(&POOL)).unwrap();
    assert_eq!((pool.version(), pool.reward_vault), (1, key_of(&POOL, "reward_vault")));
    assert_eq!(pool.escrow, key_of(&POOL, "escrow"));
    assert_eq!(pool.funded(), u64_of(&POOL, "funded"));
    assert_eq!(pool.owed(), u64_of(&POOL, "owed"));
    assert_eq!(pool.paid(), u64_of(&POOL, "paid"));
    assert_eq!(pool.escrowed(), u64_of(&POOL, "escrowed"));
}

#[test]
fn what_a_case_shows() {
    let mut data = filled::<SlashCase>(&CASE);
    // The first part is the owner's, the second a co-staker's, the third there is none, and the others went back.
    for (number, (kind, returned)) in [(1, 0), (2, 0), (0, 0)].into_iter().chain([(2, 1); 6]).enumerate() {
        CASE.set(&mut data, &format!("parts[{number}].kind"), &[kind]);
        CASE.set(&mut data, &format!("parts[{number}].returned"), &[returned]);
    }
    let case = account::slash_case(&ID, &data).unwrap();
    assert_eq!((case.version(), case.device, case.owner), (1, key_of(&CASE, "device"), key_of(&CASE, "owner")));
    assert_eq!(Pubkey::from(*case.offence_id()), key_of(&CASE, "offence_id"));
    assert_eq!(case.bps(), u16_of(&CASE, "bps"));
    assert_eq!(case.offence_at(), i64_of(&CASE, "offence_at"));
    assert_eq!(case.opened_at(), i64_of(&CASE, "opened_at"));
    assert_eq!(case.appealed_at(), i64_of(&CASE, "appealed_at"));
    for (number, part) in case.parts().iter().enumerate() {
        let path = |field| format!("parts[{number}].{field}");
        assert_eq!((part.is_some(), part.is_due()), (number != 2, number < 2), "part {number}");
        assert_eq!(*part.party(), key_of(&CASE, &path("party")));
        assert_eq!(part.stake(), u64_of(&CASE, &path("stake")));
        assert_eq!(part.rewards(), u64_of(&CASE, &path("rewards")));
        assert_eq!(part.since(), i64_of(&CASE, &path("since")));
        let of_co_stake = (number != 0 && number != 2).then(|| u32_of(&CASE, &path("offer_index")));
        assert_eq!(part.offer_index(), of_co_stake);
    }
    let states = [CaseState::Open, CaseState::Appealed, CaseState::Upheld, CaseState::Overturned];
    for (state, expected) in (0..).zip(states) {
        CASE.set(&mut data, "state", &[state]);
        assert_eq!(account::slash_case(&ID, &data).unwrap().state(), expected);
    }
}
