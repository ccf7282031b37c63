//! Vectors, of which std's string functions use a few: their elements become single values.

use anyhow::Result;

use crate::llvm::{Builder, Module, Opcode, Type, Value, run_passes};

/// LLVM's own passes take vectors apart, but for casts between them and other types.
pub fn lower(module: &Module) -> Result<()> {
    super::each(module, cast)?;
    run_passes(module, "function(expand-reductions,scalarizer<load-store>,early-cse,dce)")
}

/// By way of an integer of that size.
fn cast<'m>(module: &'m Module, i: Value<'m>) -> Result<()> {
    if i.opcode() != Opcode::LLVMBitCast {
        return Ok(());
    }
    let (b, from, to) = (module.before(i), i.operand(0), i.ty());
    // Vectors of anything but integers are left, and refused.
    let integers = |ty: Type<'_>| ty.vector().is_none_or(|(element, _)| element.width().is_some());
    let Some(integer) = vector_bits(module, from.ty()).or_else(|| vector_bits(module, to)) else { return Ok(()) };
    if !integers(from.ty()) || !integers(to) {
        return Ok(());
    }
    let bits = if from.ty().vector().is_some() { pack(&b, from, integer) } else { b.bits(from, integer) };
    i.replace_by(if to.vector().is_some() { unpack(&b, bits, to) } else { b.bits(bits, to) });
    Ok(())
}

/// The integer type that holds a vector of integers.
fn vector_bits<'m>(module: &'m Module, ty: Type<'m>) -> Option<Type<'m>> {
    let (element, length) = ty.vector()?;
    Some(module.integer(element.width()? * u32::try_from(length).ok()?))
}

/// Width and length of a vector of integers, as numbers of bits to shift by.
fn shape(ty: Type<'_>) -> (u64, u64) {
    let (element, length) = ty.vector().unwrap_or((ty, 1));
    (u64::from(element.width().unwrap_or_default()), length)
}

/// The first element is in the lowest bits.
fn pack<'m>(b: &Builder<'m>, vector: Value<'m>, integer: Type<'m>) -> Value<'m> {
    let (width, length) = shape(vector.ty());
    let part = |k| b.shl(b.unsigned(b.element(vector, k), integer), b.module.constant(integer, k * width));
    (1..length).fold(part(0), |all, k| b.or(all, part(k)))
}

fn unpack<'m>(b: &Builder<'m>, bits: Value<'m>, vector: Type<'m>) -> Value<'m> {
    let (width, length) = shape(vector);
    let element = b.module.integer(width as u32);
    let part = |k| b.unsigned(b.lshr(bits, b.module.constant(bits.ty(), k * width)), element);
    (0..length).fold(b.module.undefined(vector), |all, k| b.with_element(all, part(k), k))
}
