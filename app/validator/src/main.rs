//! A real Agave validator in this process, with the program deployed and a world on it. It says where it listens and what
//! one may type, and stays until interrupted. Started again on the same folder it goes on where it was.
//!
//! Standard output is for whoever wants to use it; progress goes to standard error.

mod commands;
mod node;

use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};

use anyhow::{Context, Result};
use clap::Parser;
use co_staking_world::{Wallets, World};

#[derive(Parser)]
#[command(name = "cargo xtask validator", about = "Start a local validator with the program and a funded world")]
struct Args {
    /// The built program
    #[arg(long, value_name = "FILE", hide = true)]
    program: PathBuf,
    /// Where the ledger and the wallets' keypair files go
    #[arg(long, value_name = "FOLDER", hide = true)]
    folder: PathBuf,
    /// The command line, as the commands to copy name it
    #[arg(long, default_value = "costake", value_name = "FILE", hide = true)]
    costake: PathBuf,
    /// Where JSON-RPC listens; the websocket's port is the next one
    #[arg(long, default_value_t = 8899, value_name = "PORT")]
    rpc_port: u16,
    /// How many devices there are to begin with, each with four open offers
    #[arg(long, default_value_t = 6, value_name = "NUMBER")]
    devices: u32,
    /// Deploy the program and fund the wallets, and no more: to try `costake admin init`
    #[arg(long, conflicts_with = "devices")]
    empty: bool,
    /// Go on with the ledger of the last time, instead of beginning anew
    #[arg(long)]
    keep: bool,
    /// End when standard input does, and not only when interrupted
    #[arg(long, hide = true)]
    until_eof: bool,
}

fn main() -> Result<()> {
    let args = Args::parse();
    let ledger = args.folder.join("ledger");
    let validator = if args.keep && node::has_ledger(&ledger) {
        eprintln!("validator: going on with {}", ledger.display());
        node::resume(&ledger, args.rpc_port)?
    } else {
        forget(&ledger)?;
        let world = world(&args)?;
        eprintln!("validator: starting with {} accounts", world.accounts.len());
        node::start(&ledger, args.rpc_port, &args.program, world)?
    };
    let wallets = Wallets::of(&args.folder);
    commands::write_files(&args.folder, &wallets)?;
    commands::print(&validator, &args.folder, &args.costake, &wallets, args.empty);
    let interrupted = wait(args.until_eof);
    eprintln!("validator: stopping");
    drop(validator);
    interrupted
}

fn world(args: &Args) -> Result<World> {
    if args.empty {
        return World::empty(&args.folder);
    }
    let now = SystemTime::now().duration_since(UNIX_EPOCH).context("the clock shows a time before 1970")?;
    World::with_devices(&args.folder, args.devices, i64::try_from(now.as_secs())?)
}

fn forget(ledger: &Path) -> Result<()> {
    if ledger.exists() {
        fs::remove_dir_all(ledger).with_context(|| format!("cannot remove {}", ledger.display()))?;
    }
    Ok(())
}

/// Returns when somebody interrupts, or standard input ends.
fn wait(until_eof: bool) -> Result<()> {
    if until_eof {
        std::thread::spawn(|| {
            let mut byte = [0];
            while matches!(std::io::stdin().read(&mut byte), Ok(1..)) {}
            // Whoever started this is gone, and nobody waits for a clean end.
            std::process::exit(0);
        });
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(tokio::signal::ctrl_c()).context("cannot wait for Ctrl-C")
}
