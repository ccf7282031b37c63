//! Memory operations become syscalls, unless they are short.

use anyhow::Result;

use crate::llvm::{Module, Opcode, Value};

/// Copies and fills up to this many bytes take fewer compute units inline than by a syscall.
const INLINE: u64 = 64;

/// `llvm.memcpy` and its like, and `llvm.trap`.
pub fn lower<'m>(module: &'m Module, i: Value<'m>) -> Result<()> {
    if i.opcode() != Opcode::LLVMCall {
        return Ok(());
    }
    let b = module.before(i);
    match i.callee().intrinsic() {
        Some("llvm.trap") => {
            b.call(module.declare("abort", module.void(), &[])?, &[]);
            i.erase();
        }
        Some(name @ ("llvm.memcpy" | "llvm.memmove" | "llvm.memset")) => {
            let (to, from, length) = (i.operand(0), i.operand(1), i.operand(2));
            let short = length.constant().is_some_and(|length| length <= INLINE);
            if short && name != "llvm.memmove" {
                return Ok(());
            }
            // `sol_memcpy_` refuses to copy a range onto itself, which `llvm.memcpy` allows; they cost the same.
            let syscall = if name == "llvm.memset" { "sol_memset_" } else { "sol_memmove_" };
            let word = module.integer(64);
            let callee = module.declare(syscall, module.void(), &[module.pointer(), from.ty(), word])?;
            b.call(callee, &[to, from, b.unsigned(length, word)]);
            i.erase();
        }
        _ => {}
    }
    Ok(())
}
