//! An operation from the words of a form, a link, or a request.

use std::collections::BTreeMap;

use co_staking_client::{
    Pubkey,
    format::{DecimalError, IO_DECIMALS, parse_decimal, parse_io},
    plan::{Amount, Operation},
};
use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use serde::Deserialize;
use serde_json::Value;

use super::{Offered, offered};
use crate::problem::Problem;

/// Percent with two decimals are bps.
const PERCENT_DECIMALS: u32 = 2;
/// The whole.
const MOST_BPS: u16 = 10_000;

/// Parameters by name, as they were written. An empty one is as good as none.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct Parameters(BTreeMap<String, Value>);

impl Parameters {
    /// Those of `others` that are not given here.
    #[must_use]
    pub fn or(mut self, others: Self) -> Self {
        for (name, value) in others.0 {
            self.0.entry(name).or_insert(value);
        }
        self
    }

    /// A parameter's text; a number's digits.
    fn text(&self, name: &str) -> Option<String> {
        let text = match self.0.get(name)? {
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }

    /// A parameter's text, if it can stand in a link as it is: what means something here can.
    pub fn plain(&self, name: &str) -> Option<String> {
        self.text(name).filter(|text| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".:-".contains(&byte)))
    }

    /// A parameter that need not be there.
    fn maybe<R>(&self, name: &str, read: impl Fn(&str) -> Result<R, String>) -> Result<Option<R>, Problem> {
        let read = |text: String| read(&text).map_err(|expected| wrong(name, &expected, &format!("“{text}”")));
        self.text(name).map(read).transpose()
    }

    /// A parameter that has to be there.
    fn given<R>(&self, name: &str, read: impl Fn(&str) -> Result<R, String>) -> Result<R, Problem> {
        match self.text(name) {
            None => {
                let expected = read("").err().unwrap_or_default();
                Err(wrong(name, &expected, "nothing"))
            }
            Some(text) => read(&text).map_err(|expected| wrong(name, &expected, &format!("“{text}”"))),
        }
    }

    /// The wallet that asks.
    ///
    /// # Errors
    /// Where it is missing or no address.
    pub fn account(&self) -> Result<Pubkey, Problem> {
        self.given("account", address)
    }

    /// What is asked for, by name.
    ///
    /// # Errors
    /// Where it is missing.
    pub fn operation_name(&self) -> Result<String, Problem> {
        self.text("operation")
            .ok_or_else(|| wrong("operation", "the name of an operation, like claim-offer", "nothing"))
    }
}

fn wrong(name: &str, expected: &str, found: &str) -> Problem {
    Problem::input(format!("Expected {expected} as “{name}”; found {found}."))
}

/// An address.
///
/// # Errors
/// What is expected.
pub fn address(text: &str) -> Result<Pubkey, String> {
    text.parse().map_err(|_| "an address".into())
}

fn amount(text: &str) -> Result<u64, String> {
    parse_io(text).map_err(|error| match error {
        DecimalError::Decimals { .. } => format!("IO with at most {IO_DECIMALS} decimals"),
        DecimalError::TooLarge => "a smaller amount of IO".into(),
        DecimalError::NotANumber => "IO in plain digits, like 1250.5,".into(),
    })
}

fn amount_or_all(text: &str) -> Result<Amount, String> {
    if text.eq_ignore_ascii_case("all") { Ok(Amount::All) } else { amount(text).map(Amount::Units) }
}

fn percent(text: &str) -> Result<u16, String> {
    let bps = parse_decimal(text, PERCENT_DECIMALS).ok().and_then(|bps| u16::try_from(bps).ok());
    bps.filter(|bps| *bps <= MOST_BPS).ok_or_else(|| "a percentage up to 100, like 12.5,".into())
}

/// As `datetime-local` inputs write it, or with a zone.
fn time(text: &str) -> Result<i64, String> {
    let civil = || text.parse::<DateTime>().ok()?.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp());
    let timestamp = text.parse::<Timestamp>().ok().or_else(civil);
    timestamp.map(Timestamp::as_second).ok_or_else(|| "a time in UTC, like 2026-03-01T12:00,".into())
}

