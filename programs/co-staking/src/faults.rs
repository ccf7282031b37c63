//! For the tests of the tests: a build that holds faults, of which one is chosen.
//!
//! `cargo xtask faults` builds it once, chooses each fault in turn and expects a red test. A test proves that the
//! deployed build holds no such marker.

/// The marker, and after it the number of the fault in a program file.
#[used]
pub static PLANTED: ([u8; 28], u32) = (*b"co-staking: the planted bug:", 0);

/// The number of the fault that this program has: the code of a refusal whose check is dropped, or that of a fault
/// which was written into a copy of these sources; 0 for none.
#[cfg(target_os = "solana")]
pub fn planted() -> u32 {
    // SAFETY: reads an initialised static; volatile, because the file is patched after the compiler has seen it.
    unsafe { core::ptr::read_volatile(&raw const PLANTED.1) }
}

/// As above, for the unit tests of these sources: chosen by the environment.
#[cfg(not(target_os = "solana"))]
pub fn planted() -> u32 {
    use std::sync::LazyLock;

    static CHOSEN: LazyLock<u32> = LazyLock::new(|| {
        std::env::var("CO_STAKING_PLANTED").ok().and_then(|number| number.parse().ok()).unwrap_or_default()
    });
    *CHOSEN
}
