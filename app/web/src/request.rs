//! Reading what was sent.

use axum::http::StatusCode;
use co_staking_client::Pubkey;
use serde::de::DeserializeOwned;

use crate::problem::Problem;

/// A body in JSON.
///
/// # Errors
/// What of it cannot be read.
pub fn json<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(body).map_err(|error| Problem::input(format!("The request's JSON cannot be read: {error}.")))
}

/// An address in a path.
///
/// # Errors
/// Where it is none: nothing can be there.
pub fn address(text: &str) -> Result<Pubkey, Problem> {
    text.parse().map_err(|_| Problem::new(StatusCode::NOT_FOUND, format!("Expected an address; found “{text}”.")))
}

/// The wallet that asks.
///
/// # Errors
/// Where it is no address.
pub fn account(text: &str) -> Result<Pubkey, Problem> {
    text.parse().map_err(|_| Problem::input(format!("Expected a wallet's address as “account”; found “{text}”.")))
}
