//! "Why not?": every precondition of an action that does not hold, with the figures and what to do.
//!
//! The preconditions are the program's own ([`crate::rules`], through the methods of [`Device`] that the program calls),
//! evaluated on accounts that the caller has read. So an empty answer means that the program would not refuse either,
//! on these accounts and at this time.

mod figures;

use std::fmt;

use anchor_lang::{error::ErrorCode, prelude::Pubkey};
use anchor_spl::token::spl_token::error::TokenError;
use bytemuck::Zeroable;
use co_staking::{
    error::CoStakingError,
    rules::{
        Precondition, RuleResult, not_paused,
        offer::{Terms, caps},
        time::NEVER,
    },
};

use crate::{ClaimCounter, Config, CreateOfferArgs, Device, ExpectedTerms, Offer, error::Failure, format::io};

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
    /// What the token account holds from which the signer would pay, if it was read. Base units.
    pub balance: Option<u64>,
}

impl<'a> Accounts<'a> {
    /// Those of a device, for actions that need no more; the rest may be added.
    pub const fn of_device(config: &'a Config, device: &'a Device, device_key: Pubkey) -> Self {
        Self { config, device, device_key, offer: None, counter: None, balance: None }
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
    let mut reasons: Vec<Reason> = wrong_signer(action, signer, accounts).into_iter().collect();
    match preconditions(action, signer, accounts, now) {
        Ok(preconditions) => {
            for refused in preconditions.iter().filter(|precondition| !precondition.holds) {
                reasons.push(asked.reason(refused.otherwise)?);
            }
        }
        // Without the co-stake or the claim in question nothing further can be said of it.
        Err(refusal) => reasons.push(asked.reason(refusal)?),
    }
    reasons.extend(too_large(action, accounts));
    reasons.extend(insufficient_funds(action, accounts));
    Ok(reasons)
}

/// What must hold, from the methods that the program calls, in its order.
fn preconditions(action: Action, signer: &Pubkey, accounts: Accounts<'_>, now: i64) -> RuleResult<Vec<Precondition>> {
    let Accounts { config, device, .. } = accounts;
    let paused = config.is_paused();
    let offer = || accounts.offer.ok_or(CoStakingError::OfferNotOpen);
    Ok(match action {
        Action::UpdateDevice => vec![not_paused(paused)],
        Action::Stake { amount } => device.may_stake(amount, paused).to_vec(),
        Action::WithdrawOverflow { amount } => device.may_withdraw_overflow(amount, now)?.to_vec(),
        Action::Unstake => device.may_unstake(now).to_vec(),
        Action::Withdraw => device.may_withdraw(now).to_vec(),
        Action::CloseDevice => device.may_close(signer, &config.roles.registrar)?.to_vec(),
        Action::CreateOffer(args) => {
            let terms = Terms::new(args.amount, args.reward_bps, args.expires_at.unwrap_or(NEVER));
            let asked = device.may_create_offer(&terms, args.reserved_for, paused, now).to_vec();
            [asked, caps(&device.load(now)?.with_offer(&terms)).to_vec()].concat()
        }
        Action::RetractOffer => offer()?.may_retract(signer, now).to_vec(),
        Action::CloseOffer => offer()?.may_close(device).to_vec(),
        Action::ClaimOffer(expected) => {
            let counter = accounts.counter.copied().unwrap_or_else(|| new_counter(signer));
            let asked = device.may_claim(offer()?, &counter, &expected, paused, now).to_vec();
            [asked, caps(&device.load(now)?).to_vec()].concat()
        }
        Action::UnstakeCoStake { offer_index } => device.may_unstake_co_stake(offer_index, signer, now)?.to_vec(),
        Action::WithdrawCoStake { offer_index } => device.may_withdraw_co_stake(offer_index, now)?.to_vec(),
        Action::ReleaseClaim { offer_index } => {
            let counter = accounts.counter.ok_or(CoStakingError::NoSuchClaim)?;
            let mut asked = device.may_release_claim(offer_index, &counter.wallet, now).to_vec();
            asked.push(counter.may_free(&accounts.device_key, offer_index));
            asked
        }
    })
}

/// The counter that the client opens before a wallet's first claim.
fn new_counter(wallet: &Pubkey) -> ClaimCounter {
    let mut counter = ClaimCounter::zeroed();
    counter.open(*wallet, *wallet);
    counter
}

/// Whose signature the accounts demand, where Anchor's constraint is the check.
fn wrong_signer(action: Action, signer: &Pubkey, accounts: Accounts<'_>) -> Option<Reason> {
    let (who, expected) = match action {
        Action::UpdateDevice => ("registrar", accounts.config.roles.registrar),
        Action::Stake { .. }
        | Action::WithdrawOverflow { .. }
        | Action::Unstake
        | Action::CreateOffer(_)
        | Action::CloseOffer => ("owner", accounts.device.owner),
        // Anyone may send these, or the account itself says who may.
        Action::Withdraw
        | Action::CloseDevice
        | Action::RetractOffer
        | Action::ClaimOffer(_)
        | Action::UnstakeCoStake { .. }
        | Action::WithdrawCoStake { .. }
        | Action::ReleaseClaim { .. } => return None,
    };
    (expected != *signer).then(|| Reason {
        rule: "Roles",
        failure: Failure::WrongAccount { code: ErrorCode::ConstraintHasOne.into() },
        expected: format!("the {who} {expected}"),
        found: signer.to_string(),
    })
}

/// The only sum that an amount could overflow.
fn too_large(action: Action, accounts: Accounts<'_>) -> Option<Reason> {
    let Action::Stake { amount } = action else { return None };
    let most = u64::MAX.saturating_sub(accounts.device.owner_stake().active());
    (amount > most).then(|| Reason {
        rule: "R6",
        failure: Failure::Refused(CoStakingError::MathOverflow),
        expected: format!("at most {}", io(most)),
        found: io(amount),
    })
}

/// What only the token program refuses.
fn insufficient_funds(action: Action, accounts: Accounts<'_>) -> Option<Reason> {
    let balance = accounts.balance?;
    let (rule, amount) = match (action, accounts.offer) {
        (Action::Stake { amount }, _) => ("R6", amount),
        (Action::ClaimOffer(_), Some(offer)) => ("R14", offer.terms().amount),
        _ => return None,
    };
    (balance < amount).then(|| Reason {
        rule,
        failure: Failure::Token { code: TokenError::InsufficientFunds as u32 },
        expected: format!("at least {}", io(amount)),
        found: io(balance),
    })
}
