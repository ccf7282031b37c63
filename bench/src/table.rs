//! The figures as Markdown.

use std::fmt::Write;

use anyhow::Result;
use co_staking_client::batch::{ACCOUNT_LOCKS, Addresses, PACKET_BYTES};

use crate::{
    blocks::{Devices, Kind},
    ledger::Cost,
    life::{self, Crowd},
};

/// Compute units of one block of the cluster: an assumption, as are the next three, by the limits of Agave 4.2.
const BLOCK_UNITS: u64 = 60_000_000;
/// Of them, what transactions that write the same account may take. Every batch writes the reward pool.
const ACCOUNT_UNITS: u64 = 24_000_000;
/// What a block counts for a signature and for a write lock, beside the units consumed, and how many bytes of
/// instruction data it counts as one unit more. What it counts for loaded data, some hundred units, is left out.
const SIGNATURE_UNITS: u64 = 720;
const WRITE_LOCK_UNITS: u64 = 300;
const DATA_BYTES_PER_UNIT: u64 = 4;

const BATCHES: [usize; 4] = [1, 8, 16, 32];
const FLEETS: [usize; 3] = [1_000, 100_000, 1_000_000];

/// What a block counts for a transaction.
fn in_a_block(cost: &Cost) -> u64 {
    let (signatures, write_locks) = (cost.signatures as u64, cost.write_locks as u64);
    cost.units + SIGNATURE_UNITS * signatures + WRITE_LOCK_UNITS * write_locks + cost.data as u64 / DATA_BYTES_PER_UNIT
}

/// The whole file.
///
/// # Errors
/// Where the ledger refuses what is measured.
pub fn measured(elf: &[u8]) -> Result<String> {
    let mut devices = vec![];
    for kind in Kind::ALL {
        let mut some = Devices::new(elf, kind)?;
        // The first block of a day costs a little more: it empties the bucket of a week ago.
        some.post(Addresses::LookupTables.capacity(), Addresses::LookupTables)?;
        devices.push(some);
    }
    let mut out = String::from(HEAD);
    fitting(&mut out, &mut devices[0])?;
    batches(&mut out, &mut devices)?;
    fleets(&mut out, &mut devices)?;
    instructions(&mut out, elf)?;
    Ok(out)
}

const HEAD: &str = "\
# What the program costs

`cargo xtask bench` builds the program, measures it on an embedded ledger and writes this file; a test fails where it
differs from what is measured. Keys are fixed, so that the figures repeat exactly. They are of the file that this
workspace's own linker builds.
";

/// Devices per transaction, and what sets the limit.
fn fitting(out: &mut String, devices: &mut Devices) -> Result<()> {
    out.push_str("\n## Devices in one `accrue_rewards` transaction\n\n");
    out.push_str("With the two compute-budget instructions, the rewarder paying the fee.\n\n");
    out.push_str("| addresses | devices | bytes | locks | one device more | what sets the limit |\n");
    out.push_str("| --- | ---: | ---: | ---: | --- | --- |\n");
    for (addresses, title) in
        [(Addresses::Static, "in the transaction"), (Addresses::LookupTables, "in an address lookup table")]
    {
        let most = addresses.capacity();
        let (full, more) = (devices.size(most, addresses)?, devices.size(most + 1, addresses)?);
        let limit = match (more.bytes > PACKET_BYTES, more.locks > ACCOUNT_LOCKS) {
            (true, true) => "bytes and account locks",
            (true, false) => "bytes of a packet",
            (false, true) => "account locks",
            (false, false) => "nothing: the planner's capacity is too small",
        };
        let Cost { bytes, locks, .. } = full;
        let more = format!("{} bytes, {} locks", more.bytes, more.locks);
        writeln!(
            out,
            "| {title} | {most} | {bytes} of {PACKET_BYTES} | {locks} of {ACCOUNT_LOCKS} | {more} | {limit} |"
        )?;
    }
    Ok(())
}

/// Compute units by the size of a batch.
fn batches(out: &mut String, devices: &mut [Devices]) -> Result<()> {
    out.push_str("\n## Compute units of a batch\n\nOf the whole transaction, and in brackets for each device.\n\n");
    out.push_str("| devices |");
    Kind::ALL.iter().try_for_each(|kind| write!(out, " {} |", kind.title()))?;
    out.push_str("\n| ---: | ---: | ---: | ---: | ---: |\n");
    let most = Addresses::LookupTables.capacity();
    let mut ends = vec![];
    for count in BATCHES.into_iter().chain([most]) {
        write!(out, "| {count} |")?;
        for some in &mut *devices {
            let units = some.post(count, Addresses::LookupTables)?.units;
            write!(out, " {} ({}) |", grouped(units), grouped(units / count as u64))?;
            if count == 1 || count == most {
                ends.push(units);
            }
        }
        out.push('\n');
    }
    let more: Vec<u64> =
        ends.iter().zip(ends.iter().skip(devices.len())).map(|(one, all)| (all - one) / (most as u64 - 1)).collect();
    out.push_str("| each device more |");
    more.iter().try_for_each(|units| write!(out, " {} |", grouped(*units)))?;
    let [alone, floor] = [more[0], more[devices.len() - 1]];
    let dearest = ends.iter().copied().max().unwrap_or_default();
    let dearest = grouped(dearest);
    writeln!(
        out,
        "\n
A row that is no device costs {floor} units: the entry point's load of the account, the check of its owner, and the
row of the event. That is the floor. A device costs {} more: its discriminator and version, what is staked against the
requirement, the write of its rewards, its day and its last block, and the invariant over all its co-stakes. The dearest
batch takes {dearest} units; the planner has each batch ask for enough.",
        alone - floor
    )?;
    Ok(())
}

