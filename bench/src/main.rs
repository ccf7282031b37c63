//! `cargo xtask bench`: measures the built program and writes the table that `programs/co-staking/BENCHMARKS.md` keeps.
//!
//! Every key follows from a number, so that the same program gives the same figures on every machine.

mod blocks;
mod ledger;
mod life;
mod network;
mod table;

use std::{fs, path::Path};

use anyhow::{Context, Result};

/// The committed table.
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../programs/co-staking/BENCHMARKS.md");

fn main() -> Result<()> {
    let table = table::measured(&ledger::elf()?)?;
    print!("{table}");
    fs::write(Path::new(FILE), table).with_context(|| format!("cannot write {FILE}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_table_is_what_is_measured() {
        let measured = table::measured(&ledger::elf().unwrap()).unwrap();
        let committed = fs::read_to_string(FILE).unwrap_or_default();
        assert!(committed == measured, "`cargo xtask bench` writes what is measured now:\n{measured}");
    }
}
