//! Floating-point arithmetic: the instruction set has none, compiler-builtins computes it on integers.

use anyhow::Result;

use super::routines;
use crate::llvm::{Builder, Compare, FloatCompare, Kind, Module, Opcode, Type, Value};

/// The routines for a type, with `$` for its letter: `s` for `f32`, `d` for `f64`.
const ARITHMETIC: [&str; 20] = [
    "__add$f3",
    "__sub$f3",
    "__mul$f3",
    "__div$f3",
    "__eq$f2",
    "__ne$f2",
    "__lt$f2",
    "__le$f2",
    "__gt$f2",
    "__ge$f2",
    "__unord$f2",
    "__fix$fdi",
    "__fix$fti",
    "__fixuns$fdi",
    "__fixuns$fti",
    "__floatdi$f",
    "__floatti$f",
    "__floatundi$f",
    "__floatunti$f",
    "__powi$f2",
];
const CONVERSIONS: [&str; 2] = ["__extendsfdf2", "__truncdfsf2"];
/// LLVM's intrinsics that are functions of the C library; those for `f32` end in `f`.
const FUNCTIONS: [(&str, &str); 14] = [
    ("llvm.ceil", "ceil"),
    ("llvm.floor", "floor"),
    ("llvm.fma", "fma"),
    ("llvm.maximum", "fmaximum"),
    ("llvm.maximumnum", "fmaximum_num"),
    ("llvm.maxnum", "fmax"),
    ("llvm.minimum", "fminimum"),
    ("llvm.minimumnum", "fminimum_num"),
    ("llvm.minnum", "fmin"),
    ("llvm.rint", "rint"),
    ("llvm.round", "round"),
    ("llvm.roundeven", "roundeven"),
    ("llvm.sqrt", "sqrt"),
    ("llvm.trunc", "trunc"),
];
const REMAINDER: &str = "fmod";

/// What this module calls.
pub fn routines() -> impl Iterator<Item = String> {
    let arithmetic = ARITHMETIC.into_iter().flat_map(|name| ["s", "d"].map(|letter| name.replace('$', letter)));
    let functions = FUNCTIONS.into_iter().map(|(_, name)| name).chain([REMAINDER]);
    let functions = functions.flat_map(|name| [name.to_owned(), format!("{name}f")]);
    arithmetic.chain(CONVERSIONS.map(String::from)).chain(functions)
}

/// One operation on floats: by routine, or on the bits where only the sign matters.
pub fn lower<'m>(module: &'m Module, i: Value<'m>) -> Result<()> {
    let b = module.before(i);
    let lowered = match i.opcode() {
        Opcode::LLVMCall => intrinsic(&b, i)?,
        Opcode::LLVMFNeg if i.ty().is_float() => {
            Some(on_bits(&b, &[i.operand(0)], |b, bits, sign| b.xor(bits[0], sign)))
        }
        Opcode::LLVMFCmp if i.operand(0).ty().is_float() => Some(comparison(&b, i)?),
        opcode => operation(&b, i, opcode)?,
    };
    if let Some(value) = lowered {
        i.replace_by(value);
    }
    Ok(())
}

/// The routine's name for a type.
fn named(pattern: &str, ty: Type<'_>) -> String {
    pattern.replace('$', if ty.kind() == Kind::Double { "d" } else { "s" })
}

fn operation<'m>(b: &Builder<'m>, i: Value<'m>, opcode: Opcode) -> Result<Option<Value<'m>>> {
    use Opcode::*;
    if opcode == LLVMFRem && i.ty().is_float() {
        return function(b, i, REMAINDER).map(Some);
    }
    let binary = match opcode {
        LLVMFAdd => "__add$f3",
        LLVMFSub => "__sub$f3",
        LLVMFMul => "__mul$f3",
        LLVMFDiv => "__div$f3",
        _ => return conversion(b, i, opcode),
    };
    if !i.ty().is_float() {
        return Ok(None);
    }
    routines::call(b, i.function(), &named(binary, i.ty()), &[i.operand(0), i.operand(1)], i.ty()).map(Some)
}

