//! The long test: a hundred thousand transactions on the built program, each compared with the model.

use std::{env, fs, path::PathBuf, time::Instant};

use co_staking_client::CoStakingError as E;
use co_staking_model::{
    act::Call,
    coverage::Coverage,
    report,
    run::{self, Plan},
};

/// Of each instruction, so many carried out and so many refused, in a run of full length.
const ACCEPTED: u64 = 100;
const REFUSED: u64 = 25;
/// What full length is.
const FULL: u64 = 100_000;

/// Refusals that no sequence of transactions can meet: each stops what nothing else lets come about.
const UNREACHABLE: [E; 6] = [
    // No other version of the program has written accounts.
    E::UnknownVersion,
    // The program's own proofs that its ledgers and its token accounts agree.
    E::VaultBelowLedger,
    E::LedgerBroken,
    E::RewardSharesBroken,
    E::RewardVaultBelowLedger,
    E::EscrowBelowLedger,
];

#[test]
fn program_and_model_agree_in_every_step_of_random_walks() {
    let folder = env::var_os("SBF_OUT_DIR").expect("SBF_OUT_DIR names the folder with the built program");
    let elf = fs::read(PathBuf::from(folder).join("co_staking.so")).expect("the program is built");
    let transactions = run::steps().unwrap();
    let start = Instant::now();
    let found = run::many(&elf, Plan { transactions, seed: 1, threads: 2 }).unwrap();
    println!("{}", report::text(&found.coverage, start.elapsed().as_secs_f64()));
    if let Some(failed) = found.failed {
        panic!("walk {}: {}\n{}", failed.walk, failed.disagreement, failed.case.print().unwrap());
    }
    assert!(found.coverage.transactions >= transactions);
    if transactions >= FULL {
        everything_was_reached(&found.coverage);
    }
}

fn everything_was_reached(coverage: &Coverage) {
    for name in Call::NAMES {
        let count = coverage.instructions.get(name).copied().unwrap_or_default();
        assert!(count.accepted >= ACCEPTED, "{name} was carried out {} times", count.accepted);
        assert!(count.refused >= REFUSED, "{name} was refused {} times", count.refused);
    }
    assert_eq!(coverage.unmet(), UNREACHABLE, "refusals that no walk has met");
    assert!(coverage.exact * 2 > coverage.failed, "{} of {} had one reason", coverage.exact, coverage.failed);
}
