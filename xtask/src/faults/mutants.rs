//! What cargo-mutants would change, all of it in one build: a copy of the program in which each mutant is a branch.
//!
//! A build of the program takes a minute and a run of its tests minutes, so that a build a mutant, as cargo-mutants itself
//! does it, would take days.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::{Fault, copy, suite::Suite};
use crate::{run, workspace::Workspace};

const VERSION: &str = "27.1.0";
/// Where it looks, below the program's sources.
const FOLDERS: [&str; 2] = ["rules", "state"];
/// Words of the tests that look at all that is stored: whether events tell it, and whether it is of this version.
const LIKELY: [&str; 2] = ["replay", "version"];
/// Mutants that are not tried, and why.
const EQUAL: &str = include_str!("equal.txt");

/// What `xtask/plant` says of a mutant.
struct Mutant {
    number: u32,
    /// `rules/offer.rs: replace < with <= in caps`, with a `(2)` where it is the second of that name.
    name: String,
    function: Option<String>,
    planted: bool,
}

/// Plants every mutant, or those with one of these words in their names, one at a time.
pub fn try_them(workspace: &Workspace, words: &[String], quick: bool) -> Result<ExitCode> {
    let list = workspace.target.join("faults/mutants.json");
    fs::create_dir_all(workspace.target.join("faults")).context("cannot create a folder for the mutants")?;
    list_mutants(workspace, &list)?;
    let (copy, mutants, left_out) = plant_all(workspace, &list)?;
    let (program, toolchain) = super::build(&copy, "mutants")?;
    let mut suite = Suite::build(workspace, toolchain, program.folder())?.with_units_of(&copy)?;
    suite.quick = quick;

    let equal = equal(EQUAL)?;
    let (planted, not_planted): (Vec<Mutant>, Vec<Mutant>) = mutants.into_iter().partition(|mutant| mutant.planted);
    for mutant in not_planted.iter().filter(|mutant| !left_out.contains(&mutant.number)) {
        println!("not planted: {}", mutant.name);
    }
    println!("{} mutants, {} do not compile", planted.len() + not_planted.len(), left_out.len());
    let wanted = |mutant: &Mutant| words.is_empty() || words.iter().any(|word| mutant.name.contains(word.as_str()));
    let faults: Vec<Fault> = planted.into_iter().filter(wanted).map(|mutant| mutant.fault(&equal)).collect();
    super::try_all(&program, &suite, &faults)
}

/// Plants the mutants and leaves out those that do not compile, until all the others do.
fn plant_all(workspace: &Workspace, list: &Path) -> Result<(Workspace, Vec<Mutant>, BTreeSet<u32>)> {
    let mut left_out = BTreeSet::new();
    loop {
        let copy = copy::of(workspace)?;
        let mutants = plant(workspace, list, &copy.root, &left_out)?;
        copy::without_const_functions(&copy.root)?;
        let failing = failing(&copy)?;
        eprintln!("xtask: {} of {} mutants do not compile", left_out.len() + failing.len(), mutants.len());
        if failing.is_empty() {
            return Ok((copy, mutants, left_out));
        }
        left_out.extend(failing);
    }
}

fn list_mutants(workspace: &Workspace, to: &Path) -> Result<()> {
    let mut command = Command::new(cargo_mutants(workspace)?);
    command.args(["mutants", "--list", "--json", "--dir"]).arg(&workspace.root);
    for folder in FOLDERS {
        command.args(["--file", &format!("{}/{folder}/**/*.rs", copy::SOURCES)]);
    }
    let output = command.output().with_context(|| format!("cannot start {}", run::line(&command)))?;
    if !output.status.success() {
        bail!("{} failed: {}", run::line(&command), String::from_utf8_lossy(&output.stderr).trim());
    }
    fs::write(to, output.stdout).with_context(|| format!("cannot write {}", to.display()))
}

/// Where cargo-mutants is; installed first where it is not.
fn cargo_mutants(workspace: &Workspace) -> Result<PathBuf> {
    let home = PathBuf::from(env::var_os("HOME").unwrap_or_default());
    let cache = env::var_os("XDG_CACHE_HOME").map_or_else(|| home.join(".cache"), PathBuf::from);
    let root = cache.join(format!("co-staking/cargo-mutants-{VERSION}"));
    let file = root.join("bin/cargo-mutants");
    if !file.exists() {
        eprintln!("xtask: cargo-mutants {VERSION} is installed into {}", root.display());
        let mut install = workspace.cargo(["install", "--locked", "--version", VERSION, "cargo-mutants"]);
        // In a folder that cargo removes: a tool, not a part of this workspace.
        run::quietly(install.arg("--root").arg(&root).env_remove("CARGO_TARGET_DIR"))?;
    }
    Ok(file)
}

