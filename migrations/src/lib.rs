//! Deployment steps of the co-staking program, in the order of their numbers.
//!
//! A step reads a reviewed file and the ledger, and answers with a [`Plan`]: what it verified, and the instructions
//! that are left to send, or that it was done already. It sends nothing itself. So a dry run is the plan alone, and a
//! step may be repeated at any time: the plan after its transaction is [`Plan::AlreadyDone`].

pub mod document;
mod ledger;
pub mod m001_initialize_config;
mod plan;

pub use ledger::{Account, Ledger, LedgerError};
pub use plan::{Difference, Fact, Plan, Signers};
