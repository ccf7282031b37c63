//! What a transaction would do, without sending it.

use serde::Deserialize;
use serde_json::json;
use solana_message::Message;
use solana_transaction::Transaction;
use solana_transaction_error::TransactionError;

use super::{Clock, Found, Rpc, RpcError, Transport, encode};
use crate::{Pubkey, error::Failure};

/// What one account gains or loses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    pub address: Pubkey,
    pub before: Option<Found>,
    pub after: Option<Found>,
}

impl Effect {
    /// Lamports before and after.
    pub fn lamports(&self) -> (u64, u64) {
        let lamports = |found: &Option<Found>| found.as_ref().map_or(0, |found| found.lamports);
        (lamports(&self.before), lamports(&self.after))
    }

    /// Base units of IO before and after; `None` where neither is a token account.
    pub fn tokens(&self) -> Option<(u64, u64)> {
        let token = |found: &Option<Found>| found.as_ref().and_then(Found::token_account);
        let (before, after) = (token(&self.before), token(&self.after));
        let amount = |token: Option<super::TokenAccount>| token.map_or(0, |token| token.amount);
        (before.is_some() || after.is_some()).then(|| (amount(before), amount(after)))
    }
}

/// The outcome of a simulation.
#[derive(Clone, Debug, PartialEq)]
pub struct Simulation {
    /// Why it would fail.
    pub failure: Option<Failure>,
    pub logs: Vec<String>,
    /// Compute units that it took.
    pub units: u64,
    /// What becomes of every account that the transaction may write.
    pub effects: Vec<Effect>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Simulated {
    err: Option<TransactionError>,
    logs: Option<Vec<String>>,
    accounts: Option<Vec<Option<Found>>>,
    units_consumed: Option<u64>,
}

impl<T: Transport, C: Clock> Rpc<T, C> {
    /// Runs `message` on the cluster's present state. Signatures and blockhash are not looked at.
    ///
    /// # Errors
    /// Where no node answers. A transaction that would fail is an answer.
    pub async fn simulate(&self, message: &Message) -> Result<Simulation, RpcError> {
        let written = written(message);
        let before = self.accounts(&written).await?;
        let transaction = encode(&Transaction::new_unsigned(message.clone()));
        let addresses: Vec<_> = written.iter().map(ToString::to_string).collect();
        let options = self.reading(json!({
            "encoding": "base64",
            "sigVerify": false,
            "replaceRecentBlockhash": true,
            "accounts": { "encoding": "base64", "addresses": addresses },
        }));
        let simulated: Simulated = self.ask_at("simulateTransaction", json!([transaction, options])).await?;
        let after = simulated.accounts.unwrap_or_else(|| vec![None; written.len()]);
        let effects = written.into_iter().zip(before).zip(after);
        Ok(Simulation {
            failure: simulated.err.map(Failure::from),
            logs: simulated.logs.unwrap_or_default(),
            units: simulated.units_consumed.unwrap_or_default(),
            effects: effects.map(|((address, before), after)| Effect { address, before, after }).collect(),
        })
    }
}

/// The accounts that a transaction may write: in a message, signers stand first, and of the signers and of the others
/// those that are only read stand last.
pub fn written(message: &Message) -> Vec<Pubkey> {
    let (keys, header) = (&message.account_keys, message.header);
    let signers = usize::from(header.num_required_signatures);
    let signing = signers.saturating_sub(header.num_readonly_signed_accounts.into());
    let others = keys.len().saturating_sub(header.num_readonly_unsigned_accounts.into());
    let is_written = |index: usize| index < signing || (signers..others).contains(&index);
    keys.iter().enumerate().filter(|(index, _)| is_written(*index)).map(|(_, key)| *key).collect()
}
