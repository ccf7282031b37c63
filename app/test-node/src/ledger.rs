//! A ledger.
