//! Slots, blockhashes, and transactions that land or do not.

use std::{collections::BTreeMap, time::Duration};

use solana_hash::Hash;
use solana_transaction::versioned::VersionedTransaction;

use super::Fault;

/// A block takes this long.
const SLOT: Duration = Duration::from_millis(400);
/// The first slot, and how many of those before it have no block.
const FIRST_SLOT: u64 = 1_000;
const SKIPPED: u64 = 100;
/// How many blocks after its own a blockhash is good for.
const BLOCKHASH_LIFE: u64 = 150;
/// A transaction lands this many slots after a leader got it,
const LANDS_AFTER: u64 = 2;
/// is confirmed so many slots later,
pub(super) const CONFIRMED_AFTER: u64 = 2;
/// and finalized so many slots later.
pub(super) const FINALIZED_AFTER: u64 = 32;

/// What becomes of a transaction that a node got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// No leader has it.
    Dropped,
    /// It lands in this slot, and fails with that code if there is one.
    Lands { slot: u64, code: Option<u32> },
    /// It lands in the first slot, on a fork that the nodes come to at the second.
    Elsewhere { slot: u64, seen_from: u64 },
    /// It is seen in the first slot, whose block is abandoned at the second.
    Forked { from: u64, to: u64 },
}

/// A transaction that a node got.
#[derive(Clone, Copy, Debug)]
pub struct Received {
    pub fate: Fate,
    /// The height of the last block that takes it.
    pub last_valid: u64,
    /// When it first came.
    pub at_slot: u64,
}

/// The state of the cluster.
#[derive(Default)]
pub struct Chain {
    now: Duration,
    pub faults: Vec<Fault>,
    pub transactions: BTreeMap<String, Received>,
    /// Every byte string that was sent, by signature: the same signature may only come with the same bytes.
    pub bytes: BTreeMap<String, String>,
    /// How many requests came, of any kind.
    pub requests: u64,
}

impl Chain {
    /// Time since the cluster began.
    pub const fn now(&self) -> Duration {
        self.now
    }

    /// Lets time pass.
    pub fn pass(&mut self, time: Duration) {
        self.now += time;
    }

    /// The newest slot.
    pub fn slot(&self) -> u64 {
        FIRST_SLOT + u64::try_from(self.now.as_millis() / SLOT.as_millis()).unwrap_or(u64::MAX - FIRST_SLOT)
    }

    /// The height of that slot's block.
    pub const fn height(slot: u64) -> u64 {
        slot - SKIPPED
    }

    /// The slot of the block of that height.
    pub const fn slot_of(height: u64) -> u64 {
        height + SKIPPED
    }

    /// A slot's blockhash, which is nothing but its number.
    pub fn blockhash(slot: u64) -> Hash {
        let mut bytes = [7; 32];
        bytes[..8].copy_from_slice(&slot.to_le_bytes());
        Hash::new_from_array(bytes)
    }

    /// The last height at which a transaction with that blockhash lands.
    pub fn last_valid(blockhash: &Hash) -> u64 {
        let mut slot = [0; 8];
        slot.copy_from_slice(&blockhash.as_ref()[..8]);
        Self::height(u64::from_le_bytes(slot)) + BLOCKHASH_LIFE
    }

    /// A node gets a transaction. The first time decides, unless it was dropped.
    pub(super) fn receive(&mut self, bytes: &str, transaction: &VersionedTransaction, fate: impl Fn(u64, u64) -> Fate) {
        let signature = transaction.signatures[0].to_string();
        let last_valid = Self::last_valid(transaction.message.recent_blockhash());
        let slot = self.slot();
        let before = self.bytes.insert(signature.clone(), bytes.into());
        assert!(before.is_none_or(|before| before == bytes), "{signature} came with other bytes than before");
        let first = self.transactions.get(&signature).map_or(slot, |known| known.at_slot);
        let again = match self.transactions.get(&signature).map(|known| known.fate) {
            None | Some(Fate::Dropped) => true,
            Some(Fate::Forked { to, .. }) => slot >= to,
            Some(Fate::Lands { .. } | Fate::Elsewhere { .. }) => false,
        };
        if again {
            let fate = match fate(slot + LANDS_AFTER, last_valid) {
                // No block takes an old blockhash.
                Fate::Lands { slot, .. } | Fate::Elsewhere { slot, .. } if Self::height(slot) > last_valid => {
                    Fate::Dropped
                }
                fate => fate,
            };
            self.transactions.insert(signature, Received { fate, last_valid, at_slot: first });
        }
    }

    /// Where the transaction is, as of the newest slot: its slot, how sure that is, and its failure.
    pub(super) fn status(&self, signature: &str) -> Option<(u64, &'static str, Option<u32>)> {
        let now = self.slot();
        match self.transactions.get(signature)?.fate {
            Fate::Lands { slot, code } if slot <= now => Some((slot, sure(now - slot), code)),
            Fate::Elsewhere { slot, seen_from } if seen_from <= now => Some((slot, sure(now - slot), None)),
            Fate::Forked { from, to } if (from..to).contains(&now) => Some((from, "processed", None)),
            Fate::Lands { .. } | Fate::Elsewhere { .. } | Fate::Forked { .. } | Fate::Dropped => None,
        }
    }

    /// How many transactions had an effect, once all that can still land has landed.
    pub fn effects(&self) -> usize {
        self.transactions
            .values()
            .filter(|known| matches!(known.fate, Fate::Lands { code: None, .. } | Fate::Elsewhere { .. }))
            .count()
    }

    /// Whether at some time two signatures could both have landed.
    pub fn two_could_land(&self) -> bool {
        let mut known: Vec<_> = self.transactions.values().collect();
        known.sort_by_key(|known| known.at_slot);
        known.windows(2).any(|pair| Self::height(pair[1].at_slot) <= pair[0].last_valid)
    }
}

/// What a status says of a block of that age, in slots.
const fn sure(age: u64) -> &'static str {
    match age {
        FINALIZED_AFTER.. => "finalized",
        CONFIRMED_AFTER.. => "confirmed",
        _ => "processed",
    }
}
