//! Writable statics, for which a program has no section.
//!
//! They get fixed addresses in the first stack frame. The entry point becomes a function of its own, and the one that
//! the runtime calls does nothing but set the statics to their initial values and call it: its frame, the first, is
//! there as long as the program runs, at an address that never changes, and holds nothing else. (The heap would not do:
//! the program's allocator hands all of it out.)

use anyhow::{Context as _, Result, ensure};

use crate::{
    ENTRYPOINT, STACK_FRAME_SIZE,
    llvm::{Module, Value},
    report::readable,
};

/// Where the runtime puts the first stack frame.
const FIRST_FRAME: u64 = 0x2_0000_0000;

/// A writable static that has its place in the first frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Static {
    pub name: String,
    pub bytes: u64,
}

/// All of them, and how much of the frame they take.
#[derive(Clone, Debug, Default)]
pub struct Statics {
    pub all: Vec<Static>,
    pub bytes: u64,
}

/// The contact for security researchers, which explorers look for in the program's file and no code refers to.
pub fn is_security_text(global: Value<'_>) -> bool {
    global.name().eq_ignore_ascii_case("security_txt")
}

/// Moves all writable statics to the first frame.
pub fn to_the_first_frame(module: &Module) -> Result<Statics> {
    let (mut statics, mut placed) = (Statics::default(), vec![]);
    for global in module.globals() {
        let (name, (bytes, alignment)) = (global.name(), module.size_and_alignment(global.value_type()));
        if name.starts_with("llvm.") || global.is_declaration() || global.is_thread_local() {
            continue; // the check's business
        }
        global.clear_section();
        if bytes == 0 {
            // It has no contents, and the last stage knows no symbol without.
            global.replace_uses_by(module.address(alignment));
            global.delete_global();
        } else if !global.is_constant_global() {
            let start = statics.bytes.next_multiple_of(alignment);
            statics.bytes = start + bytes;
            statics.all.push(Static { name: readable(&name), bytes });
            placed.push((global, FIRST_FRAME + start, bytes));
        }
    }
    ensure!(
        statics.bytes <= STACK_FRAME_SIZE,
        "writable statics take {} bytes, more than the {STACK_FRAME_SIZE} there are for them: {:?}",
        statics.bytes,
        statics.all
    );
    if placed.is_empty() {
        return Ok(statics);
    }
    let inner = module.definition_named(ENTRYPOINT).context("no entry point")?;
    let outer = module.add_function("", inner.value_type());
    outer.take_identity_of(inner, &["nounwind"]);
    inner.set_name("sbf.entrypoint");
    inner.set_external(false);
    let b = module.in_new_block(outer);
    for (global, address, bytes) in placed {
        let place = module.address(address);
        let initial = global.initializer().context("a static without a value")?;
        // The runtime's stack is zeroed today, but nothing promises it.
        if initial.is_zero_or_undefined() {
            b.clear(place, bytes);
            global.replace_uses_by(place);
            global.delete_global();
        } else {
            global.replace_uses_by(place);
            global.make_private_constant();
            b.copy(place, global, bytes);
        }
    }
    let arguments: Vec<_> = (0..inner.value_type().params().len()).map(|k| outer.param(k)).collect();
    b.ret(b.call(inner, &arguments));
    Ok(statics)
}
