use llvm_sys::{LLVMAttributeFunctionIndex as FUNCTION, LLVMTypeKind::LLVMVoidTypeKind, core::*};

use super::Value;

/// Functions.
impl<'m> Value<'m> {
    pub fn param(self, index: usize) -> Value<'m> {
        // SAFETY: callers count the parameters of the function's type.
        unsafe { Self::new(LLVMGetParam(self.raw, index as u32)) }
    }

    /// All instructions, in order.
    pub fn instructions(self) -> Vec<Value<'m>> {
        let mut all = vec![];
        // SAFETY: callers have a function, which is not changed while it is walked.
        unsafe {
            let mut block = LLVMGetFirstBasicBlock(self.raw);
            while !block.is_null() {
                let mut instruction = LLVMGetFirstInstruction(block);
                while !instruction.is_null() {
                    all.push(Self::new(instruction));
                    instruction = LLVMGetNextInstruction(instruction);
                }
                block = LLVMGetNextBasicBlock(block);
            }
        }
        all
    }

    /// Removes the body, so that the function is a declaration.
    pub fn clear_body(self) {
        let instructions = self.instructions();
        // SAFETY: nothing refers to the instructions once poison stands for them, nor to blocks once they are empty.
        unsafe {
            for instruction in &instructions {
                if LLVMGetTypeKind(LLVMTypeOf(instruction.raw)) != LLVMVoidTypeKind {
                    LLVMReplaceAllUsesWith(instruction.raw, LLVMGetPoison(LLVMTypeOf(instruction.raw)));
                }
            }
            instructions.into_iter().for_each(|i| LLVMInstructionEraseFromParent(i.raw));
            while !LLVMGetFirstBasicBlock(self.raw).is_null() {
                LLVMDeleteBasicBlock(LLVMGetFirstBasicBlock(self.raw));
            }
        }
    }

    /// Moves the body to `other`, which has none.
    pub fn move_body_to(self, other: Value<'m>) {
        // SAFETY: both are functions of one module.
        unsafe {
            let mut block = LLVMGetFirstBasicBlock(self.raw);
            while !block.is_null() {
                let next = LLVMGetNextBasicBlock(block);
                LLVMRemoveBasicBlockFromParent(block);
                LLVMAppendExistingBasicBlock(other.raw, block);
                block = next;
            }
        }
    }

    /// Gives a new function name, linkage, calling convention and the listed attributes of `old`.
    pub fn take_identity_of(self, old: Value<'m>, attributes: &[&str]) {
        let name = old.name();
        old.set_name("");
        self.set_name(&name);
        // SAFETY: both are functions of one module.
        unsafe {
            LLVMSetLinkage(self.raw, LLVMGetLinkage(old.raw));
            LLVMSetFunctionCallConv(self.raw, LLVMGetFunctionCallConv(old.raw));
            for kind in attributes {
                let kind = attribute_kind(kind);
                let attribute = LLVMGetEnumAttributeAtIndex(old.raw, FUNCTION, kind);
                if !attribute.is_null() {
                    LLVMAddAttributeAtIndex(self.raw, FUNCTION, attribute);
                }
            }
        }
    }

    /// Removes an attribute of the function itself.
    pub fn remove_attribute(self, name: &str) {
        // SAFETY: callers have a function; a missing attribute is none of LLVM's worries.
        unsafe { LLVMRemoveEnumAttributeAtIndex(self.raw, FUNCTION, attribute_kind(name)) }
    }

    /// Removes an attribute of a parameter.
    pub fn remove_param_attribute(self, index: usize, name: &str) {
        // SAFETY: callers have a function with that parameter; LLVM counts from 1.
        unsafe { LLVMRemoveEnumAttributeAtIndex(self.raw, index as u32 + 1, attribute_kind(name)) }
    }

    pub fn has_param_attribute(self, index: usize, name: &str) -> bool {
        // SAFETY: as above.
        unsafe { !LLVMGetEnumAttributeAtIndex(self.raw, index as u32 + 1, attribute_kind(name)).is_null() }
    }

    /// Removes a function without users.
    pub fn delete_function(self) {
        // SAFETY: the caller does not use it again.
        unsafe { LLVMDeleteFunction(self.raw) }
    }

    /// The intrinsic that this function declares, without the suffixes for its types: `llvm.memcpy`.
    pub fn intrinsic(self) -> Option<&'static str> {
        // SAFETY: asked of functions only; LLVM's table of names is static.
        unsafe {
            let id = if self.is_function() { LLVMGetIntrinsicID(self.raw) } else { 0 };
            if id == 0 {
                return None;
            }
            let mut length = 0;
            let name = LLVMIntrinsicGetName(id, &mut length);
            std::str::from_utf8(std::slice::from_raw_parts(name.cast(), length)).ok()
        }
    }
}

pub(super) fn attribute_kind(name: &str) -> u32 {
    // SAFETY: the name is read, not kept.
    unsafe { LLVMGetEnumAttributeKindForName(name.as_ptr().cast(), name.len()) }
}
