//! Arithmetic that says whether it overflowed, of every width and sign.

use crate::{Digest, Input};

/// All of it on two operands of one type.
macro_rules! arithmetic {
    ($digest:expr, $p:expr, $q:expr, $ty:ty) => {{
        let (p, q): ($ty, $ty) = ($p as $ty, $q as $ty);
        for result in [
            p.checked_add(q),
            p.checked_sub(q),
            p.checked_mul(q),
            p.checked_div(q),
            p.checked_rem(q),
            p.checked_neg(),
            p.checked_pow(3),
            Some(p.saturating_add(q)),
            Some(p.saturating_sub(q)),
            Some(p.saturating_mul(q)),
            Some(p.wrapping_mul(q)),
            Some(p.wrapping_add(q)),
            Some(p.wrapping_sub(q)),
        ] {
            $digest.maybe(result.map(|v| v as u128));
        }
        for (value, overflowed) in [p.overflowing_add(q), p.overflowing_sub(q), p.overflowing_mul(q)] {
            $digest.wide(value as u128);
            $digest.flag(overflowed);
        }
    }};
}

/// Pairs whose products are around the limits of each width.
fn pairs(input: &Input) -> [(u128, u128); 4] {
    let (a, b, n) = (input.a, input.b, input.n % 64);
    [(a, b), (a >> 96, b >> 96), (a >> n, b >> (63 - n)), (1 << n, a >> (64 + n))]
}

pub fn unsigned(input: &Input, digest: &mut Digest) {
    for (p, q) in pairs(input) {
        arithmetic!(digest, p, q, u8);
        arithmetic!(digest, p, q, u16);
        arithmetic!(digest, p, q, u32);
        arithmetic!(digest, p, q, u64);
        arithmetic!(digest, p, q, usize);
    }
}

pub fn signed(input: &Input, digest: &mut Digest) {
    for (p, q) in pairs(input) {
        arithmetic!(digest, p, q, i8);
        arithmetic!(digest, p, q, i16);
        arithmetic!(digest, p, q, i32);
        arithmetic!(digest, p, q, i64);
        arithmetic!(digest, p, q, isize);
    }
    for value in [i64::MIN, -1, 0, 1, i64::MAX] {
        arithmetic!(digest, input.x(), value, i64);
        arithmetic!(digest, value, input.y(), i64);
    }
}

pub fn wide(input: &Input, digest: &mut Digest) {
    for (p, q) in pairs(input) {
        arithmetic!(digest, p, q, u128);
        arithmetic!(digest, p, q, i128);
        arithmetic!(digest, (p as i128) >> 64, (q as i128) >> 63, i128);
    }
    for value in [i128::MIN, -1, 0, 1, i128::MAX] {
        arithmetic!(digest, input.a, value, i128);
        arithmetic!(digest, value, input.b, i128);
    }
}
