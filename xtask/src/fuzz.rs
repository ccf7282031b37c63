//! `cargo xtask fuzz`: random walks on the program that was just built, compared with the model after every step.

use std::process::{Command, ExitCode};

use anyhow::Result;

use crate::{build, run, test, workspace::Workspace};

/// Builds, and hands over to the model with everything that the user added.
pub fn fuzz(workspace: &Workspace, args: &[String]) -> Result<ExitCode> {
    let toolchain = build::program(workspace)?;
    let mut build = workspace.cargo(["build", "--locked", "--bin=co-staking-model"]);
    // The example makes cargo count the features that dev-dependencies ask for, as it does for the tests.
    build.arg("--example=refusals").args(test::selection(workspace, toolchain));
    run::quietly(&mut build)?;
    let mut model = Command::new(workspace.target.join("debug/co-staking-model"));
    run::in_place_of_this(model.args(args).env("SBF_OUT_DIR", workspace.deploy()))
}
