//! Where the fields of offers, claim counters and co-stakes stand. Marketplaces filter by these bytes and indexers read
//! them, so a field that moves is a change of these tables.

use co_staking_client::{
    ClaimCounter, Device, ID, Offer, Position, Pubkey, account, marketplace::offset, rules::status::OfferState,
};

/// Name, offset and size; for accounts from their first byte, Anchor's discriminator included.
type Fields = &'static [(&'static str, usize, usize)];

pub const OFFER: Fields = &[
    ("version", 8, 1),
    ("state", 9, 1),
    ("_padding", 10, 2),
    ("index", 12, 4),
    ("device", 16, 32),
    ("owner", 48, 32),
    ("co_staker", 80, 32),
    ("reserved_for", 112, 32),
    ("model", 144, 32),
    ("terms.amount", 176, 8),
    ("terms.expires_at", 184, 8),
    ("terms.reward_bps", 192, 2),
    ("terms._padding", 194, 6),
    ("created_at", 200, 8),
    ("claimed_at", 208, 8),
    ("rewards", 216, 8),
    ("rent_payer", 224, 32),
    ("_reserved", 256, 64),
];

pub const COUNTER: Fields = &[
    ("version", 8, 1),
    ("_padding", 9, 7),
    ("wallet", 16, 32),
    ("rent_payer", 48, 32),
    ("slots[0].device", 80, 32),
    ("slots[0].free_from", 112, 8),
    ("slots[0].offer_index", 120, 4),
    ("slots[0].used", 124, 1),
    ("slots[0]._padding", 125, 3),
    ("slots[1].device", 128, 32),
    ("slots[1].free_from", 160, 8),
    ("slots[1].offer_index", 168, 4),
    ("slots[1].used", 172, 1),
    ("slots[1]._padding", 173, 3),
    ("_reserved", 176, 64),
];

/// From the position's own first byte.
pub const POSITION: Fields = &[
    ("co_staker", 0, 32),
    ("stake", 32, 8),
    ("claimed", 40, 8),
    ("rewards", 48, 8),
    ("claimed_at", 56, 8),
    ("cooldown_at", 64, 8),
    ("unlock_at", 72, 8),
    ("offer_index", 80, 4),
    ("reward_bps", 84, 2),
    ("held", 86, 1),
    ("_padding", 87, 1),
];

/// Of a device, what the tests of offers overwrite.
pub const DEVICE: Fields = &[
    ("version", 8, 1),
    ("open_bps", 12, 4),
    ("owner", 48, 32),
    ("facts.reliability_bps", 184, 2),
    ("owner_stake.active", 232, 8),
    ("owner_stake.exiting", 240, 8),
    ("owner_stake.unlock_at", 248, 8),
    ("next_offer_index", 284, 4),
    ("buckets", 304, 112),
    ("positions", 416, 704),
];

/// Where a field begins.
pub fn at(fields: Fields, name: &str) -> usize {
    fields.iter().find(|(field, ..)| *field == name).unwrap_or_else(|| panic!("no field {name}")).1
}

/// Where a field of the device's place with that number begins.
pub fn at_place(place: usize, name: &str) -> usize {
    at(DEVICE, "positions") + place * size_of::<Position>() + at(POSITION, name)
}

fn assert_gapless(fields: Fields, from: usize, to: usize) {
    let end = fields.iter().fold(from, |next, (name, at, size)| {
        assert_eq!(*at, next, "{name}");
        at + size
    });
    assert_eq!(end, to);
}

/// Every field filled with a byte of its own: what the accessors show tells where they read.
fn filled(fields: Fields, from: usize, to: usize) -> Vec<u8> {
    let mut bytes = vec![0; to - from];
    for (number, (_, at, size)) in fields.iter().enumerate() {
        bytes[at - from..at - from + size].fill(100 + number as u8);
    }
    bytes
}

fn byte_of(fields: Fields, name: &str) -> u8 {
    100 + fields.iter().position(|(field, ..)| *field == name).unwrap() as u8
}

fn u64_of(fields: Fields, name: &str) -> u64 {
    u64::from_le_bytes([byte_of(fields, name); 8])
}

fn key_of(fields: Fields, name: &str) -> Pubkey {
    Pubkey::from([byte_of(fields, name); 32])
}

