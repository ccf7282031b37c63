//! The commands, by who gives them. Their comments are the help.

use clap::{ArgEnum, Args, Subcommand};
use co_staking_client::Pubkey;

use super::values::{Amount, DeviceRef, OfferRef, When, io, multiplier, percent};

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
    /// Print what makes a shell complete this command line
    Completion {
        #[clap(arg_enum)]
        shell: Shell,
    },
    /// Write the manual pages into a folder
    Man { folder: std::path::PathBuf },
}

/// A shell that can complete.
#[derive(ArgEnum, Clone, Copy, Debug)]
pub enum Shell {
    Bash,
    Elvish,
    Fish,
    #[clap(name = "powershell")]
    PowerShell,
    Zsh,
}

#[derive(Args, Debug)]
pub struct OneDevice {
    pub device: DeviceRef,
}

#[derive(Args, Debug)]
pub struct OneOffer {
    pub offer: OfferRef,
}

#[derive(Args, Debug)]
pub struct Stake {
    pub device: DeviceRef,
    /// In IO, or ALL that your token account holds
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
    pub amount: Amount,
    /// The token account that is paid; your associated one if it is left out
    #[clap(long, value_name = "TOKEN_ACCOUNT")]
    pub to: Option<Pubkey>,
}

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

#[derive(Debug, Subcommand)]
pub enum Rewards {
    /// Put IO into the reward pool (anyone)
    Fund {
        amount: Amount,
        /// The token account that pays; your associated one if it is left out
        #[clap(long, value_name = "TOKEN_ACCOUNT")]
        from: Option<Pubkey>,
    },
    /// Post a block's rewards (rewarder)
    Accrue {
        /// A line for each device: DEVICE AMOUNT
        file: std::path::PathBuf,
        /// When the block started
        #[clap(long, value_name = "TIME", allow_hyphen_values = true)]
        started: When,
        /// When it ended
        #[clap(long, value_name = "TIME", allow_hyphen_values = true)]
        ended: When,
    },
    /// Pay a party what it was credited (anyone): the owner's of a device, or the co-staker's of an offer
    Claim {
        #[clap(long, required_unless_present = "offer")]
        device: Option<DeviceRef>,
        #[clap(long, conflicts_with = "device")]
        offer: Option<OfferRef>,
        /// The token account that is paid; the party's associated one if it is left out
        #[clap(long, value_name = "TOKEN_ACCOUNT")]
        to: Option<Pubkey>,
    },
    /// What a block may pay an offer's co-staker, from the last seven days
    Estimate(OneOffer),
    /// What the pool has, owes and has paid
    Show,
}

#[derive(Debug, Subcommand)]
pub enum Slash {
    /// Take a share of the stakes that answer for an offence (slasher)
    Open {
        device: DeviceRef,
        /// The offence's public id: each is slashed once
        offence: String,
        /// Of each party's stake
        #[clap(long, value_parser = percent, value_name = "PERCENT")]
        share: u16,
        /// When it happened
        #[clap(long, value_name = "TIME", allow_hyphen_values = true)]
        at: When,
        /// Withhold the parties' unclaimed rewards of this device too
        #[clap(long)]
        forfeit_rewards: bool,
    },
    /// Ask the arbiter to rule (owner, or a co-staker in the case)
    Appeal(Case),
    /// Rule on an appeal (arbiter)
    Rule {
        #[clap(flatten)]
        case: Case,
        #[clap(arg_enum)]
        verdict: Verdict,
    },
    /// End a case whose window is over (anyone)
    Finalize(Case),
    /// Give a part of an overturned case back (anyone)
    Return {
        #[clap(flatten)]
        case: Case,
        /// The part's number, as `slash show` lists it
        #[clap(long)]
        part: u8,
        /// The token account that is paid where the stake has ended; the party's associated one if it is left out
        #[clap(long, value_name = "TOKEN_ACCOUNT")]
        to: Option<Pubkey>,
    },
    /// A case, its parts and its dates
    Show(Case),
}

/// How the arbiter rules.
#[derive(ArgEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Uphold,
    Overturn,
}

#[derive(Args, Debug)]
pub struct Case {
    pub device: DeviceRef,
    /// The offence's public id
    pub offence: String,
}

#[derive(Debug, Subcommand)]
pub enum Admin {
    /// The config: roles, durations, requirement, pause
    Show,
    /// Create the config from a reviewed file (upgrade authority)
    Init { file: std::path::PathBuf },
    /// Change roles or amounts (admin)
    Update {
        #[clap(long)]
        registrar: Option<Pubkey>,
        #[clap(long)]
        rewarder: Option<Pubkey>,
        #[clap(long)]
        slasher: Option<Pubkey>,
        #[clap(long)]
        arbiter: Option<Pubkey>,
        #[clap(long)]
        guardian: Option<Pubkey>,
        /// Of a card, in IO
        #[clap(long, value_parser = io, value_name = "IO")]
        base_requirement: Option<u64>,
        /// The most that a block may pay a device, in IO
        #[clap(long, value_parser = io, value_name = "IO")]
        max_block_reward: Option<u64>,
    },
    /// Name who may become admin (admin)
    Propose {
        /// Nobody if it is left out, which withdraws a proposal
        wallet: Option<Pubkey>,
    },
    /// Become admin (whom the admin proposed)
    Accept,
    /// Pause (guardian or admin)
    Pause,
    /// Unpause (admin)
    Unpause,
}
