//! What rustc hands over: object files and archives of them, all of them LLVM bitcode.

use std::{fs, io::Read as _, path::Path};

use anyhow::{Context as _, Result, ensure};

use crate::llvm::Module;

/// What the standard library and the code generator call by name, in terms of syscalls.
const PLATFORM: &str = include_str!("platform.ll");

/// The magic number of LLVM bitcode.
const BITCODE: &[u8] = b"BC\xC0\xDE";
/// rustc lists exported symbols in an object of its own, a real one that holds no code.
const SYMBOLS: &str = "symbols.o";

/// Adds an object file or an archive.
pub fn add_file(module: &Module, path: &Path) -> Result<()> {
    let name = path.display().to_string();
    let bytes = fs::read(path).with_context(|| format!("cannot read {name}"))?;
    if path.extension().is_none_or(|extension| extension != "rlib") {
        return add_object(module, &name, &bytes);
    }
    let mut archive = ar::Archive::new(bytes.as_slice());
    while let Some(entry) = archive.next_entry() {
        let mut entry = entry.with_context(|| format!("{name} is a broken archive"))?;
        let member = String::from_utf8_lossy(entry.header().identifier()).into_owned();
        if member.ends_with(".o") {
            let mut bytes = vec![];
            entry.read_to_end(&mut bytes).with_context(|| format!("{name} is a broken archive"))?;
            add_object(module, &format!("{name}({member})"), &bytes)?;
        }
    }
    Ok(())
}

fn add_object(module: &Module, name: &str, bytes: &[u8]) -> Result<()> {
    if name.ends_with(SYMBOLS) {
        return Ok(());
    }
    ensure!(
        bytes.starts_with(BITCODE),
        "{name} is not LLVM bitcode: build every crate for `sbpf-solana.json`, which asks for it"
    );
    module.add_bitcode(name, bytes)
}

/// Adds the functions that the platform provides.
pub fn add_platform(module: &Module) -> Result<()> {
    module.add_assembly("platform.ll", PLATFORM)
}
