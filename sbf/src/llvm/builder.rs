use llvm_sys::{LLVMOpcode, core::*, prelude::LLVMBuilderRef};

use super::{Compare, Module, Type, UNNAMED, Value};

/// Appends instructions at one place.
pub struct Builder<'m> {
    raw: LLVMBuilderRef,
    pub module: &'m Module,
}

impl Drop for Builder<'_> {
    fn drop(&mut self) {
        // SAFETY: created with the builder, disposed once.
        unsafe { LLVMDisposeBuilder(self.raw) }
    }
}

impl<'m> Builder<'m> {
    pub(super) fn before(module: &'m Module, instruction: Value<'m>) -> Self {
        // SAFETY: callers pass an instruction inside a function of the module.
        unsafe {
            let raw = LLVMCreateBuilderInContext(module.context);
            LLVMPositionBuilderBefore(raw, instruction.raw);
            Self { raw, module }
        }
    }

    pub(super) fn in_new_block(module: &'m Module, function: Value<'m>) -> Self {
        // SAFETY: callers pass a function of the module.
        unsafe {
            let raw = LLVMCreateBuilderInContext(module.context);
            LLVMPositionBuilderAtEnd(raw, LLVMAppendBasicBlockInContext(module.context, function.raw, UNNAMED));
            Self { raw, module }
        }
    }

