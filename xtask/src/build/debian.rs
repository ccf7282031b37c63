//! What this machine can build with, and what it takes to make it able to.

use std::{
    env, fs,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Result, bail};

use crate::run;

/// Debian's compiler: the only packaged one whose LLVM is also there as a library, for the linker to use.
pub const RUSTC: &str = "/usr/bin/rustc";
pub const CARGO: &str = "/usr/bin/cargo";
/// The standard library's source, for `-Zbuild-std`.
pub const RUST_SOURCE: &str = "/usr/lib/rustlib/src/rust";
/// The linker reads the compiler's bitcode, so both must have the same LLVM.
const LLVM: &str = "LLVM version: 22.";
const PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];
const VALIDATOR_PACKAGES: [&str; 7] =
    ["g++", "libclang-dev", "libudev-dev", "make", "perl", "pkg-config", "protobuf-compiler"];
const BROWSER_PACKAGES: [&str; 2] = ["chromium", "chromium-driver"];

/// How a program is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toolchain {
    /// `cargo build-sbf`, from Solana's tools.
    BuildSbf,
    /// Debian's rustc, and the linker in `sbf/`.
    Linker,
}

/// What was found on this machine.
#[derive(Clone, Copy, Debug, Default)]
struct Machine {
    build_sbf: bool,
    compiler: bool,
    apt: bool,
    root: bool,
}

#[derive(Debug, PartialEq, Eq)]
enum Decision {
    Use(Toolchain),
    Install,
    AskToInstall,
    NotSupported,
}

/// Prefers the official tools, then what is there, then what apt can bring.
fn decide(machine: Machine) -> Decision {
    match machine {
        Machine { build_sbf: true, .. } => Decision::Use(Toolchain::BuildSbf),
        Machine { compiler: true, .. } => Decision::Use(Toolchain::Linker),
        Machine { apt: true, root: true, .. } => Decision::Install,
        Machine { apt: true, root: false, .. } => Decision::AskToInstall,
        Machine { apt: false, .. } => Decision::NotSupported,
    }
}

/// Decides, and installs what is missing if it may.
pub fn toolchain() -> Result<Toolchain> {
    match decide(look()) {
        Decision::Use(toolchain) => Ok(toolchain),
        Decision::Install => install(),
        Decision::AskToInstall => bail!(
            "{} (Where Solana's tools are installed, `cargo build-sbf` is used instead.)",
            ask_to_install("a compiler for the program is missing", &PACKAGES)
        ),
        Decision::NotSupported => bail!(
            "nothing here can build a Solana program: install Solana's tools (`cargo build-sbf`), or use Debian 12 with \
             the packages {}",
            PACKAGES.join(" ")
        ),
    }
}

fn look() -> Machine {
    Machine {
        // Asked by its own name: the toolchain that runs us knows only its own subcommands' folder.
        build_sbf: on_path("cargo-build-sbf").is_some_and(|tool| answers(&tool)),
        compiler: has_compiler(),
        apt: Path::new("/usr/bin/apt-get").exists(),
        root: fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0),
    }
}

fn answers(build_sbf: &Path) -> bool {
    run::answer(Command::new(build_sbf).arg("--version")).is_some()
}

/// Where a tool lies on PATH.
fn on_path(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(name)).find(|tool| tool.is_file())
}

fn has_compiler() -> bool {
    // The toolchain that runs us puts its libraries first: not for another compiler.
    let version = run::answer(Command::new(RUSTC).arg("-vV").env_remove("LD_LIBRARY_PATH"));
    version.is_some_and(|text| text.contains(LLVM))
        && Path::new(CARGO).exists()
        && Path::new(RUST_SOURCE).join("library/std").exists()
}

/// What the validator's crates ask for: bindings to RocksDB and to USB devices, and messages in protobuf.
///
/// # Errors
/// Where something is missing and cannot be installed.
pub fn validator_packages() -> Result<()> {
    have_packages(&VALIDATOR_PACKAGES, "the validator's build needs a few libraries")
}

/// All that the end-to-end tests take beside the crates: asked for once, before anything is built.
///
/// # Errors
/// Where something is missing and cannot be installed.
pub fn end_to_end_packages() -> Result<()> {
    let mut all = [&VALIDATOR_PACKAGES[..], &BROWSER_PACKAGES].concat();
    if decide(look()) == Decision::AskToInstall {
        all.extend(PACKAGES);
    }
    have_packages(&all, "the validator, and the browser that the pages are tested in, take a few packages")
}

