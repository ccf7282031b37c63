//! What the roles type: rewards, slash cases, and the config.

use clap::{ArgEnum, Args, Subcommand};
use co_staking_client::{Pubkey, pda, plan::Amount};

use super::OneOffer;
use crate::args::values::{DeviceRef, OfferRef, When, amount, io, percent};

#[derive(Debug, Subcommand)]
pub enum Rewards {
    /// Put IO into the reward pool (anyone)
    Fund {
        #[clap(value_parser = amount)]
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

impl Case {
    /// Its address.
    pub fn address(&self) -> Pubkey {
        pda::slash_case(&self.device.0, &pda::offence_id(&self.offence))
    }
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
