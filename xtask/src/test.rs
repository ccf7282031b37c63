//! `cargo xtask test`: every test of the workspace, on the program that was just built.

use std::process::ExitCode;

use anyhow::Result;

use crate::{
    build::{self, Toolchain},
    refusals::{self, Raised},
    run,
    workspace::Workspace,
};

/// Builds, and runs the tests whose names contain one of `filters`, or all. All of them together must have had the
/// program raise every one of its refusals. `end_to_end` adds those on a real validator.
pub fn test(workspace: &Workspace, end_to_end: bool, filters: &[String]) -> Result<ExitCode> {
    if end_to_end {
        build::end_to_end_packages()?;
    }
    let toolchain = build::program(workspace)?;
    if toolchain == Toolchain::Linker {
        build::differential(workspace)?;
    }
    let mut packages = selection(workspace, toolchain);
    if end_to_end {
        packages = with_validator(packages);
    }
    let mut command = workspace.cargo(["test", "--locked", "--no-fail-fast"]);
    command.args(packages).env("SBF_OUT_DIR", workspace.deploy());
    if !filters.is_empty() {
        command.arg("--").args(filters);
        return run::in_place_of_this(&mut command);
    }
    let raised = Raised::by(&mut command, workspace)?;
    let code = run::in_place_of_this(&mut command)?;
    if code == ExitCode::SUCCESS {
        // Cargo builds the examples with the tests.
        raised.expect_all(&refusals::all(&workspace.target.join("debug/examples/refusals"))?)?;
    }
    Ok(code)
}

/// What demo, tests and planted faults are built from: the default members, and the linker with its test where it is
/// of use. Cargo unifies features over all that is selected, so that another selection would build the ledgers' crates,
/// some five hundred, once more.
pub fn selection(workspace: &Workspace, toolchain: Toolchain) -> Vec<String> {
    // The committed benchmark is of the linker's file, and another compiler's differs in every figure.
    let of_the_linker = ["co-staking-bench", "sbf-linker", "sbf-differential"];
    let default = workspace.default_packages.iter().map(String::as_str).filter(|name| !of_the_linker.contains(name));
    let more = match toolchain {
        Toolchain::BuildSbf => [].iter(),
        Toolchain::Linker => of_the_linker.iter(),
    };
    let names = default.chain(more.copied());
    names.map(|name| format!("--package={name}")).collect()
}

/// The same and the validator, which nothing else waits for.
pub fn with_validator(mut selection: Vec<String>) -> Vec<String> {
    selection.push("--package=co-staking-validator".into());
    selection
}
