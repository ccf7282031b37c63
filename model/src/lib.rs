//! A model of the rules beside the program, written from the rules and not from the program, and random walks in which
//! both must agree: on success, on the refusal, and on every account. See the README beside this folder.
#![deny(unsafe_code)]

pub mod act;
pub mod case_file;
pub mod coverage;
mod difference;
mod events;
pub mod exit;
pub mod genesis;
pub mod invariants;
pub mod ledger;
pub mod report;
pub mod run;
pub mod shrink;
pub mod spec;
pub mod walk;
