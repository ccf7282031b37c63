//! Choosing a fault in a program file.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

/// What stands in the file before the number of the fault; see `programs/co-staking/src/faults.rs`.
const MARKER: &[u8] = b"co-staking: the planted bug:";

/// A program built with the feature `planted-faults`.
pub struct PlantedProgram {
    file: PathBuf,
    bytes: Vec<u8>,
    /// Where the number stands.
    at: usize,
}

impl PlantedProgram {
    /// Reads the file and finds the marker.
    pub fn open(file: PathBuf) -> Result<Self> {
        let bytes = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        let at = number_position(&bytes).with_context(|| format!("{} cannot be patched", file.display()))?;
        Ok(Self { file, bytes, at })
    }

    /// The folder that ledgers look for it in.
    pub fn folder(&self) -> &Path {
        self.file.parent().unwrap_or(&self.file)
    }

    /// Writes the file so that it has the fault with this number; 0 for none.
    pub fn choose(&self, number: u32) -> Result<()> {
        let patched = [&self.bytes[..self.at], &number.to_le_bytes(), &self.bytes[self.at + 4..]].concat();
        fs::write(&self.file, patched).with_context(|| format!("cannot write {}", self.file.display()))
    }
}

/// Behind the marker, which must stand in the file exactly once, and where none is chosen yet.
fn number_position(bytes: &[u8]) -> Result<usize> {
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
    fn the_number_stands_behind_the_only_marker() {
        let program = [b"before", MARKER, &[0; 4], b"after"].concat();
        assert_eq!(number_position(&program).unwrap(), 6 + MARKER.len());
        assert!(number_position(b"a program without it").is_err());
        assert!(number_position(&[&program[..], &program].concat()).is_err());
        assert!(number_position(MARKER).is_err());
        assert!(number_position(&[MARKER, &[1, 0, 0, 0]].concat()).is_err());
    }
}
