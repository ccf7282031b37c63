//! Whether it is over: no block took it, and none will.

use serde::Deserialize;
use serde_json::json;
use solana_transaction_status_client_types::TransactionStatus;

use super::{Landing, Signed, landed};
use crate::rpc::{Clock, CommitmentConfig, Rpc, Transport};

impl<T: Transport, C: Clock> Rpc<T, C> {
    /// Whether it can no longer land: enough nodes say that the chain's finalized height is beyond its last block, and,
    /// looking as far, that they have not seen it. `None` while that is not certain.
    pub(in crate::rpc) async fn ended(&self, signed: &Signed) -> Option<Landing> {
        let (last_valid, enough) = (signed.last_valid?, self.nodes.len().min(2));
        let mut agreeing = 0;
        for _ in &self.nodes {
            match self.not_seen(signed, last_valid).await {
                Ok(None) => agreeing += 1,
                Ok(Some(status)) if status.satisfies_commitment(self.commitment) => return Some(landed(&status)),
                Ok(Some(_)) => return None,
                Err(()) => {}
            }
            if agreeing >= enough {
                return Some(Landing::Expired);
            }
            self.next_node();
        }
        None
    }

    /// The status, from a node that has seen the end of the blockhash finalized; an error from any other.
    async fn not_seen(&self, signed: &Signed, last_valid: u64) -> Result<Option<TransactionStatus>, ()> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct EpochInfo {
            absolute_slot: u64,
            block_height: u64,
        }
        let options = json!([{ "commitment": CommitmentConfig::finalized().commitment }]);
        let epoch: EpochInfo = self.ask_once("getEpochInfo", options).await.map_err(drop)?;
        if epoch.block_height <= last_valid {
            return Err(());
        }
        match self.status(signed, true).await {
            Ok((slot, status)) if slot >= epoch.absolute_slot => Ok(status),
            Ok(_) | Err(_) => Err(()),
        }
    }
}