fn conversion<'m>(b: &Builder<'m>, i: Value<'m>, opcode: Opcode) -> Result<Option<Value<'m>>> {
    use Opcode::*;
    let direct = |name: &str| routines::call(b, i.function(), name, &[i.operand(0)], i.ty()).map(Some);
    let kinds = || (i.operand(0).ty().kind(), i.ty().kind());
    match opcode {
        LLVMFPExt if kinds() == (Kind::Float, Kind::Double) => direct("__extendsfdf2"),
        LLVMFPTrunc if kinds() == (Kind::Double, Kind::Float) => direct("__truncdfsf2"),
        LLVMUIToFP | LLVMSIToFP if i.ty().is_float() => from_integer(b, i, opcode == LLVMSIToFP),
        // Out of range there is no value, so the saturated one will do.
        LLVMFPToUI | LLVMFPToSI if i.operand(0).ty().is_float() => to_integer(b, i, opcode == LLVMFPToSI),
        _ => Ok(None),
    }
}

/// `None` if it is wider than any routine.
fn from_integer<'m>(b: &Builder<'m>, i: Value<'m>, signed: bool) -> Result<Option<Value<'m>>> {
    let value = i.operand(0);
    let (width, name) = match (value.ty().width(), signed) {
        (Some(..=64), true) => (64, "__floatdi$f"),
        (Some(..=64), false) => (64, "__floatundi$f"),
        (Some(65..=128), true) => (128, "__floatti$f"),
        (Some(65..=128), false) => (128, "__floatunti$f"),
        _ => return Ok(None),
    };
    let ty = b.module.integer(width);
    let value = if signed { b.signed(value, ty) } else { b.unsigned(value, ty) };
    routines::call(b, i.function(), &named(name, i.ty()), &[value], i.ty()).map(Some)
}

/// The routines saturate, and so does what is cut from their results. `None` if it is wider than any routine.
fn to_integer<'m>(b: &Builder<'m>, i: Value<'m>, signed: bool) -> Result<Option<Value<'m>>> {
    let m = b.module;
    let Some(to @ 1..=128) = i.ty().width() else { return Ok(None) };
    let (width, suffix) = if to <= 64 { (64, "di") } else { (128, "ti") };
    let name = format!("__fix{}$f{suffix}", if signed { "" } else { "uns" });
    let ty = m.integer(width);
    let value = routines::call(b, i.function(), &named(&name, i.operand(0).ty()), &[i.operand(0)], ty)?;
    if to == width {
        return Ok(Some(value));
    }
    let clamp = |value, compare, bound| b.select(b.compare(compare, value, bound), bound, value);
    let value = if signed {
        let max = m.wide_constant(ty, (1 << (to - 1)) - 1);
        let min = m.wide_constant(ty, (-1i128 << (to - 1)) as u128);
        clamp(clamp(value, Compare::LLVMIntSGT, max), Compare::LLVMIntSLT, min)
    } else {
        clamp(value, Compare::LLVMIntUGT, m.wide_constant(ty, (1 << to) - 1))
    };
    Ok(Some(b.unsigned(value, i.ty())))
}

