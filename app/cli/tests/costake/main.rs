//! The real binary against a node with the built program on an embedded ledger: every command through a whole life, every
//! kind of refusal, and every bad input of which it says what to do.

mod bad_input;
mod ended;
mod flags;
mod lives;
mod market;
mod offline;
mod outcomes;
mod schema;
mod serving;
mod shell;
mod transcript;
mod watching;
mod world;
