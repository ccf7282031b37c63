use std::{fmt, marker::PhantomData};

use llvm_sys::{LLVMTypeKind::*, core::*, prelude::LLVMTypeRef};

use super::{Module, take_message};

/// A type of the program.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Type<'m> {
    pub(super) raw: LLVMTypeRef,
    pub(super) module: PhantomData<&'m Module>,
}

/// What a type is, as far as the lowering cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Void,
    /// Its width in bits.
    Integer(u32),
    /// `f32`.
    Float,
    /// `f64`.
    Double,
    /// Its address space.
    Pointer(u32),
    Struct,
    Array,
    Vector,
    /// Labels and metadata: operands that are no data.
    NoData,
    /// Tokens, functions, and floats of other widths.
    Other,
}

impl<'m> Type<'m> {
    /// # Safety
    /// `raw` is a type of the context that the module of lifetime `'m` lives in.
    pub(super) unsafe fn new(raw: LLVMTypeRef) -> Self {
        Self { raw, module: PhantomData }
    }

    pub fn kind(self) -> Kind {
        // SAFETY: the type lives as long as its module; width and address space are asked of their own kinds only.
        unsafe {
            match LLVMGetTypeKind(self.raw) {
                LLVMVoidTypeKind => Kind::Void,
                LLVMIntegerTypeKind => Kind::Integer(LLVMGetIntTypeWidth(self.raw)),
                LLVMFloatTypeKind => Kind::Float,
                LLVMDoubleTypeKind => Kind::Double,
                LLVMPointerTypeKind => Kind::Pointer(LLVMGetPointerAddressSpace(self.raw)),
                LLVMStructTypeKind => Kind::Struct,
                LLVMArrayTypeKind => Kind::Array,
                LLVMVectorTypeKind | LLVMScalableVectorTypeKind => Kind::Vector,
                LLVMLabelTypeKind | LLVMMetadataTypeKind => Kind::NoData,
                _ => Kind::Other,
            }
        }
    }

    /// The width of an integer type.
    pub fn width(self) -> Option<u32> {
        match self.kind() {
            Kind::Integer(width) => Some(width),
            _ => None,
        }
    }

    pub fn is_float(self) -> bool {
        matches!(self.kind(), Kind::Float | Kind::Double)
    }

    /// The element types of a struct; empty for any other type.
    pub fn fields(self) -> Vec<Type<'m>> {
        if self.kind() != Kind::Struct {
            return vec![];
        }
        // SAFETY: a struct, and the index is below its count of elements.
        unsafe {
            let count = LLVMCountStructElementTypes(self.raw);
            (0..count).map(|n| Self::new(LLVMStructGetTypeAtIndex(self.raw, n))).collect()
        }
    }

    /// Element type and length of an array.
    pub fn array(self) -> Option<(Type<'m>, u64)> {
        // SAFETY: asked of arrays only.
        (self.kind() == Kind::Array)
            .then(|| unsafe { (Self::new(LLVMGetElementType(self.raw)), LLVMGetArrayLength2(self.raw)) })
    }

    /// Element type and length of a vector of fixed length.
    pub fn vector(self) -> Option<(Type<'m>, u64)> {
        // SAFETY: asked of such vectors only.
        unsafe {
            (LLVMGetTypeKind(self.raw) == LLVMVectorTypeKind)
                .then(|| (Self::new(LLVMGetElementType(self.raw)), u64::from(LLVMGetVectorSize(self.raw))))
        }
    }

    /// How many 64-bit registers a value of this type takes when it is an argument or a result.
    pub fn registers(self) -> u64 {
        match self.kind() {
            Kind::Void => 0,
            Kind::Integer(width) => u64::from(width.div_ceil(64)),
            Kind::Struct => self.fields().into_iter().map(Type::registers).sum(),
            Kind::Array => self.array().map_or(0, |(element, length)| element.registers().saturating_mul(length)),
            _ => 1,
        }
    }

    /// Whether the type, or any type that it consists of, satisfies `test`.
    pub fn any(self, test: &dyn Fn(Kind) -> bool) -> bool {
        test(self.kind())
            || self.fields().into_iter().any(|field| field.any(test))
            || self.array().is_some_and(|(element, _)| element.any(test))
    }

    /// Parameter types of a function type.
    pub fn params(self) -> Vec<Type<'m>> {
        // SAFETY: callers have a function type, from `Value::function_type` or `Value::called_type`.
        unsafe {
            let mut params = vec![std::ptr::null_mut(); LLVMCountParamTypes(self.raw) as usize];
            LLVMGetParamTypes(self.raw, params.as_mut_ptr());
            params.into_iter().map(|raw| Self::new(raw)).collect()
        }
    }

    /// Result type of a function type.
    pub fn result(self) -> Type<'m> {
        // SAFETY: as for `params`.
        unsafe { Self::new(LLVMGetReturnType(self.raw)) }
    }

    /// Whether a function type takes a variable number of arguments.
    pub fn is_variadic(self) -> bool {
        // SAFETY: as for `params`.
        unsafe { LLVMIsFunctionVarArg(self.raw) != 0 }
    }
}

impl fmt::Display for Type<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // SAFETY: the message is LLVM's to give away.
        f.write_str(&unsafe { take_message(LLVMPrintTypeToString(self.raw)) })
    }
}
