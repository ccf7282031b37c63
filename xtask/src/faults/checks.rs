//! Dropping one check, for each refusal of the program.

use std::process::ExitCode;

use anyhow::{Result, bail};

use super::{Fault, aim, suite::Suite};
use crate::{
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
pub fn try_them(workspace: &Workspace, only: &[String]) -> Result<ExitCode> {
    let (program, toolchain) = super::build(workspace, "checks")?;
    let suite = Suite::build(workspace, toolchain, program.folder())?;
    let refusals = chosen(refusals::all(&suite.refusals)?, only)?;
    let faults = refusals.into_iter().map(|refusal| fault(workspace, refusal)).collect::<Result<Vec<_>>>()?;
    super::try_all(&program, &suite, &faults)
}

fn chosen(all: Vec<Refusal>, only: &[String]) -> Result<Vec<Refusal>> {
    if let Some(unknown) = only.iter().find(|name| !all.iter().any(|refusal| refusal.name == **name)) {
        bail!("the program has no refusal {unknown}");
    }
    if let Some((unknown, _)) = NOT_DROPPED.iter().find(|(name, _)| !all.iter().any(|refusal| refusal.name == *name)) {
        bail!("the program has no refusal {unknown}, which xtask/src/faults/checks.rs exempts");
    }
    Ok(all.into_iter().filter(|refusal| only.is_empty() || only.contains(&refusal.name)).collect())
}

fn fault(workspace: &Workspace, refusal: Refusal) -> Result<Fault> {
    let Refusal { code, name } = refusal;
    let exempt = NOT_DROPPED.iter().find(|(exempt, _)| *exempt == name).map(|(_, reason)| (*reason).to_owned());
    let aim = aim::tests_that_mention(&workspace.root.join("tests/src"), &name)?;
    Ok(Fault { number: code, name: format!("{code} {name}"), aim, exempt })
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
