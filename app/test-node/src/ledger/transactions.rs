//! Simulating and executing.

use base64::{Engine, prelude::BASE64_STANDARD};
use litesvm::types::TransactionMetadata;
use serde_json::{Value, json};
use solana_transaction::versioned::VersionedTransaction;

use super::{Landed, State, accounts::told};
use crate::http::Answer;

fn decode(params: &Value) -> Option<VersionedTransaction> {
    let bytes = BASE64_STANDARD.decode(params[0].as_str()?).ok()?;
    bincode::deserialize(&bytes).ok()
}

fn undecoded() -> Answer {
    Answer::error(-32602, "failed to deserialize the transaction")
}

impl State {
    pub(super) fn simulate(&self, params: &Value) -> Answer {
        let Some(transaction) = decode(params) else { return undecoded() };
        let addresses = params[1]["accounts"]["addresses"].as_array().cloned().unwrap_or_default();
        let value = match self.svm.simulate_transaction(transaction) {
            Err(failed) => json!({
                "err": failed.err,
                "logs": failed.meta.logs,
                "unitsConsumed": failed.meta.compute_units_consumed,
                "accounts": null,
            }),
            Ok(simulated) => {
                let after = |address: &Value| {
                    let post = simulated
                        .post_accounts
                        .iter()
                        .find(|(key, _)| Some(key.to_string().as_str()) == address.as_str());
                    match post {
                        Some((_, account)) => told(account, &Value::Null),
                        None => self.told_at(address, &Value::Null),
                    }
                };
                json!({
                    "err": null,
                    "logs": simulated.meta.logs,
                    "unitsConsumed": simulated.meta.compute_units_consumed,
                    "accounts": addresses.iter().map(after).collect::<Vec<_>>(),
                })
            }
        };
        Answer::Result(json!({ "context": { "slot": self.slot }, "value": value }))
    }

    /// Checks as a node does before it passes a transaction on, and puts it into the next block.
    pub(super) fn send(&mut self, params: &Value) -> Answer {
        let Some(transaction) = decode(params) else { return undecoded() };
        if !transaction.verify_with_results().iter().all(|valid| *valid) {
            return Answer::error(-32003, "Transaction signature verification failure");
        }
        let signature = transaction.signatures[0].to_string();
        let skip = params[1]["skipPreflight"] == json!(true);
        if self.history.iter().any(|landed| landed.signature == signature) {
            return if skip { Answer::Result(json!(signature)) } else { refuse(&json!("AlreadyProcessed"), &[]) };
        }
        if !self.blockhashes.contains(transaction.message.recent_blockhash()) {
            return if skip { Answer::Result(json!(signature)) } else { refuse(&json!("BlockhashNotFound"), &[]) };
        }
        if !skip && let Err(failed) = self.svm.simulate_transaction(transaction.clone()) {
            return refuse(&json!(failed.err), &failed.meta.logs);
        }
        self.execute(transaction);
        Answer::Result(json!(signature))
    }

    fn execute(&mut self, transaction: VersionedTransaction) {
        let (error, meta) = match self.svm.send_transaction(transaction.clone()) {
            Ok(meta) => (Value::Null, meta),
            Err(failed) => (json!(failed.err), failed.meta),
        };
        self.next_block();
        let (slot, time) = (self.slot, self.now());
        let told = told_transaction(&transaction, &meta, &error, slot, time);
        let keys = transaction.message.static_account_keys().to_vec();
        let signature = transaction.signatures[0].to_string();
        self.history.push(Landed { signature, slot, time, error, told, keys });
    }

    pub(super) fn status(&self, signature: &Value) -> Value {
        let landed = self.history.iter().find(|landed| Some(landed.signature.as_str()) == signature.as_str());
        landed.map_or(Value::Null, |Landed { slot, error, .. }| {
            let result = if error.is_null() { json!({ "Ok": null }) } else { json!({ "Err": error }) };
            json!({
                "slot": slot, "confirmations": null, "status": result, "err": error, "confirmationStatus": "finalized",
            })
        })
    }

    pub(super) fn signatures(&self, params: &Value) -> Value {
        let before = params[1]["before"].as_str();
        let newest_first = self
            .history
            .iter()
            .rev()
            .filter(|landed| landed.keys.iter().any(|key| Some(key.to_string().as_str()) == params[0].as_str()));
        let from = newest_first.skip_while(|landed| before.is_some_and(|before| landed.signature != before));
        let limit = params[1]["limit"].as_u64().and_then(|limit| usize::try_from(limit).ok()).unwrap_or(1_000);
        from.skip(usize::from(before.is_some()))
            .take(limit)
            .map(|landed| {
                json!({
                    "signature": landed.signature, "slot": landed.slot, "err": landed.error, "blockTime": landed.time,
                })
            })
            .collect()
    }

    pub(super) fn transaction(&self, signature: &Value) -> Value {
        let landed = self.history.iter().find(|landed| Some(landed.signature.as_str()) == signature.as_str());
        landed.map_or(Value::Null, |landed| landed.told.clone())
    }
}

fn refuse(error: &Value, logs: &[String]) -> Answer {
    let data = json!({ "err": error, "logs": logs });
    Answer::Error { code: -32002, message: "Transaction simulation failed".into(), data }
}

fn told_transaction(
    transaction: &VersionedTransaction,
    meta: &TransactionMetadata,
    error: &Value,
    slot: u64,
    time: i64,
) -> Value {
    let inner = meta.inner_instructions.iter().enumerate().map(|(index, instructions)| {
        let instructions = instructions.iter().map(|inner| {
            let data = bs58::encode(&inner.instruction.data).into_string();
            json!({ "programIdIndex": inner.instruction.program_id_index, "data": data, "accounts": inner.instruction.accounts })
        });
        json!({ "index": index, "instructions": instructions.collect::<Vec<_>>() })
    });
    let keys: Vec<_> = transaction.message.static_account_keys().iter().map(ToString::to_string).collect();
    let signatures: Vec<_> = transaction.signatures.iter().map(ToString::to_string).collect();
    json!({
        "slot": slot,
        "blockTime": time,
        "transaction": { "signatures": signatures, "message": { "accountKeys": keys } },
        "meta": {
            "err": error,
            "fee": meta.fee,
            "logMessages": meta.logs,
            "innerInstructions": inner.collect::<Vec<_>>(),
            "loadedAddresses": { "writable": [], "readonly": [] },
        },
    })
}
