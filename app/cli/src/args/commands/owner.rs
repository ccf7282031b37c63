//! What the owner of a stake types.

use clap::Args;
use co_staking_client::{Pubkey, plan::Amount};

use crate::args::values::{DeviceRef, amount};

#[derive(Args, Debug)]
pub struct Stake {
    pub device: DeviceRef,
    /// In IO, or ALL that your token account holds
    #[clap(value_parser = amount)]
    pub amount: Amount,
    /// The token account that pays; your associated one if it is left out
    #[clap(long, value_name = "TOKEN_ACCOUNT")]
    pub from: Option<Pubkey>,
}

#[derive(Args, Debug)]
pub struct Payout {
    pub device: DeviceRef,
    /// The token account that is paid; the associated one if it is left out
    #[clap(long, value_name = "TOKEN_ACCOUNT")]
    pub to: Option<Pubkey>,
}

#[derive(Args, Debug)]
pub struct Overflow {
    pub device: DeviceRef,
    /// In IO, or ALL of the overflow
    #[clap(value_parser = amount)]
    pub amount: Amount,
    /// The token account that is paid; your associated one if it is left out
    #[clap(long, value_name = "TOKEN_ACCOUNT")]
    pub to: Option<Pubkey>,
}
