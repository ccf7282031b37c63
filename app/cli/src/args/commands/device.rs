//! What is typed about devices.

use clap::{Args, Subcommand};
use co_staking_client::Pubkey;

use super::OneDevice;
use crate::args::values::{DeviceRef, When, multiplier, percent};

#[derive(Debug, Subcommand)]
pub enum Device {
    /// A device's facts, stake, co-stakes and rewards
    Show(OneDevice),
    /// All devices, or those of one owner
    List {
        #[clap(long)]
        owner: Option<Pubkey>,
    },
    /// Register a device (registrar)
    Register {
        /// Its public id
        id: String,
        #[clap(long)]
        owner: Pubkey,
        #[clap(long)]
        model: String,
        #[clap(long)]
        cards: u32,
        #[clap(long, value_parser = multiplier, default_value = "1")]
        multiplier: u32,
    },
    /// Attest a device's facts and hire (registrar)
    Update(Update),
    /// Compute a device's requirement anew, after the base has changed (anyone)
    Refresh(OneDevice),
    /// Close an empty device (owner, or the registrar where nothing was ever staked)
    Close(OneDevice),
}

#[derive(Args, Debug)]
pub struct Update {
    pub device: DeviceRef,
    #[clap(long)]
    pub model: Option<String>,
    #[clap(long)]
    pub cards: Option<u32>,
    #[clap(long, value_parser = multiplier)]
    pub multiplier: Option<u32>,
    /// In percent
    #[clap(long, value_parser = percent)]
    pub reliability: Option<u16>,
    #[clap(long)]
    pub operational: Option<bool>,
    /// A hire starts now and ends then
    #[clap(long, value_name = "TIME", allow_hyphen_values = true)]
    pub hire_until: Option<When>,
    /// The present hire ends then instead
    #[clap(long, value_name = "TIME", conflicts_with = "hire-until", allow_hyphen_values = true)]
    pub move_hire: Option<When>,
    /// The present hire ends now
    #[clap(long, conflicts_with_all = &["hire-until", "move-hire"])]
    pub end_hire: bool,
}
