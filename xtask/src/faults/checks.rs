//! Dropping one check, for each refusal of the program.

use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use super::{Fault, aim, suite::Suite};
use crate::workspace::Workspace;

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

/// A refusal of the program, as `examples/refusals.rs` prints it.
struct Refusal {
    code: u32,
    name: String,
}

/// Drops every check, or those that `only` names, one at a time.
pub fn try_them(workspace: &Workspace, only: &[String]) -> Result<ExitCode> {
    let (program, toolchain) = super::build(workspace, "checks")?;
    let suite = Suite::build(workspace, toolchain, program.folder())?;
    let all = suite.refusals()?.lines().map(Refusal::parse).collect::<Result<Vec<_>>>()?;
    let faults = chosen(all, only)?.into_iter().map(|refusal| refusal.fault(workspace)).collect::<Result<Vec<_>>>()?;
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

impl Refusal {
    /// `6000 NotUpgradeAuthority`
    fn parse(line: &str) -> Result<Self> {
        let (code, name) = line.split_once(' ').with_context(|| format!("no refusal: {line}"))?;
        Ok(Self { code: code.parse().with_context(|| format!("no code: {line}"))?, name: name.to_owned() })
    }

    fn fault(self, workspace: &Workspace) -> Result<Fault> {
        let reason = NOT_DROPPED.iter().find(|(name, _)| *name == self.name).map(|(_, reason)| (*reason).to_owned());
        let aim = aim::tests_that_mention(&workspace.root.join("tests/src"), &self.name)?;
        Ok(Fault { number: self.code, name: format!("{} {}", self.code, self.name), aim, exempt: reason })
    }
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
    fn a_line_is_a_code_and_a_name() {
        let refusal = Refusal::parse("6020 OwnerExiting").unwrap();
        assert_eq!((refusal.code, refusal.name.as_str()), (6020, "OwnerExiting"));
        assert!(Refusal::parse("OwnerExiting").is_err());
        assert!(Refusal::parse("x OwnerExiting").is_err());
    }

    #[test]
    fn a_name_that_the_program_does_not_know_is_an_error() {
        assert_eq!(chosen(all(), &[]).unwrap().len(), 1 + NOT_DROPPED.len());
        assert_eq!(chosen(all(), &["Paused".into()]).unwrap().len(), 1);
        assert!(chosen(all(), &["Pausd".into()]).is_err());
        assert!(chosen(vec![], &[]).is_err());
    }
}
