//! Products of more than 64 bits, and overflow checks of products.

use anyhow::Result;

use super::shift::{halves, join};
use crate::llvm::{Builder, Compare, Module, Opcode, Value};

/// Both in `products.ll`.
const PRODUCT: &str = "sbf.product_128";
const CHECKED_PRODUCT: &str = "sbf.checked_product_128";

/// A product of more than 128 bits (formatting a `u128` takes one of 256), as a sum of products of 64-bit limbs.
pub fn lower_very_wide<'m>(module: &'m Module, i: Value<'m>) -> Result<()> {
    let Some(width) = i.ty().width().filter(|width| i.opcode() == Opcode::LLVMMul && *width > 128) else {
        return Ok(());
    };
    let (b, ty) = (module.before(i), i.ty());
    let (word, double) = (module.integer(64), module.integer(128));
    let k = |limb: u32| module.constant(ty, u64::from(limb) * 64);
    let limb = |value, n| b.unsigned(b.unsigned(b.lshr(value, k(n)), word), double);
    let limbs = width.div_ceil(64);
    let mut sum = module.constant(ty, 0);
    for (p, q) in (0..limbs).flat_map(|p| (0..limbs - p).map(move |q| (p, q))) {
        let part = b.mul(limb(i.operand(0), p), limb(i.operand(1), q));
        sum = b.add(sum, b.shl(b.unsigned(part, ty), k(p + q)));
    }
    i.replace_by(sum);
    Ok(())
}

/// A product of 128 bits.
pub fn lower_wide<'m>(module: &'m Module, i: Value<'m>) -> Result<()> {
    if i.opcode() == Opcode::LLVMMul && i.ty().width() == Some(128) {
        let b = module.before(i);
        i.replace_by(product(&b, i, PRODUCT, module.void(), i.operand(0), i.operand(1))?.0);
    }
    Ok(())
}

/// `x * y` of 128 bits by the function `name`, and what it returns.
fn product<'m>(
    b: &Builder<'m>,
    i: Value<'m>,
    name: &str,
    result: crate::llvm::Type<'m>,
    x: Value<'m>,
    y: Value<'m>,
) -> Result<(Value<'m>, Value<'m>)> {
    let (pointer, word, pair) = (b.module.pointer(), b.module.integer(64), [b.module.integer(64); 2]);
    let callee = b.module.declare(name, result, &[pointer, word, word, word, word])?;
    let pair = b.module.structure(&pair);
    let slot = b.slot(i.function(), pair);
    let ((x_low, x_high), (y_low, y_high)) = (halves(b, x), halves(b, y));
    b.slot_starts(slot);
    let returned = b.call(callee, &[slot, x_low, x_high, y_low, y_high]);
    let (low, high) = (b.load(word, slot), b.load(word, b.field(pair, slot, 1)));
    b.slot_ends(slot);
    Ok((join(b, low, high), returned))
}

/// `llvm.umul.with.overflow` and `llvm.smul.with.overflow` of 64 and 128 bits. (The back end does the narrower ones.)
pub fn lower_overflow_checks<'m>(module: &'m Module, i: Value<'m>) -> Result<()> {
    let signed = match (i.opcode() == Opcode::LLVMCall).then(|| i.callee().intrinsic()).flatten() {
        Some("llvm.umul.with.overflow") => false,
        Some("llvm.smul.with.overflow") => true,
        _ => return Ok(()),
    };
    let (x, y) = (i.operand(0), i.operand(1));
    if !matches!(x.ty().width(), Some(64 | 128)) {
        return Ok(());
    }
    let b = module.before(i);
    let (value, overflow) = if signed { signed_check(&b, i, x, y)? } else { unsigned_check(&b, i, x, y)? };
    i.replace_by(b.pair(i.ty(), value, overflow));
    Ok(())
}

fn unsigned_check<'m>(b: &Builder<'m>, i: Value<'m>, x: Value<'m>, y: Value<'m>) -> Result<(Value<'m>, Value<'m>)> {
    let m = b.module;
    if x.ty().width() == Some(128) {
        let (value, flag) = product(b, i, CHECKED_PRODUCT, m.integer(64), x, y)?;
        return Ok((value, b.compare(Compare::LLVMIntNE, flag, m.constant(m.integer(64), 0))));
    }
    // A product overflowed if dividing it by one factor does not give the other back: division costs one unit.
    let k = |value| m.constant(x.ty(), value);
    let value = b.mul(x, y);
    let nonzero = b.compare(Compare::LLVMIntNE, x, k(0));
    let back = b.udiv(value, b.select(nonzero, x, k(1)));
    Ok((value, b.and(nonzero, b.compare(Compare::LLVMIntNE, back, y))))
}

/// The product of the absolute values, which may be at most `MAX`, or one more if the result is negative.
fn signed_check<'m>(b: &Builder<'m>, i: Value<'m>, x: Value<'m>, y: Value<'m>) -> Result<(Value<'m>, Value<'m>)> {
    let (m, ty) = (b.module, x.ty());
    let zero = m.constant(ty, 0);
    let negative = |value| b.compare(Compare::LLVMIntSLT, value, zero);
    let negate_if = |condition, value| b.select(condition, b.sub(zero, value), value);
    let (x_negative, y_negative) = (negative(x), negative(y));
    let (value, overflow) = unsigned_check(b, i, negate_if(x_negative, x), negate_if(y_negative, y))?;
    let result_negative = b.xor(x_negative, y_negative);
    let max = if ty.width() == Some(128) { i128::MAX as u128 } else { i64::MAX as u128 };
    let limit = b.add(m.wide_constant(ty, max), b.unsigned(result_negative, ty));
    let too_large = b.compare(Compare::LLVMIntUGT, value, limit);
    Ok((negate_if(result_negative, value), b.or(overflow, too_large)))
}
