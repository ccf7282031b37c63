//! One file an instruction, in the folder of the actor who sends it: accounts, arguments, handler.
//!
//! Constraints prove who an account is; the state proves what may be done now. A handler checks, changes the state,
//! pays, proves the invariant and emits, in that order.

pub mod admin;
pub mod co_staker;
pub mod owner;
pub mod registrar;
pub mod rewards;
pub mod slash;

pub use admin::*;
pub use co_staker::*;
pub use owner::*;
pub use registrar::*;
pub use rewards::*;
pub use slash::*;
