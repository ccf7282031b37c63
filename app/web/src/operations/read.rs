//! An operation from the words of a form, a link, or a request.

use co_staking_client::{
    Pubkey,
    format::{DecimalError, IO_DECIMALS, parse_io, parse_percent},
    plan::{Amount, Operation},
};
use jiff::{Timestamp, civil::DateTime, tz::TimeZone};

use super::{Offered, Parameters, catalog::unknown, offered};
use crate::problem::Problem;

/// An address.
///
/// # Errors
/// What is expected.
pub fn address(text: &str) -> Result<Pubkey, String> {
    text.parse().map_err(|_| "an address".into())
}

pub(super) fn amount(text: &str) -> Result<u64, String> {
    parse_io(text).map_err(|error| match error {
        DecimalError::Decimals { .. } => format!("IO with at most {IO_DECIMALS} decimals"),
        DecimalError::TooLarge => "a smaller amount of IO".into(),
        DecimalError::NotANumber => "IO in plain digits, like 1250.5,".into(),
    })
}

pub(super) fn amount_or_all(text: &str) -> Result<Amount, String> {
    if text.eq_ignore_ascii_case("all") { Ok(Amount::All) } else { amount(text).map(Amount::Units) }
}

pub(super) fn percent(text: &str) -> Result<u16, String> {
    parse_percent(text).map_err(|_| "a percentage up to 100, like 12.5,".into())
}

/// As `datetime-local` inputs write it, or with a zone.
pub(super) fn time(text: &str) -> Result<i64, String> {
    let civil = || text.parse::<DateTime>().ok()?.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp());
    let timestamp = text.parse::<Timestamp>().ok().or_else(civil);
    timestamp.map(Timestamp::as_second).ok_or_else(|| "a time in UTC, like 2026-03-01T12:00,".into())
}

pub(super) fn number(text: &str) -> Result<u8, String> {
    text.parse().map_err(|_| "a whole number below 256".into())
}

/// The operation of that name with those parameters.
///
/// # Errors
/// A sentence, where the name is unknown or a parameter is missing or cannot be read.
pub fn operation(name: &str, given: &Parameters) -> Result<(&'static Offered, Operation), Problem> {
    let known = offered(name)?;
    let subject = known.about.parameter().map(|name| given.given(name, address)).transpose()?.unwrap_or_default();
    Ok((known, read(known.name, subject, given)?))
}

/// `subject` is what the catalog says that it is about.
fn read(name: &str, subject: Pubkey, given: &Parameters) -> Result<Operation, Problem> {
    let (device, offer, case) = (subject, subject, subject);
    let to = given.maybe("to", address)?;
    let from = given.maybe("from", address)?;
    let wallet = given.maybe("wallet", address)?;
    Ok(match name {
        "stake" => Operation::Stake { device, amount: given.given("amount", amount_or_all)?, from },
        "unstake" => Operation::Unstake { device },
        "withdraw" => Operation::Withdraw { device, to },
        "withdraw-overflow" => {
            Operation::WithdrawOverflow { device, amount: given.given("amount", amount_or_all)?, to }
        }
        "create-offer" => Operation::CreateOffer {
            device,
            amount: given.given("amount", amount)?,
            reward_bps: given.given("reward", percent)?,
            reserved_for: given.maybe("reserved_for", address)?,
            expires_at: given.maybe("expires_at", time)?,
        },
        "retract-offer" => Operation::RetractOffer { offer },
        "close-offer" => Operation::CloseOffer { offer },
        "close-device" => Operation::CloseDevice { device },
        "claim-offer" => Operation::ClaimOffer { offer, from },
        "unstake-co-stake" => Operation::UnstakeCoStake { offer },
        "withdraw-co-stake" => Operation::WithdrawCoStake { offer, to },
        "release-claim" => Operation::ReleaseClaim { offer, wallet },
        "open-claims" => Operation::OpenClaims { wallet },
        "close-claims" => Operation::CloseClaims,
        "claim-owner-rewards" => Operation::ClaimOwnerRewards { device, to },
        "claim-co-stake-rewards" => Operation::ClaimCoStakeRewards { offer, to },
        "fund-rewards" => Operation::FundRewards { amount: given.given("amount", amount_or_all)?, from },
        "appeal-slash" => Operation::AppealSlash { case },
        "finalize-slash" => Operation::FinalizeSlash { case },
        "return-slashed" => Operation::ReturnSlashed { case, number: given.given("number", number)?, to },
        other => return Err(unknown(other)),
    })
}
