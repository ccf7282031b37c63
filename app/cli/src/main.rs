//! `costake`: the co-staking program on a real cluster, for owners, co-stakers and operators.
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::panic))]

mod accounts;
mod args;
mod commands;
mod context;
mod execute;
mod exit;
mod output;

use std::{env, process::ExitCode};

use args::{Cli, Command};
use context::Context;
use exit::Exit;

// Commands wait for the network on one thread; `serve` answers on all.
#[tokio::main]
async fn main() -> ExitCode {
    let cli = match args::parse(env::args_os()) {
        Ok(cli) => cli,
        // Help and version are no errors, and go to standard output.
        Err(error) => error.exit(),
    };
    match run(cli).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(exit) => {
            eprintln!("{exit}");
            exit.code()
        }
    }
}

async fn run(Cli { globals, command, is_why, matches }: Cli) -> Result<(), Exit> {
    match &command {
        // They need neither cluster nor config file.
        Command::Completion { shell } => commands::completion(*shell),
        Command::Man { folder } => commands::man(folder),
        _ if is_why => commands::why(&Context::new(globals, matches)?, &command).await,
        _ => commands::run(&Context::new(globals, matches)?, &command).await,
    }
}
