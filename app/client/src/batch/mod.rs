//! Block rewards for any number of devices: which rows go into which transaction, and what became of them.
//!
//! ```
//! use co_staking_client::{Pubkey, batch::{Addresses, plan}, instructions::rewards::Row, rules::rewards::Block};
//!
//! # let (rewarder, block) = (Pubkey::new_unique(), Block { started_at: 0, ended_at: 3_600 });
//! let rows: Vec<Row> = (0..100).map(|amount| Row { device: Pubkey::new_unique(), amount }).collect();
//! let batches = plan(block, &rows, Addresses::LookupTables)?;
//! assert_eq!(batches.len(), 2);
//! let instructions: Vec<_> = batches.iter().map(|batch| batch.instruction(&rewarder)).collect();
//! # Ok::<(), co_staking_client::batch::BatchError>(())
//! ```
//!
//! Each batch is one transaction, whose fee the rewarder pays, and which asks for [`Batch::compute_units`]. They need no
//! order, and one that fails holds up no other. After a crash all of them are planned from the same rows and sent again: what was paid the first time is skipped as
//! [`Skip::AlreadyPaid`], and nobody is paid twice (R25).

use std::fmt;

use anchor_lang::prelude::Pubkey;
use co_staking::events::RewardsAccrued;
use solana_instruction::Instruction;

use crate::{
    Accrual,
    instructions::rewards::{Row, accrue_rewards},
    rules::rewards::{Block, Skip},
};

/// The bytes that a cluster puts into one packet, and so into one transaction.
pub const PACKET_BYTES: usize = 1_232;
/// The accounts that a transaction may lock, those from lookup tables included.
pub const ACCOUNT_LOCKS: usize = 64;

/// Accounts besides the devices: rewarder, config, pool, event authority, this program, and the compute-budget program.
const OTHERS: usize = 6;
/// One signature and the header of a message (69), the other accounts and the blockhash (224), an instruction that sets
/// the compute units (8) and one that sets their price (12), and of the batch's own its five accounts (10), the
/// discriminator (8), the block (16) and how many amounts follow (4).
const OTHER_BYTES: usize = (1 + 64 + 3 + 1) + (32 * OTHERS + 32) + (1 + 8 + 12) + (1 + 1 + 5 + 2) + 8 + 16 + 4;
/// An address, its number in the instruction, and the amount.
const STATIC_ROW_BYTES: usize = 32 + 1 + 8;
/// A place in a table, its number in the instruction, and the amount.
const LOOKUP_ROW_BYTES: usize = 1 + 1 + 8;
/// A table's address, and how many accounts of it are written and how many only read.
const TABLE_BYTES: usize = 32 + 1 + 1;

/// The compute units of a batch of no rows and of one row more, at most: of a device with four co-stakes, all of them
/// slashed. `cargo xtask bench` sees that they suffice.
const UNITS: u32 = 10_000;
const ROW_UNITS: u32 = 5_000;

/// How the transactions name their devices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Addresses {
    /// By the whole address. The bytes of a packet set the limit.
    Static,
    /// By their places in address lookup tables, at most [`Self::TABLES`] of them in one transaction. The account locks
    /// set the limit.
    LookupTables,
}

impl Addresses {
    /// The lookup tables that a full batch can draw from.
    pub const TABLES: usize =
        (PACKET_BYTES - (OTHER_BYTES + 1 + 1) - LOOKUP_ROW_BYTES * Self::LookupTables.capacity()) / TABLE_BYTES;

    /// How many rows fit one transaction that holds nothing but them, its compute limit and its price.
    pub const fn capacity(self) -> usize {
        match self {
            // (1,232 − 351) / 41 = 21
            Self::Static => (PACKET_BYTES - OTHER_BYTES) / STATIC_ROW_BYTES,
            // 64 − 6 = 58, which take 353 + 580 bytes: 299 are left for tables.
            Self::LookupTables => ACCOUNT_LOCKS - OTHERS,
        }
    }
}

/// Why rows cannot be posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BatchError {
    /// Both rows may be meant, or either: whoever made them knows. The program would pay the first alone.
    DeviceTwice { device: Pubkey },
    /// They fit no transaction.
    TooManyRows { rows: usize, capacity: usize },
}

