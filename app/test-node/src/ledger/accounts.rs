//! Accounts as nodes tell them, and the filters by which they choose.

use base64::{Engine, prelude::BASE64_STANDARD};
use co_staking_client::{Pubkey, rpc::Found};
use serde_json::{Value, json};
use solana_account::ReadableAccount;

use super::State;

/// An account as a node tells it, or the slice of it that was asked for.
pub(super) fn told(account: &impl ReadableAccount, slice: &Value) -> Value {
    let data = account.data();
    let number = |value: &Value| value.as_u64().and_then(|value| usize::try_from(value).ok());
    let part = match (number(&slice["offset"]), number(&slice["length"])) {
        (Some(offset), Some(length)) => {
            let start = offset.min(data.len());
            &data[start..start.saturating_add(length).min(data.len())]
        }
        _ => data,
    };
    json!({
        "data": [BASE64_STANDARD.encode(part), "base64"],
        "executable": account.executable(),
        "lamports": account.lamports(),
        "owner": account.owner().to_string(),
        "rentEpoch": account.rent_epoch(),
        "space": data.len(),
    })
}

/// Whether all filters hold.
fn passes(data: &[u8], filters: &[Value]) -> bool {
    filters.iter().all(|filter| {
        let memcmp = &filter["memcmp"];
        let offset = memcmp["offset"].as_u64().and_then(|offset| usize::try_from(offset).ok()).unwrap_or(usize::MAX);
        let text = memcmp["bytes"].as_str().unwrap_or_default();
        let bytes = match memcmp["encoding"].as_str() {
            Some("base64") => BASE64_STANDARD.decode(text).unwrap_or_default(),
            _ => bs58::decode(text).into_vec().unwrap_or_default(),
        };
        data.get(offset..).is_some_and(|rest| rest.starts_with(&bytes))
    })
}

impl State {
    /// A ledger keeps no account without lamports.
    pub(super) fn raw(&self, address: &Pubkey) -> Option<solana_account::Account> {
        self.svm.get_account(address).filter(|account| account.lamports > 0)
    }

    /// The account at that address.
    pub(super) fn found(&self, address: &Pubkey) -> Option<Found> {
        self.raw(address).map(|account| Found {
            owner: account.owner,
            lamports: account.lamports,
            executable: account.executable,
            data: account.data,
        })
    }

    pub(super) fn told_at(&self, address: &Value, slice: &Value) -> Value {
        let address = address.as_str().and_then(|address| address.parse().ok()).unwrap_or_default();
        self.raw(&address).map_or(Value::Null, |account| told(&account, slice))
    }

    pub(super) fn program_accounts(&self, program: &Value, options: &Value) -> Value {
        let program: Pubkey = program.as_str().and_then(|program| program.parse().ok()).unwrap_or_default();
        let filters = options["filters"].as_array().cloned().unwrap_or_default();
        let all = self.svm.get_program_accounts(&program).into_iter();
        let chosen = all.filter(|(_, account)| account.lamports > 0 && passes(&account.data, &filters));
        chosen
            .map(
                |(key, account)| json!({ "pubkey": key.to_string(), "account": told(&account, &options["dataSlice"]) }),
            )
            .collect()
    }
}
