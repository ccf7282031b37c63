//! A panic ends in the program's `custom_panic`, which logs it, and then in `abort`.

use anyhow::{Result, ensure};

use crate::llvm::Module;

/// std's panic and out-of-memory machinery: hooks, backtraces, unwinding. None of it can run in a program, and it
/// would keep a fifth of std alive.
const MACHINERY: [&str; 3] = ["panic_with_hook", "rust_oom", "begin_panic_handler"];
const HANDLER: &str = "rust_begin_unwind";
const CUSTOM: &str = "custom_panic";

/// Replaces the bodies of the functions where panics end.
pub fn end_in_abort(module: &Module) -> Result<()> {
    let mut handled = false;
    for function in module.definitions() {
        let name = function.name();
        let handler = name.ends_with(HANDLER);
        if !handler && !MACHINERY.iter().any(|part| name.contains(part)) {
            continue;
        }
        function.clear_body();
        let b = module.in_new_block(function);
        if let (true, Some(custom)) = (handler, module.definition_named(CUSTOM)) {
            ensure!(
                custom.value_type().params() == [module.pointer()] && custom.value_type().result() == module.void(),
                "{CUSTOM} must be `fn(&core::panic::PanicInfo<'_>)`, but is `{}`",
                custom.value_type()
            );
            b.call(custom, &[function.param(0)]);
            handled = true;
        }
        b.call(module.declare("abort", module.void(), &[])?, &[]);
        b.unreachable();
    }
    ensure!(
        handled || module.definition_named(CUSTOM).is_none(),
        "{CUSTOM} is defined, but std's panic handler (`{HANDLER}`) was not found, so panics would not be logged: this \
         rustc's std is not the one that the linker knows"
    );
    Ok(())
}
