//! `cargo xtask faults`: the tests of the tests. A build of the program in which one check, named in the file, is
//! dropped; for each check in turn at least one test must fail.

mod aim;
mod plant;
mod suite;

use std::{
    process::ExitCode,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};
use plant::PlantedProgram;
use suite::{Suite, Verdict};

use crate::{
    build::{self, Program},
    refusals::{self, Refusal},
    workspace::Workspace,
};

/// Refusals that stand behind no check which could be dropped, and why.
const NOT_DROPPED: [(&str, &str); 7] = [
    ("MathOverflow", "what checked arithmetic answers: without it there is no result to go on with"),
    ("RequirementTooLarge", "as MathOverflow, for the requirement"),
    ("NoSuchCoStake", "what a look-up answers: without it there is no co-stake to go on with"),
    ("DestinationMissing", "as NoSuchCoStake, for an account that was not passed"),
    ("OfferMissing", "as DestinationMissing"),
    ("CaseDecided", "a case that is decided has no outcome by silence, which is refused with the same code"),
    ("TooManyClaims", "the counter, which then has no slot to take, refuses with the same code"),
];

/// Drops every check, or those that `only` names, one at a time.
pub fn faults(workspace: &Workspace, only: &[String]) -> Result<ExitCode> {
    let folder = workspace.target.join("deploy-faults");
    let program = Program { package: "co-staking", features: &["planted-faults"], folder };
    let toolchain = build::build(workspace, &program)?;
    let planted = PlantedProgram::open(program.file())?;
    let suite = Suite::build(workspace, toolchain, &program.folder)?;
    let refusals = chosen(refusals::all(&suite.refusals)?, only)?;

    eprintln!("xtask: no check dropped: every test must pass");
    planted.drop_check(0)?;
    if let Verdict::Caught(tests) = suite.run_all()? {
        bail!("a test fails already when no check is dropped: {}", tests.join(", "));
    }
    let mut survivors = vec![];
    for refusal in &refusals {
        if !try_one(workspace, &planted, &suite, refusal)? {
            survivors.push(refusal.name.as_str());
        }
    }
    if survivors.is_empty() {
        println!("none of these checks can be dropped unnoticed");
        return Ok(ExitCode::SUCCESS);
    }
    println!("{} can be dropped unnoticed: {}", survivors.len(), survivors.join(", "));
    Ok(ExitCode::FAILURE)
}

/// Drops one check and prints a line of the table; false if no test noticed.
fn try_one(workspace: &Workspace, planted: &PlantedProgram, suite: &Suite, refusal: &Refusal) -> Result<bool> {
    if let Some((_, reason)) = NOT_DROPPED.iter().find(|(name, _)| *name == refusal.name) {
        row(refusal, "exempt", Duration::ZERO, reason);
        return Ok(true);
    }
    planted.drop_check(refusal.code)?;
    let start = Instant::now();
    let aimed = aim::tests_that_mention(&workspace.root.join("tests/src"), &refusal.name)?;
    let verdict = match suite.run_some(&aimed)? {
        Verdict::Unnoticed => suite.run_all()?,
        caught @ Verdict::Caught(_) => caught,
    };
    match &verdict {
        Verdict::Caught(tests) => row(refusal, "caught", start.elapsed(), &tests.join(", ")),
        Verdict::Unnoticed => row(refusal, "SURVIVED", start.elapsed(), "no test noticed"),
    }
    Ok(matches!(verdict, Verdict::Caught(_)))
}

fn row(refusal: &Refusal, verdict: &str, time: Duration, remark: &str) {
    println!("{} {:26} {verdict:9} {:5.1} s  {remark}", refusal.code, refusal.name, time.as_secs_f32());
}

fn chosen(all: Vec<Refusal>, only: &[String]) -> Result<Vec<Refusal>> {
    if let Some(unknown) = only.iter().find(|name| !all.iter().any(|refusal| refusal.name == **name)) {
        bail!("the program has no refusal {unknown}");
    }
    if let Some((unknown, _)) = NOT_DROPPED.iter().find(|(name, _)| !all.iter().any(|refusal| refusal.name == *name)) {
        bail!("the program has no refusal {unknown}, which xtask/src/faults/mod.rs exempts");
    }
    Ok(all.into_iter().filter(|refusal| only.is_empty() || only.contains(&refusal.name)).collect())
}

#[cfg(test)]
mod tests {
    use std::iter;

    use super::*;

    /// One check that can be dropped, and those that are exempt.
    fn all() -> Vec<Refusal> {
        let exempt = NOT_DROPPED.iter().map(|(name, _)| *name);
        iter::once("Paused").chain(exempt).map(|name| Refusal { code: 6000, name: name.to_owned() }).collect()
    }

    #[test]
    fn a_name_that_the_program_does_not_know_is_an_error() {
        assert_eq!(chosen(all(), &[]).unwrap().len(), 1 + NOT_DROPPED.len());
        assert_eq!(chosen(all(), &["Paused".into()]).unwrap().len(), 1);
        assert!(chosen(all(), &["Pausd".into()]).is_err());
        assert!(chosen(vec![], &[]).is_err());
    }
}
