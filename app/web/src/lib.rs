//! The offer link: pages that a wallet signs from, Solana Actions and Solana Pay at the same addresses, and the server
//! that answers them. It holds no key: whatever moves money is signed by the reader's wallet.
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod actions;
mod api;
mod app;
mod assets;
mod cases;
mod connections;
mod console;
mod deliveries;
pub mod index;
mod known;
mod layers;
mod operations;
mod options;
pub mod pages;
mod problem;
mod request;
mod routes;
mod serve;
mod signed;
mod transaction;

pub use app::App;
pub use console::{interrupted, warn_on_stderr};
pub use options::{BODY, Limits, Options, Rate};
pub use serve::{ServeError, Server};
