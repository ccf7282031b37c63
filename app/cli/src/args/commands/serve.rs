//! The server of the offer links.

use std::{
    net::SocketAddr,
    num::{NonZeroU32, NonZeroUsize},
};

use clap::Args;

#[derive(Args, Debug)]
pub struct Serve {
    /// Where it listens; port 0 takes any that is free
    #[clap(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Where readers reach it, as https://stake.example: only then are links absolute, and codes for wallets
    #[clap(long, value_name = "URL")]
    pub public_url: Option<String>,
    /// A proxy in front names each reader's address in X-Forwarded-For, and nobody reaches the server past it
    #[clap(long)]
    pub trust_proxy: bool,
    /// Pages a second for each reader's address
    #[clap(long, value_name = "NUMBER", default_value = "20")]
    pub reads: NonZeroU32,
    /// Transactions a minute for each reader's address, made or sent
    #[clap(long, value_name = "NUMBER", default_value = "60")]
    pub writes: NonZeroU32,
    /// Requests at the same time; others are told to come again
    #[clap(long, value_name = "NUMBER", default_value = "256")]
    pub concurrent: NonZeroUsize,
}
