//! Decoding of events: garbage and later versions are errors that a reader can skip, never a wrong event.

use anchor_lang::{AnchorSerialize, Discriminator, event::EVENT_IX_TAG_LE};
use co_staking_client::{
    Instruction, Pubkey,
    event::{AdminAccepted, Event, EventError, decode},
    instructions::owner::unstake,
};

use crate::world::Random;

fn whole() -> (Event, Vec<u8>) {
    let event = AdminAccepted { previous: Pubkey::new_from_array([1; 32]), admin: Pubkey::new_from_array([2; 32]) };
    let mut data = EVENT_IX_TAG_LE.to_vec();
    data.extend_from_slice(AdminAccepted::DISCRIMINATOR);
    event.serialize(&mut data).unwrap();
    (Event::AdminAccepted(event), data)
}

#[test]
fn an_event_is_read_back() {
    let (event, data) = whole();
    assert_eq!(event.name(), "AdminAccepted");
    assert_eq!(decode(&data), Ok(Some(event)));
}

#[test]
fn an_instruction_is_no_event() {
    let Instruction { data, .. } = unstake(&Pubkey::default(), &Pubkey::default());
    assert_eq!((decode(&data), decode(&[]), decode(&EVENT_IX_TAG_LE[..7])), (Ok(None), Ok(None), Ok(None)));
}

#[test]
fn cut_or_lengthened_it_is_malformed() {
    let (_, mut data) = whole();
    let malformed = Err(EventError::Malformed { event: "AdminAccepted" });
    for cut in 16..data.len() {
        assert_eq!(decode(&data[..cut]), malformed);
    }
    data.push(0);
    assert_eq!(decode(&data), malformed);
}

#[test]
fn an_event_of_a_later_version_is_unknown() {
    let mut data = EVENT_IX_TAG_LE.to_vec();
    assert_eq!(decode(&data), Err(EventError::Unknown { discriminator: vec![] }));
    data.extend_from_slice(&[9; 20]);
    assert_eq!(decode(&data), Err(EventError::Unknown { discriminator: vec![9; 8] }));
}

/// One bad event in a stream must not end the stream.
#[test]
fn garbage_never_panics() {
    let mut random = Random::new(1);
    let (_, whole) = whole();
    for _ in 0..20_000 {
        let mut data = whole.clone();
        for _ in 0..=random.below(8) {
            let at = random.below(data.len() as u64) as usize;
            data[at] = random.number() as u8;
        }
        data.truncate(random.below(data.len() as u64 + 1) as usize);
        let _ = decode(&data);
    }
}

#[test]
fn each_error_says_what_to_do() {
    for error in [EventError::Unknown { discriminator: vec![9; 8] }, EventError::Malformed { event: "OwnerStaked" }] {
        assert!(error.to_string().contains(": update the client"), "{error}");
    }
}
