//! Where plans read accounts: on a cluster, or in a file that was saved on a machine with network.

use std::fs;

use co_staking_client::{
    Pubkey,
    format::time,
    plan::{Recorder, Snapshot, Source},
    rpc::{Found, Http, Rpc, RpcError},
};

use crate::exit::Exit;

/// One of the two.
pub enum Accounts {
    Cluster(Rpc<Http>),
    /// The file's name, and what it holds. Then no cluster is asked of anything.
    Saved(String, Snapshot),
}

impl Source for Accounts {
    async fn accounts(&self, addresses: &[Pubkey]) -> Result<Vec<Option<Found>>, RpcError> {
        match self {
            Self::Cluster(rpc) => Source::accounts(rpc, addresses).await,
            Self::Saved(_, snapshot) => snapshot.accounts(addresses).await,
        }
    }
}

impl Accounts {
    /// Those of the file that `--accounts` names.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn saved(file: &str) -> Result<Self, Exit> {
        let text = fs::read_to_string(file).map_err(|error| {
            Exit::Failed(format!("The accounts in {file} cannot be read: {error}. Save them with --save-accounts."))
        })?;
        let snapshot = Snapshot::from_json(&text).map_err(|error| {
            Exit::Failed(format!("{file} holds no saved accounts: {error}. Save them with --save-accounts."))
        })?;
        Ok(Self::Saved(file.into(), snapshot))
    }
}

/// Writes what was read so far into the file that `--save-accounts` names.
///
/// # Errors
/// Where it cannot be written.
pub fn save(read: &Recorder<Accounts>, file: &str) -> Result<(), Exit> {
    let snapshot = read.snapshot();
    let text = snapshot.to_json().map_err(|error| Exit::Failed(format!("{file} cannot be made: {error}.")))?;
    fs::write(file, text + "\n").map_err(|error| Exit::Failed(format!("{file} cannot be written: {error}.")))?;
    eprintln!("Saved the accounts in {file}, as of {}", snapshot.time().map_or("no time".into(), time));
    Ok(())
}