fn number(text: &str) -> Result<u8, String> {
    text.parse().map_err(|_| "a whole number below 256".into())
}

/// The operation of that name with those parameters.
///
/// # Errors
/// A sentence, where the name is unknown or a parameter is missing or cannot be read.
pub fn operation(name: &str, given: &Parameters) -> Result<(&'static Offered, Operation), Problem> {
    let known = offered(name).ok_or_else(|| Problem::missing(format!("There is no operation “{name}”.")))?;
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
        other => return Err(Problem::missing(format!("There is no operation “{other}”."))),
    })
}

#[cfg(test)]
mod tests {
    use co_staking_client::format::IO;
    use serde_json::json;

    use super::*;
    use crate::operations::OPERATIONS;

    fn parameters(value: Value) -> Parameters {
        serde_json::from_value(value).unwrap()
    }

    /// With everything that any of them may ask for, each is read.
    #[test]
    fn each_operation_is_read() {
        let key = Pubkey::new_unique().to_string();
        let given = parameters(json!({
            "device": key, "offer": key, "case": key, "amount": "1", "reward": "12.5", "number": 3,
        }));
        for known in &OPERATIONS {
            let (found, _) =
                operation(known.name, &given).unwrap_or_else(|problem| panic!("{}: {problem}", known.name));
            assert_eq!(found.name, known.name);
        }
    }

    #[test]
    fn the_terms_of_an_offer() {
        let (device, wallet) = (Pubkey::new_unique(), Pubkey::new_unique());
        let given = parameters(json!({
            "device": device.to_string(), "amount": " 500.5 ", "reward": "12.25", "reserved_for": wallet.to_string(),
            "expires_at": "2026-03-01T12:00",
        }));
        let expected = Operation::CreateOffer {
            device,
            amount: 500 * IO + IO / 2,
            reward_bps: 1_225,
            reserved_for: Some(wallet),
            expires_at: Some(1_772_366_400),
        };
        assert_eq!(operation("create-offer", &given).unwrap().1, expected);
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        let device = Pubkey::new_unique().to_string();
        for (name, given, message) in [
            ("stake", json!({}), "Expected an address as “device”; found nothing."),
            ("stake", json!({ "device": "gpu" }), "Expected an address as “device”; found “gpu”."),
            (
                "stake",
                json!({ "device": device, "amount": "" }),
                "Expected IO in plain digits, like 1250.5, as “amount”; found nothing.",
            ),
            (
                "stake",
                json!({ "device": device, "amount": "1,5" }),
                "Expected IO in plain digits, like 1250.5, as “amount”; found “1,5”.",
            ),
            (
                "stake",
                json!({ "device": device, "amount": "0.123456789" }),
                "Expected IO with at most 8 decimals as “amount”; found “0.123456789”.",
            ),
            (
                "create-offer",
                json!({ "device": device, "amount": "ALL", "reward": "1" }),
                "Expected IO in plain digits, like 1250.5, as “amount”; found “ALL”.",
            ),
            (
                "create-offer",
                json!({ "device": device, "amount": "1", "reward": "101" }),
                "Expected a percentage up to 100, like 12.5, as “reward”; found “101”.",
            ),
            (
                "create-offer",
                json!({ "device": device, "amount": "1", "reward": "1", "expires_at": "soon" }),
                "Expected a time in UTC, like 2026-03-01T12:00, as “expires_at”; found “soon”.",
            ),
            (
                "return-slashed",
                json!({ "case": device, "number": 256 }),
                "Expected a whole number below 256 as “number”; found “256”.",
            ),
            ("pause", json!({}), "There is no operation “pause”."),
        ] {
            let problem = operation(name, &parameters(given)).unwrap_err();
            assert_eq!(problem.message, message);
        }
    }
}
