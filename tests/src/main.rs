//! The built program on a real bank, driven through the client crate.
//!
//! `world` is the ledger with its actors. The folders `admin`, `registrar`, `owner`, `co_staker`, `rewards` and `slash`
//! are those of the program's instructions: for each, what it does, and every refusal by its exact error. `interface`
//! breaks every account of every instruction, `lifecycle` and `conservation` tell longer stories, `client` is about what a wallet reads.
//! `cargo xtask test` builds the program and runs them.

mod admin;
mod client;
mod co_staker;
mod completeness;
mod conservation;
mod interface;
mod layout;
mod lifecycle;
mod owner;
mod registrar;
mod rewards;
mod slash;
mod world;
