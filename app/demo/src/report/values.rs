//! Figures with their unit: exact for programs, legible for people.

use std::fmt;

use co_staking_client::format::{io, sol, time};
use serde::{Serialize, Serializer, ser::SerializeStruct};

/// Base units of the mint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount(pub u64);

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&io(self.0))
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        pair(serializer, ("base_units", &self.0.to_string()), ("io", &self.to_string()))
    }
}

/// Lamports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lamports(pub u64);

impl fmt::Display for Lamports {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&sol(self.0))
    }
}

impl Serialize for Lamports {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        pair(serializer, ("lamports", &self.0.to_string()), ("sol", &self.to_string()))
    }
}

/// Seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Time(pub i64);

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&time(self.0))
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        pair(serializer, ("unix", &self.0), ("utc", &self.to_string()))
    }
}

fn pair<S: Serializer>(
    serializer: S,
    exact: (&'static str, &impl Serialize),
    legible: (&'static str, &impl Serialize),
) -> Result<S::Ok, S::Error> {
    let mut fields = serializer.serialize_struct("figure", 2)?;
    fields.serialize_field(exact.0, exact.1)?;
    fields.serialize_field(legible.0, legible.1)?;
    fields.end()
}
