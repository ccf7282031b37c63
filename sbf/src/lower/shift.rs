//! Shifts of 128 bits by amounts that are not known. (The back end does the others.)

use anyhow::Result;

use crate::llvm::{Builder, Compare, Module, Opcode, Value};

/// `llvm.fshl` and `llvm.fshr` (rotations, mostly) of 128 bits become shifts.
pub fn lower_funnel_shifts<'m>(module: &'m Module, i: Value<'m>) -> Result<()> {
    let left = match (i.opcode() == Opcode::LLVMCall).then(|| i.callee().intrinsic()).flatten() {
        Some("llvm.fshl") => true,
        Some("llvm.fshr") => false,
        _ => return Ok(()),
    };
    if i.ty().width() != Some(128) || i.operand(2).is_constant_integer() {
        return Ok(());
    }
    let b = module.before(i);
    let k = |value| module.constant(i.ty(), value);
    let (high, low) = (i.operand(0), i.operand(1));
    let amount = b.and(i.operand(2), k(127));
    let rest = b.sub(k(127), amount);
    // Two steps, as a shift by 128 has no value.
    i.replace_by(if left {
        b.or(b.shl(high, amount), b.lshr(b.lshr(low, k(1)), rest))
    } else {
        b.or(b.shl(b.shl(high, k(1)), rest), b.lshr(low, amount))
    });
    Ok(())
}

/// Low and high half of a value of 128 bits.
pub fn halves<'m>(b: &Builder<'m>, value: Value<'m>) -> (Value<'m>, Value<'m>) {
    let (word, wide) = (b.module.integer(64), b.module.integer(128));
    (b.unsigned(value, word), b.unsigned(b.lshr(value, b.module.constant(wide, 64)), word))
}

/// A value of 128 bits from its halves.
pub fn join<'m>(b: &Builder<'m>, low: Value<'m>, high: Value<'m>) -> Value<'m> {
    let wide = b.module.integer(128);
    b.or(b.shl(b.unsigned(high, wide), b.module.constant(wide, 64)), b.unsigned(low, wide))
}

/// `shl`, `lshr` and `ashr` of 128 bits, by halves.
pub fn lower_wide<'m>(module: &'m Module, i: Value<'m>) -> Result<()> {
    let shift = matches!(i.opcode(), Opcode::LLVMShl | Opcode::LLVMLShr | Opcode::LLVMAShr);
    if !shift || i.ty().width() != Some(128) || i.operand(1).is_constant_integer() {
        return Ok(());
    }
    let b = module.before(i);
    let word = module.integer(64);
    let k = |value| module.constant(word, value);
    let (low, high) = halves(&b, i.operand(0));
    let amount = b.unsigned(i.operand(1), word);
    let within = b.and(amount, k(63));
    // What crosses from one half to the other: nothing if the amount is 0 or 64, where `rest` would be 64.
    let rest = b.and(b.sub(k(64), within), k(63));
    let far = b.compare(Compare::LLVMIntUGE, amount, k(64));
    let none = b.compare(Compare::LLVMIntEQ, within, k(0));
    let (new_low, new_high) = if i.opcode() == Opcode::LLVMShl {
        let crossing = b.select(none, k(0), b.lshr(low, rest));
        let shifted = b.shl(low, within);
        (b.select(far, k(0), shifted), b.select(far, shifted, b.or(b.shl(high, within), crossing)))
    } else {
        let crossing = b.select(none, k(0), b.shl(high, rest));
        let shifted = b.binary(i.opcode(), high, within);
        let fill = if i.opcode() == Opcode::LLVMLShr { k(0) } else { b.ashr(high, k(63)) };
        (b.select(far, shifted, b.or(b.lshr(low, within), crossing)), b.select(far, fill, shifted))
    };
    i.replace_by(join(&b, new_low, new_high));
    Ok(())
}
