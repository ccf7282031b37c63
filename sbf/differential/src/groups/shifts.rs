//! Shifts and rotations by amounts that only the input knows.

use crate::{Digest, Input};

macro_rules! shifts {
    ($digest:expr, $value:expr, $n:expr, $ty:ty) => {{
        let value = $value as $ty;
        $digest.wide(value.wrapping_shl($n) as u128);
        $digest.wide(value.wrapping_shr($n) as u128);
        $digest.maybe(value.checked_shl($n).map(|v| v as u128));
        $digest.maybe(value.checked_shr($n).map(|v| v as u128));
    }};
}

macro_rules! rotations {
    ($digest:expr, $value:expr, $n:expr, $ty:ty) => {{
        $digest.wide(($value as $ty).rotate_left($n) as u128);
        $digest.wide(($value as $ty).rotate_right($n) as u128);
    }};
}

/// The amount as it is, and those where halves and widths end.
fn amounts(input: &Input) -> [u32; 10] {
    [input.n, input.n % 128, 0, 1, 31, 32, 63, 64, 65, 127]
}

pub fn narrow(input: &Input, digest: &mut Digest) {
    for n in amounts(input) {
        shifts!(digest, input.a, n, u8);
        shifts!(digest, input.a, n, i8);
        shifts!(digest, input.a, n, u16);
        shifts!(digest, input.a, n, i16);
        shifts!(digest, input.a, n, u32);
        shifts!(digest, input.a, n, i32);
        shifts!(digest, input.a, n, u64);
        shifts!(digest, input.a, n, i64);
    }
}

pub fn wide(input: &Input, digest: &mut Digest) {
    for n in amounts(input) {
        shifts!(digest, input.a, n, u128);
        shifts!(digest, input.a, n, i128);
        let mask = 1u128.wrapping_shl(n).wrapping_sub(1);
        digest.wide(input.b & mask);
    }
}

pub fn rotations(input: &Input, digest: &mut Digest) {
    for n in amounts(input) {
        rotations!(digest, input.a, n, u8);
        rotations!(digest, input.a, n, u16);
        rotations!(digest, input.a, n, u32);
        rotations!(digest, input.a, n, u64);
        rotations!(digest, input.a, n, u128);
    }
    digest.wide(input.b.rotate_left(64) ^ input.b.rotate_right(5));
}
