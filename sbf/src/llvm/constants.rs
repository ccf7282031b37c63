use llvm_sys::{
    core::*,
    target::{LLVMABIAlignmentOfType, LLVMABISizeOfType, LLVMGetModuleDataLayout},
};

use super::{Module, Type, Value};

/// Types and constants.
impl<'m> Module {
    pub fn void(&'m self) -> Type<'m> {
        // SAFETY: a type of this context.
        unsafe { Type::new(LLVMVoidTypeInContext(self.context)) }
    }

    pub fn pointer(&'m self) -> Type<'m> {
        // SAFETY: a type of this context.
        unsafe { Type::new(LLVMPointerTypeInContext(self.context, 0)) }
    }

    pub fn integer(&'m self, width: u32) -> Type<'m> {
        // SAFETY: a type of this context.
        unsafe { Type::new(LLVMIntTypeInContext(self.context, width)) }
    }

    pub fn structure(&'m self, fields: &[Type<'m>]) -> Type<'m> {
        let mut raw: Vec<_> = fields.iter().map(|field| field.raw).collect();
        // SAFETY: types of this context, copied by LLVM.
        unsafe { Type::new(LLVMStructTypeInContext(self.context, raw.as_mut_ptr(), raw.len() as u32, 0)) }
    }

    pub fn function_type(&'m self, result: Type<'m>, params: &[Type<'m>]) -> Type<'m> {
        let mut raw: Vec<_> = params.iter().map(|param| param.raw).collect();
        // SAFETY: types of this context, copied by LLVM.
        unsafe { Type::new(LLVMFunctionType(result.raw, raw.as_mut_ptr(), raw.len() as u32, 0)) }
    }

    /// An integer constant, zero-extended.
    pub fn constant(&'m self, ty: Type<'m>, value: u64) -> Value<'m> {
        // SAFETY: callers pass an integer type.
        unsafe { Value::new(LLVMConstInt(ty.raw, value, 0)) }
    }

    /// An integer constant of up to 128 bits.
    pub fn wide_constant(&'m self, ty: Type<'m>, value: u128) -> Value<'m> {
        let words = [value as u64, (value >> 64) as u64];
        // SAFETY: callers pass an integer type; LLVM cuts the value to it.
        unsafe { Value::new(LLVMConstIntOfArbitraryPrecision(ty.raw, 2, words.as_ptr())) }
    }

    pub fn undefined(&'m self, ty: Type<'m>) -> Value<'m> {
        // SAFETY: a constant of this context.
        unsafe { Value::new(LLVMGetPoison(ty.raw)) }
    }

    /// A fixed address as a pointer.
    pub fn address(&'m self, address: u64) -> Value<'m> {
        // SAFETY: a constant expression of this context.
        unsafe { Value::new(LLVMConstIntToPtr(self.constant(self.integer(64), address).raw, self.pointer().raw)) }
    }

    pub fn size_and_alignment(&self, ty: Type<'_>) -> (u64, u64) {
        // SAFETY: callers pass a type that has a size.
        unsafe {
            let layout = LLVMGetModuleDataLayout(self.raw);
            (LLVMABISizeOfType(layout, ty.raw), u64::from(LLVMABIAlignmentOfType(layout, ty.raw)))
        }
    }
}