impl fmt::Display for BatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DeviceTwice { device } => {
                write!(f, "the device {device} has two rows, of which a block pays one: add them up or drop one")
            }
            Self::TooManyRows { rows, capacity } => {
                write!(f, "{rows} rows do not fit a transaction, which takes {capacity}: let `plan` divide them")
            }
        }
    }
}

impl std::error::Error for BatchError {}

/// The rows of one transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    block: Block,
    rows: Vec<Row>,
}

impl Batch {
    /// These rows, in this order, as one transaction.
    ///
    /// # Errors
    /// [`BatchError::TooManyRows`], and [`BatchError::DeviceTwice`] with the first device that comes again.
    pub fn new(block: Block, rows: Vec<Row>, addresses: Addresses) -> Result<Self, BatchError> {
        let capacity = addresses.capacity();
        if rows.len() > capacity {
            return Err(BatchError::TooManyRows { rows: rows.len(), capacity });
        }
        sorted(&rows)?;
        Ok(Self { block, rows })
    }

    /// What the block pays whom.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The compute units that the transaction should ask for. A full batch can take more than the 200,000 that it has if
    /// it asks for none.
    pub fn compute_units(&self) -> u32 {
        // A capacity is far below 32 bits.
        u32::try_from(self.rows.len()).map_or(u32::MAX, |rows| UNITS + ROW_UNITS * rows)
    }

    /// The instruction that posts them.
    pub fn instruction(&self, rewarder: &Pubkey) -> Instruction {
        accrue_rewards(rewarder, self.block, &self.rows)
    }
}

/// Divides the rows into the fewest transactions, by the devices' addresses: every row is in exactly one of them.
///
/// The order is the devices' and not the caller's, so that the same rows make the same batches however a database lists
/// them. What is sent again after a crash is then what was sent, and the same devices meet hour after hour in the same
/// batches, which keeps the lookup tables made for them of use.
///
/// # Errors
/// [`BatchError::DeviceTwice`].
pub fn plan(block: Block, rows: &[Row], addresses: Addresses) -> Result<Vec<Batch>, BatchError> {
    let rows = sorted(rows)?;
    Ok(rows.chunks(addresses.capacity()).map(|rows| Batch { block, rows: rows.to_vec() }).collect())
}

/// The rows by address; each device has one.
fn sorted(rows: &[Row]) -> Result<Vec<Row>, BatchError> {
    let mut rows = rows.to_vec();
    rows.sort_by_key(|row| row.device);
    match rows.windows(2).find(|pair| pair[0].device == pair[1].device) {
        Some(pair) => Err(BatchError::DeviceTwice { device: pair[0].device }),
        None => Ok(rows),
    }
}

/// A row that the program did not pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unpaid {
    pub row: Row,
    pub reason: Skip,
}

impl fmt::Display for Unpaid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} base units not credited: {}", self.row.device, self.row.amount, self.reason)
    }
}

/// What became of a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many rows were paid.
    pub paid: usize,
    /// What they sum up to, in base units.
    pub credited: u64,
    /// The others, in the batch's order.
    pub unpaid: Vec<Unpaid>,
}

/// The event is not of this batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotOfThisBatch;

impl fmt::Display for NotOfThisBatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the event tells of another batch: compare it with the transaction that emitted it")
    }
}

impl std::error::Error for NotOfThisBatch {}

/// Compares a batch with the event that it emitted.
///
/// # Errors
/// [`NotOfThisBatch`] unless block, devices and amounts are the batch's.
pub fn report(batch: &Batch, event: &RewardsAccrued) -> Result<Report, NotOfThisBatch> {
    let block = Block { started_at: event.started_at, ended_at: event.ended_at };
    if block != batch.block || event.rows.len() != batch.rows.len() {
        return Err(NotOfThisBatch);
    }
    let mut report = Report::default();
    for (row, told) in batch.rows.iter().zip(&event.rows) {
        match told.accrual {
            _ if told.device != row.device => return Err(NotOfThisBatch),
            Accrual::Credited { amount, .. } if amount != row.amount => return Err(NotOfThisBatch),
            Accrual::Credited { amount, .. } => {
                report.paid += 1;
                // The program has summed them up in 64 bits.
                report.credited = report.credited.saturating_add(amount);
            }
            Accrual::Skipped(reason) => report.unpaid.push(Unpaid { row: *row, reason }),
        }
    }
    Ok(report)
}

#[cfg(test)]
mod tests;
