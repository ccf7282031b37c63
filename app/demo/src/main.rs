//! `cargo xtask demo`: a co-staked device from its registration to its end, played on an embedded ledger with the program that was built, and
//! shown step by step.

mod books;
mod cast;
mod fleet;
mod ledger;
mod render;
mod report;
mod story;
#[cfg(test)]
mod tests;
mod told;
mod wallet;
mod world;

use std::{
    env, fs,
    io::{self, ErrorKind, IsTerminal, Write},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::{Context, Result};
use clap::{Parser, ValueEnum};

use crate::{ledger::Elf, report::Report};

/// Plays the life of each device of a fleet: register, stake, withdraw the overflow, unstake, wait, withdraw; and on the
/// first device that can carry it, offers and co-stakes with every way out, block rewards, and slashes, one overturned on
/// appeal and one burned. It needs no network, and proves all along that every token is where the ledgers say.
#[derive(Parser)]
#[command(bin_name = "cargo xtask demo")]
struct Args {
    /// The devices to play, instead of app/demo/fleet.toml (which explains its keys).
    #[arg(long, value_name = "FILE")]
    fleet: Option<PathBuf>,
    /// For people, or the same as one JSON document.
    #[arg(long, value_enum, default_value_t = Output::Display)]
    output: Output,
}

#[derive(Clone, Copy, ValueEnum)]
enum Output {
    Display,
    Json,
}

fn main() -> ExitCode {
    match run(&Args::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Whether everything went as it should.
fn run(args: &Args) -> Result<bool> {
    let base = story::base_requirement()?;
    let fleet = match &args.fleet {
        None => fleet::parse(fleet::DEFAULT, base)?,
        Some(file) => {
            let text = fs::read_to_string(file).with_context(|| format!("cannot read the fleet {}", file.display()))?;
            fleet::parse(&text, base).with_context(|| format!("the fleet {}", file.display()))?
        }
    };
    let report = story::play(&Elf::read()?, fleet)?;
    print(&text(&report, args.output)?)?;
    Ok(report.ok)
}

fn text(report: &Report, output: Output) -> Result<String> {
    Ok(match output {
        Output::Display => {
            let colour = io::stdout().is_terminal() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
            render::display(report, colour)
        }
        Output::Json => serde_json::to_string_pretty(report)? + "\n",
    })
}

/// A reader that has seen enough, such as `head`, is no failure.
fn print(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}
