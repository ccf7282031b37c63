//! Accounts in a file, for a machine without network.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Source;
use crate::{
    Pubkey,
    rpc::{CLOCK, Found, RpcError, chain_time},
};

/// What this file is, so that no other JSON is taken for it.
const KIND: &str = "co-staking accounts, version 1";

/// Accounts as they stood when they were read, the cluster's clock among them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot(BTreeMap<Pubkey, Option<Found>>);

/// Why a text is no snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnapshotError(String);

impl fmt::Display for SnapshotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SnapshotError {}

/// How it is written.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct File {
    kind: String,
    /// The cluster's time, for whoever reads the file; plans take it from the clock's account.
    time: Option<i64>,
    /// By address; null where there was none.
    accounts: BTreeMap<String, Value>,
}

impl Snapshot {
    /// Of these accounts; `None` for an address at which there is none.
    pub const fn new(accounts: BTreeMap<Pubkey, Option<Found>>) -> Self {
        Self(accounts)
    }

    /// The cluster's time, in seconds since 1970; `None` where the clock was not read.
    pub fn time(&self) -> Option<i64> {
        chain_time(self.0.get(&CLOCK).and_then(Option::as_ref)).ok()
    }

    /// As JSON.
    ///
    /// # Errors
    /// Never for accounts that a source told of.
    pub fn to_json(&self) -> Result<String, SnapshotError> {
        let account = |(key, found): (&Pubkey, &Option<Found>)| Ok((key.to_string(), serde_json::to_value(found)?));
        let write = || -> Result<String, serde_json::Error> {
            let accounts = self.0.iter().map(account).collect::<Result<_, serde_json::Error>>()?;
            serde_json::to_string_pretty(&File { kind: KIND.into(), time: self.time(), accounts })
        };
        write().map_err(|error| SnapshotError(error.to_string()))
    }

    /// From JSON.
    ///
    /// # Errors
    /// Says what is wrong with the text.
    pub fn from_json(text: &str) -> Result<Self, SnapshotError> {
        let wrong = |why: String| SnapshotError(why);
        let file: File = serde_json::from_str(text).map_err(|error| wrong(error.to_string()))?;
        if file.kind != KIND {
            return Err(wrong(format!("expected {KIND:?}, found {:?}", file.kind)));
        }
        let account = |(key, value): (String, Value)| {
            let address: Pubkey = key.parse().map_err(|_| wrong(format!("{key} is no address")))?;
            let found = serde_json::from_value(value).map_err(|error| wrong(format!("{key}: {error}")))?;
            Ok((address, found))
        };
        file.accounts.into_iter().map(account).collect::<Result<_, _>>().map(Self)
    }
}

impl Source for Snapshot {
    async fn accounts(&self, addresses: &[Pubkey]) -> Result<Vec<Option<Found>>, RpcError> {
        let of = |address: &Pubkey| {
            self.0.get(address).cloned().ok_or_else(|| RpcError::NotSaved { address: address.to_string() })
        };
        addresses.iter().map(of).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snapshot() -> Snapshot {
        let found = Found { owner: crate::ID, lamports: u64::MAX, executable: true, data: vec![0, 1, 255] };
        Snapshot::new([(Pubkey::new_unique(), Some(found)), (Pubkey::new_unique(), None)].into())
    }

    #[test]
    fn what_was_written_is_read() {
        let written = snapshot();
        assert_eq!(Snapshot::from_json(&written.to_json().unwrap()), Ok(written));
    }

    #[test]
    fn other_texts_are_refused() {
        let text = snapshot().to_json().unwrap();
        for (wrong, part) in [
            (String::new(), "EOF"),
            ("{}".into(), "missing field `kind`"),
            (text.replace("version 1", "version 2"), "expected \"co-staking accounts, version 1\", found"),
            (text.replace("\"base64\"", "\"base58\""), "not in base64"),
            (text.replace("\"lamports\"", "\"lamport\""), "missing field `lamports`"),
            (text.replace("\": null\n", "0\": null\n"), "is no address"),
            (text.replacen("\"time\": null", "\"time\": null, \"more\": 1", 1), "unknown field `more`"),
        ] {
            assert_ne!(wrong, text, "{part}: nothing was changed");
            let error = Snapshot::from_json(&wrong).unwrap_err().to_string();
            assert!(error.contains(part), "expected {part}, found {error}");
        }
    }
}
