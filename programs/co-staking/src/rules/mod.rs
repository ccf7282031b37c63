//! The rules, as pure functions of numbers and times: no account, no clock, no key, no call to another program.
//!
//! Each rule lives here once. The state that owns the money calls it, the client asks it why something is refused, and
//! its property tests stand beside it. Ids such as R7 are those of the program's README.
#![forbid(unsafe_code)]

pub mod amount;
pub mod claims;
pub mod close;
pub mod co_stake;
pub mod facts;
pub mod hire;
pub mod offer;
pub mod overflow;
pub mod owner;
pub mod phase;
pub mod precondition;
#[cfg(test)]
mod proofs;
pub mod requirement;
pub mod rewards;
pub mod slash;
pub mod status;
pub mod time;

pub use precondition::{Precondition, check, not_paused, require};

use crate::error::CoStakingError;

/// What a rule answers.
pub type RuleResult<T> = core::result::Result<T, CoStakingError>;
