//! For the tests of the tests: a build in which one check, chosen in the program file, is dropped.
//!
//! `cargo xtask faults` builds it once, patches [`PLANTED`] for each check in turn and expects a red test. A test proves
//! that the deployed build holds no such marker.

/// The marker, and after it the code of the check to drop.
#[used]
pub static PLANTED: ([u8; 28], u32) = (*b"co-staking: the planted bug:", 0);

/// The code of the check that this build drops; 0 for none.
pub fn planted() -> u32 {
    // SAFETY: reads an initialised static; volatile, because the file is patched after the compiler has seen it.
    unsafe { core::ptr::read_volatile(&raw const PLANTED.1) }
}
