//! `cargo xtask validator`: a local network that stays until it is interrupted.

use std::process::{Command, ExitCode};

use anyhow::Result;

use crate::{build, run, test, workspace::Workspace};

/// The tests that need the two binaries, so that cargo builds these with the features that the tests have: what was
/// built for one serves the other.
const OF_THE_BINARIES: [&str; 2] = ["--test=e2e", "--test=costake"];

/// Builds program, validator and command line, and starts the validator with what `args` say.
pub fn validator(workspace: &Workspace, args: &[String]) -> Result<ExitCode> {
    let toolchain = build::program(workspace)?;
    build::validator_packages()?;
    eprintln!("xtask: building the validator; the first time takes as long as all the rest");
    let mut command = workspace.cargo(["test", "--locked", "--no-run", "--quiet"]);
    command.args(test::with_validator(test::selection(workspace, toolchain))).args(OF_THE_BINARIES);
    run::quietly(&mut command)?;
    let built = workspace.target.join("debug");
    eprintln!("xtask: the command line is {}", built.join("costake").display());
    let mut command = Command::new(built.join("co-staking-validator"));
    command.arg("--program").arg(workspace.deploy().join("co_staking.so"));
    command.arg("--folder").arg(workspace.target.join("validator")).args(args);
    run::in_place_of_this(&mut command)
}
