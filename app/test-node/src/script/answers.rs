//! What the cluster's nodes answer.

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};
use solana_transaction::versioned::VersionedTransaction;

use super::{
    Chain, Fate, Kind, Step,
    chain::{CONFIRMED_AFTER, FINALIZED_AFTER},
};
use crate::http::Answer;

/// A genesis hash that no public cluster has.
pub const GENESIS: &str = "GenesisHashOfTheScriptedC1uster1111111111111";

impl Chain {
    pub(super) fn answer(&mut self, node: usize, method: &str, params: &Value) -> Answer {
        self.requests += 1;
        let (now, step) = (self.now(), Step::of(method));
        let kind = step.and_then(|step| {
            let met = self.faults.iter_mut().find_map(|fault| fault.meets(node, step, now).then_some(fault.kind));
            met.map(|kind| (kind, step))
        });
        let Some((kind, step)) = kind else {
            return self.healthy(method, params, self.slot());
        };
        match kind {
            Kind::ReplyLost => {
                self.healthy(method, params, self.slot());
                Answer::Nothing
            }
            Kind::ReplyCut => match self.healthy(method, params, self.slot()) {
                Answer::Result(result) => Answer::Cut(result),
                other => other,
            },
            Kind::RequestLost => Answer::Nothing,
            Kind::Status(code) => Answer::Status { code, retry_after: None },
            Kind::RateLimit(retry_after) => Answer::Status { code: 429, retry_after },
            Kind::Page => Answer::Page,
            Kind::Unhealthy => Answer::error(-32005, "Node is behind by 200 slots"),
            Kind::Behind(slots) => self.healthy(method, params, self.slot() - slots),
            Kind::BlockhashNotFound => preflight(&json!("BlockhashNotFound")),
            Kind::AlreadyProcessed => {
                self.healthy(method, params, self.slot());
                preflight(&json!("AlreadyProcessed"))
            }
            Kind::Preflight(code) if params[1]["skipPreflight"] == json!(false) || step == Step::Simulate => {
                preflight(&custom(code))
            }
            Kind::Preflight(_) => self.healthy(method, params, self.slot()),
            Kind::Dropped | Kind::Late | Kind::Fails(_) | Kind::Fork | Kind::OtherFork(_) => self.take(params, kind),
        }
    }

    /// What a node answers that knows the chain up to `slot`.
    fn healthy(&mut self, method: &str, params: &Value, slot: u64) -> Answer {
        let options = params.as_array().and_then(|params| params.last()).cloned().unwrap_or_default();
        if options["minContextSlot"].as_u64().is_some_and(|least| least > slot) {
            return Answer::error(-32016, "Minimum context slot has not been reached");
        }
        let at = |value: Value| Answer::Result(json!({ "context": { "slot": slot }, "value": value }));
        match method {
            "getGenesisHash" => Answer::Result(json!(GENESIS)),
            "getMultipleAccounts" => at(json!(vec![Value::Null; params[0].as_array().map_or(0, Vec::len)])),
            "simulateTransaction" => at(json!({ "err": null, "logs": [], "unitsConsumed": 10_000 })),
            "getLatestBlockhash" => {
                let hash = Self::blockhash(slot);
                at(json!({ "blockhash": hash.to_string(), "lastValidBlockHeight": Self::last_valid(&hash) }))
            }
            "sendTransaction" => self.take(params, Kind::Fails(0)),
            "getSignatureStatuses" => {
                let found = self.status(params[0][0].as_str().unwrap_or_default());
                at(json!([found.filter(|found| found.0 <= slot).map(status)]))
            }
            "getEpochInfo" => {
                let known = slot - behind(&options);
                Answer::Result(json!({ "absoluteSlot": known, "blockHeight": Self::height(known) }))
            }
            other => Answer::error(-32601, &format!("{other} is not known here")),
        }
    }

    /// Takes a transaction, and does with it what the fault says.
    fn take(&mut self, params: &Value, kind: Kind) -> Answer {
        let text = params[0].as_str().unwrap_or_default();
        let bytes = BASE64_STANDARD.decode(text).unwrap_or_default();
        let Ok(transaction) = bincode::deserialize::<VersionedTransaction>(&bytes) else {
            return Answer::error(-32602, "failed to deserialize the transaction");
        };
        self.receive(text, &transaction, |slot, last_valid| match kind {
            Kind::Dropped => Fate::Dropped,
            Kind::Late => Fate::Lands { slot: slot.max(Self::slot_of(last_valid)), code: None },
            Kind::OtherFork(later) => {
                let slot = slot.max(Self::slot_of(last_valid));
                Fate::Elsewhere { slot, seen_from: slot + later }
            }
            Kind::Fork => Fate::Forked { from: slot, to: slot + 2 },
            // No program has the code 0: it stands for success.
            Kind::Fails(code) => Fate::Lands { slot, code: Some(code).filter(|code| *code > 0) },
            _ => Fate::Lands { slot, code: None },
        });
        Answer::Result(json!(transaction.signatures[0].to_string()))
    }
}

/// How many slots the asked commitment is behind the newest one.
fn behind(options: &Value) -> u64 {
    match options["commitment"].as_str() {
        Some("processed") => 0,
        Some("confirmed") => CONFIRMED_AFTER,
        _ => FINALIZED_AFTER,
    }
}

fn custom(code: u32) -> Value {
    json!({ "InstructionError": [0, { "Custom": code }] })
}

fn preflight(error: &Value) -> Answer {
    let data = json!({ "err": error, "logs": ["Program log: refused"] });
    Answer::Error { code: -32002, message: "Transaction simulation failed".into(), data }
}

fn status((slot, sure, code): (u64, &'static str, Option<u32>)) -> Value {
    let error = code.map(custom);
    let result = error.as_ref().map_or(json!({ "Ok": null }), |error| json!({ "Err": error }));
    let confirmations = if sure == "finalized" { Value::Null } else { json!(1) };
    json!({ "slot": slot, "confirmations": confirmations, "status": result, "err": error, "confirmationStatus": sure })
}
