//! What a link gives, in words: whoever follows it reads the same as what it does.

use co_staking_client::{format, plan::Amount};

use super::{Ask, Kind, Parameters, read};
use crate::problem::Problem;

/// A parameter that is given, as a sentence; `None` where it is not given.
///
/// # Errors
/// Where it cannot be read.
pub fn said(ask: &Ask, given: &Parameters) -> Result<Option<String>, Problem> {
    let name = ask.name;
    let value = match ask.kind {
        Kind::Amount => given.maybe(name, read::amount)?.map(format::io),
        Kind::AmountOrAll => given.maybe(name, read::amount_or_all)?.map(|amount| match amount {
            Amount::All => "all".into(),
            Amount::Units(units) => format::io(units),
        }),
        Kind::Percent => given.maybe(name, read::percent)?.map(|bps| format::percent(bps.into())),
        Kind::Address => given.maybe(name, read::address)?.map(|address| address.to_string()),
        Kind::Time => given.maybe(name, read::time)?.map(format::time),
        Kind::Number => given.maybe(name, read::number)?.map(|number| number.to_string()),
    };
    Ok(value.map(|value| format!("{} {value}.", ask.said)))
}
