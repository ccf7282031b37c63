//! A small safe layer over LLVM's C API: what the lowering needs and nothing else.
//!
//! [`Type`] and [`Value`] are plain pointers with the lifetime of their [`Module`]. They are `Copy`, as everything in
//! LLVM refers to everything else, so one rule is left to the caller: a value that was erased ([`Value::erase`],
//! [`Value::replace_by`], [`Value::delete_function`], [`Value::delete_global`]) must not be used again. All `unsafe`
//! of this crate is in this module.
#![allow(unsafe_code)]

mod builder;
mod codegen;
mod constants;
mod function;
mod instruction;
mod module;
mod types;
mod value;

use std::ffi::{CStr, CString, c_char};

use llvm_sys::core::LLVMDisposeMessage;

pub use builder::Builder;
pub use codegen::{Object, run_passes};
pub use llvm_sys::{LLVMIntPredicate as Compare, LLVMOpcode as Opcode, LLVMRealPredicate as FloatCompare};
pub use module::Module;
pub use types::{Kind, Type};
pub use value::Value;

/// The name that LLVM gives to values without one.
const UNNAMED: *const c_char = c"".as_ptr();

/// Symbols hold no NUL, and LLVM would end the name there anyway.
fn c_string(text: &str) -> CString {
    CString::new(text.split('\0').next().unwrap_or_default()).unwrap_or_default()
}

/// Takes over a message that LLVM allocated.
///
/// # Safety
/// `message` is null or comes from an LLVM function that says to dispose it with `LLVMDisposeMessage`.
unsafe fn take_message(message: *mut c_char) -> String {
    if message.is_null() {
        return "no message".into();
    }
    // SAFETY: not null, and LLVM's messages end in a NUL; it is disposed once.
    unsafe {
        let text = CStr::from_ptr(message).to_string_lossy().into_owned();
        LLVMDisposeMessage(message);
        text
    }
}
