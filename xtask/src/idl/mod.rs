//! `cargo xtask idl`: the program's interface as Anchor's IDL, for explorers, wallets and clients in other languages.
//!
//! Anchor prints it in fragments from tests that its macros put into the program under the feature `idl-build`, which is
//! a build of its own.

mod assemble;

use std::{
    fs,
    process::{ExitCode, Stdio},
};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{run, workspace::Workspace};

/// Where it is kept.
const FILE: &str = "programs/co-staking/idl.json";

/// Writes the IDL, or with `check` says whether the kept one is the program's.
pub fn idl(workspace: &Workspace, check: bool) -> Result<ExitCode> {
    let idl = assemble::idl(&fragments(workspace)?)?;
    let file = workspace.root.join(FILE);
    if !check {
        let text = serde_json::to_string_pretty(&idl).context("the IDL is no JSON")?;
        fs::write(&file, text + "\n").with_context(|| format!("cannot write {}", file.display()))?;
        eprintln!("xtask: wrote {FILE}");
        return Ok(ExitCode::SUCCESS);
    }
    let kept = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let kept: Value = serde_json::from_str(&kept).with_context(|| format!("{FILE} is no JSON"))?;
    if kept != idl {
        bail!("{FILE} is not the program's any more: write it with `cargo xtask idl`");
    }
    eprintln!("xtask: {FILE} is the program's");
    Ok(ExitCode::SUCCESS)
}

/// What the program's own tests print.
fn fragments(workspace: &Workspace) -> Result<String> {
    let program = workspace.root.join("programs/co-staking");
    let mut command = workspace.cargo(["test", "--locked", "--package=co-staking", "--lib", "--features=idl-build"]);
    command.args(["__anchor_private_print_idl", "--", "--show-output", "--quiet"]);
    // Anchor's macros are compiled anew where this changes, and all that they are used in: not in the usual folder.
    command.env("CARGO_TARGET_DIR", workspace.target.join("idl")).env("ANCHOR_IDL_BUILD_RESOLUTION", "TRUE");
    command.env("ANCHOR_IDL_BUILD_PROGRAM_PATH", program).stderr(Stdio::inherit());
    let output = command.output().with_context(|| format!("cannot start {}", run::line(&command)))?;
    if !output.status.success() {
        bail!("{} failed ({})", run::line(&command), output.status);
    }
    String::from_utf8(output.stdout).context("the fragments are no text")
}
