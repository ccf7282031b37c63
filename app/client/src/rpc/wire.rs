//! The forms in which nodes write things.

use base64::{Engine, prelude::BASE64_STANDARD};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error, ser::SerializeStruct};
use solana_message::Message;
use solana_transaction::Transaction;

use super::Found;
use crate::Pubkey;

/// Bytes as nodes take them.
pub fn base64(bytes: &[u8]) -> String {
    BASE64_STANDARD.encode(bytes)
}

/// A transaction as it goes over the wire: how many signatures, these, and the message.
pub fn transaction(transaction: &Transaction) -> Vec<u8> {
    // A packet has no room for the 128 signatures that would need a second byte.
    let count = u8::try_from(transaction.signatures.len()).unwrap_or(u8::MAX);
    let mut bytes = vec![count];
    transaction.signatures.iter().for_each(|signature| bytes.extend_from_slice(signature.as_ref()));
    bytes.extend_from_slice(&message(&transaction.message));
    bytes
}

/// What is signed.
pub fn message(message: &Message) -> Vec<u8> {
    message.serialize()
}

impl<'de> Deserialize<'de> for Found {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Account {
            data: (String, String),
            executable: bool,
            lamports: u64,
            owner: String,
        }
        let account = Account::deserialize(deserializer)?;
        if account.data.1 != "base64" {
            return Err(D::Error::custom("the account's data are not in base64"));
        }
        let data = BASE64_STANDARD.decode(&account.data.0).map_err(D::Error::custom)?;
        let owner = key(&account.owner).map_err(D::Error::custom)?;
        Ok(Self { owner, lamports: account.lamports, executable: account.executable, data })
    }
}

impl Serialize for Found {
    /// As nodes write it.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut account = serializer.serialize_struct("Found", 4)?;
        account.serialize_field("data", &(base64(&self.data), "base64"))?;
        account.serialize_field("executable", &self.executable)?;
        account.serialize_field("lamports", &self.lamports)?;
        account.serialize_field("owner", &self.owner.to_string())?;
        account.end()
    }
}

/// An address, as nodes write it.
pub fn key(text: &str) -> Result<Pubkey, String> {
    text.parse().map_err(|_| format!("{text} is no address"))
}
