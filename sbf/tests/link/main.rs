//! Small programs in LLVM's assembly language, linked, and run by the runtime's own virtual machine.

mod arithmetic;
mod calls;
mod floats;
mod frames;
mod machine;
mod memory;
mod refusals;
mod statics;
mod syscalls;
