//! `cargo xtask bench`: what the program that was just built costs, as a table that is kept beside it.

use std::process::{Command, ExitCode};

use anyhow::Result;

use crate::{build, run, test, workspace::Workspace};

/// Builds, and has the table written.
pub fn bench(workspace: &Workspace) -> Result<ExitCode> {
    let toolchain = build::program(workspace)?;
    let mut build = workspace.cargo(["build", "--locked", "--bin=co-staking-bench"]);
    // The example makes cargo count the features that dev-dependencies ask for, as it does for the tests.
    build.arg("--example=refusals").args(test::selection(workspace, toolchain)).arg("--package=co-staking-bench");
    run::quietly(&mut build)?;
    let mut bench = Command::new(workspace.target.join("debug/co-staking-bench"));
    run::in_place_of_this(bench.env("SBF_OUT_DIR", workspace.deploy()))
}
