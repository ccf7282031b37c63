use llvm_sys::{LLVMAtomicOrdering, LLVMTailCallKind, core::*};

use super::{FloatCompare, Opcode, Type, Value, function::attribute_kind};

/// Instructions.
impl<'m> Value<'m> {
    pub fn opcode(self) -> Opcode {
        // SAFETY: callers have an instruction.
        unsafe { LLVMGetInstructionOpcode(self.raw) }
    }

    pub fn operand(self, index: u32) -> Value<'m> {
        // SAFETY: callers know the instruction's operands.
        unsafe { Self::new(LLVMGetOperand(self.raw, index)) }
    }

    pub fn operands(self) -> Vec<Value<'m>> {
        // SAFETY: LLVM counts the operands; metadata and missing ones are null.
        unsafe {
            let count = LLVMGetNumOperands(self.raw).max(0) as u32;
            (0..count).filter_map(|n| Self::maybe(LLVMGetOperand(self.raw, n))).collect()
        }
    }

    /// Removes an instruction without users.
    pub fn erase(self) {
        // SAFETY: the caller does not use it again.
        unsafe { LLVMInstructionEraseFromParent(self.raw) }
    }

    /// Puts `other` in this instruction's place.
    pub fn replace_by(self, other: Value<'m>) {
        self.replace_uses_by(other);
        self.erase();
    }

    /// The function that an instruction belongs to.
    pub fn function(self) -> Value<'m> {
        // SAFETY: callers have an instruction inside a function.
        unsafe { Self::new(LLVMGetBasicBlockParent(LLVMGetInstructionParent(self.raw))) }
    }

    pub fn is_in_entry_block(self) -> bool {
        // SAFETY: callers have an instruction inside a function.
        unsafe {
            let block = LLVMGetInstructionParent(self.raw);
            block == LLVMGetEntryBasicBlock(LLVMGetBasicBlockParent(block))
        }
    }

    pub fn allocated_type(self) -> Type<'m> {
        // SAFETY: callers have an `alloca`.
        unsafe { Type::new(LLVMGetAllocatedType(self.raw)) }
    }

    pub fn float_compare(self) -> FloatCompare {
        // SAFETY: callers have an `fcmp`.
        unsafe { LLVMGetFCmpPredicate(self.raw) }
    }

    /// Whether a load or store is atomic.
    pub fn is_atomic(self) -> bool {
        // SAFETY: callers have a load or a store.
        unsafe { LLVMGetOrdering(self.raw) != LLVMAtomicOrdering::LLVMAtomicOrderingNotAtomic }
    }
}

/// Calls.
impl<'m> Value<'m> {
    pub fn callee(self) -> Value<'m> {
        // SAFETY: callers have a call.
        unsafe { Self::new(LLVMGetCalledValue(self.raw)) }
    }

    pub fn called_type(self) -> Type<'m> {
        // SAFETY: callers have a call.
        unsafe { Type::new(LLVMGetCalledFunctionType(self.raw)) }
    }

    pub fn arguments(self) -> Vec<Value<'m>> {
        // SAFETY: callers have a call; LLVM counts its arguments.
        unsafe { (0..LLVMGetNumArgOperands(self.raw)).map(|n| Self::new(LLVMGetOperand(self.raw, n))).collect() }
    }

    pub fn copy_call_convention(self, other: Value<'m>) {
        // SAFETY: both are calls.
        unsafe { LLVMSetInstructionCallConv(self.raw, LLVMGetInstructionCallConv(other.raw)) }
    }

    pub fn is_must_tail(self) -> bool {
        // SAFETY: callers have a call.
        unsafe { LLVMGetTailCallKind(self.raw) == LLVMTailCallKind::LLVMTailCallKindMustTail }
    }

    /// Takes back the promise that the callee sees no slot of this frame.
    pub fn clear_tail_call(self) {
        // SAFETY: callers have a call.
        unsafe { LLVMSetTailCallKind(self.raw, LLVMTailCallKind::LLVMTailCallKindNone) }
    }

    pub fn has_operand_bundles(self) -> bool {
        // SAFETY: callers have a call.
        unsafe { LLVMGetNumOperandBundles(self.raw) > 0 }
    }

    pub fn has_argument_attribute(self, index: usize, name: &str) -> bool {
        // SAFETY: callers have a call with that argument; LLVM counts from 1.
        unsafe { !LLVMGetCallSiteEnumAttribute(self.raw, index as u32 + 1, attribute_kind(name)).is_null() }
    }

    pub fn remove_argument_attribute(self, index: usize, name: &str) {
        // SAFETY: as above.
        unsafe { LLVMRemoveCallSiteEnumAttribute(self.raw, index as u32 + 1, attribute_kind(name)) }
    }
}
