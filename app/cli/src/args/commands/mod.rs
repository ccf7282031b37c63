//! The commands, by who gives them. Their comments are the help.

mod device;
mod offer;
mod operator;
mod owner;
mod serve;

use clap::{Args, Subcommand};
use clap_complete::Shell;
use co_staking_client::Pubkey;

pub use device::{Device, Update};
pub use offer::{Claims, CoStake, List, Offer, Sort};
pub use operator::{Admin, Case, Rewards, Slash, Verdict};
pub use owner::{Overflow, Payout, Stake};
pub use serve::Serve;

use super::values::{DeviceRef, OfferRef};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show, register, update and close devices
    #[clap(subcommand)]
    Device(Device),
    /// Add to the stake on your device
    Stake(Stake),
    /// Leave your device: the whole stake unlocks after the cooldown, and its co-stakes leave with it
    Unstake(OneDevice),
    /// Get the stake of a device back, once it has unlocked
    Withdraw(Payout),
    /// Take out at once what is staked beyond what the device needs
    Overflow(Overflow),
    /// Find, make and claim offers to co-stake
    #[clap(subcommand)]
    Offer(Offer),
    /// Leave a co-stake, and get it back
    #[clap(subcommand, name = "co-stake")]
    CoStake(CoStake),
    /// Open and close the account that counts a wallet's claims
    #[clap(subcommand)]
    Claims(Claims),
    /// Fund, post, claim and estimate block rewards
    #[clap(subcommand)]
    Rewards(Rewards),
    /// Open, appeal, rule on, settle and show slash cases
    #[clap(subcommand)]
    Slash(Slash),
    /// Set up and change the program's config
    #[clap(subcommand)]
    Admin(Admin),
    /// Everything that a wallet owns here, with dates
    Status {
        /// The wallet; yours if it is left out
        wallet: Option<Pubkey>,
    },
    /// Why an action is refused now, and what to do: `costake why stake gpu-7f3a 100`
    Why {
        /// The command, as it would be typed
        #[clap(required = true, multiple_values = true, allow_hyphen_values = true, value_name = "ACTION")]
        action: Vec<String>,
    },
    /// Follow what happens, until interrupted
    Watch {
        /// Only this device
        #[clap(long)]
        device: Option<DeviceRef>,
        /// Begin with what happened since this slot
        #[clap(long, value_name = "SLOT")]
        since: Option<u64>,
        /// End after so many transactions
        #[clap(long, value_name = "NUMBER")]
        count: Option<usize>,
    },
    /// Serve the offer links: pages that a wallet signs from, Solana Actions and Solana Pay, until interrupted
    Serve(Serve),
    /// Print what makes a shell complete this command line
    Completion {
        #[clap(arg_enum)]
        shell: Shell,
    },
    /// Write the manual pages into a folder
    Man { folder: std::path::PathBuf },
}

impl Command {
    /// Whether it makes a transaction, or several, and does not only show what there is.
    pub const fn is_planned(&self) -> bool {
        !matches!(
            self,
            Self::Status { .. }
                | Self::Watch { .. }
                | Self::Serve(_)
                | Self::Completion { .. }
                | Self::Man { .. }
                | Self::Why { .. }
                | Self::Device(Device::Show(_) | Device::List { .. })
                | Self::Offer(Offer::List(_) | Offer::Show(_))
                | Self::Rewards(Rewards::Estimate(_) | Rewards::Show)
                | Self::Slash(Slash::Show(_))
                | Self::Admin(Admin::Show)
        )
    }
}

#[derive(Args, Debug)]
pub struct OneDevice {
    pub device: DeviceRef,
}

#[derive(Args, Debug)]
pub struct OneOffer {
    pub offer: OfferRef,
}