fn have_packages(packages: &[&str], why: &str) -> Result<()> {
    let machine = look();
    // Without dpkg nobody can say what is missing: whoever looks for it does.
    let missing = if machine.apt { not_installed(packages) } else { vec![] };
    if missing.is_empty() {
        return Ok(());
    }
    if !machine.root {
        bail!("{}", ask_to_install(why, &missing));
    }
    apt_install(&missing)
}

/// Those of `packages` that dpkg does not list as installed.
fn not_installed<'a>(packages: &[&'a str]) -> Vec<&'a str> {
    let mut query = Command::new("/usr/bin/dpkg-query");
    // One that is not known makes it fail, and the others are listed all the same.
    let listed = query.args(["--show", "--showformat=${Package} ${db:Status-Status}\n"]).args(packages).output();
    let listed = listed.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    let is_there = |package: &str| listed.lines().any(|line| line == format!("{package} installed"));
    packages.iter().copied().filter(|package| !is_there(package)).collect()
}

/// wrk, which the server of the pages is measured with.
///
/// # Errors
/// Where it is missing and cannot be installed.
pub fn load_generator() -> Result<()> {
    has_tool("wrk", "wrk", "a load generator is missing")
}

/// A compiler for C++, which libFuzzer is written in.
///
/// # Errors
/// Where there is none, and it cannot be installed.
pub fn cpp_compiler() -> Result<()> {
    has_tool("c++", "g++", "a compiler for C++ is missing")
}

/// A tool is there, or Debian's package of it can be installed.
fn has_tool(tool: &str, package: &str, missing: &str) -> Result<()> {
    let machine = look();
    if on_path(tool).is_some() {
        return Ok(());
    }
    if !machine.apt || !machine.root {
        bail!("{missing}: install one (on Debian `apt-get install {package}`)");
    }
    apt_install(&[package])
}

fn apt_install(packages: &[&str]) -> Result<()> {
    eprintln!("xtask: installing {}", packages.join(" "));
    let apt = |args: &[&str]| {
        run::quietly(Command::new("/usr/bin/apt-get").args(args).env("DEBIAN_FRONTEND", "noninteractive"))
    };
    apt(&["update"])?;
    // `--no-remove`: what stands in the way is not ours to take away, for instance another rustc of Debian's.
    apt(&[&["install", "--yes", "--no-install-recommends", "--no-remove"], packages].concat())
}

fn install() -> Result<Toolchain> {
    apt_install(&PACKAGES)?;
    if !has_compiler() {
        bail!("{RUSTC} and its source do not fit: a compiler with LLVM 22 and {RUST_SOURCE}/library are needed");
    }
    Ok(Toolchain::Linker)
}

fn ask_to_install(why: &str, packages: &[&str]) -> String {
    format!(
        "{why}. As you are not root, please run\n\n    \
         sudo apt-get update && sudo apt-get install --no-install-recommends {}\n\n\
         and then this again.",
        packages.join(" ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_official_tools_come_first() {
        let all = Machine { build_sbf: true, compiler: true, apt: true, root: true };
        assert_eq!(decide(all), Decision::Use(Toolchain::BuildSbf));
        assert_eq!(decide(Machine { build_sbf: true, ..Machine::default() }), Decision::Use(Toolchain::BuildSbf));
        assert_eq!(decide(Machine { build_sbf: false, ..all }), Decision::Use(Toolchain::Linker));
    }

    #[test]
    fn only_root_installs() {
        let apt = Machine { apt: true, ..Machine::default() };
        assert_eq!(decide(Machine { root: true, ..apt }), Decision::Install);
        assert_eq!(decide(apt), Decision::AskToInstall);
        assert_eq!(decide(Machine { root: true, ..Machine::default() }), Decision::NotSupported);
        assert_eq!(decide(Machine::default()), Decision::NotSupported);
    }

    #[test]
    fn a_user_is_given_the_whole_command() {
        let text = ask_to_install("something is missing", &PACKAGES);
        assert!(
            text.starts_with("something is missing.") && text.contains("sudo apt-get update && sudo apt-get install")
        );
        assert!(PACKAGES.iter().all(|package| text.contains(package)));
    }
}
