//! An intent, sent so that it has one effect.

use serde::Deserialize;
use serde_json::json;
use solana_hash::Hash;
use solana_transaction::Transaction;

use super::{
    Clock, Rpc, RpcError, Transport,
    call::Contextual,
    encode,
    land::{Landing, Signed, landed},
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
                Landing::Expired => {
                    signatures.push(signature);
                    let tried = u32::try_from(signatures.len()).unwrap_or(u32::MAX);
                    if intent.blockhash.is_some() || tried >= self.patience.signatures {
                        return Ok(Outcome::Expired { signatures });
                    }
                }
                other => return self.concluded(signature, other),
            }
        }
    }

    /// What that landing means.
    fn concluded(&self, signature: String, landing: Landing) -> Result<Outcome, SendError> {
        match landing {
            Landing::Landed { slot, error } => {
                // What is read from here on has to show it.
                self.not_before(slot);
                let sent = Sent { signature, slot };
                Ok(match error {
                    None => Outcome::Done(sent),
                    Some(error) => Outcome::Failed { sent, failure: error.into() },
                })
            }
            Landing::Refused { error, logs } => Ok(Outcome::Refused { failure: error.into(), logs }),
            Landing::NotSent(error) => Err(error.into()),
            Landing::Unknown => Ok(Outcome::Unknown { signature }),
            Landing::Expired => Ok(Outcome::Expired { signatures: vec![signature] }),
        }
    }

    /// Sends a transaction that was signed elsewhere, as in a browser's wallet, until its fate is known. `last_valid` is
    /// the height of the last block that takes its blockhash. It is never signed anew.
    ///
    /// Whoever holds the bytes may have sent them before. So where no node takes them now the outcome is
    /// [`Outcome::Unknown`], and so it is where a node's simulation refuses them and `sent_before` says that they were:
    /// the copy on its way may land all the same.
    pub async fn deliver(&self, transaction: &Transaction, last_valid: u64, sent_before: bool) -> Outcome {
        let signature = transaction.signatures.first().map(ToString::to_string).unwrap_or_default();
        let bytes = encode(transaction);
        let signed = Signed { bytes, signature: signature.clone(), last_valid: Some(last_valid), slot: 0 };
        match self.land(&signed).await {
            Landing::Refused { .. } if sent_before => Outcome::Unknown { signature },
            landing => self.concluded(signature.clone(), landing).unwrap_or(Outcome::Unknown { signature }),
        }
    }

    /// Whether a block may still take a transaction with that blockhash, as far as the node knows.
    ///
    /// # Errors
    /// Where no node answers.
    pub async fn is_blockhash_valid(&self, blockhash: &Hash) -> Result<bool, RpcError> {
        self.ask_at("isBlockhashValid", json!([blockhash.to_string(), self.reading(json!({}))])).await
    }

    /// What has become of the transaction with that signature, by one look at the cluster; `None` while nobody can tell
    /// yet. That it can no longer land is told only where `last_valid` is known.
    ///
    /// # Errors
    /// Where no node answers.
    pub async fn fate(&self, signature: &str, last_valid: Option<u64>) -> Result<Option<Outcome>, RpcError> {
        let signed = Signed { bytes: String::new(), signature: signature.into(), last_valid, slot: 0 };
        let landing = match self.seen(&signed).await? {
            Some(status) if status.satisfies_commitment(self.commitment) => Some(landed(&status)),
            Some(_) => None,
            None => self.ended(&signed).await,
        };
        Ok(landing.and_then(|landing| self.concluded(signature.into(), landing).ok()))
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
