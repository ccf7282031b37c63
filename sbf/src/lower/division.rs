//! Signed division, which the instruction set lacks, and division of 128 bits.

use anyhow::Result;

use super::routines;
use crate::llvm::{Compare, Module, Opcode, Value};

const QUOTIENT: &str = "__udivti3";
const REMAINDER: &str = "__umodti3";

/// What this module calls.
pub fn routines() -> impl Iterator<Item = String> {
    [QUOTIENT, REMAINDER].into_iter().map(String::from)
}

/// Signed division is the unsigned one of the absolute values; the remainder has the dividend's sign.
///
/// `MIN` is its own absolute value, which is right when read as unsigned.
pub fn lower_signed<'m>(module: &'m Module, i: Value<'m>) -> Result<()> {
    let quotient = match i.opcode() {
        Opcode::LLVMSDiv => true,
        Opcode::LLVMSRem => false,
        _ => return Ok(()),
    };
    let b = module.before(i);
    let (n, d) = (i.operand(0), i.operand(1));
    let zero = module.constant(i.ty(), 0);
    let negative = |value| b.compare(Compare::LLVMIntSLT, value, zero);
    let negate_if = |condition, value| b.select(condition, b.sub(zero, value), value);
    let (n_negative, d_negative) = (negative(n), negative(d));
    let (n, d) = (negate_if(n_negative, n), negate_if(d_negative, d));
    i.replace_by(if quotient {
        negate_if(b.xor(n_negative, d_negative), b.udiv(n, d))
    } else {
        negate_if(n_negative, b.urem(n, d))
    });
    Ok(())
}

/// Unsigned division of 128 bits.
pub fn lower_wide<'m>(module: &'m Module, i: Value<'m>) -> Result<()> {
    let name = match i.opcode() {
        Opcode::LLVMUDiv => QUOTIENT,
        Opcode::LLVMURem => REMAINDER,
        _ => return Ok(()),
    };
    if i.ty().width() == Some(128) {
        let b = module.before(i);
        i.replace_by(routines::call(&b, i.function(), name, &[i.operand(0), i.operand(1)], i.ty())?);
    }
    Ok(())
}
