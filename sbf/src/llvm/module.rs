use std::{cell::RefCell, ffi::c_void, ptr::null_mut};

use anyhow::{Context as _, Result, bail, ensure};
use llvm_sys::{
    LLVMAttributeFunctionIndex, LLVMDiagnosticSeverity,
    analysis::{LLVMVerifierFailureAction, LLVMVerifyModule},
    bit_reader::LLVMParseBitcodeInContext2,
    core::*,
    debuginfo::LLVMStripModuleDebugInfo,
    ir_reader::LLVMParseIRInContext2,
    linker::LLVMLinkModules2,
    prelude::*,
};

use super::{Builder, Type, Value, c_string, function::attribute_kind, take_message};

/// What LLVM had to say: whether it is an error, and the text.
pub(super) type Diagnostics = RefCell<Vec<(bool, String)>>;

/// The whole program as one LLVM module, in a context of its own.
pub struct Module {
    pub(super) context: LLVMContextRef,
    pub(super) raw: LLVMModuleRef,
    /// In a box, as LLVM keeps a pointer to it.
    pub(super) diagnostics: Box<Diagnostics>,
}

impl Drop for Module {
    fn drop(&mut self) {
        // SAFETY: both were created with the module and die with it, in this order.
        unsafe {
            LLVMDisposeModule(self.raw);
            LLVMContextDispose(self.context);
        }
    }
}

/// LLVM ends the process on an error for which there is no such handler.
extern "C" fn collect(info: LLVMDiagnosticInfoRef, diagnostics: *mut c_void) {
    // SAFETY: `Module::new` passes its box, which lives as long as the context; the text is disposed once.
    unsafe {
        let error = LLVMGetDiagInfoSeverity(info) == LLVMDiagnosticSeverity::LLVMDSError;
        let text = take_message(LLVMGetDiagInfoDescription(info));
        (*diagnostics.cast::<Diagnostics>()).borrow_mut().push((error, text));
    }
}

impl Default for Module {
    fn default() -> Self {
        Self::new()
    }
}

/// Input.
impl Module {
    /// An empty module for BPF.
    pub fn new() -> Self {
        let diagnostics = Box::<Diagnostics>::default();
        // SAFETY: the handler gets what it expects; names are copied.
        unsafe {
            let context = LLVMContextCreate();
            let handed = (&raw const *diagnostics).cast_mut().cast();
            LLVMContextSetDiagnosticHandler(context, Some(collect), handed);
            let raw = LLVMModuleCreateWithNameInContext(c"program".as_ptr(), context);
            LLVMSetTarget(raw, c"bpfel".as_ptr());
            Self { context, raw, diagnostics }
        }
    }

    /// Adds a module of LLVM bitcode; `name` is for messages.
    pub fn add_bitcode(&self, name: &str, bytes: &[u8]) -> Result<()> {
        self.add(name, bytes, |context, buffer, parsed| {
            // SAFETY: context and buffer are alive; this form of the function leaves the buffer to its caller.
            let failed = unsafe { LLVMParseBitcodeInContext2(context, buffer, parsed) != 0 };
            failed.then(|| self.take_diagnostics())
        })
    }

    /// Adds a module in LLVM's assembly language; `name` is for messages.
    pub fn add_assembly(&self, name: &str, text: &str) -> Result<()> {
        self.add(name, text.as_bytes(), |context, buffer, parsed| {
            let mut message = null_mut();
            // SAFETY: as above; the message is set if it fails.
            unsafe {
                let failed = LLVMParseIRInContext2(context, buffer, parsed, &mut message) != 0;
                failed.then(|| take_message(message))
            }
        })
    }

    fn add(
        &self,
        name: &str,
        bytes: &[u8],
        parse: impl Fn(LLVMContextRef, LLVMMemoryBufferRef, *mut LLVMModuleRef) -> Option<String>,
    ) -> Result<()> {
        // SAFETY: the buffer is a copy, terminated by LLVM and disposed here; linking consumes the parsed module.
        unsafe {
            let buffer =
                LLVMCreateMemoryBufferWithMemoryRangeCopy(bytes.as_ptr().cast(), bytes.len(), c_string(name).as_ptr());
            let mut parsed = null_mut();
            let failed = parse(self.context, buffer, &mut parsed);
            LLVMDisposeMemoryBuffer(buffer);
            if let Some(reason) = failed {
                bail!("{name} is not what LLVM 22 reads ({reason}): build it with a rustc that uses LLVM 22");
            }
            ensure!(LLVMLinkModules2(self.raw, parsed) == 0, "cannot link {name}: {}", self.take_diagnostics());
        }
        Ok(())
    }

    /// All diagnostics so far as one text.
    pub(super) fn take_diagnostics(&self) -> String {
        let all: Vec<_> = self.diagnostics.take().into_iter().map(|(_, text)| text).collect();
        if all.is_empty() { "no message".into() } else { all.join("; ") }
    }
}

