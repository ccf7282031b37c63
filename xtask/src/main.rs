//! `cargo xtask`: what this workspace needs beyond what cargo knows. It builds the program to sBPF, and runs the demo
//! and the tests on the file that it built.
//!
//! Everything that xtask itself says goes to stderr, so that the output of what it runs can be piped.
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod bench;
mod bench_web;
mod build;
mod demo;
mod faults;
mod fuzz;
mod fuzz_decoders;
mod idl;
mod refusals;
mod run;
mod test;
mod validator;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use workspace::Workspace;

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = "Build the co-staking program, show it and test it")]
struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the program to sBPF: target/deploy/co_staking.so
    Build {
        /// Another program of this workspace: the one that the linker is tested with
        #[arg(default_value = "co-staking", value_parser = ["co-staking", "sbf-differential"])]
        program: String,
    },
    /// Build the program, and play stakes, offers, co-stakes, block rewards and slashes on an embedded ledger
    Demo {
        /// What the demo takes, for instance `--fleet FILE` or `--output json`; `--help` lists it
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGS")]
        args: Vec<String>,
    },
    /// Build the program, and run every test on it
    Test {
        /// Run the end-to-end tests too: the command line against a real validator, which takes long to build
        #[arg(long)]
        end_to_end: bool,
        /// Run only the tests whose name contains one of these
        filters: Vec<String>,
    },
    /// Build the program, and walk it at random against a model of the rules: `--steps N --seed S`, `--replay FILE`
    Fuzz {
        /// What the model takes; `--help` lists it
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGS")]
        args: Vec<String>,
    },
    /// Start a real validator with the program and a funded world, and show commands to try
    Validator {
        /// What the validator takes, for instance `--devices 100`; `--help` lists it
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGS")]
        args: Vec<String>,
    },
    /// The same, and a server of the offer links' pages on it
    Web {
        /// Where the pages are served
        #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
        listen: String,
        /// What the validator takes
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGS")]
        args: Vec<String>,
    },
    /// Build the program, measure it, and write programs/co-staking/BENCHMARKS.md
    Bench,
    /// Measure the server of the pages with 10,000 open offers: requests a second, latency, memory, size
    BenchWeb,
    /// Write the program's interface as an IDL: programs/co-staking/idl.json
    Idl {
        /// Only say whether the kept one is the program's
        #[arg(long)]
        check: bool,
    },
    /// Fuzz decoders, parsers and rules, guided by coverage
    FuzzDecoders {
        /// Fuzz only these, for instance `events`
        targets: Vec<String>,
        /// How long each
        #[arg(long, default_value_t = 30)]
        seconds: u32,
    },
    /// Plant faults into the program, one by one, and see that a test fails each time
    #[command(subcommand)]
    Faults(faults::Faults),
}

fn main() -> ExitCode {
    match dispatch(Args::parse().task) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(task: Task) -> Result<ExitCode> {
    let workspace = Workspace::find()?;
    match task {
        Task::Build { program } => {
            let toolchain =
                if program == "co-staking" { build::program(&workspace) } else { build::differential(&workspace) };
            toolchain.map(|_| ExitCode::SUCCESS)
        }
        Task::Demo { args } => demo::demo(&workspace, &args),
        Task::Test { end_to_end, filters } => test::test(&workspace, end_to_end, &filters),
        Task::Fuzz { args } => fuzz::fuzz(&workspace, &args),
        Task::Validator { args } => validator::validator(&workspace, &args),
        Task::Web { listen, args } => validator::web(&workspace, &listen, &args),
        Task::Bench => bench::bench(&workspace),
        Task::BenchWeb => bench_web::bench_web(&workspace),
        Task::FuzzDecoders { targets, seconds } => fuzz_decoders::fuzz_decoders(&workspace, &targets, seconds),
        Task::Idl { check } => idl::idl(&workspace, check),
        Task::Faults(which) => faults::faults(&workspace, &which),
    }
}