/// Each comparison by the routine that answers an unordered pair as it should: `lt`, `le`, `eq` and `ne` say "greater",
/// `gt` and `ge` "less".
fn comparison<'m>(b: &Builder<'m>, i: Value<'m>) -> Result<Value<'m>> {
    use Compare::{
        LLVMIntEQ as Eq, LLVMIntNE as Ne, LLVMIntSGE as Ge, LLVMIntSGT as Gt, LLVMIntSLE as Le, LLVMIntSLT as Lt,
    };
    use FloatCompare::*;
    let (m, operands) = (b.module, [i.operand(0), i.operand(1)]);
    let test = |name: &str, compare| -> Result<Value<'m>> {
        let word = m.integer(64);
        let answer = routines::call(b, i.function(), &named(name, operands[0].ty()), &operands, word)?;
        Ok(b.compare(compare, answer, m.constant(word, 0)))
    };
    let bit = |value| m.constant(m.integer(1), value);
    Ok(match i.float_compare() {
        LLVMRealPredicateFalse => bit(0),
        LLVMRealPredicateTrue => bit(1),
        LLVMRealOEQ => test("__eq$f2", Eq)?,
        LLVMRealUNE => test("__ne$f2", Ne)?,
        LLVMRealOLT => test("__lt$f2", Lt)?,
        LLVMRealOLE => test("__le$f2", Le)?,
        LLVMRealOGT => test("__gt$f2", Gt)?,
        LLVMRealOGE => test("__ge$f2", Ge)?,
        LLVMRealULT => test("__ge$f2", Lt)?,
        LLVMRealULE => test("__gt$f2", Le)?,
        LLVMRealUGT => test("__le$f2", Gt)?,
        LLVMRealUGE => test("__lt$f2", Ge)?,
        LLVMRealORD => test("__unord$f2", Eq)?,
        LLVMRealUNO => test("__unord$f2", Ne)?,
        LLVMRealONE => b.and(test("__ne$f2", Ne)?, test("__unord$f2", Eq)?),
        LLVMRealUEQ => b.or(test("__eq$f2", Eq)?, test("__unord$f2", Ne)?),
    })
}

fn intrinsic<'m>(b: &Builder<'m>, i: Value<'m>) -> Result<Option<Value<'m>>> {
    let Some(name) = i.callee().intrinsic() else { return Ok(None) };
    let float = i.operand(0).ty().is_float();
    Ok(match name {
        _ if !float => None,
        "llvm.fabs" => Some(on_bits(b, &[i.operand(0)], |b, bits, sign| b.xor(b.or(bits[0], sign), sign))),
        "llvm.copysign" => Some(on_bits(b, &[i.operand(0), i.operand(1)], |b, bits, sign| {
            b.or(b.xor(b.or(bits[0], sign), sign), b.and(bits[1], sign))
        })),
        // May round once or twice, as suits; twice is what the source says.
        "llvm.fmuladd" => {
            let (add, mul) = (named("__add$f3", i.ty()), named("__mul$f3", i.ty()));
            let product = routines::call(b, i.function(), &mul, &[i.operand(0), i.operand(1)], i.ty())?;
            Some(routines::call(b, i.function(), &add, &[product, i.operand(2)], i.ty())?)
        }
        "llvm.powi" if i.operand(1).ty().width() == Some(32) => {
            Some(routines::call(b, i.function(), &named("__powi$f2", i.ty()), &i.arguments(), i.ty())?)
        }
        "llvm.fptoui.sat" => to_integer(b, i, false)?,
        "llvm.fptosi.sat" => to_integer(b, i, true)?,
        _ => match FUNCTIONS.iter().find(|(intrinsic, _)| *intrinsic == name) {
            Some((_, routine)) => Some(function(b, i, routine)?),
            None => None,
        },
    })
}

/// A call of the C library's function of that name on all operands, floats of one type.
fn function<'m>(b: &Builder<'m>, i: Value<'m>, name: &str) -> Result<Value<'m>> {
    let name = if i.ty().kind() == Kind::Double { name.to_owned() } else { format!("{name}f") };
    let operands = if i.opcode() == Opcode::LLVMCall { i.arguments() } else { i.operands() };
    routines::call(b, i.function(), &name, &operands, i.ty())
}

/// Computes on the bits of floats of one type; the closure also gets a mask of the sign bit.
fn on_bits<'m>(
    b: &Builder<'m>,
    operands: &[Value<'m>],
    compute: impl Fn(&Builder<'m>, &[Value<'m>], Value<'m>) -> Value<'m>,
) -> Value<'m> {
    let ty = operands[0].ty();
    let width = if ty.kind() == Kind::Double { 64 } else { 32 };
    let integer = b.module.integer(width);
    let bits: Vec<_> = operands.iter().map(|operand| b.bits(*operand, integer)).collect();
    let sign = b.module.constant(integer, 1 << (width - 1));
    b.bits(compute(b, &bits, sign), ty)
}
