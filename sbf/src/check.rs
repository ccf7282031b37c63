//! What a program may consist of. Everything that is not known to be right is refused.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, bail, ensure};

use crate::{
    ENTRYPOINT,
    llvm::{Kind, Module, Opcode, Value},
    report::readable,
    syscalls::SYSCALLS,
};

/// Parameter attributes that ask for a copy or a register of the back end's, which it does not make.
const PARAMETER_ATTRIBUTES: [&str; 6] = ["byval", "byref", "inalloca", "preallocated", "nest", "swifterror"];

/// Intrinsics that are no code.
const MARKERS: [&str; 11] = [
    "llvm.assume",
    "llvm.donothing",
    "llvm.experimental.noalias.scope.decl",
    "llvm.fake.use",
    "llvm.invariant.end",
    "llvm.invariant.start",
    "llvm.lifetime.end",
    "llvm.lifetime.start",
    "llvm.pseudoprobe",
    "llvm.sideeffect",
    "llvm.var.annotation",
];

/// Intrinsics that the back end expands for integers of any width.
const INTEGER: [&str; 22] = [
    "llvm.abs",
    "llvm.bitreverse",
    "llvm.bswap",
    "llvm.ctlz",
    "llvm.ctpop",
    "llvm.cttz",
    "llvm.expect",
    "llvm.is.constant",
    "llvm.sadd.sat",
    "llvm.sadd.with.overflow",
    "llvm.scmp",
    "llvm.smax",
    "llvm.smin",
    "llvm.ssub.sat",
    "llvm.ssub.with.overflow",
    "llvm.uadd.sat",
    "llvm.uadd.with.overflow",
    "llvm.ucmp",
    "llvm.umax",
    "llvm.umin",
    "llvm.usub.sat",
    "llvm.usub.with.overflow",
];

/// Whether a function's signature is not ours to change.
pub fn has_fixed_interface(function: Value<'_>) -> bool {
    let name = function.name();
    function.is_function()
        && (function.intrinsic().is_some() || name.starts_with("sol_") || name == "abort" || name == ENTRYPOINT)
}

fn in_function<T>(function: Value<'_>, result: Result<T>) -> Result<T> {
    result.with_context(|| format!("in {}", readable(&function.name())))
}

/// Before lowering: what the lowering could not see through.
pub fn input(module: &Module) -> Result<()> {
    ensure!(!module.has_assembly(), "the program has assembly at file level, which cannot be translated");
    if let Some(alias) = module.aliases().first() {
        bail!("`{}` is an alias of another symbol: export the function itself", alias.name());
    }
    for function in module.functions() {
        in_function(function, signature(function))?;
        for i in function.instructions() {
            in_function(function, instruction_shape(i))?;
        }
    }
    globals(module)
}

fn signature(function: Value<'_>) -> Result<()> {
    let ty = function.value_type();
    ensure!(!ty.is_variadic(), "a variable number of arguments (`{ty}`) cannot be passed: use a slice");
    if function.intrinsic().is_some() {
        return Ok(());
    }
    for k in 0..ty.params().len() {
        for attribute in PARAMETER_ATTRIBUTES {
            let found = function.has_param_attribute(k, attribute);
            ensure!(!found, "parameter {k} is passed `{attribute}`: pass a reference, or by value as Rust does");
        }
    }
    if has_fixed_interface(function) {
        let fits = ty.params().iter().map(|param| param.registers()).sum::<u64>() <= 5 && ty.result().registers() <= 1;
        ensure!(fits, "`{ty}` does not fit the five registers of a syscall or an entry point");
    }
    Ok(())
}

/// Control flow and calls.
fn instruction_shape(i: Value<'_>) -> Result<()> {
    use Opcode::*;
    match i.opcode() {
        LLVMInvoke | LLVMLandingPad | LLVMResume | LLVMCleanupPad | LLVMCatchPad | LLVMCatchSwitch | LLVMCleanupRet
        | LLVMCatchRet => bail!("`{i}` unwinds: build with panic = \"abort\""),
        LLVMAtomicCmpXchg | LLVMAtomicRMW | LLVMFence => bail!("`{i}` is an atomic operation that was not lowered"),
        LLVMLoad | LLVMStore => ensure!(!i.is_atomic(), "`{i}` is an atomic operation that was not lowered"),
        LLVMVAArg => bail!("`{i}` reads a variable number of arguments: use a slice"),
        LLVMCallBr | LLVMIndirectBr => bail!("`{i}` jumps to a computed address, which the back end cannot do"),
        LLVMAlloca => ensure!(
            i.is_in_entry_block() && i.operand(0).constant() == Some(1),
            "`{i}` makes room on the stack while the function runs: use a Vec or a fixed size"
        ),
        LLVMCall => call(i)?,
        _ => {}
    }
    Ok(())
}

