//! The pages in a real browser, with a wallet that really signs, against a real validator.
//!
//! They need the built program, the built command line, and Debian's chromium with its driver:
//! `cargo xtask test --end-to-end`.

mod browser;
mod driver;
#[expect(dead_code, reason = "the command line's own tests have a use for all of it")]
#[path = "../../../cli/tests/costake/ended.rs"]
mod ended;
mod looks;
#[expect(dead_code, reason = "the end-to-end tests have a use for all of it")]
#[path = "../common/node.rs"]
mod node;
#[path = "../common/process.rs"]
mod process;
mod scene;
mod server;
mod signing;
mod trouble;
mod wallet;
