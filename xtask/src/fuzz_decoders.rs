//! `cargo xtask fuzz-decoders`: the targets in `fuzz/` under libFuzzer, each for some time, and what it reached.
//!
//! What is instrumented for coverage is a build of its own, with options of rustc that need no nightly.

use std::{
    fs,
    path::PathBuf,
    process::{Command, ExitCode, Stdio},
};

use anyhow::{Context, Result, bail};

use crate::{build, run, workspace::Workspace};

/// The files of these names in `fuzz/fuzz_targets`.
const TARGETS: [&str; 8] =
    ["accounts", "amounts", "config_file", "events", "explain", "foreign", "instructions", "rules"];

/// libFuzzer's counters, which branch was taken, and what was compared with what.
const COVERAGE: [&str; 5] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
];

/// Builds them, and runs all or those that `only` names; fails where one finds something.
pub fn fuzz_decoders(workspace: &Workspace, only: &[String], seconds: u32) -> Result<ExitCode> {
    if let Some(unknown) = only.iter().find(|name| !TARGETS.contains(&name.as_str())) {
        bail!("nothing to fuzz is called {unknown}; there are {}", TARGETS.join(", "));
    }
    build::cpp_compiler()?;
    let fuzzers = Fuzzers::build(workspace)?;
    println!("{:14}{:>12}{:>10}{:>10}{:>10}", "target", "executions", "branches", "features", "corpus");
    let mut found = vec![];
    for target in TARGETS.into_iter().filter(|target| only.is_empty() || only.iter().any(|name| name == target)) {
        let (log, passed) = fuzzers.run(target, seconds)?;
        let figures = Figures::of(&log);
        println!("{target:14}{:>12}{:>10}{:>10}{:>10}", figures.executions, figures.cov, figures.ft, figures.corp);
        if !passed {
            // With what went wrong, and the file that makes it go wrong again.
            eprintln!("{log}");
            found.push(target);
        }
    }
    if found.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    println!("found something: {}; the inputs are in {}", found.join(", "), fuzzers.folder.display());
    Ok(ExitCode::FAILURE)
}

/// The built targets, and where corpora and findings are kept from one run to the next.
struct Fuzzers {
    programs: PathBuf,
    folder: PathBuf,
}

impl Fuzzers {
    fn build(workspace: &Workspace) -> Result<Self> {
        let folder = workspace.target.join("fuzz");
        let host = host()?;
        let mut cargo = workspace.cargo(["build", "--locked", "--package=co-staking-fuzz", "--profile=fuzz"]);
        // With a target named, build scripts and macros, which run here and now, are not instrumented.
        cargo.args(["--bins", "--features=libfuzzer", "--target", &host]).env("CARGO_TARGET_DIR", &folder);
        run::quietly(cargo.env("CARGO_ENCODED_RUSTFLAGS", COVERAGE.join("\x1f")))?;
        Ok(Self { programs: folder.join(host).join("fuzz"), folder })
    }

    /// What libFuzzer says, and whether it found nothing.
    fn run(&self, target: &str, seconds: u32) -> Result<(String, bool)> {
        let corpus = self.folder.join("corpus").join(target);
        fs::create_dir_all(&corpus).with_context(|| format!("cannot create {}", corpus.display()))?;
        let mut command = Command::new(self.programs.join(format!("fuzz-{}", target.replace('_', "-"))));
        command.arg(format!("-max_total_time={seconds}")).args([
            "-print_final_stats=1",
            "-max_len=8192",
            "-timeout=10",
        ]);
        command.arg(format!("-artifact_prefix={}/{target}-", self.folder.display())).arg(corpus);
        // The program's own log goes to stdout.
        let output =
            command.stdout(Stdio::null()).output().with_context(|| format!("cannot start {}", run::line(&command)))?;
        Ok((String::from_utf8_lossy(&output.stderr).into_owned(), output.status.success()))
    }
}

fn host() -> Result<String> {
    let version = run::answer(Command::new("rustc").arg("-vV")).context("rustc does not say for what it compiles")?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).context("rustc does not say for what it compiles")
}

/// What libFuzzer counted, as it writes it.
#[derive(Debug, PartialEq, Eq)]
struct Figures {
    executions: String,
    cov: String,
    ft: String,
    corp: String,
}

impl Figures {
    /// From the last line that has each: `#4096 pulse cov: 12 ft: 34 corp: 5/678b …`.
    fn of(log: &str) -> Self {
        let after = |word: &str| {
            let last = log.lines().rev().find_map(|line| line.split_once(word))?.1;
            last.split(|c: char| c.is_whitespace() || c == '/').find(|text| !text.is_empty())
        };
        let figure = |word: &str| after(word).unwrap_or("?").to_owned();
        Self {
            executions: figure("stat::number_of_executed_units:"),
            cov: figure(" cov: "),
            ft: figure(" ft: "),
            corp: figure(" corp: "),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_figures_are_read() {
        let log = "#2\tINITED cov: 1 ft: 2 corp: 1/1b exec/s: 0 rss: 40Mb\n\
                   #99\tDONE   cov: 456 ft: 789 corp: 12/3456b lim: 8 exec/s: 9 rss: 41Mb\n\
                   Done 99 runs in 1 second(s)\n\
                   stat::number_of_executed_units: 99\n\
                   stat::average_exec_per_sec:     9";
        let [executions, cov, ft, corp] = ["99", "456", "789", "12"].map(String::from);
        assert_eq!(Figures::of(log), Figures { executions, cov, ft, corp });
        assert_eq!(Figures::of("").cov, "?");
    }
}
