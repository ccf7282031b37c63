//! An intent, sent so that it has one effect.

use serde::Deserialize;
use serde_json::json;
use solana_hash::Hash;
use solana_transaction::Transaction;

use super::{
    Clock, Rpc, RpcError, Transport,
    call::Contextual,
    encode,
    land::{Landing, Signed},
};
use crate::error::Failure;

/// What somebody wants to happen once.
pub struct Intent<'a> {
    /// Signs the transaction with that blockhash. Asked again only when the one before can no longer land.
    pub sign: &'a dyn Fn(Hash) -> Result<Transaction, String>,
    /// A blockhash from elsewhere, with which others have signed already. Such a transaction is never signed anew.
    pub blockhash: Option<Hash>,
    /// Is told each signature before it is sent.
    pub sending: &'a dyn Fn(&str),
}

/// A transaction that landed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    pub signature: String,
    pub slot: u64,
}

/// What became of an intent.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It happened, once.
    Done(Sent),
    /// It landed and failed: nothing happened but that the fee was paid.
    Failed { sent: Sent, failure: Failure },
    /// It was refused before it was sent on: nothing happened.
    Refused { failure: Failure, logs: Vec<String> },
    /// It did not land, and cannot land any more: nothing happened.
    Expired { signatures: Vec<String> },
    /// It may have happened, or may happen yet; the signature tells.
    Unknown { signature: String },
}

impl<T: Transport, C: Clock> Rpc<T, C> {
    /// Makes the intent happen, at most once.
    ///
    /// # Errors
    /// Nothing has been sent: where no node answers, or it cannot be signed.
    pub async fn send(&self, intent: &Intent<'_>) -> Result<Outcome, SendError> {
        let mut signatures = vec![];
        loop {
            let signed = self.sign(intent).await?;
            (intent.sending)(&signed.signature);
            let signature = signed.signature.clone();
            match self.land(&signed).await {
                Landing::Landed { slot, error } => {
                    // What is read from here on has to show it.
                    self.not_before(slot);
                    let sent = Sent { signature, slot };
                    return Ok(match error {
                        None => Outcome::Done(sent),
                        Some(error) => Outcome::Failed { sent, failure: error.into() },
                    });
                }
                Landing::Refused { error, logs } => return Ok(Outcome::Refused { failure: error.into(), logs }),
                Landing::NotSent(error) => return Err(error.into()),
                Landing::Unknown => return Ok(Outcome::Unknown { signature }),
                Landing::Expired => {
                    signatures.push(signature);
                    let tried = u32::try_from(signatures.len()).unwrap_or(u32::MAX);
                    if intent.blockhash.is_some() || tried >= self.patience.signatures {
                        return Ok(Outcome::Expired { signatures });
                    }
                }
            }
        }
    }

    /// The newest blockhash, the height of the last block that takes it, and the slot that it is from.
    ///
    /// # Errors
    /// Where no node answers.
    pub async fn blockhash(&self) -> Result<(Hash, u64, u64), RpcError> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Latest {
            blockhash: String,
            last_valid_block_height: u64,
        }
        let method = "getLatestBlockhash";
        let latest: Contextual<Latest> = self.ask(method, json!([self.reading(json!({}))])).await?;
        let slot = latest.context.slot;
        let Latest { blockhash, last_valid_block_height } = latest.value;
        let hash = blockhash.parse().map_err(|_| RpcError::Unexpected { method, why: format!("{blockhash:?}") })?;
        Ok((hash, last_valid_block_height, slot))
    }

    async fn sign(&self, intent: &Intent<'_>) -> Result<Signed, SendError> {
        let (hash, last_valid, slot) = match intent.blockhash {
            Some(hash) => (hash, None, 0),
            None => {
                let (hash, last_valid, slot) = self.blockhash().await?;
                (hash, Some(last_valid), slot)
            }
        };
        let transaction = (intent.sign)(hash).map_err(SendError::NotSigned)?;
        let signature = transaction.signatures.first().map(ToString::to_string).unwrap_or_default();
        Ok(Signed { bytes: encode(&transaction), signature, last_valid, slot })
    }
}

/// Why nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SendError {
    Rpc(RpcError),
    /// A signature is missing; in the signer's words.
    NotSigned(String),
}

impl From<RpcError> for SendError {
    fn from(error: RpcError) -> Self {
        Self::Rpc(error)
    }
}

impl std::fmt::Display for SendError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Rpc(error) => error.fmt(f),
            Self::NotSigned(why) => write!(f, "The transaction cannot be signed: {why}."),
        }
    }
}

impl std::error::Error for SendError {}
