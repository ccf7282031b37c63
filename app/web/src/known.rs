//! What an address names, or that nothing is there.

use co_staking_client::{Device, Offer, Pubkey};

use crate::{index::Tables, problem::Problem};

/// The offer at that address, with its device.
///
/// # Errors
/// Where there is none.
pub fn offer<'a>(tables: &'a Tables, address: &Pubkey) -> Result<(&'a Offer, &'a Device), Problem> {
    let found = tables.offer(address).and_then(|offer| Some((offer, tables.device(&offer.device)?)));
    found.ok_or_else(|| missing("offer", address, "it was closed, or the address or the cluster is wrong"))
}

/// The device at that address.
///
/// # Errors
/// Where there is none.
pub fn device<'a>(tables: &'a Tables, address: &Pubkey) -> Result<&'a Device, Problem> {
    tables.device(address).ok_or_else(|| missing("device", address, "the address or the cluster is wrong"))
}

fn missing(what: &str, address: &Pubkey, why: &str) -> Problem {
    Problem::missing(format!("There is no {what} at {address}: {why}."))
}
