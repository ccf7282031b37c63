//! What a wallet can ask for here, by name: the same words in the pages' forms, in actions, and in the API.

mod catalog;
mod read;

pub use catalog::{Ask, Kind, Offered, offered};
pub use read::{Parameters, operation};

#[cfg(test)]
use catalog::OPERATIONS;
