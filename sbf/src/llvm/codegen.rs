use std::{collections::BTreeMap, ffi::CStr, ptr::null_mut, sync::Once};

use anyhow::{Result, ensure};
use llvm_sys::{
    core::*, error::*, support::LLVMParseCommandLineOptions, target::*, target_machine::*, transforms::pass_builder::*,
};

use super::{Module, c_string, take_message};

/// What code generation gives.
pub struct Object {
    /// A relocatable ELF file for BPF.
    pub bytes: Vec<u8>,
    /// The stack frame of every function that has one, in bytes.
    pub frames: BTreeMap<String, u64>,
    /// What the back end refused.
    pub errors: Vec<String>,
}

/// The back end's options are global to the process.
static BACK_END: Once = Once::new();

fn initialize() {
    // The back end's own check, a second line behind ours, is off by one: it refuses the last byte of a frame.
    let size = c_string(&format!("--bpf-stack-size={}", crate::STACK_FRAME_SIZE + 1));
    BACK_END.call_once(|| {
        // The optimizer would hide conditions from itself for the sake of the Linux kernel's verifier.
        let kernel = [c"--bpf-disable-serialize-icmp".as_ptr(), c"--bpf-disable-avoid-speculation".as_ptr()];
        let options = [c"sbf-linker".as_ptr(), size.as_ptr(), kernel[0], kernel[1]];
        // SAFETY: done once, before any other use; LLVM copies what it keeps.
        unsafe {
            LLVMInitializeBPFTargetInfo();
            LLVMInitializeBPFTarget();
            LLVMInitializeBPFTargetMC();
            LLVMInitializeBPFAsmPrinter();
            LLVMParseCommandLineOptions(options.len() as i32, options.as_ptr(), c"".as_ptr());
        }
    });
}

struct Machine(LLVMTargetMachineRef);

impl Drop for Machine {
    fn drop(&mut self) {
        // SAFETY: created with the value, disposed once.
        unsafe { LLVMDisposeTargetMachine(self.0) }
    }
}

impl Machine {
    /// `v2` is the newest instruction set of BPF's that sBPF shares; it has no 32-bit registers and no signed division.
    fn new() -> Result<Self> {
        initialize();
        let (mut target, mut message) = (null_mut(), null_mut());
        // SAFETY: the target was initialized; LLVM's message is taken over.
        unsafe {
            let missing = LLVMGetTargetFromTriple(c"bpfel".as_ptr(), &mut target, &mut message) != 0;
            ensure!(!missing, "this LLVM has no BPF back end: {}", take_message(message));
            Ok(Self(LLVMCreateTargetMachine(
                target,
                c"bpfel".as_ptr(),
                c"v2".as_ptr(),
                c"+allows-misaligned-mem-access".as_ptr(),
                LLVMCodeGenOptLevel::LLVMCodeGenLevelAggressive,
                LLVMRelocMode::LLVMRelocDefault,
                LLVMCodeModel::LLVMCodeModelDefault,
            )))
        }
    }
}

/// Runs a pipeline of LLVM's passes, in `opt`'s notation. Nothing is turned into vectors.
pub fn run_passes(module: &Module, passes: &str) -> Result<()> {
    let machine = Machine::new()?;
    // SAFETY: the options are disposed here, and reading an error's message consumes the error.
    unsafe {
        let options = LLVMCreatePassBuilderOptions();
        LLVMPassBuilderOptionsSetLoopVectorization(options, 0);
        LLVMPassBuilderOptionsSetSLPVectorization(options, 0);
        let error = LLVMRunPasses(module.raw, c_string(passes).as_ptr(), machine.0, options);
        LLVMDisposePassBuilderOptions(options);
        if !error.is_null() {
            let message = LLVMGetErrorMessage(error);
            let text = CStr::from_ptr(message).to_string_lossy().into_owned();
            LLVMDisposeErrorMessage(message);
            anyhow::bail!("LLVM cannot run `{passes}`: {text}");
        }
    }
    Ok(())
}

impl Module {
    /// Generates the object file. This changes the module, so it is the last thing to do with it.
    pub fn emit(&self) -> Result<Object> {
        for function in self.definitions() {
            // LLVM then tells each frame's size.
            self.set_attribute(function, "warn-stack-size", "0");
        }
        self.diagnostics.take();
        let machine = Machine::new()?;
        let (mut buffer, mut message) = (null_mut(), null_mut());
        // SAFETY: LLVM allocates either the buffer or the message; both are copied and disposed.
        let bytes = unsafe {
            let kind = LLVMCodeGenFileType::LLVMObjectFile;
            let failed = LLVMTargetMachineEmitToMemoryBuffer(machine.0, self.raw, kind, &mut message, &mut buffer) != 0;
            ensure!(!failed, "LLVM cannot generate code: {}", take_message(message));
            let start = LLVMGetBufferStart(buffer).cast();
            let bytes = std::slice::from_raw_parts(start, LLVMGetBufferSize(buffer)).to_vec();
            LLVMDisposeMemoryBuffer(buffer);
            bytes
        };
        let mut object = Object { bytes, frames: BTreeMap::new(), errors: vec![] };
        for (error, text) in self.diagnostics.take() {
            if error {
                object.errors.push(text);
            } else if let Some((size, function)) = frame(&text) {
                object.frames.insert(function, size);
            }
        }
        object.errors.sort();
        object.errors.dedup();
        Ok(object)
    }
}

/// Reads `… stack frame size (16) exceeds limit (0) in function 'name'`.
fn frame(text: &str) -> Option<(u64, String)> {
    let (_, rest) = text.split_once("stack frame size (")?;
    let (size, rest) = rest.split_once(')')?;
    let (_, name) = rest.split_once("in function '")?;
    Some((size.parse().ok()?, name.strip_suffix('\'')?.to_owned()))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_frame_is_read_from_llvms_words() {
        let text = "<unknown>:0:0: stack frame size (520) exceeds limit (0) in function 'a::b'";
        assert_eq!(super::frame(text), Some((520, "a::b".into())));
        assert_eq!(super::frame("something else"), None);
    }
}