/// Contents.
impl Module {
    pub fn function_named(&self, name: &str) -> Option<Value<'_>> {
        // SAFETY: the name is read, not kept.
        unsafe { Value::maybe(LLVMGetNamedFunction(self.raw, c_string(name).as_ptr())) }
    }

    /// The function of that name if the module has its body.
    pub fn definition_named(&self, name: &str) -> Option<Value<'_>> {
        self.function_named(name).filter(|function| !function.is_declaration())
    }

    pub fn functions(&self) -> Vec<Value<'_>> {
        // SAFETY: LLVM's list is not changed while it is walked.
        unsafe { list(LLVMGetFirstFunction(self.raw), |f| LLVMGetNextFunction(f)) }
    }

    pub fn definitions(&self) -> Vec<Value<'_>> {
        self.functions().into_iter().filter(|function| !function.is_declaration()).collect()
    }

    /// The instructions of all functions.
    pub fn instructions(&self) -> Vec<Value<'_>> {
        self.definitions().into_iter().flat_map(Value::instructions).collect()
    }

    pub fn globals(&self) -> Vec<Value<'_>> {
        // SAFETY: as above.
        unsafe { list(LLVMGetFirstGlobal(self.raw), |g| LLVMGetNextGlobal(g)) }
    }

    /// Second names of functions and globals, and functions chosen at load time.
    pub fn aliases(&self) -> Vec<Value<'_>> {
        // SAFETY: as above.
        unsafe {
            let mut all: Vec<Value<'_>> = list(LLVMGetFirstGlobalAlias(self.raw), |a| LLVMGetNextGlobalAlias(a));
            all.extend(list(LLVMGetFirstGlobalIFunc(self.raw), |i| LLVMGetNextGlobalIFunc(i)));
            all
        }
    }

    pub fn has_assembly(&self) -> bool {
        let mut length = 0;
        // SAFETY: only the length is used.
        unsafe { LLVMGetModuleInlineAsm(self.raw, &mut length) };
        length > 0
    }

    /// The function of that name, declared if the module has none; an error if it has another type.
    pub fn declare<'m>(&'m self, name: &str, result: Type<'m>, params: &[Type<'m>]) -> Result<Value<'m>> {
        let ty = self.function_type(result, params);
        let function = match self.function_named(name) {
            Some(function) => function,
            None => self.add_function(name, ty),
        };
        let found = function.value_type();
        ensure!(found == ty, "{name} is `{found}` where the linker knows it as `{ty}`: use the rustc it is made for");
        Ok(function)
    }

    pub fn add_function<'m>(&'m self, name: &str, ty: Type<'m>) -> Value<'m> {
        // SAFETY: a function type of this context; the name is copied.
        unsafe { Value::new(LLVMAddFunction(self.raw, c_string(name).as_ptr(), ty.raw)) }
    }

    pub fn strip_debug_info(&self) {
        // SAFETY: the module is alive.
        unsafe { LLVMStripModuleDebugInfo(self.raw) };
    }

    /// Sets an attribute that is a string, such as a function's `"warn-stack-size"`.
    pub fn set_attribute(&self, function: Value<'_>, name: &str, value: &str) {
        // SAFETY: lengths are those of the strings; LLVM copies both.
        unsafe {
            let (n, v) = (name.as_ptr().cast(), value.as_ptr().cast());
            let attribute = LLVMCreateStringAttribute(self.context, n, name.len() as u32, v, value.len() as u32);
            LLVMAddAttributeAtIndex(function.raw, LLVMAttributeFunctionIndex, attribute);
        }
    }

    /// Sets an attribute without a value, such as a function's `noinline`.
    pub fn set_flag(&self, function: Value<'_>, name: &str) {
        // SAFETY: an attribute of this context.
        unsafe {
            let attribute = LLVMCreateEnumAttribute(self.context, attribute_kind(name), 0);
            LLVMAddAttributeAtIndex(function.raw, LLVMAttributeFunctionIndex, attribute);
        }
    }

    /// LLVM's own consistency check.
    pub fn verify(&self) -> Result<()> {
        let mut message = null_mut();
        // SAFETY: LLVM allocates the message and leaves it to its caller.
        let (broken, text) = unsafe {
            let action = LLVMVerifierFailureAction::LLVMReturnStatusAction;
            (LLVMVerifyModule(self.raw, action, &mut message) != 0, take_message(message))
        };
        ensure!(!broken, "the lowered program is not valid LLVM IR, a bug in this linker: {text}");
        Ok(())
    }
}

/// Builders.
impl<'m> Module {
    /// A builder that inserts before `instruction`.
    pub fn before(&'m self, instruction: Value<'m>) -> Builder<'m> {
        Builder::before(self, instruction)
    }

    /// A builder that appends to a new block of `function`.
    pub fn in_new_block(&'m self, function: Value<'m>) -> Builder<'m> {
        Builder::in_new_block(self, function)
    }

    /// A builder that inserts before the first instruction of `function`, which has a body.
    pub fn at_start(&'m self, function: Value<'m>) -> Result<Builder<'m>> {
        let first = function.instructions().first().copied();
        Ok(self.before(first.with_context(|| format!("{} has no instruction", function.name()))?))
    }
}

/// All of one of LLVM's linked lists.
///
/// # Safety
/// `first` is null or a value of the module of lifetime `'m`, and so is what `next` returns.
unsafe fn list<'m>(first: LLVMValueRef, next: impl Fn(LLVMValueRef) -> LLVMValueRef) -> Vec<Value<'m>> {
    let mut all = vec![];
    let mut raw = first;
    // SAFETY: passed on.
    while let Some(value) = unsafe { Value::maybe(raw) } {
        all.push(value);
        raw = next(raw);
    }
    all
}