#[test]
fn the_offers_fields_stand_where_the_table_says() {
    assert_eq!(Offer::SPACE, 320);
    assert_gapless(OFFER, 8, 320);
    let mut data = filled(OFFER, 0, 320);
    data[..8].copy_from_slice(&[215, 88, 60, 71, 170, 162, 73, 229]);
    data[8..10].copy_from_slice(&[1, 1]);
    let offer = account::offer(&ID, &data).unwrap();
    assert_eq!((offer.version(), offer.state()), (1, OfferState::Claimed));
    assert_eq!(offer.index(), u32::from_le_bytes([byte_of(OFFER, "index"); 4]));
    for (key, name) in [
        (offer.device, "device"),
        (offer.owner, "owner"),
        (offer.co_staker, "co_staker"),
        (offer.reserved_for, "reserved_for"),
        (Pubkey::from(offer.model), "model"),
        (offer.rent_payer, "rent_payer"),
    ] {
        assert_eq!(key, key_of(OFFER, name), "{name}");
    }
    for (number, name) in [
        (offer.terms().amount, "terms.amount"),
        (offer.terms().expires_at as u64, "terms.expires_at"),
        (offer.created_at() as u64, "created_at"),
        (offer.claimed_at() as u64, "claimed_at"),
        (offer.rewards(), "rewards"),
    ] {
        assert_eq!(number, u64_of(OFFER, name), "{name}");
    }
    assert_eq!(offer.terms().reward_bps, u16::from_le_bytes([byte_of(OFFER, "terms.reward_bps"); 2]));
    for (state, expected) in [(0, OfferState::Open), (1, OfferState::Claimed), (2, OfferState::Retracted)] {
        data[9] = state;
        assert_eq!(account::offer(&ID, &data).unwrap().state(), expected);
    }
}

#[test]
fn the_filters_offsets_are_those_of_the_table() {
    for (offset, name) in [
        (offset::DEVICE, "device"),
        (offset::OWNER, "owner"),
        (offset::CO_STAKER, "co_staker"),
        (offset::MODEL, "model"),
    ] {
        assert_eq!(offset, at(OFFER, name), "{name}");
    }
}

#[test]
fn the_counters_fields_stand_where_the_table_says() {
    assert_eq!(ClaimCounter::SPACE, 240);
    assert_gapless(COUNTER, 8, 240);
    let mut data = filled(COUNTER, 0, 240);
    data[..8].copy_from_slice(<ClaimCounter as anchor_lang::Discriminator>::DISCRIMINATOR);
    data[8] = 1;
    let counter = account::claim_counter(&ID, &data).unwrap();
    assert_eq!((counter.version(), counter.wallet), (1, key_of(COUNTER, "wallet")));
    assert_eq!(counter.rent_payer, key_of(COUNTER, "rent_payer"));
    for (slot, number) in counter.slots().iter().zip(0..) {
        let name = |field| format!("slots[{number}].{field}");
        let index = u32::from_le_bytes([byte_of(COUNTER, &name("offer_index")); 4]);
        assert_eq!(slot.claim(), Some((key_of(COUNTER, &name("device")), index)));
        assert_eq!(slot.free_from() as u64, u64_of(COUNTER, &name("free_from")));
        let mut unused = data.clone();
        unused[at(COUNTER, &name("used"))] = 0;
        assert_eq!(account::claim_counter(&ID, &unused).unwrap().slots()[number].claim(), None);
    }
}

#[test]
fn a_positions_fields_stand_where_the_table_says() {
    assert_eq!((Device::SPACE, size_of::<Position>()), (1_248, 88));
    assert_gapless(POSITION, 0, 88);
    let mut data = vec![0; 1_248];
    data[..8].copy_from_slice(<Device as anchor_lang::Discriminator>::DISCRIMINATOR);
    data[8] = 1;
    for place in 0..8 {
        data[at_place(place, "co_staker")..][..88].copy_from_slice(&filled(POSITION, 0, 88));
    }
    let device = account::device(&ID, &data).unwrap();
    assert_eq!(device.held().count(), 8);
    for position in device.held() {
        assert_eq!(*position.co_staker(), key_of(POSITION, "co_staker"));
        assert_eq!(position.offer_index(), u32::from_le_bytes([byte_of(POSITION, "offer_index"); 4]));
        assert_eq!(position.reward_bps(), u16::from_le_bytes([byte_of(POSITION, "reward_bps"); 2]));
        for (number, name) in [
            (position.stake(), "stake"),
            (position.claimed_stake(), "claimed"),
            (position.rewards(), "rewards"),
            (position.claimed_at() as u64, "claimed_at"),
            (position.cooldown_at() as u64, "cooldown_at"),
            (position.unlock_at() as u64, "unlock_at"),
        ] {
            assert_eq!(number, u64_of(POSITION, name), "{name}");
        }
    }
    data[at_place(3, "held")] = 0;
    assert_eq!(account::device(&ID, &data).unwrap().held().count(), 7);
}