    /// An operation of two operands of one type.
    pub fn binary(&self, opcode: LLVMOpcode, x: Value<'m>, y: Value<'m>) -> Value<'m> {
        // SAFETY: callers pass operands of one integer type to a binary opcode.
        unsafe { Value::new(LLVMBuildBinOp(self.raw, opcode, x.raw, y.raw, UNNAMED)) }
    }

    pub fn add(&self, x: Value<'m>, y: Value<'m>) -> Value<'m> {
        self.binary(LLVMOpcode::LLVMAdd, x, y)
    }

    pub fn sub(&self, x: Value<'m>, y: Value<'m>) -> Value<'m> {
        self.binary(LLVMOpcode::LLVMSub, x, y)
    }

    pub fn mul(&self, x: Value<'m>, y: Value<'m>) -> Value<'m> {
        self.binary(LLVMOpcode::LLVMMul, x, y)
    }

    pub fn udiv(&self, x: Value<'m>, y: Value<'m>) -> Value<'m> {
        self.binary(LLVMOpcode::LLVMUDiv, x, y)
    }

    pub fn urem(&self, x: Value<'m>, y: Value<'m>) -> Value<'m> {
        self.binary(LLVMOpcode::LLVMURem, x, y)
    }

    pub fn and(&self, x: Value<'m>, y: Value<'m>) -> Value<'m> {
        self.binary(LLVMOpcode::LLVMAnd, x, y)
    }

    pub fn or(&self, x: Value<'m>, y: Value<'m>) -> Value<'m> {
        self.binary(LLVMOpcode::LLVMOr, x, y)
    }

    pub fn xor(&self, x: Value<'m>, y: Value<'m>) -> Value<'m> {
        self.binary(LLVMOpcode::LLVMXor, x, y)
    }

    pub fn shl(&self, x: Value<'m>, y: Value<'m>) -> Value<'m> {
        self.binary(LLVMOpcode::LLVMShl, x, y)
    }

    pub fn lshr(&self, x: Value<'m>, y: Value<'m>) -> Value<'m> {
        self.binary(LLVMOpcode::LLVMLShr, x, y)
    }

    pub fn ashr(&self, x: Value<'m>, y: Value<'m>) -> Value<'m> {
        self.binary(LLVMOpcode::LLVMAShr, x, y)
    }

    pub fn compare(&self, predicate: Compare, x: Value<'m>, y: Value<'m>) -> Value<'m> {
        // SAFETY: callers pass operands of one integer or pointer type.
        unsafe { Value::new(LLVMBuildICmp(self.raw, predicate, x.raw, y.raw, UNNAMED)) }
    }

    pub fn select(&self, condition: Value<'m>, x: Value<'m>, y: Value<'m>) -> Value<'m> {
        // SAFETY: callers pass an `i1` and two operands of one type.
        unsafe { Value::new(LLVMBuildSelect(self.raw, condition.raw, x.raw, y.raw, UNNAMED)) }
    }

    /// Cuts an integer to a type, or fills it up with zeros.
    pub fn unsigned(&self, x: Value<'m>, ty: Type<'m>) -> Value<'m> {
        // SAFETY: callers pass an integer and an integer type.
        unsafe { Value::new(LLVMBuildIntCast2(self.raw, x.raw, ty.raw, 0, UNNAMED)) }
    }

    /// Cuts an integer to a type, or fills it up with its sign.
    pub fn signed(&self, x: Value<'m>, ty: Type<'m>) -> Value<'m> {
        // SAFETY: as above.
        unsafe { Value::new(LLVMBuildIntCast2(self.raw, x.raw, ty.raw, 1, UNNAMED)) }
    }

    /// The same bits as another type of that size.
    pub fn bits(&self, x: Value<'m>, ty: Type<'m>) -> Value<'m> {
        // SAFETY: callers pass types of one size.
        unsafe { Value::new(LLVMBuildBitCast(self.raw, x.raw, ty.raw, UNNAMED)) }
    }

    pub fn load(&self, ty: Type<'m>, from: Value<'m>) -> Value<'m> {
        // SAFETY: callers pass a pointer.
        unsafe { Value::new(LLVMBuildLoad2(self.raw, ty.raw, from.raw, UNNAMED)) }
    }

    pub fn store(&self, value: Value<'m>, to: Value<'m>) {
        // SAFETY: callers pass a pointer.
        unsafe { LLVMBuildStore(self.raw, value.raw, to.raw) };
    }

    /// The address of a field of the struct of type `ty` at `pointer`.
    pub fn field(&self, ty: Type<'m>, pointer: Value<'m>, index: usize) -> Value<'m> {
        // SAFETY: callers pass a struct type and count its fields.
        unsafe { Value::new(LLVMBuildStructGEP2(self.raw, ty.raw, pointer.raw, index as u32, UNNAMED)) }
    }

    /// `{first, second}` of struct type `ty`.
    pub fn pair(&self, ty: Type<'m>, first: Value<'m>, second: Value<'m>) -> Value<'m> {
        // SAFETY: callers pass the type of a struct of these two.
        unsafe {
            let half = LLVMBuildInsertValue(self.raw, self.module.undefined(ty).raw, first.raw, 0, UNNAMED);
            Value::new(LLVMBuildInsertValue(self.raw, half, second.raw, 1, UNNAMED))
        }
    }

    /// An element of a vector.
    pub fn element(&self, vector: Value<'m>, index: u64) -> Value<'m> {
        let index = self.module.constant(self.module.integer(64), index);
        // SAFETY: callers pass a vector and an index below its length.
        unsafe { Value::new(LLVMBuildExtractElement(self.raw, vector.raw, index.raw, UNNAMED)) }
    }

    /// A vector with one element replaced.
    pub fn with_element(&self, vector: Value<'m>, element: Value<'m>, index: u64) -> Value<'m> {
        let index = self.module.constant(self.module.integer(64), index);
        // SAFETY: as above, and an element of the vector's type.
        unsafe { Value::new(LLVMBuildInsertElement(self.raw, vector.raw, element.raw, index.raw, UNNAMED)) }
    }

    pub fn call(&self, function: Value<'m>, arguments: &[Value<'m>]) -> Value<'m> {
        self.call_as(function.value_type(), function, arguments)
    }

    /// Calls `callee`, which may be computed, as a function of type `ty`.
    pub fn call_as(&self, ty: Type<'m>, callee: Value<'m>, arguments: &[Value<'m>]) -> Value<'m> {
        let mut raw: Vec<_> = arguments.iter().map(|argument| argument.raw).collect();
        // SAFETY: callers pass arguments of the function's types; the verifier checks it again.
        unsafe { Value::new(LLVMBuildCall2(self.raw, ty.raw, callee.raw, raw.as_mut_ptr(), raw.len() as u32, UNNAMED)) }
    }

    /// Sets `length` bytes to zero.
    pub fn clear(&self, to: Value<'m>, length: u64) {
        let module = self.module;
        let (zero, length) = (module.constant(module.integer(8), 0), module.constant(module.integer(64), length));
        // SAFETY: a pointer, an `i8` and an `i64`.
        unsafe { LLVMBuildMemSet(self.raw, to.raw, zero.raw, length.raw, 8) };
    }

    /// Copies `length` bytes.
    pub fn copy(&self, to: Value<'m>, from: Value<'m>, length: u64) {
        let length = self.module.constant(self.module.integer(64), length);
        // SAFETY: two pointers and an `i64`.
        unsafe { LLVMBuildMemCpy(self.raw, to.raw, 8, from.raw, 8, length.raw) };
    }

    pub fn ret(&self, value: Value<'m>) {
        // SAFETY: callers pass a value of the function's result type.
        unsafe { LLVMBuildRet(self.raw, value.raw) };
    }

    pub fn ret_void(&self) {
        // SAFETY: callers are in a function without a result.
        unsafe { LLVMBuildRetVoid(self.raw) };
    }

    pub fn unreachable(&self) {
        // SAFETY: it takes nothing.
        unsafe { LLVMBuildUnreachable(self.raw) };
    }

    /// A slot in the frame of `function`, wherever this builder stands.
    pub fn slot(&self, function: Value<'m>, ty: Type<'m>) -> Value<'m> {
        // SAFETY: the entry block of a function with a body has a first instruction; the extra builder is disposed.
        unsafe {
            let entry = LLVMCreateBuilderInContext(self.module.context);
            LLVMPositionBuilderBefore(entry, LLVMGetFirstInstruction(LLVMGetEntryBasicBlock(function.raw)));
            let slot = LLVMBuildAlloca(entry, ty.raw, UNNAMED);
            LLVMDisposeBuilder(entry);
            Value::new(slot)
        }
    }

    /// Marks where a slot's life starts, so that LLVM can let slots share stack space.
    pub fn slot_starts(&self, slot: Value<'m>) {
        self.lifetime(slot, "llvm.lifetime.start");
    }

    /// Marks where a slot's life ends.
    pub fn slot_ends(&self, slot: Value<'m>) {
        self.lifetime(slot, "llvm.lifetime.end");
    }

    fn lifetime(&self, slot: Value<'m>, name: &str) {
        // SAFETY: an intrinsic that takes a slot, with the type of its pointer.
        let marker = unsafe {
            let id = LLVMLookupIntrinsicID(name.as_ptr().cast(), name.len());
            let mut types = [self.module.pointer().raw];
            Value::new(LLVMGetIntrinsicDeclaration(self.module.raw, id, types.as_mut_ptr(), 1))
        };
        self.call(marker, &[slot]);
    }
}
