//! Where the fields of slash cases and of the pool stand. Indexers read these bytes, so a field that moves is a change of
//! these tables.

use borsh::BorshDeserialize;
use co_staking_client::{ID, Part, Pubkey, SlashCase, account, rules::slash::CaseState};

/// Name, offset and size, the discriminator included.
type Fields = &'static [(&'static str, usize, usize)];

pub const CASE: Fields = &[
    ("version", 8, 1),
    ("state", 9, 1),
    ("bps", 10, 2),
    ("_padding", 12, 4),
    ("device", 16, 32),
    ("offence_id", 48, 32),
    ("owner", 80, 32),
    ("offence_at", 112, 8),
    ("opened_at", 120, 8),
    ("appealed_at", 128, 8),
    ("parts", 136, 9 * 64),
    ("_reserved", 712, 64),
];

/// From the part's own first byte.
const PART: Fields = &[
    ("party", 0, 32),
    ("stake", 32, 8),
    ("rewards", 40, 8),
    ("since", 48, 8),
    ("offer_index", 56, 4),
    ("kind", 60, 1),
    ("returned", 61, 1),
    ("_padding", 62, 2),
];

/// Of the pool, what the tests of slashing overwrite.
pub const POOL_VERSION: usize = 8;

/// Where a field of a case begins.
pub fn at(name: &str) -> usize {
    CASE.iter().find(|(field, ..)| *field == name).unwrap_or_else(|| panic!("no field {name}")).1
}

fn assert_gapless(fields: Fields, from: usize, to: usize) {
    let end = fields.iter().fold(from, |next, (name, at, size)| {
        assert_eq!(*at, next, "{name}");
        at + size
    });
    assert_eq!(end, to);
}

#[test]
fn the_cases_fields_stand_where_the_table_says() {
    assert_eq!(SlashCase::SPACE, 776);
    assert_gapless(CASE, 8, 776);
    assert_gapless(PART, 0, 64);
    let mut data = vec![0; 776];
    for (number, (_, at, size)) in (1u8..).zip(CASE) {
        data[*at..at + size].fill(number);
    }
    data[..8].copy_from_slice(<SlashCase as anchor_lang::Discriminator>::DISCRIMINATOR);
    for number in 0..9 {
        data[136 + 64 * number..][..64].fill(20 + number as u8);
    }
    let case = account::slash_case(&ID, &data).unwrap();
    let time = |byte| i64::from_le_bytes([byte; 8]);
    assert_eq!((case.version(), case.bps()), (1, u16::from_le_bytes([3; 2])));
    assert_eq!((case.device, *case.offence_id(), case.owner), (Pubkey::from([5; 32]), [6; 32], Pubkey::from([7; 32])));
    assert_eq!((case.offence_at(), case.opened_at(), case.appealed_at()), (time(8), time(9), time(10)));
    for (part, byte) in case.parts().iter().zip(20..) {
        assert_eq!((*part.party(), part.stake()), (Pubkey::from([byte; 32]), u64::from_le_bytes([byte; 8])));
    }
    let states = [CaseState::Open, CaseState::Appealed, CaseState::Upheld, CaseState::Overturned];
    for (byte, state) in (0..).zip(states) {
        data[at("state")] = byte;
        assert_eq!(account::slash_case(&ID, &data).unwrap().state(), state);
    }
}

#[test]
fn a_parts_fields_stand_where_the_table_says() {
    let mut bytes = vec![0; 64];
    for (number, (_, at, size)) in (1u8..).zip(PART) {
        bytes[*at..at + size].fill(number);
    }
    for (kind, returned, offer_index) in [(1, 0, None), (2, 1, Some(u32::from_le_bytes([5; 4])))] {
        (bytes[60], bytes[61]) = (kind, returned);
        let part = Part::try_from_slice(&bytes).unwrap();
        assert_eq!((*part.party(), part.stake()), (Pubkey::from([1; 32]), u64::from_le_bytes([2; 8])));
        assert_eq!((part.rewards(), part.since()), (u64::from_le_bytes([3; 8]), i64::from_le_bytes([4; 8])));
        assert_eq!((part.offer_index(), part.is_some(), part.is_due()), (offer_index, true, returned == 0));
    }
}
