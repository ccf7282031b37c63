//! Dropping a check in a program file.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result, bail};

/// What stands in the file before the code of the check to drop; see `programs/co-staking/src/faults.rs`.
const MARKER: &[u8] = b"co-staking: the planted bug:";

/// A program built with the feature `planted-faults`.
pub struct PlantedProgram {
    file: PathBuf,
    bytes: Vec<u8>,
    /// Where the code stands.
    at: usize,
}

impl PlantedProgram {
    /// Reads the file and finds the marker.
    pub fn open(file: PathBuf) -> Result<Self> {
        let bytes = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        let at = code_position(&bytes).with_context(|| format!("{} cannot be patched", file.display()))?;
        Ok(Self { file, bytes, at })
    }

    /// Writes the file so that it drops the check with this code; 0 for none.
    pub fn drop_check(&self, code: u32) -> Result<()> {
        let patched = [&self.bytes[..self.at], &code.to_le_bytes(), &self.bytes[self.at + 4..]].concat();
        fs::write(&self.file, patched).with_context(|| format!("cannot write {}", self.file.display()))
    }
}

/// Behind the marker, which must stand in the file exactly once, and where no check is dropped yet.
fn code_position(bytes: &[u8]) -> Result<usize> {
    let mut found = bytes.windows(MARKER.len()).enumerate().filter(|(_, window)| *window == MARKER).map(|(at, _)| at);
    let at = found.next().context("the marker of the planted bug is not in it")? + MARKER.len();
    if found.next().is_some() {
        bail!("the marker of the planted bug is in it more than once");
    }
    if bytes.get(at..at + 4) != Some(&[0; 4]) {
        bail!("behind the marker of the planted bug there is no zero: the static's layout is not the one expected");
    }
    Ok(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_stands_behind_the_only_marker() {
        let program = [b"before", MARKER, &[0; 4], b"after"].concat();
        assert_eq!(code_position(&program).unwrap(), 6 + MARKER.len());
        assert!(code_position(b"a program without it").is_err());
        assert!(code_position(&[&program[..], &program].concat()).is_err());
        assert!(code_position(MARKER).is_err());
        assert!(code_position(&[MARKER, &[1, 0, 0, 0]].concat()).is_err());
    }
}
