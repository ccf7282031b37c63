//! Rewrites the program into what LLVM's BPF back end accepts and a Solana program can be.
//!
//! LLVM optimizes the program first, with the operations of full width that it understands; they are lowered after
//! that, so that no pass can turn the lowered form back into what it came from. [`crate::check`] has the last word.

mod calls;
mod division;
mod float;
mod memory;
mod panics;
mod product;
mod routines;
mod shift;
mod statics;
mod vectors;
mod widen;

use std::collections::BTreeSet;

use anyhow::{Context as _, Result};

use crate::{
    llvm::{Compare, Module, Opcode, Value, run_passes},
    report::readable,
};
pub use statics::Statics;

/// How much is inlined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inlining {
    /// As LLVM likes, which is fastest, but may put more into one stack frame than it holds.
    Full,
    /// Not what has much on its stack.
    Reduced,
}

/// A function with so many bytes of slots of its own is not inlined if stack frames are short.
const MANY_BYTES: u64 = 512;

/// Lowers the whole program and returns the writable statics that were left.
pub fn run(module: &Module, inlining: Inlining) -> Result<Statics> {
    module.strip_debug_info();
    panics::end_in_abort(module)?;
    let routines: BTreeSet<String> = float::routines().chain(division::routines()).collect();
    let keep = |name: &str| name == crate::ENTRYPOINT || routines.contains(name);
    keep_only(module, keep);
    // One thread runs a program, so atomic operations are plain ones.
    run_passes(module, "globaldce,lower-atomic")?;
    if inlining == Inlining::Reduced {
        module.definitions().into_iter().for_each(|function| keep_apart(module, function));
    }
    optimize(module, keep)?;

    crate::check::input(module)?;
    // Only now, so that no pass can recognise what the routines do and call them from within themselves.
    module.add_assembly("products.ll", include_str!("products.ll"))?;
    operations(module)?;
    keep_only(module, |name| name == crate::ENTRYPOINT);
    run_passes(module, "globaldce")?;
    let statics = statics::to_the_first_frame(module)?;
    each(module, memory::lower)?;
    calls::lower(module)?;
    run_passes(module, "function(sroa,early-cse),globaldce")?;
    module.verify()?;
    Ok(statics)
}

/// LLVM's optimizer, twice: comparisons stay calls that it knows the first time, so that those of a few words, which
/// take fewer compute units as loads than by a syscall, can be expanded in between.
fn optimize(module: &Module, keep: impl Fn(&str) -> bool) -> Result<()> {
    let comparisons = ["memcmp", "bcmp"];
    let defined = || comparisons.iter().filter_map(|name| module.definition_named(name));
    defined().for_each(|function| module.set_flag(function, "noinline"));
    keep_only(module, |name| keep(name) || comparisons.contains(&name));
    run_passes(module, "default<O2>,function(expand-memcmp)")?;
    defined().for_each(|function| function.remove_attribute("noinline"));
    keep_only(module, keep);
    // Anchor's checks of accounts come out the same for many instructions: one body serves them.
    run_passes(module, "default<O2>,mergefunc,globaldce")
}

/// Each step may leave work for those behind it.
fn operations(module: &Module) -> Result<()> {
    each(module, reveal)?;
    vectors::lower(module)?;
    each(module, float::lower)?;
    each(module, product::lower_overflow_checks)?;
    each(module, shift::lower_funnel_shifts)?;
    each(module, widen::to_whole_registers)?;
    each(module, product::lower_very_wide)?;
    each(module, division::lower_signed)?;
    each(module, division::lower_wide)?;
    each(module, product::lower_wide)?;
    each(module, shift::lower_wide)
}

/// LLVM's BPF target hides some values from its optimizer for the sake of the Linux kernel's verifier.
fn reveal<'m>(module: &'m Module, i: Value<'m>) -> Result<()> {
    use Compare::*;
    match (i.opcode() == Opcode::LLVMCall).then(|| i.callee().intrinsic()).flatten() {
        Some("llvm.bpf.passthrough") => i.replace_by(i.operand(1)),
        // The first argument is the predicate's number.
        Some("llvm.bpf.compare") => {
            let all = [LLVMIntUGT, LLVMIntUGE, LLVMIntULT, LLVMIntULE, LLVMIntSGT, LLVMIntSGE, LLVMIntSLT, LLVMIntSLE];
            let number = i.operand(0).constant();
            let predicate = all.into_iter().find(|predicate| Some(*predicate as u64) == number);
            let predicate = predicate.with_context(|| format!("`{i}` is a comparison that is not known"))?;
            i.replace_by(module.before(i).compare(predicate, i.operand(1), i.operand(2)));
        }
        _ => {}
    }
    Ok(())
}

/// Applies a step to every instruction of the program, as it was before the step.
fn each<'m>(module: &'m Module, step: fn(&'m Module, Value<'m>) -> Result<()>) -> Result<()> {
    for function in module.definitions() {
        for instruction in function.instructions() {
            step(module, instruction).with_context(|| format!("in {}", readable(&function.name())))?;
        }
    }
    Ok(())
}

/// A private function that is called once is inlined whatever its size; one that is visible from outside is not.
fn keep_apart(module: &Module, function: Value<'_>) {
    function.set_external(true);
    let slots = function.instructions().into_iter().filter(|i| i.opcode() == Opcode::LLVMAlloca);
    let bytes: u64 = slots.map(|slot| module.size_and_alignment(slot.allocated_type()).0).sum();
    if bytes > MANY_BYTES {
        function.remove_attribute("alwaysinline");
        module.set_flag(function, "noinline");
    }
}

/// Makes everything private to the program but the functions that `keep` names.
fn keep_only(module: &Module, keep: impl Fn(&str) -> bool) {
    for function in module.definitions() {
        function.set_external(keep(&function.name()));
    }
    for global in module.globals() {
        if !global.is_declaration() && !global.name().starts_with("llvm.") {
            global.set_external(statics::is_security_text(global));
        }
    }
}
