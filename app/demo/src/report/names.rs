use std::collections::BTreeMap;

use co_staking_client::Pubkey;
use serde::Serialize;

/// An address, and what it is called here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Party {
    pub name: String,
    pub address: String,
}

/// What the addresses of this run are called.
#[derive(Default)]
pub struct Names(BTreeMap<Pubkey, String>);

impl Names {
    /// From now on it is called that.
    pub fn call(&mut self, address: Pubkey, name: impl Into<String>) {
        self.0.insert(address, name.into());
    }

    /// All of them.
    pub fn all(&self) -> Vec<Party> {
        self.0.keys().map(|address| self.party(address)).collect()
    }

    /// The address with its name; one without a name is called by its address.
    pub fn party(&self, address: &Pubkey) -> Party {
        let shown = address.to_string();
        Party { name: self.0.get(address).cloned().unwrap_or_else(|| shown.clone()), address: shown }
    }
}
