//! Calls to the routines of compiler-builtins.

use anyhow::{Context as _, Result, ensure};

use crate::llvm::{Builder, Type, Value};

/// Calls a routine of compiler-builtins from `function`. Its routines have rustc's C interface for this target, where
/// whatever is wider than a register is passed and returned through pointers.
pub fn call<'m>(
    b: &Builder<'m>,
    function: Value<'m>,
    name: &str,
    arguments: &[Value<'m>],
    result: Type<'m>,
) -> Result<Value<'m>> {
    let m = b.module;
    let wide = |ty: Type<'m>| ty.registers() > 1;
    m.definition_named(name).with_context(|| format!("the program needs `{name}`, which no crate in it defines"))?;
    ensure!(function.name() != name, "`{name}` would call itself: this rustc's compiler-builtins is not supported");

    let mut slots = vec![];
    let mut slot = |ty| {
        let slot = b.slot(function, ty);
        b.slot_starts(slot);
        slots.push(slot);
        slot
    };
    let returned = wide(result).then(|| slot(result));
    let mut passed: Vec<Value<'m>> = returned.into_iter().collect();
    for argument in arguments {
        if wide(argument.ty()) {
            let slot = slot(argument.ty());
            b.store(*argument, slot);
            passed.push(slot);
        } else {
            passed.push(*argument);
        }
    }
    let types: Vec<_> = passed.iter().map(|value| value.ty()).collect();
    let callee = m.declare(name, if returned.is_some() { m.void() } else { result }, &types)?;
    let called = b.call(callee, &passed);
    let value = returned.map_or(called, |slot| b.load(result, slot));
    slots.iter().for_each(|slot| b.slot_ends(*slot));
    Ok(value)
}
