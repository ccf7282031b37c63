//! The event decoder: the data of any inner instruction.

use anchor_lang::{Discriminator, Event as _, event::EVENT_IX_TAG_LE};
use co_staking_client::event::{self, Event, EventError, *};

use crate::input::Input;

// None can be forgotten: the `match` is over all of the client's.
macro_rules! events {
    ($($event:ident),* $(,)?) => {
        /// Name and discriminator of each.
        const EVENTS: &[(&str, &[u8])] = &[$((stringify!($event), $event::DISCRIMINATOR)),*];

        /// The bytes that an event is written as, without the tag.
        fn encode(event: &Event) -> Vec<u8> {
            match event {
                $(Event::$event(event) => event.data(),)*
            }
        }
    };
}

events!(
    ConfigInitialized,
    ConfigUpdated,
    AdminProposed,
    AdminAccepted,
    PauseSet,
    DeviceRegistered,
    DeviceUpdated,
    RequirementRefreshed,
    OwnerStaked,
    OverflowWithdrawn,
    OwnerUnstaked,
    OwnerWithdrew,
    DeviceClosed,
    OfferCreated,
    OfferRetracted,
    OfferClosed,
    OfferClaimed,
    CoStakeUnstaked,
    CoStakeWithdrawn,
    ClaimsOpened,
    ClaimsClosed,
    ClaimReleased,
    RewardsFunded,
    RewardsAccrued,
    RewardsClaimed,
    SlashOpened,
    SlashAppealed,
    SlashDecided,
    SlashReturned,
);

/// An event of any name with any fields, an unknown one, or no event. What is decoded is written as the same bytes.
pub fn run(data: &[u8]) {
    let mut input = Input::new(data);
    let (kind, padding) = (input.below(EVENTS.len() + 2), usize::from(input.take::<u8>()));
    let Some((name, discriminator)) = EVENTS.get(kind) else {
        let tag = if kind == EVENTS.len() { EVENT_IX_TAG_LE } else { &[] };
        return unknown(&[tag, input.rest()].concat());
    };
    // Fields of fixed size are reached at once, and those behind a length need not be found byte by byte.
    let fields = [input.rest(), &vec![0; padding]].concat();
    let written = [EVENT_IX_TAG_LE, discriminator, &fields].concat();
    match event::decode(&written) {
        Ok(Some(event)) => {
            assert_eq!(event.name(), *name);
            assert_eq!([EVENT_IX_TAG_LE, &encode(&event)].concat(), written, "{event:?}");
        }
        Ok(None) => panic!("the tag says that it is one"),
        Err(error) => assert_eq!(error, EventError::Malformed { event: name }),
    }
}

fn unknown(written: &[u8]) {
    let known =
        EVENTS.iter().any(|(_, discriminator)| written.get(8..).is_some_and(|at| at.starts_with(discriminator)));
    match event::decode(written) {
        Ok(None) => assert!(!written.starts_with(EVENT_IX_TAG_LE)),
        Ok(Some(_)) | Err(EventError::Malformed { .. }) => assert!(known),
        Err(EventError::Unknown { discriminator }) => {
            assert!(!known && written[8..].starts_with(&discriminator) && discriminator.len() <= 8);
        }
    }
}

#[cfg(test)]
#[test]
fn these_are_all_events() {
    crate::instructions::tests::assert_of_idl("events", EVENTS);
}