fn call(i: Value<'_>) -> Result<()> {
    let callee = i.callee();
    if callee.is_inline_assembly() {
        ensure!(callee.is_empty_assembly(), "`{i}` is inline assembly, which cannot be translated");
        return Ok(());
    }
    ensure!(!i.is_must_tail(), "`{i}` is a guaranteed tail call, for which there is no instruction");
    ensure!(!i.called_type().is_variadic(), "`{i}` passes a variable number of arguments: use a slice");
    if callee.intrinsic().is_some() {
        return Ok(());
    }
    ensure!(!i.has_operand_bundles(), "`{i}` has operand bundles, which are not known here");
    for k in 0..i.arguments().len() {
        for attribute in PARAMETER_ATTRIBUTES {
            ensure!(!i.has_argument_attribute(k, attribute), "`{i}` passes an argument `{attribute}`");
        }
    }
    if callee.is_function() {
        let (called, defined) = (i.called_type(), callee.value_type());
        ensure!(
            called == defined,
            "`{}` is called as `{called}`, but is `{defined}`: declare it as it is",
            readable(&callee.name())
        );
    }
    Ok(())
}

fn globals(module: &Module) -> Result<()> {
    for global in module.globals() {
        let name = readable(&global.name());
        ensure!(!global.is_thread_local(), "`{name}` is thread-local: a program has one thread, use a plain static");
        if global.name().starts_with("llvm.global_") && global.initializer().is_some_and(|v| !v.is_zero_or_undefined())
        {
            bail!("`{name}` lists functions to run before or after the program, which nothing runs");
        }
        let section = global.section();
        let start_up = [".init_array", ".fini_array", ".preinit_array", ".ctors", ".dtors"];
        ensure!(
            !start_up.iter().any(|start| section.starts_with(start)),
            "`{name}` in `{section}` is to run before or after the program, which nothing does"
        );
        ensure!(
            !global.is_declaration() || global.users().is_empty(),
            "`{name}` is a static that no crate in the program defines"
        );
    }
    Ok(())
}

/// After lowering: nothing but what the back end translates as it should.
pub fn output(module: &Module) -> Result<()> {
    let mut undefined = BTreeMap::new();
    for function in module.functions() {
        if function.is_declaration() && function.intrinsic().is_none() && !function.users().is_empty() {
            undefined.insert(function.name(), function);
        }
        for i in function.instructions() {
            in_function(function, instruction(i))?;
        }
    }
    for (name, function) in undefined {
        ensure!(
            SYSCALLS.contains(&name.as_str()),
            "`{}` is defined nowhere: no crate in the program has it, and it is no syscall",
            readable(&name)
        );
        ensure!(
            function.users().into_iter().all(|user| called_by(user, function)),
            "`{name}` is a syscall: it can be called, but has no address to pass around"
        );
    }
    input(module)
}

fn called_by(user: Value<'_>, function: Value<'_>) -> bool {
    user.is_instruction()
        && user.opcode() == Opcode::LLVMCall
        && user.callee() == function
        && !user.arguments().contains(&function)
}

fn instruction(i: Value<'_>) -> Result<()> {
    use Opcode::*;
    for value in i.operands().into_iter().chain([i]) {
        let ty = value.ty();
        let foreign = |kind| matches!(kind, Kind::Vector | Kind::Other) || matches!(kind, Kind::Pointer(1..));
        // The callee and the blocks of a branch are operands as well.
        let data = !value.is_function() && ty.kind() != Kind::NoData;
        ensure!(!data || !ty.any(&foreign), "`{i}` works on `{ty}`, a type that the back end does not have");
    }
    let wide = i.ty().width().is_some_and(|width| width > 64);
    match i.opcode() {
        LLVMMul | LLVMUDiv | LLVMURem => ensure!(!wide, "`{i}`: no routine computes it on `{}`", i.ty()),
        LLVMShl | LLVMLShr | LLVMAShr => ensure!(
            !wide || i.operand(1).is_constant_integer(),
            "`{i}`: no routine shifts `{}` by an amount that is not known",
            i.ty()
        ),
        LLVMCall => intrinsic(i)?,
        LLVMRet | LLVMBr | LLVMSwitch | LLVMUnreachable | LLVMAdd | LLVMSub | LLVMAnd | LLVMOr | LLVMXor
        | LLVMAlloca | LLVMLoad | LLVMStore | LLVMGetElementPtr | LLVMTrunc | LLVMZExt | LLVMSExt | LLVMPtrToInt
        | LLVMIntToPtr | LLVMBitCast | LLVMICmp | LLVMPHI | LLVMSelect | LLVMExtractValue | LLVMInsertValue
        | LLVMFreeze => {}
        _ => bail!("`{i}`: there is neither an instruction nor a routine for it"),
    }
    Ok(())
}

fn intrinsic(i: Value<'_>) -> Result<()> {
    let Some(name) = i.callee().intrinsic() else { return Ok(()) };
    let known = match name {
        _ if MARKERS.contains(&name) || INTEGER.contains(&name) => true,
        "llvm.memcpy" | "llvm.memset" | "llvm.objectsize" | "llvm.ptrmask" => true,
        "llvm.launder.invariant.group" | "llvm.strip.invariant.group" | "llvm.ssa.copy" => true,
        "llvm.is.fpclass" => true,
        "llvm.umul.with.overflow" | "llvm.smul.with.overflow" => {
            matches!(i.operand(0).ty().width(), Some(8 | 16 | 32))
        }
        "llvm.fshl" | "llvm.fshr" => {
            matches!(i.ty().width(), Some(8 | 16 | 32 | 64)) || i.operand(2).is_constant_integer()
        }
        "llvm.ushl.sat" | "llvm.sshl.sat" => i.ty().width().is_some_and(|width| width <= 64),
        _ => false,
    };
    ensure!(known, "`{i}`: there is neither an instruction nor a routine for it");
    Ok(())
}
