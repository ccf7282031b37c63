//! What a reader sees: pages as pure functions of accounts, the time, and what was asked for.
//!
//! They work without JavaScript but for signing. What somebody can do is a form ([`act`]), which the wallet module turns
//! into a transaction; whatever users or the registrar wrote is escaped, like every other text.

pub mod act;
pub mod device;
pub mod error;
mod layout;
pub mod market;
pub mod offer;
mod parts;
mod qr;
pub mod wallet;

pub use layout::{Assets, Frame, WebAddress, page};
pub use maud::Markup;
