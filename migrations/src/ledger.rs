use std::fmt;

use co_staking_client::Pubkey;

/// What a step needs of an account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    pub owner: Pubkey,
    pub data: Vec<u8>,
    pub executable: bool,
}

/// Where accounts are read: an embedded ledger, a bank, or a cluster.
pub trait Ledger {
    /// The account at that address, if there is one.
    ///
    /// # Errors
    /// [`LedgerError`] where it is not known whether there is one.
    fn account(&self, address: &Pubkey) -> Result<Option<Account>, LedgerError>;
}

/// The ledger did not answer; in its own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerError(pub String);

impl fmt::Display for LedgerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the ledger could not be read: {}", self.0)
    }
}

impl std::error::Error for LedgerError {}
