//! `cargo xtask faults`: the tests of the tests. A build of the program holds many faults, one of which is chosen by a
//! number in the file; each in turn must make a test fail.
//!
//! - `checks`: one check of the program is dropped, for each of its refusals.
//! - `bugs`: the hand-written list `bugs.txt`: boundaries, roundings, counters, clocks, escrow, authority.
//! - `mutants`: what cargo-mutants would change in `rules/` and `state/`.

mod aim;
mod bugs;
mod checks;
mod copy;
mod mutants;
mod plant;
mod suite;

use std::{
    process::ExitCode,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};
use clap::Subcommand;
use plant::PlantedProgram;
use suite::{Suite, Verdict};

use crate::{
    build::{self, Program, Toolchain},
    workspace::Workspace,
};

#[derive(Subcommand)]
pub enum Faults {
    /// Drop the program's checks, one by one
    Checks {
        /// Try only these refusals, for instance `CooldownNotOver`
        refusals: Vec<String>,
    },
    /// Plant the bugs of xtask/src/faults/bugs.txt, one by one
    Bugs {
        /// Try only those with one of these words in their names or files
        words: Vec<String>,
    },
    /// Plant the mutants that cargo-mutants finds in rules/ and state/, one by one
    Mutants {
        /// Try only those with one of these words in their names
        words: Vec<String>,
        /// Leave out the last resort, all integration tests, which takes minutes for each that nothing else notices
        #[arg(long)]
        quick: bool,
    },
}

/// One fault of a build.
struct Fault {
    /// What the program reads to know that it is this one; 0 is none.
    number: u32,
    name: String,
    /// Words for the tests to try first.
    aim: Vec<String>,
    /// Why no test can notice it, if so.
    exempt: Option<String>,
}

/// Tries what was asked for.
pub fn faults(workspace: &Workspace, which: &Faults) -> Result<ExitCode> {
    match which {
        Faults::Checks { refusals } => checks::try_them(workspace, refusals),
        Faults::Bugs { words } => bugs::try_them(workspace, words),
        Faults::Mutants { words, quick } => mutants::try_them(workspace, words, *quick),
    }
}

/// Builds the program of this checkout, or of a copy of it, with the feature that lets a fault be chosen.
fn build(workspace: &Workspace, name: &str) -> Result<(PlantedProgram, Toolchain)> {
    let folder = workspace.target.join(format!("deploy-{name}"));
    let program = Program { package: "co-staking", features: &["planted-faults"], folder };
    let toolchain = build::build(workspace, &program)?;
    Ok((PlantedProgram::open(program.file())?, toolchain))
}

/// Tries each fault; an error if a test fails with none.
fn try_all(program: &PlantedProgram, suite: &Suite, faults: &[Fault]) -> Result<ExitCode> {
    eprintln!("xtask: no fault chosen: every test must pass");
    program.choose(0)?;
    let none = Fault { number: 0, name: "none".into(), aim: vec![], exempt: None };
    if let Verdict::Caught(tests) = suite.hunt(&none)? {
        bail!("a test fails already when no fault is chosen: {}", tests.join(", "));
    }
    let (mut survivors, mut exempt) = (vec![], 0);
    for fault in faults {
        if let Some(reason) = &fault.exempt {
            row(fault, "exempt", Duration::ZERO, reason);
            exempt += 1;
        } else if !try_one(program, suite, fault)? {
            survivors.push(fault);
        }
    }
    let caught = faults.len() - exempt - survivors.len();
    println!("{caught} caught, {exempt} exempt, {} survived", survivors.len());
    survivors.iter().for_each(|fault| println!("survived: {}", fault.name));
    Ok(if survivors.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Chooses one fault and prints a line of the table; false if no test noticed.
fn try_one(program: &PlantedProgram, suite: &Suite, fault: &Fault) -> Result<bool> {
    program.choose(fault.number)?;
    let start = Instant::now();
    let verdict = suite.hunt(fault)?;
    match &verdict {
        Verdict::Caught(tests) => row(fault, "caught", start.elapsed(), &tests.join(", ")),
        Verdict::Unnoticed => row(fault, "SURVIVED", start.elapsed(), "no test noticed"),
    }
    Ok(matches!(verdict, Verdict::Caught(_)))
}

fn row(fault: &Fault, verdict: &str, time: Duration, remark: &str) {
    println!("{verdict:9} {:5.1} s  {}\n{:19}{remark}", time.as_secs_f32(), fault.name, "");
}
