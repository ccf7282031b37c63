//! The offer link: pages that a wallet signs from, Solana Actions and Solana Pay at the same addresses, and the server
//! that answers them. It holds no key: whatever moves money is signed by the reader's wallet.
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod index;
pub mod pages;
