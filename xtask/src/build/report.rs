//! What a build says about the program that came out of it.

use std::fs;

use anyhow::{Context, Result};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{Program, Toolchain};

/// Prints path, size, hash and deepest stack frame.
pub fn print(program: &Program<'_>, toolchain: Toolchain) -> Result<()> {
    let file = program.file();
    let bytes = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
    eprintln!("program        {}", file.display());
    eprintln!("size           {} bytes ({} KB)", bytes.len(), bytes.len().div_ceil(1024));
    eprintln!("SHA-256        {}", sha256(&bytes));
    let frame = match toolchain {
        Toolchain::BuildSbf => "not measured: `cargo build-sbf` does not tell".to_owned(),
        Toolchain::Linker => {
            let report = program.report();
            deepest_frame(&fs::read_to_string(&report).with_context(|| format!("cannot read {}", report.display()))?)?
        }
    };
    eprintln!("deepest frame  {frame}");
    Ok(())
}

/// As `sha256sum` prints it.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// From the linker's report; see `sbf/src/report.rs`.
fn deepest_frame(report: &str) -> Result<String> {
    let report: Value = serde_json::from_str(report).context("the linker's report is no JSON")?;
    let frame = report.get("deepest_frame").context("the linker's report names no deepest frame")?;
    let name = frame.get("name").and_then(Value::as_str).unwrap_or("none");
    let bytes = frame.get("bytes").and_then(Value::as_u64).unwrap_or_default();
    Ok(format!("{bytes} of 4096 bytes, {name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_deepest_frame_is_read_from_the_linkers_report() {
        let report = r#"{ "bytes": 9, "deepest_frame": { "name": "a::b", "bytes": 1024 } }"#;
        assert_eq!(deepest_frame(report).unwrap(), "1024 of 4096 bytes, a::b");
        assert!(deepest_frame("{}").is_err());
        assert!(deepest_frame("").is_err());
    }

    #[test]
    fn a_hash_is_written_in_hexadecimal() {
        assert!(sha256(b"").starts_with("e3b0c44298fc1c149afbf4c8996fb924"));
    }
}
