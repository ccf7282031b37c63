//! Links a Solana program with LLVM 22: bitcode in, an sBPF program out. See the README for what it does and refuses.
#![deny(unsafe_code)]

mod args;
mod check;
mod input;
mod llvm;
mod lower;
mod object;
mod report;
mod syscalls;

use std::{fs, path::Path};

use anyhow::{Context as _, Result, bail};

pub use args::Args;
use llvm::Module;
use lower::Inlining;
pub use report::{Frame, Report};
pub use sbpf_linker::SbpfArch;
pub use syscalls::SYSCALLS;

/// The function that the runtime calls.
pub const ENTRYPOINT: &str = "entrypoint";
/// The runtime gives each call a stack frame of this size, in bytes.
pub const STACK_FRAME_SIZE: u64 = 4096;

/// A linked program.
pub struct Program {
    /// The ELF file.
    pub elf: Vec<u8>,
    pub report: Report,
}

/// Links what `load` puts into a module. `None` if it has no entry point: a dependency that also declares itself a
/// `cdylib`, which cargo links and nothing loads.
pub fn link(load: impl Fn(&Input<'_>) -> Result<()>, arch: SbpfArch) -> Result<Option<Program>> {
    // Functions are called, not inlined, only where that is needed to fit the stack frames.
    for inlining in [Inlining::Full, Inlining::Reduced] {
        let module = Module::new();
        load(&Input(&module))?;
        input::add_platform(&module)?;
        if module.definition_named(ENTRYPOINT).is_none() {
            return Ok(None);
        }
        let statics = lower::run(&module, inlining)?;
        check::output(&module)?;
        let object = module.emit()?;
        let too_deep = object.frames.values().any(|bytes| *bytes > STACK_FRAME_SIZE);
        if too_deep && inlining == Inlining::Full {
            continue;
        }
        object::check(&object, &statics)?;
        let elf = object::to_program(&object.bytes, arch)?;
        let report = Report {
            bytes: elf.len() as u64,
            deepest_frame: Frame::deepest(&object.frames),
            largest_functions: object::largest_functions(&object)?,
            statics: statics.all.into_iter().map(|s| Frame { name: s.name, bytes: s.bytes }).collect(),
            reduced_inlining: inlining == Inlining::Reduced,
        };
        return Ok(Some(Program { elf, report }));
    }
    bail!("no way of inlining makes every function fit its stack frame")
}

/// Where [`link`] gets a program's parts.
pub struct Input<'m>(&'m Module);

impl Input<'_> {
    /// Adds an object file or an rlib.
    pub fn add_file(&self, path: &Path) -> Result<()> {
        input::add_file(self.0, path)
    }

    /// Adds a module in LLVM's assembly language.
    pub fn add_assembly(&self, name: &str, text: &str) -> Result<()> {
        self.0.add_assembly(name, text)
    }
}

/// Does what the command line asks for: writes the program and, beside it, its report as JSON.
pub fn run(args: &Args) -> Result<()> {
    let linked = link(|input| args.inputs.iter().try_for_each(|path| input.add_file(path)), args.arch)?;
    let report = args.output.with_extension("json");
    let write =
        |path: &Path, bytes: &[u8]| fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()));
    match linked {
        Some(program) => {
            write(&report, &serde_json::to_vec_pretty(&program.report)?)?;
            write(&args.output, &program.elf)
        }
        None => write(&args.output, &[]),
    }
}