fn plant(workspace: &Workspace, list: &Path, copy: &Path, left_out: &BTreeSet<u32>) -> Result<Vec<Mutant>> {
    let manifest = workspace.root.join("xtask/plant/Cargo.toml");
    let mut command = workspace.cargo(["run", "--quiet", "--locked", "--manifest-path"]);
    command.arg(manifest).arg("--").arg(list).arg(copy).args(left_out.iter().map(u32::to_string));
    command.env("CARGO_TARGET_DIR", workspace.target.join("plant"));
    let output = command.output().with_context(|| format!("cannot start {}", run::line(&command)))?;
    if !output.status.success() {
        bail!("the mutants cannot be planted: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    let lines = String::from_utf8_lossy(&output.stdout).into_owned();
    read(&lines)
}

/// The lines that `xtask/plant` prints.
fn read(lines: &str) -> Result<Vec<Mutant>> {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let mutants = lines.lines().map(|line| {
        let mut mutant = Mutant::read(line).with_context(|| format!("no mutant: {line}"))?;
        let times = seen.entry(mutant.name.clone()).or_default();
        *times += 1;
        if *times > 1 {
            mutant.name += &format!(" ({times})");
        }
        Ok(mutant)
    });
    mutants.collect()
}

/// The mutants at which the compiler found errors in the copy.
fn failing(copy: &Workspace) -> Result<BTreeSet<u32>> {
    let mut command = copy.cargo(["check", "--locked", "--message-format=json", "--lib"]);
    command.args(["--package=co-staking", "--features=planted-faults"]);
    let output = command.output().with_context(|| format!("cannot start {}", run::line(&command)))?;
    let messages = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut failing = BTreeSet::new();
    for error in messages.lines().filter_map(error) {
        let found = numbers(copy, &error);
        if found.is_empty() {
            bail!("the mutants do not compile, and not because of one: {}", error["rendered"].as_str().unwrap_or(""));
        }
        failing.extend(found);
    }
    if failing.is_empty() && !output.status.success() {
        bail!("the mutants do not compile: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(failing)
}

/// The error that this message of cargo's is, if any.
fn error(line: &str) -> Option<Value> {
    let mut message: Value = serde_json::from_str(line).ok()?;
    let message = message.get_mut("message")?.take();
    (message.get("level")? == "error" && !message.get("spans")?.as_array()?.is_empty()).then_some(message)
}

/// The mutants at the places of an error: the last number before each.
fn numbers(copy: &Workspace, error: &Value) -> BTreeSet<u32> {
    let spans = error["spans"].as_array().into_iter().flatten().filter(|span| span["is_primary"] == true);
    let number = |span: &Value| {
        let source = fs::read_to_string(copy.root.join(span["file_name"].as_str()?)).ok()?;
        let before = source.get(..usize::try_from(span["byte_start"].as_u64()?).ok()?)?;
        // The place is often a line of its own, below that of the number.
        let (before, _) = before.rsplit_once("u32 =>").or_else(|| before.rsplit_once("u32"))?;
        before.rsplit(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
    };
    spans.filter_map(number).collect()
}

/// The lines of `equal.txt`: the beginning of a name, and a reason.
fn equal(list: &'static str) -> Result<Vec<(&'static str, &'static str)>> {
    let lines = list.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.map(|line| line.split_once(" | ").with_context(|| format!("no `name | reason`: {line}"))).collect()
}

impl Mutant {
    fn read(line: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(line).ok()?;
        // Without line and column, which any change moves.
        let change = value.get("name")?.as_str()?.splitn(4, ':').nth(3)?;
        let file = value.get("file")?.as_str()?.strip_prefix(copy::SOURCES)?.trim_start_matches('/');
        Some(Self {
            number: value.get("number")?.as_u64()?.try_into().ok()?,
            name: format!("{file}:{change}"),
            function: value.get("function")?.as_str().map(str::to_owned),
            planted: value.get("planted")?.as_bool()?,
        })
    }

    fn fault(self, equal: &[(&str, &str)]) -> Fault {
        let reason = equal.iter().find(|(name, _)| self.name.starts_with(name)).map(|(_, reason)| (*reason).to_owned());
        let aim = self.function.into_iter().chain(LIKELY.map(str::to_owned)).collect();
        Fault { number: self.number, aim, name: self.name, exempt: reason }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWICE: &str = r#"{"number":100000,"name":"programs/co-staking/src/rules/x.rs:3:9: replace < with <= in f","function":"f","file":"programs/co-staking/src/rules/x.rs","planted":true}
{"number":100001,"name":"programs/co-staking/src/rules/x.rs:4:9: replace < with <= in f","function":"f","file":"programs/co-staking/src/rules/x.rs","planted":false}"#;

    #[test]
    fn a_mutant_is_named_without_its_place() {
        let mutants = read(TWICE).unwrap();
        let names: Vec<&str> = mutants.iter().map(|mutant| mutant.name.as_str()).collect();
        assert_eq!(names, ["rules/x.rs: replace < with <= in f", "rules/x.rs: replace < with <= in f (2)"]);
        assert_eq!((mutants[0].number, mutants[0].planted, mutants[1].planted), (100_000, true, false));
        assert!(read("{}").is_err());
    }

    #[test]
    fn each_that_is_not_tried_has_a_reason() {
        let equal = equal(EQUAL).unwrap();
        assert!(!equal.is_empty() && equal.iter().all(|(name, why)| name.contains(".rs: ") && !why.trim().is_empty()));
        let mutant = || read(TWICE).unwrap().remove(0);
        assert_eq!(mutant().fault(&[("rules/x.rs: replace <", "why")]).exempt.as_deref(), Some("why"));
        assert_eq!(mutant().fault(&[("rules/y.rs: replace <", "why")]).exempt, None);
    }
}
