//! Operations of odd widths, which the optimizer derives from those of 128 bits, back to 128 bits.

use anyhow::Result;

use crate::llvm::{Module, Opcode, Value};

/// Products, divisions and shifts of 65 to 127 bits.
///
/// A shift by more than its width has no value, so it may get one here.
pub fn to_whole_registers<'m>(module: &'m Module, i: Value<'m>) -> Result<()> {
    use Opcode::*;
    let signed = match i.opcode() {
        LLVMMul | LLVMUDiv | LLVMURem | LLVMShl | LLVMLShr => false,
        LLVMSDiv | LLVMSRem | LLVMAShr => true,
        _ => return Ok(()),
    };
    let narrow = i.ty();
    if !narrow.width().is_some_and(|width| (65..128).contains(&width)) {
        return Ok(());
    }
    let (b, wide) = (module.before(i), module.integer(128));
    let is_shift = matches!(i.opcode(), LLVMShl | LLVMLShr | LLVMAShr);
    let extend = |value, signed| if signed { b.signed(value, wide) } else { b.unsigned(value, wide) };
    let (x, y) = (extend(i.operand(0), signed), extend(i.operand(1), signed && !is_shift));
    i.replace_by(b.unsigned(b.binary(i.opcode(), x, y), narrow));
    Ok(())
}
