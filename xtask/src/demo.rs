//! `cargo xtask demo`: the life of devices, their owners and co-stakers, on the program that was just built.

use std::process::{Command, ExitCode};

use anyhow::Result;

use crate::{build, run, test, workspace::Workspace};

/// Builds, and hands over to the demo with everything that the user added.
pub fn demo(workspace: &Workspace, args: &[String]) -> Result<ExitCode> {
    let toolchain = build::program(workspace)?;
    let mut build = workspace.cargo(["build", "--locked", "--bin=co-staking-demo"]);
    // The example makes cargo count the features that dev-dependencies ask for, as it does for the tests.
    build.arg("--example=refusals").args(test::selection(workspace, toolchain));
    run::quietly(&mut build)?;
    let mut demo = Command::new(workspace.target.join("debug/co-staking-demo"));
    run::in_place_of_this(demo.args(args).env("SBF_OUT_DIR", workspace.deploy()))
}
