//! The real `costake` against a real validator, over JSON-RPC and websockets.
//!
//! They need the built program and the built command line: `cargo xtask test --end-to-end`.

#[expect(dead_code, reason = "the command line's own tests have a use for all of it")]
#[path = "../../../cli/tests/costake/ended.rs"]
mod ended;
mod json;
mod lives;
mod market;
#[path = "../common/node.rs"]
mod node;
mod offline;
mod printed;
#[path = "../common/process.rs"]
mod process;
mod race;
mod refusals;
mod restart;
#[path = "../../../cli/tests/costake/schema/validator.rs"]
mod schema;
mod slash;
