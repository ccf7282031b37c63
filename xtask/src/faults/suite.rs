//! The integration tests as a file to run, again and again.

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::Fault;
use crate::{build::Toolchain, run, test, workspace::Workspace};

/// The test that the deployed program holds no marker fails here by design, and has this word in its name.
const SKIP: &str = "planted";
/// What tells unit tests which fault they have; see `programs/co-staking/src/faults.rs`.
const CHOSEN: &str = "CO_STAKING_PLANTED";
/// The modules of the exhaustive tests.
const PROOFS: &str = "proofs";
/// Transactions of the model's walks for each fault.
const STEPS: &str = "6000";
/// The exit code of a walk in which program and model disagree; an error has another.
const DISAGREED: i32 = 1;
/// So many names of tests say enough.
const NAMES: usize = 3;

/// Whether a test failed, and the first that did.
pub enum Verdict {
    Caught(Vec<String>),
    Unnoticed,
}

/// The built tests, and the folder with the program that they run.
pub struct Suite {
    tests: PathBuf,
    /// The example that lists them.
    pub refusals: PathBuf,
    programs: PathBuf,
    model: PathBuf,
    /// The unit tests of the sources with the faults in them, where these are in the sources.
    units: Option<PathBuf>,
    /// Whether to do without all integration tests.
    pub quick: bool,
}

impl Suite {
    /// Builds them as `cargo xtask test` does, and so no second time.
    pub fn build(workspace: &Workspace, toolchain: Toolchain, programs: &Path) -> Result<Self> {
        let mut command = workspace.cargo(["build", "--locked", "--message-format=json-render-diagnostics"]);
        command
            .args(["--test=co_staking", "--example=refusals", "--bin=co-staking-model"])
            .args(test::selection(workspace, toolchain));
        let built = Built::by(command)?;
        Ok(Self {
            tests: built.find("co_staking", "test")?,
            refusals: built.find("refusals", "example")?,
            model: built.find("co-staking-model", "bin")?,
            programs: programs.to_owned(),
            units: None,
            quick: false,
        })
    }

    /// With the unit tests of a copy of the program.
    pub fn with_units_of(mut self, copy: &Workspace) -> Result<Self> {
        let mut command = copy.cargo(["test", "--locked", "--no-run", "--message-format=json-render-diagnostics"]);
        // What is run hundreds of times is worth optimizing.
        command
            .args(["--lib", "--package=co-staking", "--features=planted-faults"])
            .env("CARGO_PROFILE_DEV_OPT_LEVEL", "2");
        self.units = Some(Built::by(command)?.find("co_staking", "lib")?);
        Ok(self)
    }

    /// Runs tests until some notice the fault: the quickest first, then those that look likely, at last all.
    pub fn hunt(&self, fault: &Fault) -> Result<Verdict> {
        for hunter in [Self::run_units, Self::run_model, Self::run_proofs, Self::run_aimed] {
            if let caught @ Verdict::Caught(_) = hunter(self, fault)? {
                return Ok(caught);
            }
        }
        if self.quick { Ok(Verdict::Unnoticed) } else { self.run_all() }
    }

    /// Runs all integration tests, until one fails.
    fn run_all(&self) -> Result<Verdict> {
        self.run(&self.tests, 0, &[], 1)
    }

    /// The unit tests but for the proofs, which take seconds.
    fn run_units(&self, fault: &Fault) -> Result<Verdict> {
        self.units.as_ref().map_or(Ok(Verdict::Unnoticed), |units| {
            self.run(units, fault.number, &["--skip".into(), PROOFS.into()], NAMES)
        })
    }

    fn run_proofs(&self, fault: &Fault) -> Result<Verdict> {
        self.units.as_ref().map_or(Ok(Verdict::Unnoticed), |units| self.run(units, fault.number, &[PROOFS.into()], 1))
    }

