//! `cargo xtask build`: from source to an sBPF file, with `cargo build-sbf` where it is installed, and otherwise with
//! Debian's rustc and the linker in `sbf/`.

mod debian;
mod linker;
mod platform_tools;
mod report;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
pub use debian::{Toolchain, cpp_compiler, end_to_end_packages, load_generator, validator_packages};

use crate::workspace::Workspace;

/// One program to build: a package, its features, and where the file goes.
pub struct Program<'a> {
    pub package: &'a str,
    pub features: &'a [&'a str],
    pub folder: PathBuf,
}

impl Program<'_> {
    /// The name that cargo and the ledgers give the file.
    fn file_name(&self) -> String {
        format!("{}.so", self.package.replace('-', "_"))
    }

    /// Where the file goes.
    pub fn file(&self) -> PathBuf {
        self.folder.join(self.file_name())
    }

    /// Where the linker's report goes: the deepest stack frame, as JSON.
    fn report(&self) -> PathBuf {
        self.file().with_extension("json")
    }
}

/// Builds the program for demo and tests, and says what came out.
pub fn program(workspace: &Workspace) -> Result<Toolchain> {
    let program = Program { package: "co-staking", features: &[], folder: workspace.deploy() };
    build_and_report(workspace, &program)
}

/// Builds the program that the linker's test compares with the host.
pub fn differential(workspace: &Workspace) -> Result<Toolchain> {
    let program = Program { package: "sbf-differential", features: &[], folder: workspace.deploy() };
    build_and_report(workspace, &program)
}

fn build_and_report(workspace: &Workspace, program: &Program<'_>) -> Result<Toolchain> {
    let toolchain = build(workspace, program)?;
    report::print(program, toolchain)?;
    Ok(toolchain)
}

/// Builds one program with the toolchain that this machine has.
pub fn build(workspace: &Workspace, program: &Program<'_>) -> Result<Toolchain> {
    let toolchain = debian::toolchain()?;
    fs::create_dir_all(&program.folder).with_context(|| format!("cannot create {}", program.folder.display()))?;
    match toolchain {
        Toolchain::BuildSbf => platform_tools::build(workspace, program)?,
        Toolchain::Linker => linker::build(workspace, program)?,
    }
    Ok(toolchain)
}

/// Copies a file unless the same bytes are there, so that nothing looks newer than it is.
fn copy_if_changed(from: &Path, to: &Path) -> Result<()> {
    let bytes = fs::read(from).with_context(|| format!("the build left no {}", from.display()))?;
    if fs::read(to).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    // Moved into place: a test that is just reading the old one has all of it.
    let beside = to.with_extension("new");
    fs::write(&beside, bytes).with_context(|| format!("cannot write {}", beside.display()))?;
    fs::rename(&beside, to).with_context(|| format!("cannot write {}", to.display()))
}
