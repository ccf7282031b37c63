//! "Why not?": every precondition of an action that does not hold, with the figures and what to do.
//!
//! The preconditions are the program's own ([`crate::rules`], through the methods of [`Device`] that the program calls),
//! evaluated on accounts that the caller has read. So an empty answer means that the program would not refuse either,
//! on these accounts and at this time.

mod figures;
mod outside;
mod preconditions;
mod rewards;
mod rule;
mod slash;

use std::fmt;

use anchor_lang::prelude::Pubkey;
use co_staking::rules::RuleResult;

use crate::{
    ClaimCounter, Config, CreateOfferArgs, Device, ExpectedTerms, Offer, RewardPool, Slash, SlashCase, error::Failure,
};

/// What somebody wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    UpdateDevice,
    Stake { amount: u64 },
    WithdrawOverflow { amount: u64 },
    Unstake,
    Withdraw,
    CloseDevice,
    CreateOffer(CreateOfferArgs),
    RetractOffer,
    CloseOffer,
    ClaimOffer(ExpectedTerms),
    UnstakeCoStake { offer_index: u32 },
    WithdrawCoStake { offer_index: u32 },
    ReleaseClaim { offer_index: u32 },
    CloseClaims,
    FundRewards { amount: u64 },
    ClaimOwnerRewards,
    ClaimCoStakeRewards,
    OpenSlash(Slash),
    AppealSlash,
    RuleSlash,
    FinalizeSlash,
    ReturnSlashed { number: u8 },
}

/// The accounts that decide, as the caller has read them.
#[derive(Clone, Copy)]
pub struct Accounts<'a> {
    pub config: &'a Config,
    pub device: &'a Device,
    /// The device's address.
    pub device_key: Pubkey,
    /// The offer in question, for the actions on one.
    pub offer: Option<&'a Offer>,
    /// The claim counter of the wallet in question; `None` if it has none yet.
    pub counter: Option<&'a ClaimCounter>,
    /// The slash case in question, for the actions on one; the one of the same offence for [`Action::OpenSlash`].
    pub case: Option<&'a SlashCase>,
    /// The reward pool, if it was read.
    pub pool: Option<&'a RewardPool>,
    /// What the token account holds from which the signer would pay, if it was read. Base units.
    pub balance: Option<u64>,
}

impl<'a> Accounts<'a> {
    /// Those of a device, for actions that need no more; the rest may be added.
    pub const fn of_device(config: &'a Config, device: &'a Device, device_key: Pubkey) -> Self {
        Self { config, device, device_key, offer: None, counter: None, case: None, pool: None, balance: None }
    }
}

/// One precondition that does not hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// The rule's id, as in the program's README.
    pub rule: &'static str,
    /// What the program would answer.
    pub failure: Failure,
    pub expected: String,
    pub found: String,
}

impl Reason {
    /// What is wrong and what to do.
    pub fn advice(&self) -> String {
        self.failure.advice()
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} Expected {}; found {}. [{}]", self.advice(), self.expected, self.found, self.rule)
    }
}

/// Every reason why `signer` may not do this now.
///
/// # Errors
/// [`CoStakingError::MathOverflow`] where an account's figures cannot be summed, which no account of the program shows.
pub fn explain(action: Action, signer: &Pubkey, accounts: Accounts<'_>, now: i64) -> RuleResult<Vec<Reason>> {
    let asked = figures::Asked { action, signer, accounts, now };
    let mut reasons: Vec<Reason> = outside::before(action, signer, accounts).into_iter().collect();
    match preconditions::of(action, signer, accounts, now) {
        Ok(preconditions) => {
            for refused in preconditions.iter().filter(|precondition| !precondition.holds) {
                reasons.push(asked.reason(refused.otherwise)?);
            }
        }
        // Without what it is about nothing further can be said of it.
        Err(refusal) => reasons.push(asked.reason(refusal)?),
    }
    reasons.extend(outside::after(action, accounts));
    Ok(reasons)
}
