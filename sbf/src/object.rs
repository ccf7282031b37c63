//! The object file: what the back end made of the program, and the way to an sBPF file.

use anyhow::{Result, bail, ensure};
use object::{Object as _, ObjectSymbol as _, SymbolKind};
use sbpf_linker::{OptimizationConfig, ProgramOptions, SbpfArch, SbpfLinkerError, link_program};

use crate::{
    ENTRYPOINT, STACK_FRAME_SIZE,
    llvm::Object,
    lower::Statics,
    report::{Frame, readable},
    syscalls::SYSCALLS,
};

/// Refuses what the back end refused, frames that are too deep, and calls of what is not there.
pub fn check(object: &Object, statics: &Statics) -> Result<()> {
    for (name, bytes) in &object.frames {
        ensure!(
            *bytes <= STACK_FRAME_SIZE,
            "{} needs a stack frame of {bytes} bytes, and the runtime gives it {STACK_FRAME_SIZE}: put large values in \
             a Box, or split the function and mark the parts #[inline(never)]",
            readable(name)
        );
    }
    if !object.errors.is_empty() {
        bail!("LLVM's BPF back end refuses the program:\n{}", object.errors.join("\n"));
    }
    // The statics lie in the entry point's frame, below what it needs itself.
    let locals = object.frames.get(ENTRYPOINT).copied().unwrap_or_default();
    ensure!(
        statics.bytes == 0 || locals + statics.bytes <= STACK_FRAME_SIZE,
        "{} bytes of statics and {locals} bytes of locals do not fit the first stack frame",
        statics.bytes
    );
    let file = object::File::parse(object.bytes.as_slice())?;
    for symbol in file.symbols().filter(|symbol| symbol.is_undefined()) {
        let name = symbol.name()?;
        ensure!(
            name.is_empty() || SYSCALLS.contains(&name) || name == TRAP,
            "the back end calls `{}`, which is no syscall and defined nowhere",
            readable(name)
        );
    }
    Ok(())
}

/// So many of the largest functions tell where the room goes.
const LARGEST: usize = 40;

/// The functions that take most of the room, the largest first.
pub fn largest_functions(object: &Object) -> Result<Vec<Frame>> {
    let file = object::File::parse(object.bytes.as_slice())?;
    let functions = file.symbols().filter(|symbol| symbol.kind() == SymbolKind::Text);
    let mut functions: Vec<(u64, &str)> = functions.map(|f| Ok((f.size(), f.name()?))).collect::<Result<_>>()?;
    functions.sort_by_key(|(bytes, name)| (std::cmp::Reverse(*bytes), *name));
    Ok(functions.iter().take(LARGEST).map(|(bytes, name)| Frame { name: readable(name), bytes: *bytes }).collect())
}

/// What the back end calls where control cannot come; the last stage makes `abort` of it.
const TRAP: &str = "__bpf_trap";

/// Makes an sBPF program of the object file.
pub fn to_program(object: &[u8], arch: SbpfArch) -> Result<Vec<u8>> {
    let options = ProgramOptions::new(OptimizationConfig::disabled(), arch, STACK_FRAME_SIZE as i32);
    match link_program(object, options) {
        Ok(program) => Ok(program),
        Err(errors) => bail!("cannot make an sBPF program: {}", SbpfLinkerError::format_errors(&errors)),
    }
}