    /// Walks as long as finds most faults; `cargo xtask test` walks longer.
    fn run_model(&self, _fault: &Fault) -> Result<Verdict> {
        let mut command = Command::new(&self.model);
        command.args(["--no-shrink", "--steps", STEPS]).env("SBF_OUT_DIR", &self.programs);
        let output = command.stderr(Stdio::null()).output();
        let output = output.with_context(|| format!("cannot start {}", run::line(&command)))?;
        match output.status.code() {
            Some(0) => return Ok(Verdict::Unnoticed),
            Some(DISAGREED) => {}
            // A model that could not walk has noticed nothing.
            _ => bail!("{} failed ({})", run::line(&command), output.status),
        }
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let disagreement = said.lines().next().context("the model disagrees and says nothing")?;
        Ok(Verdict::Caught(vec![format!("the model: {disagreement}")]))
    }

    fn run_aimed(&self, fault: &Fault) -> Result<Verdict> {
        if fault.aim.is_empty() { Ok(Verdict::Unnoticed) } else { self.run(&self.tests, 0, &fault.aim, NAMES) }
    }

    /// Runs the tests of a file with these words in their names, if any, until a few have failed.
    fn run(&self, tests: &Path, chosen: u32, words: &[String], enough: usize) -> Result<Verdict> {
        let mut command = Command::new(tests);
        command.args(words).args(["--skip", SKIP]).env("SBF_OUT_DIR", &self.programs).env("RUST_LOG", "off");
        // A planted fault is no regression to be remembered.
        command.env("PROPTEST_DISABLE_FAILURE_PERSISTENCE", "1").env(CHOSEN, chosen.to_string());
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().with_context(|| format!("cannot start {}", run::line(&command)))?;
        let stdout = child.stdout.take().context("the tests have no output")?;
        let mut failed = vec![];
        for line in BufReader::new(stdout).lines() {
            failed.extend(failed_test(&line?).map(str::to_owned));
            if failed.len() == enough {
                child.kill().context("cannot stop the tests")?;
                break;
            }
        }
        let status = child.wait().context("the tests did not end")?;
        if failed.is_empty() && !status.success() {
            failed.push(format!("the tests ended early ({status})"));
        }
        Ok(if failed.is_empty() { Verdict::Unnoticed } else { Verdict::Caught(failed) })
    }
}

/// What cargo said of the files that it built.
struct Built {
    messages: String,
}

impl Built {
    fn by(mut command: Command) -> Result<Self> {
        let output = command.stderr(Stdio::inherit()).output();
        let output = output.with_context(|| format!("cannot start {}", run::line(&command)))?;
        if !output.status.success() {
            bail!("the tests cannot be built ({})", output.status);
        }
        Ok(Self { messages: String::from_utf8_lossy(&output.stdout).into_owned() })
    }

    fn find(&self, name: &str, kind: &str) -> Result<PathBuf> {
        let found = self.messages.lines().find_map(|line| executable(line, name, kind));
        found.with_context(|| format!("cargo built no {kind} {name}"))
    }
}

/// The test that this line of libtest's reports as failed.
fn failed_test(line: &str) -> Option<&str> {
    line.strip_prefix("test ")?.strip_suffix(" ... FAILED")
}

/// The file that this message of cargo's speaks of, if it is the target asked for.
fn executable(message: &str, name: &str, kind: &str) -> Option<PathBuf> {
    let message: Value = serde_json::from_str(message).ok()?;
    let target = message.get("target")?;
    let is_it = target.get("name")? == name && target.get("kind")?.as_array()?.iter().any(|found| found == kind);
    is_it.then(|| message.get("executable")?.as_str().map(PathBuf::from)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_read_from_libtest() {
        assert_eq!(failed_test("test owner::stake::refuses_zero ... FAILED"), Some("owner::stake::refuses_zero"));
        assert_eq!(failed_test("test owner::stake::refuses_zero ... ok"), None);
        assert_eq!(failed_test("test result: FAILED. 1 passed; 1 failed"), None);
    }

    #[test]
    fn an_executable_is_read_from_cargo() {
        let message =
            r#"{"reason":"compiler-artifact","target":{"kind":["test"],"name":"co_staking"},"executable":"/t/x"}"#;
        assert_eq!(executable(message, "co_staking", "test"), Some("/t/x".into()));
        assert_eq!(executable(message, "co_staking", "lib"), None);
        assert_eq!(executable(&message.replace(r#""/t/x""#, "null"), "co_staking", "test"), None);
        assert_eq!(executable("Compiling", "co_staking", "test"), None);
    }
}
