//! The build with `cargo build-sbf`, where Solana's tools are installed.

use std::path::Path;

use anyhow::Result;

use super::Program;
use crate::{run, workspace::Workspace};

/// Builds with `cargo build-sbf`, which brings a compiler of its own: hence `--ignore-rust-version`, as the workspace's
/// `rust-version` speaks of the host crates.
pub fn build(workspace: &Workspace, program: &Program<'_>) -> Result<()> {
    let mut command = workspace.other_cargo(Path::new("cargo"), &workspace.target.join("build-sbf"), ["build-sbf"]);
    command.arg("--manifest-path").arg(workspace.root.join("programs").join(program.package).join("Cargo.toml"));
    command.arg("--sbf-out-dir").arg(&program.folder);
    if !program.features.is_empty() {
        command.arg("--features").arg(program.features.join(","));
    }
    run::quietly(command.args(["--", "--locked", "--ignore-rust-version"]))
}
