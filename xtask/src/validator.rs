//! `cargo xtask validator`: a local network that stays until it is interrupted; `cargo xtask web`: the same, with the
//! pages of the offer links on it.

use std::{
    io::{BufRead, BufReader, Write},
    path::PathBuf,
    process::{Child, Command, ExitCode, Stdio},
    thread,
};

use anyhow::{Context, Result};

use crate::{build, run, test, workspace::Workspace};

/// The tests that need the two binaries, so that cargo builds these with the features that the tests have: what was
/// built for one serves the other.
const OF_THE_BINARIES: [&str; 2] = ["--test=e2e", "--test=costake"];
/// What the validator prints in front of its address.
const RPC_URL: &str = "RPC URL: ";

/// Builds program, validator and command line, and starts the validator with what `args` say.
///
/// # Errors
/// Where something cannot be built or started.
pub fn validator(workspace: &Workspace, args: &[String]) -> Result<ExitCode> {
    let binaries = Binaries::build(workspace)?;
    run::in_place_of_this(&mut binaries.validator(workspace, args))
}

/// The same, and once it runs the server of the pages, at `listen`.
///
/// # Errors
/// Where something cannot be built or started.
pub fn web(workspace: &Workspace, listen: &str, args: &[String]) -> Result<ExitCode> {
    let binaries = Binaries::build(workspace)?;
    let mut command = binaries.validator(workspace, args);
    let mut validator = Running(command.stdout(Stdio::piped()).spawn().context("cannot start the validator")?);
    let stdout = validator.0.stdout.take().context("the validator has no output")?;
    let mut lines = BufReader::new(stdout).lines().map_while(Result::ok);
    let Some(url) = lines.by_ref().find_map(|line| line.strip_prefix(RPC_URL).map(String::from)) else {
        let status = validator.0.wait()?;
        eprintln!("xtask: the validator did not start ({status})");
        return Ok(ExitCode::FAILURE);
    };
    // The rest, with the commands to copy, while the server runs.
    thread::spawn(move || lines.for_each(|line| drop(writeln!(std::io::stdout(), "{line}"))));
    let mut serve = Command::new(binaries.costake);
    run::in_place_of_this(serve.args(["--url", &url, "serve", "--listen", listen]))
}

/// Ends with the server.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // Where somebody pressed Ctrl-C it has stopped by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The two programs that a local network is made of.
struct Binaries {
    validator: PathBuf,
    costake: PathBuf,
}

impl Binaries {
    fn build(workspace: &Workspace) -> Result<Self> {
        let toolchain = build::program(workspace)?;
        build::validator_packages()?;
        eprintln!("xtask: building the validator; the first time takes as long as all the rest");
        let mut command = workspace.cargo(["test", "--locked", "--no-run", "--quiet"]);
        command.args(test::with_validator(test::selection(workspace, toolchain))).args(OF_THE_BINARIES);
        run::quietly(&mut command)?;
        let built = workspace.target.join("debug");
        let costake = built.join("costake");
        eprintln!("xtask: the command line is {}", costake.display());
        Ok(Self { validator: built.join("co-staking-validator"), costake })
    }

    fn validator(&self, workspace: &Workspace, args: &[String]) -> Command {
        let mut command = Command::new(&self.validator);
        command.arg("--program").arg(workspace.deploy().join("co_staking.so"));
        command.arg("--folder").arg(workspace.target.join("validator")).args(args);
        command
    }
}
