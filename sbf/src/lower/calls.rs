//! Signatures: sBPF passes five registers and returns one.

use anyhow::Result;

use crate::{
    check::has_fixed_interface,
    llvm::{Module, Opcode, Type, Value},
};

const REGISTERS: u64 = 5;

/// A function type in the form that fits the registers: a wide result goes through a pointer, the first argument, and
/// what does not fit goes into a struct on the caller's stack, whose address is the last one.
struct Signature<'m> {
    ty: Type<'m>,
    result: Option<Type<'m>>,
    params: Vec<Type<'m>>,
    in_registers: usize,
    spilled: Option<Type<'m>>,
}

impl<'m> Signature<'m> {
    /// `None` if the type fits as it is. It depends on nothing but the type, so that a function and the calls of it
    /// through pointers agree.
    fn lowered(module: &'m Module, ty: Type<'m>) -> Option<Self> {
        let (result, params) = (ty.result(), ty.params());
        let result = (result.registers() > 1).then_some(result);
        let taken = u64::from(result.is_some());
        let fits = taken + params.iter().map(|param| param.registers()).sum::<u64>() <= REGISTERS;
        if fits && result.is_none() {
            return None;
        }
        let mut used = taken;
        let in_registers = params
            .iter()
            .take_while(|param| {
                used += param.registers();
                fits || used < REGISTERS
            })
            .count();
        let spilled = (!fits).then(|| module.structure(&params[in_registers..]));
        let mut lowered = vec![];
        lowered.extend(result.map(|_| module.pointer()));
        lowered.extend(&params[..in_registers]);
        lowered.extend(spilled.map(|_| module.pointer()));
        let ty = module.function_type(if result.is_some() { module.void() } else { ty.result() }, &lowered);
        Some(Self { ty, result, params, in_registers, spilled })
    }
}

/// Gives every function and every call a signature that fits the registers.
pub fn lower(module: &Module) -> Result<()> {
    super::each(module, call)?;
    for old in module.functions() {
        if !has_fixed_interface(old)
            && let Some(signature) = Signature::lowered(module, old.value_type())
        {
            function(module, old, &signature)?;
        }
    }
    promises(module);
    Ok(())
}

fn call<'m>(module: &'m Module, i: Value<'m>) -> Result<()> {
    if i.opcode() != Opcode::LLVMCall || i.callee().is_inline_assembly() || has_fixed_interface(i.callee()) {
        return Ok(());
    }
    let Some(s) = Signature::lowered(module, i.called_type()) else { return Ok(()) };
    let (b, arguments) = (module.before(i), i.arguments());
    let result = s.result.map(|ty| b.slot(i.function(), ty));
    let spilled = s.spilled.map(|ty| b.slot(i.function(), ty));
    let slots: Vec<_> = result.into_iter().chain(spilled).collect();
    slots.iter().for_each(|slot| b.slot_starts(*slot));
    let mut passed: Vec<_> = result.into_iter().collect();
    passed.extend(&arguments[..s.in_registers]);
    if let (Some(slot), Some(ty)) = (spilled, s.spilled) {
        for (field, argument) in arguments[s.in_registers..].iter().enumerate() {
            b.store(*argument, b.field(ty, slot, field));
        }
        passed.push(slot);
    }
    let lowered = b.call_as(s.ty, i.callee(), &passed);
    lowered.copy_call_convention(i);
    let value = match (result, s.result) {
        (Some(slot), Some(ty)) => b.load(ty, slot),
        _ => lowered,
    };
    slots.iter().for_each(|slot| b.slot_ends(*slot));
    i.replace_by(value);
    Ok(())
}

fn function<'m>(module: &'m Module, old: Value<'m>, s: &Signature<'m>) -> Result<()> {
    let new = module.add_function("", s.ty);
    new.take_identity_of(old, &["noinline", "cold", "nounwind", "noreturn", "alwaysinline"]);
    if !old.is_declaration() {
        old.move_body_to(new);
        let first = usize::from(s.result.is_some());
        let b = module.at_start(new)?;
        for (k, ty) in s.params.iter().enumerate() {
            let value = match s.spilled {
                Some(spilled) if k >= s.in_registers => {
                    let slot = new.param(first + s.in_registers);
                    b.load(*ty, b.field(spilled, slot, k - s.in_registers))
                }
                _ => new.param(first + k),
            };
            old.param(k).replace_uses_by(value);
        }
        if s.result.is_some() {
            for i in new.instructions().into_iter().filter(|i| i.opcode() == Opcode::LLVMRet) {
                let b = module.before(i);
                b.store(i.operand(0), new.param(0));
                b.ret_void();
                i.erase();
            }
        }
    }
    old.replace_uses_by(new);
    old.delete_function();
    Ok(())
}

/// Lowered code writes through pointers, so promises to the contrary go; so does `sret`, which the back end refuses,
/// and the promise of tail calls that they see no slot.
fn promises(module: &Module) {
    for f in module.functions().into_iter().filter(|f| f.intrinsic().is_none()) {
        f.remove_attribute("memory");
        f.remove_attribute("speculatable");
        for k in 0..f.value_type().params().len() {
            f.remove_param_attribute(k, "sret");
        }
    }
    for i in module.instructions().into_iter().filter(|i| i.opcode() == Opcode::LLVMCall) {
        i.clear_tail_call();
        for k in 0..i.arguments().len() {
            i.remove_argument_attribute(k, "sret");
        }
    }
}
