//! The server on an embedded ledger, asked over HTTP as browsers, clients of actions and wallets do.

mod actions;
mod bench;
mod escrow;
mod given;
mod hostile;
mod index;
mod life;
mod limits;
mod lives;
mod pages;
mod pay;
mod scene;
mod sending;
