//! The program's refusals, and whether the tests raise them all.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use crate::{run, workspace::Workspace};

/// Names the folder to the tests, which put a file into it for each refusal that the program answered with.
const FOLDER: &str = "REFUSALS_RAISED";

/// A refusal of the program, as `examples/refusals.rs` prints it.
#[derive(Debug, PartialEq, Eq)]
pub struct Refusal {
    pub code: u32,
    pub name: String,
}

impl Refusal {
    /// `6000 NotUpgradeAuthority`
    fn parse(line: &str) -> Result<Self> {
        let (code, name) = line.split_once(' ').with_context(|| format!("no refusal: {line}"))?;
        Ok(Self { code: code.parse().with_context(|| format!("no code: {line}"))?, name: name.to_owned() })
    }
}

/// Every refusal that the program knows; `example` is the built `examples/refusals.rs`.
pub fn all(example: &Path) -> Result<Vec<Refusal>> {
    let text = run::answer(&mut Command::new(example)).context("the list of refusals cannot be had")?;
    text.lines().map(Refusal::parse).collect()
}

/// What a run of the tests raises, code by code.
pub struct Raised {
    folder: PathBuf,
}

impl Raised {
    /// Nothing yet; the tests that `command` runs record what they meet.
    pub fn by(command: &mut Command, workspace: &Workspace) -> Result<Self> {
        let folder = workspace.target.join("refusals-raised");
        if folder.exists() {
            fs::remove_dir_all(&folder).with_context(|| format!("cannot empty {}", folder.display()))?;
        }
        fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
        command.env(FOLDER, &folder);
        Ok(Self { folder })
    }

    /// Fails where the run is over and the program never answered with one of its refusals.
    pub fn expect_all(&self, refusals: &[Refusal]) -> Result<()> {
        let missing: Vec<_> = refusals.iter().filter(|refusal| !self.has(refusal)).map(|r| r.name.as_str()).collect();
        if refusals.is_empty() || !missing.is_empty() {
            bail!("all tests passed, but none of them had the program raise {}", missing.join(", "));
        }
        eprintln!("xtask: the tests raised each of the program's {} refusals", refusals.len());
        Ok(())
    }

    fn has(&self, refusal: &Refusal) -> bool {
        self.folder.join(refusal.code.to_string()).exists()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(code: u32, name: &str) -> Refusal {
        Refusal { code, name: name.to_owned() }
    }

    #[test]
    fn a_line_is_a_code_and_a_name() {
        assert_eq!(Refusal::parse("6020 OwnerExiting").unwrap(), refusal(6020, "OwnerExiting"));
        assert!(Refusal::parse("OwnerExiting").is_err());
        assert!(Refusal::parse("x OwnerExiting").is_err());
    }

    #[test]
    fn a_refusal_that_was_never_raised_is_named() {
        let folder = std::env::temp_dir().join(format!("refusals-raised-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let raised = Raised { folder: folder.clone() };
        let all = [refusal(6008, "Paused"), refusal(6020, "OwnerExiting")];
        fs::write(folder.join("6008"), []).unwrap();
        let missing = raised.expect_all(&all).unwrap_err().to_string();
        assert!(missing.ends_with("raise OwnerExiting"), "{missing}");
        fs::write(folder.join("6020"), []).unwrap();
        assert!(raised.expect_all(&all).is_ok());
        assert!(raised.expect_all(&[]).is_err(), "an empty list proves nothing");
        fs::remove_dir_all(folder).unwrap();
    }
}
