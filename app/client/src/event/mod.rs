//! Events from the instructions by which the program calls itself. They show in a transaction's inner instructions; logs
//! carry none.

#[cfg(feature = "rpc")]
mod json;

use std::fmt;

use anchor_lang::{AnchorDeserialize, Discriminator, event::EVENT_IX_TAG_LE};
pub use co_staking::events::*;

/// Why an inner instruction of the program is not an event that this client knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventError {
    /// An event of a later version of the program.
    Unknown { discriminator: Vec<u8> },
    /// The bytes do not fit the event that they name.
    Malformed { event: &'static str },
}

impl fmt::Display for EventError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { discriminator } => {
                write!(f, "an event with the discriminator {discriminator:?} is not known here: update the client")
            }
            Self::Malformed { event } => write!(f, "the bytes of a {event} event do not fit it: update the client"),
        }
    }
}

impl std::error::Error for EventError {}

macro_rules! events {
    ($($event:ident),* $(,)?) => {
        /// Any event of the program.
        #[derive(Clone, Debug, PartialEq, Eq)]
        // A slash has nine parts. Events are read one by one, and a box would be in every reader's way.
        #[allow(clippy::large_enum_variant)]
        pub enum Event {
            $($event($event),)*
        }

        impl Event {
            /// Its name.
            pub const fn name(&self) -> &'static str {
                match self {
                    $(Self::$event(_) => stringify!($event),)*
                }
            }
        }

        fn by_discriminator(bytes: &[u8]) -> Result<Event, EventError> {
            $(if let Some(mut fields) = bytes.strip_prefix($event::DISCRIMINATOR) {
                let event = $event::deserialize(&mut fields);
                return match event {
                    Ok(event) if fields.is_empty() => Ok(Event::$event(event)),
                    _ => Err(EventError::Malformed { event: stringify!($event) }),
                };
            })*
            Err(EventError::Unknown { discriminator: bytes.iter().take(8).copied().collect() })
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

/// The event in the data of an instruction to the program; `None` where that is another instruction.
///
/// # Errors
/// What [`EventError`] lists. A reader skips and counts such an event, and goes on.
pub fn decode(instruction_data: &[u8]) -> Result<Option<Event>, EventError> {
    instruction_data.strip_prefix(EVENT_IX_TAG_LE).map(by_discriminator).transpose()
}
