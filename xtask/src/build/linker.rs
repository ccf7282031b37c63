//! The build with Debian's rustc and our linker.

use std::{
    env,
    fs::{self, File},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use super::{
    Program, copy_if_changed,
    debian::{CARGO, RUST_SOURCE, RUSTC},
    report::sha256,
};
use crate::{run, workspace::Workspace};

/// The target's description, relative to the workspace: cargo names its output folder after it.
const TARGET: &str = "sbf/sbpf-solana.json";
const TARGET_NAME: &str = "sbpf-solana";

/// Builds the linker, then the program with it.
pub fn build(workspace: &Workspace, program: &Program<'_>) -> Result<()> {
    run::quietly(&mut workspace.cargo(["build", "--locked", "--package=sbf-linker"]))?;
    let linker = workspace.target.join("debug/sbf-linker");
    let target = workspace.target.join("sbf");
    let _held_until_the_file_is_copied = lock(&target)?;
    forget_if_relinked(workspace, &linker, &target)?;

    let mut command = cargo(workspace, &target, &["build", "--locked", "--release", "--lib"]);
    command.arg(format!("--package={}", program.package));
    command.args(["--target", TARGET, "-Zjson-target-spec", "-Zbuild-std=std,panic_abort"]);
    if !program.features.is_empty() {
        command.arg(format!("--features={}", program.features.join(",")));
    }
    // Encoded: a folder's name may hold a space.
    run::quietly(command.env("CARGO_ENCODED_RUSTFLAGS", rustflags(workspace, &linker)?.join("\x1f")))?;

    let built = target.join(TARGET_NAME).join("release/deps").join(format!("lib{}", program.file_name()));
    copy_if_changed(&built.with_extension("json"), &program.report())?;
    copy_if_changed(&built, &program.file())
}

/// Cargo writes each build of a program, whatever its features, to the same file. Where two xtasks run at once, one
/// must not take what the other has built.
fn lock(target: &Path) -> Result<File> {
    fs::create_dir_all(target).with_context(|| format!("cannot create {}", target.display()))?;
    let path = target.join("xtask.lock");
    let file = File::create(&path).with_context(|| format!("cannot create {}", path.display()))?;
    file.lock().with_context(|| format!("cannot lock {}", path.display()))?;
    Ok(file)
}

/// Debian's cargo, allowed what is unstable elsewhere.
fn cargo(workspace: &Workspace, target: &Path, args: &[&str]) -> std::process::Command {
    let mut command = workspace.other_cargo(Path::new(CARGO), target, args);
    command.env("RUSTC", RUSTC).env("RUSTC_BOOTSTRAP", "1").env("RUSTC_BOOTSTRAP_SYNTHETIC_TARGET", "1");
    command
}

/// The compiler's flags. Paths are renamed, so that panic messages, and with them the hash, are the same everywhere.
fn rustflags(workspace: &Workspace, linker: &Path) -> Result<Vec<String>> {
    let remap = |from: &Path, to: &str| format!("--remap-path-prefix={}={to}", from.display());
    let mut flags = vec![
        format!("-Clinker={}", linker.display()),
        "-Clink-arg=--arch=v0".into(),
        "-Cdebuginfo=0".into(),
        // There are no vectors to vectorize for.
        "-Cno-vectorize-loops".into(),
        "-Cno-vectorize-slp".into(),
        // Anchor's account checks are long and much alike: called instead of copied they make the program a twentieth
        // smaller, and no instruction dearer.
        "-Cllvm-args=-inline-threshold=60".into(),
        // std has no Solana layer: the zkvm one asks for the least, and csky is there for an alignment constant alone.
        r#"--cfg=target_os="solana""#.into(),
        r#"--cfg=target_arch="csky""#.into(),
        "-Aexplicit_builtin_cfgs_in_flags".into(),
        "-Aunexpected_cfgs".into(),
        remap(&workspace.root, "/co-staking"),
        remap(Path::new(RUST_SOURCE), "/rust"),
    ];
    flags.extend(registries()?.iter().map(|registry| remap(registry, "/crates")));
    Ok(flags)
}

/// Where cargo unpacks crates: a folder a registry, whose name differs where a mirror is used. That xtask runs means
/// that its own crates have been unpacked.
fn registries() -> Result<Vec<PathBuf>> {
    let of_the_user = || PathBuf::from(env::var_os("HOME").unwrap_or_default()).join(".cargo");
    let source = env::var_os("CARGO_HOME").map_or_else(of_the_user, PathBuf::from).join("registry/src");
    let Ok(entries) = fs::read_dir(&source) else { return Ok(vec![]) };
    let mut folders = entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()?;
    folders.sort();
    Ok(folders)
}

/// Cargo does not see that the linker has changed: its hash stands beside what it linked, and another hash makes cargo
/// forget that.
fn forget_if_relinked(workspace: &Workspace, linker: &Path, target: &Path) -> Result<()> {
    let bytes = fs::read(linker).with_context(|| format!("cannot read {}", linker.display()))?;
    let hash = sha256(&bytes);
    let stamp = target.join("linker.sha256");
    if fs::read_to_string(&stamp).is_ok_and(|old| old == hash) {
        return Ok(());
    }
    let release = target.join(TARGET_NAME).join("release");
    if release.exists() {
        for package in ["co-staking", "sbf-differential"] {
            let mut command = cargo(workspace, target, &["clean", "--release", "--quiet", "-Zjson-target-spec"]);
            run::quietly(command.args(["--package", package, "--target", TARGET]))?;
        }
    }
    fs::write(&stamp, hash).with_context(|| format!("cannot write {}", stamp.display()))
}
