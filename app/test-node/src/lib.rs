//! JSON-RPC nodes for tests, over real HTTP.
//!
//! [`script`] is a cluster of which only what a sender sees is played: slots, blockhashes, transactions that land or do
//! not. Its time is the test's, and every fault of its nodes is scripted. [`ledger`] runs the built program.

pub mod http;
pub mod ledger;
pub mod script;
