//! One computation for two machines: the host, whose compiler is beyond doubt, and sBPF, whose program the linker made.
//!
//! Each group exercises one kind of code on an input and returns a digest of all that it computed, so that a difference
//! names its group. What panics has groups of its own: both machines must panic, or neither.

mod digest;
#[cfg(target_os = "solana")]
mod entrypoint;
mod groups;
mod input;

pub use digest::Digest;
pub use groups::{GROUPS, Group, PANICS, Panics};
pub use input::Input;

/// The first byte of an instruction that asks for the digests of all groups; any other byte `n` runs panic `n - 1`.
pub const ALL_GROUPS: u8 = 0;

/// The digests of all groups, each in eight bytes.
pub fn compute(input: &Input) -> Vec<u8> {
    GROUPS.iter().flat_map(|group| digest_of(group, input).to_le_bytes()).collect()
}

fn digest_of(group: &Group, input: &Input) -> u64 {
    let mut digest = Digest::default();
    (group.run)(input, &mut digest);
    digest.value()
}
