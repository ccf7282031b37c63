use std::{ffi::CStr, fmt, marker::PhantomData};

use llvm_sys::{LLVMLinkage, LLVMUnnamedAddr, core::*, prelude::LLVMValueRef};

use super::{Module, Type, c_string, take_message};

/// A function, global, instruction, argument or constant of the program.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Value<'m> {
    pub(super) raw: LLVMValueRef,
    pub(super) module: PhantomData<&'m Module>,
}

/// Anything.
impl<'m> Value<'m> {
    /// # Safety
    /// `raw` is a value of the module of lifetime `'m`.
    pub(super) unsafe fn new(raw: LLVMValueRef) -> Self {
        Self { raw, module: PhantomData }
    }

    /// `None` for a null pointer.
    ///
    /// # Safety
    /// As for [`Value::new`], if it is not null.
    pub(super) unsafe fn maybe(raw: LLVMValueRef) -> Option<Self> {
        // SAFETY: passed on.
        (!raw.is_null()).then(|| unsafe { Self::new(raw) })
    }

    pub fn name(self) -> String {
        let mut length = 0;
        // SAFETY: LLVM returns the name's bytes and their number.
        unsafe {
            let name = LLVMGetValueName2(self.raw, &mut length);
            if name.is_null() {
                return String::new();
            }
            String::from_utf8_lossy(std::slice::from_raw_parts(name.cast(), length)).into_owned()
        }
    }

    pub fn ty(self) -> Type<'m> {
        // SAFETY: every value has a type.
        unsafe { Type::new(LLVMTypeOf(self.raw)) }
    }

    /// Puts `other` wherever this value is used.
    pub fn replace_uses_by(self, other: Value<'m>) {
        // SAFETY: both belong to one module.
        unsafe { LLVMReplaceAllUsesWith(self.raw, other.raw) }
    }

    /// The value of an integer constant of at most 64 bits.
    pub fn constant(self) -> Option<u64> {
        // SAFETY: asked of constant integers only, and LLVM would trap on wider ones.
        unsafe {
            let narrow = self.ty().width().is_some_and(|width| width <= 64);
            (narrow && self.is_constant_integer()).then(|| LLVMConstIntGetZExtValue(self.raw))
        }
    }

    pub fn is_constant_integer(self) -> bool {
        // SAFETY: a test on any value.
        unsafe { !LLVMIsAConstantInt(self.raw).is_null() }
    }

    /// Zero, or nothing in particular.
    pub fn is_zero_or_undefined(self) -> bool {
        // SAFETY: tests on any value.
        unsafe { LLVMIsNull(self.raw) != 0 || LLVMIsUndef(self.raw) != 0 }
    }

    pub fn is_function(self) -> bool {
        // SAFETY: a test on any value.
        unsafe { !LLVMIsAFunction(self.raw).is_null() }
    }

    pub fn is_inline_assembly(self) -> bool {
        // SAFETY: a test on any value.
        unsafe { !LLVMIsAInlineAsm(self.raw).is_null() }
    }

    /// Whether the assembly is empty: `black_box` is made so, and only the optimizer sees it.
    pub fn is_empty_assembly(self) -> bool {
        let mut length = 0;
        // SAFETY: asked of inline assembly only; LLVM returns the text's bytes and their number.
        unsafe {
            let text = LLVMGetInlineAsmAsmString(self.raw, &mut length);
            length == 0 || std::slice::from_raw_parts(text.cast::<u8>(), length).trim_ascii().is_empty()
        }
    }

    pub fn is_instruction(self) -> bool {
        // SAFETY: a test on any value.
        unsafe { !LLVMIsAInstruction(self.raw).is_null() }
    }

    /// Instructions and constants that have this value as an operand.
    pub fn users(self) -> Vec<Value<'m>> {
        let mut all = vec![];
        // SAFETY: the list is not changed while it is walked.
        unsafe {
            let mut next = LLVMGetFirstUse(self.raw);
            while !next.is_null() {
                all.push(Self::new(LLVMGetUser(next)));
                next = LLVMGetNextUse(next);
            }
        }
        all
    }
}

/// Functions and global variables.
impl<'m> Value<'m> {
    pub fn is_declaration(self) -> bool {
        // SAFETY: callers have a function or a global variable.
        unsafe { LLVMIsDeclaration(self.raw) != 0 }
    }

    /// The type of a function, or of what a global variable holds.
    pub fn value_type(self) -> Type<'m> {
        // SAFETY: callers have a function or a global variable.
        unsafe { Type::new(LLVMGlobalGetValueType(self.raw)) }
    }

    /// Whether it stays visible outside the module: what is not may be changed and removed at will.
    pub fn set_external(self, external: bool) {
        let linkage = if external { LLVMLinkage::LLVMExternalLinkage } else { LLVMLinkage::LLVMInternalLinkage };
        // SAFETY: callers have a function or a global variable.
        unsafe { LLVMSetLinkage(self.raw, linkage) }
    }

    pub fn section(self) -> String {
        // SAFETY: LLVM's string lives as long as the global and is copied.
        unsafe {
            let section = LLVMGetSection(self.raw);
            if section.is_null() { String::new() } else { CStr::from_ptr(section).to_string_lossy().into_owned() }
        }
    }

    pub fn clear_section(self) {
        // SAFETY: an empty name means none.
        unsafe { LLVMSetSection(self.raw, super::UNNAMED) }
    }

    pub fn set_name(self, name: &str) {
        let name = c_string(name);
        // SAFETY: LLVM copies the name.
        unsafe { LLVMSetValueName2(self.raw, name.as_ptr(), name.as_bytes().len()) }
    }

    pub fn is_constant_global(self) -> bool {
        // SAFETY: callers have a global variable.
        unsafe { LLVMIsGlobalConstant(self.raw) != 0 }
    }

    pub fn is_thread_local(self) -> bool {
        // SAFETY: callers have a global variable.
        unsafe { LLVMIsThreadLocal(self.raw) != 0 }
    }

    pub fn initializer(self) -> Option<Value<'m>> {
        // SAFETY: callers have a global variable.
        unsafe { Self::maybe(LLVMGetInitializer(self.raw)) }
    }

    /// Makes a global variable a constant that only its contents tell apart from another.
    pub fn make_private_constant(self) {
        self.set_external(false);
        // SAFETY: callers have a global variable.
        unsafe {
            LLVMSetGlobalConstant(self.raw, 1);
            LLVMSetUnnamedAddress(self.raw, LLVMUnnamedAddr::LLVMGlobalUnnamedAddr);
        }
    }

    /// Removes a global variable without users.
    pub fn delete_global(self) {
        // SAFETY: the caller does not use it again.
        unsafe { LLVMDeleteGlobal(self.raw) }
    }
}

impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // SAFETY: the message is LLVM's to give away.
        f.write_str(unsafe { take_message(LLVMPrintValueToString(self.raw)) }.trim())
    }
}
