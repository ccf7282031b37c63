//! `co-staking-model`: random walks on a built program, until so many transactions have run or something does not agree.
#![deny(unsafe_code)]

use std::{env, fs, panic, path::PathBuf, process::ExitCode, time::Instant};

use anyhow::{Context, Result};
use clap::Parser;
use co_staking_model::{
    case_file::Case,
    ledger::{Deployed, keys::Keys},
    report,
    run::{self, Failed, Plan},
    shrink,
};

/// As the build names the program.
const PROGRAM: &str = "co_staking.so";

#[derive(Parser)]
#[command(about = "Random walks on the built program, compared with a model of its rules after every step")]
struct Args {
    /// Transactions to run; by default what CO_STAKING_MODEL_STEPS says, or 100000
    #[arg(long)]
    steps: Option<u64>,
    /// What the walks follow from
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Threads, each with a ledger of its own
    #[arg(long, default_value_t = 2)]
    threads: u64,
    /// The program's file; by default the one in the folder that SBF_OUT_DIR names
    #[arg(long)]
    program: Option<PathBuf>,
    /// Play this file instead of walking
    #[arg(long)]
    replay: Option<PathBuf>,
    /// Where to write a failing walk
    #[arg(long, default_value = "failing-walk.txt")]
    write: PathBuf,
    /// Tell the first disagreement in one line, and neither shorten nor write the walk
    #[arg(long)]
    no_shrink: bool,
}

fn main() -> ExitCode {
    match play(&Args::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("co-staking-model: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// True if all agreed.
fn play(args: &Args) -> Result<bool> {
    let file = match &args.program {
        Some(file) => file.clone(),
        None => PathBuf::from(env::var_os("SBF_OUT_DIR").context("neither --program nor SBF_OUT_DIR names a program")?)
            .join(PROGRAM),
    };
    let elf = fs::read(&file).with_context(|| format!("{} cannot be read", file.display()))?;
    // An account that cannot be read is told as a disagreement, not as a panic.
    panic::set_hook(Box::new(|info| eprintln!("{info}")));
    if let Some(file) = &args.replay {
        let case = fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
        return replay(&elf, &Case::parse(&case)?);
    }
    let start = Instant::now();
    let plan = Plan { transactions: args.steps.map_or_else(run::steps, Ok)?, seed: args.seed, threads: args.threads };
    let found = run::many(&elf, plan)?;
    let secs = start.elapsed().as_secs_f64();
    let Some(failed) = &found.failed else {
        print!("{}", report::text(&found.coverage, secs));
        return Ok(true);
    };
    let after = found.ran;
    println!(
        "after {after} transactions, {secs:.1} s, seed {}, walk {}: {}",
        args.seed, failed.walk, failed.disagreement
    );
    if !args.no_shrink {
        shorten(&elf, failed, args)?;
    }
    Ok(false)
}

fn shorten(elf: &[u8], failed: &Failed, args: &Args) -> Result<()> {
    let mut keys = Keys::default();
    let deployed = Deployed::new(elf, &keys)?;
    let (case, shows) = shrink::shrink(&deployed, &mut keys, &failed.case, &failed.disagreement);
    println!("{} of its {} actions show it: {shows}", case.actions.len(), failed.case.actions.len());
    let text = case.print()?;
    print!("{text}");
    fs::write(&args.write, text).with_context(|| format!("{} cannot be written", args.write.display()))?;
    println!("written to {}; play it with `cargo xtask fuzz --replay {0}`", args.write.display());
    Ok(())
}

fn replay(elf: &[u8], case: &Case) -> Result<bool> {
    let mut keys = Keys::default();
    let deployed = Deployed::new(elf, &keys)?;
    match run::replay(&deployed, &mut keys, case) {
        Ok(()) => println!("{} actions, and all agree", case.actions.len()),
        Err(disagreement) => {
            println!("{disagreement}");
            return Ok(false);
        }
    }
    Ok(true)
}