/// Whole fleets: how many transactions, and what of a block they take.
fn fleets(out: &mut String, devices: &mut [Devices]) -> Result<()> {
    let (block, account) = (grouped(BLOCK_UNITS), grouped(ACCOUNT_UNITS));
    writeln!(out, "\n## A block reward for a whole network\n")?;
    writeln!(out, "Assumed of a cluster's block: {block} compute units, of which at most {account} in transactions")?;
    writeln!(
        out,
        "that write the same account, as all batches write the reward pool. It counts the units consumed, and"
    )?;
    writeln!(
        out,
        "beside them {SIGNATURE_UNITS} for a signature, {WRITE_LOCK_UNITS} for a write lock and one for every"
    )?;
    writeln!(
        out,
        "{DATA_BYTES_PER_UNIT} bytes of instruction data. The share is that of all transactions in one block.\n"
    )?;
    out.push_str("| devices | addresses | co-stakes each | transactions | units consumed | units counted | share of a block | blocks at least |\n");
    out.push_str("| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n");
    let mut full = vec![];
    for count in FLEETS {
        for (addresses, title) in [(Addresses::Static, "static"), (Addresses::LookupTables, "lookup table")] {
            for (kind, co_stakes) in [(0, 0), (1, 4)] {
                let some = &mut devices[kind];
                let (most, whole) = (addresses.capacity(), some.post(addresses.capacity(), addresses)?);
                let (batches, rest) = ((count / most) as u64, count % most);
                let last = if rest > 0 { Some(some.post(rest, addresses)?) } else { None };
                let sum = |of: &dyn Fn(&Cost) -> u64| batches * of(&whole) + last.as_ref().map_or(0, of);
                let (units, counted) = (sum(&|cost| cost.units), sum(&in_a_block));
                let transactions = batches + u64::from(rest > 0);
                let blocks = counted.div_ceil(BLOCK_UNITS.min(ACCOUNT_UNITS));
                writeln!(
                    out,
                    "| {} | {title} | {co_stakes} | {} | {} | {} | {} | {blocks} |",
                    grouped(count as u64),
                    grouped(transactions),
                    grouped(units),
                    grouped(counted),
                    percent(counted, BLOCK_UNITS),
                )?;
                if co_stakes == 0 && addresses == Addresses::LookupTables {
                    full = vec![whole];
                }
            }
        }
    }
    full.iter().try_for_each(|whole| limits(out, whole))
}

/// What sets the limit for a network, by the figures of a full batch.
fn limits(out: &mut String, whole: &Cost) -> Result<()> {
    let counted = in_a_block(whole);
    let devices = Addresses::LookupTables.capacity() as u64;
    let (by_block, by_account) = (BLOCK_UNITS / counted, ACCOUNT_UNITS / counted);
    let binding = if by_account < by_block { "the units that may write one account" } else { "the block's units" };
    let locks = WRITE_LOCK_UNITS * whole.write_locks as u64;
    writeln!(
        out,
        "\nA full batch from a lookup table, without co-stakes, counts {} units: {} consumed and",
        grouped(counted),
        grouped(whole.units)
    )?;
    writeln!(
        out,
        "{} for its write locks. A block takes {by_block} of them by its units and {by_account} by those that",
        grouped(locks)
    )?;
    writeln!(
        out,
        "write the pool, {} devices: {binding} set the limit of a network, and the locks",
        grouped(devices * by_block.min(by_account))
    )?;
    writeln!(out, "that of a transaction.")?;
    Ok(())
}

/// Every instruction once, on a device of its own and on a crowded one.
fn instructions(out: &mut String, elf: &[u8]) -> Result<()> {
    out.push_str(INSTRUCTIONS);
    let (alone, full) = (life::measured(elf, Crowd::Alone)?, life::measured(elf, Crowd::Full)?);
    for ((name, alone), (_, full)) in alone.iter().zip(&full) {
        let Cost { units, bytes, locks, .. } = alone.cost;
        let (rest, full) = (grouped(units - alone.called), grouped(full.cost.units));
        let (units, called) = (grouped(units), grouped(alone.called));
        writeln!(out, "| {name} | {units} | {called} | {rest} | {full} | {bytes} | {locks} | {} |", rent(alone.rent))?;
    }
    Ok(())
}

const INSTRUCTIONS: &str = "
## Each instruction

In the life of one device with one co-staker, each alone in its transaction. *Called*: units of the programs that it
calls (the token program, the system program, itself for the event) with the runtime's fee for each call: the floor. *Own*:
what is left, this program's checks and rules. *Crowded*: the units on a device with seven more co-stakes, three of them
Active, four Waiting. Rent is in lamports, of the accounts that it makes or closes; the rent of a slash case stays, all
other rent comes back. What derives an address costs 1,500 more for each bump that is tried in vain, which depends on the
keys.

| instruction | units | called | own | crowded | bytes | accounts | rent |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
";

/// With its sign.
fn rent(lamports: i64) -> String {
    let amount = grouped(lamports.unsigned_abs());
    match lamports {
        0 => "0".into(),
        1.. => format!("+{amount}"),
        _ => format!("-{amount}"),
    }
}

fn percent(part: u64, whole: u64) -> String {
    let permille = (part * 1_000).div_ceil(whole);
    format!("{}.{} %", grouped(permille / 10), permille % 10)
}

/// With a comma before every three digits.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
