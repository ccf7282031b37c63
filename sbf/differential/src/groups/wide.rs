//! Arithmetic of 128 bits.

use crate::{Digest, Input};

pub fn products(input: &Input, digest: &mut Digest) {
    let (a, b, x, y) = (input.a, input.b, input.x(), input.y());
    digest.wide(a.wrapping_mul(b));
    digest.wide((a as i128).wrapping_mul(b as i128) as u128);
    digest.wide(u128::from(x) * u128::from(y));
    digest.wide((i128::from(x as i64) * i128::from(y as i64)) as u128);
    digest.wide(a.wrapping_mul(10_000));
    digest.wide(a.wrapping_mul(u128::from(y)));
    digest.wide(a.wrapping_pow(input.n % 9));
    digest.wide((u128::from(x) * u128::from(y)) >> 64);
}

pub fn quotients(input: &Input, digest: &mut Digest) {
    let (a, b, x, y) = (input.a, input.b, input.x(), input.y());
    for divisor in [b, b >> 64, b >> 96, b & 0xff, u128::from(y), 1, 10, 10_000, 1 << 64, u128::MAX] {
        digest.maybe(a.checked_div(divisor));
        digest.maybe(a.checked_rem(divisor));
        digest.maybe((a as i128).checked_div(divisor as i128).map(|v| v as u128));
        digest.maybe((a as i128).checked_rem(divisor as i128).map(|v| v as u128));
        digest.maybe((a as i128).checked_rem_euclid(divisor as i128).map(|v| v as u128));
    }
    digest.maybe(x.checked_div(y).map(u128::from));
    digest.wide(a.isqrt());
    digest.wide(a.div_ceil(b | 1));
}

pub fn sums_and_comparisons(input: &Input, digest: &mut Digest) {
    let (a, b) = (input.a, input.b);
    digest.wide(a.wrapping_add(b));
    digest.wide(a.wrapping_sub(b));
    digest.wide(a.abs_diff(b));
    digest.wide((a as i128).unsigned_abs());
    digest.wide((a as i128).wrapping_neg() as u128);
    for (p, q) in [(a, b), (b, a), (a, a), (a >> 64, b >> 64), (a, a ^ 1)] {
        digest.flag(p < q);
        digest.flag((p as i128) < q as i128);
        digest.flag(p == q);
        digest.word(p.cmp(&q) as u64);
        digest.word((p as i128).cmp(&(q as i128)) as u64);
        digest.wide(p.max(q) ^ (p as i128).min(q as i128) as u128);
    }
}

/// What a program does with money: a product in full, then a quotient, rounded both ways.
pub fn mul_div(input: &Input, digest: &mut Digest) {
    let (x, y, d) = (u128::from(input.x()), u128::from(input.y()), u128::from(input.n) + 1);
    digest.wide(x * y / d);
    digest.wide((x * y).div_ceil(d));
    digest.maybe(u64::try_from(x * y / d).ok().map(u128::from));
    for bps in [0, 1, 500, 9_999, 10_000] {
        digest.wide(x * bps / 10_000);
    }
}
