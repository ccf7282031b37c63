//! What is typed about offers and co-stakes.

use clap::{ArgEnum, Args, Subcommand};
use co_staking_client::Pubkey;

use super::OneOffer;
use crate::args::values::{DeviceRef, OfferRef, When, io, percent};

#[derive(Debug, Subcommand)]
pub enum Offer {
    /// Invite a co-staker (owner)
    Create {
        device: DeviceRef,
        /// What the co-staker is to stake, in IO
        #[clap(value_parser = io)]
        amount: u64,
        /// The co-staker's share of each block reward, in percent
        #[clap(long, value_parser = percent, value_name = "PERCENT")]
        reward: u16,
        /// The only wallet that may claim it
        #[clap(long, value_name = "WALLET")]
        reserved_for: Option<Pubkey>,
        /// The last time at which it may be claimed
        #[clap(long, value_name = "TIME", allow_hyphen_values = true)]
        expires: Option<When>,
    },
    /// The marketplace: open offers, filtered, sorted, page by page
    List(List),
    /// An offer's terms, status and estimate
    Show(OneOffer),
    /// End an open offer (owner; anyone, once it has expired)
    Retract(OneOffer),
    /// Get the rent of an offer back that is over (owner)
    Close(OneOffer),
    /// Take an offer and stake its amount (co-staker)
    Claim {
        offer: OfferRef,
        /// The token account that pays; your associated one if it is left out
        #[clap(long, value_name = "TOKEN_ACCOUNT")]
        from: Option<Pubkey>,
    },
}

/// What a list is sorted by.
#[derive(ArgEnum, Clone, Copy, Debug)]
pub enum Sort {
    /// The highest share first
    Reward,
    /// The smallest amount first
    Amount,
    /// The first to expire first
    Expires,
}

#[derive(Args, Debug)]
pub struct List {
    /// The device's model, as a whole
    #[clap(long)]
    pub model: Option<String>,
    #[clap(long)]
    pub device: Option<DeviceRef>,
    /// At least so much, in IO
    #[clap(long, value_parser = io, value_name = "IO")]
    pub amount_from: Option<u64>,
    /// At most so much, in IO
    #[clap(long, value_parser = io, value_name = "IO")]
    pub amount_to: Option<u64>,
    /// At least so reliable, in percent
    #[clap(long, value_parser = percent, value_name = "PERCENT")]
    pub reliability_from: Option<u16>,
    /// At least this share of each block reward, in percent
    #[clap(long, value_parser = percent, value_name = "PERCENT")]
    pub reward_from: Option<u16>,
    /// Only what this wallet could claim now
    #[clap(long, value_name = "WALLET")]
    pub claimable_by: Option<Pubkey>,
    #[clap(long, arg_enum, default_value = "reward")]
    pub sort: Sort,
    /// Offers on a page
    #[clap(long, default_value = "20", value_parser = clap::value_parser!(u32).range(1..=100))]
    pub limit: u32,
    #[clap(long, default_value = "1", value_parser = clap::value_parser!(u32).range(1..))]
    pub page: u32,
}

#[derive(Debug, Subcommand)]
pub enum CoStake {
    /// Leave a co-stake: it waits, cools down, and then can be withdrawn (co-staker)
    Unstake(OneOffer),
    /// Get a co-stake back, once it has unlocked (anyone; the co-staker is paid)
    Withdraw {
        offer: OfferRef,
        /// The token account that is paid; the co-staker's associated one if it is left out
        #[clap(long, value_name = "TOKEN_ACCOUNT")]
        to: Option<Pubkey>,
    },
    /// Free the claim slot of a co-stake that was pushed out or has ended (anyone)
    Release {
        offer: OfferRef,
        /// The co-staker; yours if it is left out
        #[clap(long)]
        wallet: Option<Pubkey>,
    },
}

#[derive(Debug, Subcommand)]
pub enum Claims {
    /// Open a wallet's counter; `offer claim` does it by itself
    Open {
        /// The wallet; yours if it is left out
        wallet: Option<Pubkey>,
    },
    /// Close your counter, and get its rent back
    Close,
}
