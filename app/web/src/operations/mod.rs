//! What a wallet can ask for here, by name: the same words in the pages' forms, in actions, and in the API.

mod catalog;
mod list;
mod parameters;
mod read;
mod said;
#[cfg(test)]
mod tests;

pub use catalog::{Ask, Kind, Offered, offered};
pub use parameters::Parameters;
pub use read::operation;
pub use said::said;
