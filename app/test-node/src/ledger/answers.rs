//! What a node of the ledger answers.

use serde_json::{Value, json};

use super::State;
use crate::http::Answer;

/// The height of the first block: some slots before it had none.
const SKIPPED: u64 = 100;
const BLOCKHASH_LIFE: u64 = 150;

impl State {
    pub(super) fn answer(&mut self, method: &str, params: &Value) -> Answer {
        let options = params.as_array().and_then(|params| params.last()).cloned().unwrap_or_default();
        if options["minContextSlot"].as_u64().is_some_and(|least| least > self.slot) {
            return Answer::error(-32016, "Minimum context slot has not been reached");
        }
        let (slot, height) = (self.slot, self.slot - SKIPPED);
        let at = |value: Value| Answer::Result(json!({ "context": { "slot": slot }, "value": value }));
        let each = |list: &Value, one: &dyn Fn(&Value) -> Value| -> Value {
            list.as_array().into_iter().flatten().map(one).collect()
        };
        match method {
            "getGenesisHash" => Answer::Result(json!(self.genesis)),
            "getSlot" => Answer::Result(json!(slot)),
            "getBlockHeight" => Answer::Result(json!(height)),
            "getEpochInfo" => Answer::Result(json!({ "absoluteSlot": slot, "blockHeight": height })),
            "getAccountInfo" => at(self.told_at(&params[0], &options["dataSlice"])),
            "getMultipleAccounts" => at(each(&params[0], &|address| self.told_at(address, &options["dataSlice"]))),
            "getProgramAccounts" => at(self.program_accounts(&params[0], &options)),
            "getMinimumBalanceForRentExemption" => {
                let bytes = params[0].as_u64().and_then(|bytes| usize::try_from(bytes).ok()).unwrap_or_default();
                Answer::Result(json!(self.svm.minimum_balance_for_rent_exemption(bytes)))
            }
            "getRecentPrioritizationFees" => Answer::Result(json!([{ "slot": slot, "prioritizationFee": 0 }])),
            "getLatestBlockhash" => {
                let hash = self.svm.latest_blockhash().to_string();
                at(json!({ "blockhash": hash, "lastValidBlockHeight": height + BLOCKHASH_LIFE }))
            }
            "isBlockhashValid" => at(json!(self.blockhashes.iter().any(|known| params[0] == json!(known.to_string())))),
            "simulateTransaction" => self.simulate(params),
            "sendTransaction" => self.send(params),
            "getSignatureStatuses" => at(each(&params[0], &|signature| self.status(signature))),
            "getSignaturesForAddress" => Answer::Result(self.signatures(params)),
            "getTransaction" => Answer::Result(self.transaction(&params[0])),
            other => Answer::error(-32601, &format!("{other} is not known here")),
        }
    }
}
