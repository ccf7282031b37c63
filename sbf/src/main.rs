//! The linker that `rustc --target sbf/sbpf-solana.json` calls.

use std::process::ExitCode;

use sbf_linker::{Args, run};

fn main() -> ExitCode {
    match Args::parse(std::env::args().skip(1)).and_then(|args| run(&args)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
