//! Floating-point arithmetic.

use crate::{Digest, Input};

/// Bit patterns from the input, and numbers of ordinary size.
fn doubles(input: &Input) -> [f64; 7] {
    let (x, y) = (input.x(), input.y());
    [
        f64::from_bits(x),
        f64::from_bits(y),
        x as f64,
        y as i64 as f64 / 1024.0,
        f64::from(input.n) * 0.1,
        (x >> 40) as f64 - 8_000_000.5,
        if input.n.is_multiple_of(2) { -0.0 } else { f64::INFINITY },
    ]
}

fn singles(input: &Input) -> [f32; 6] {
    let x = input.x();
    [f32::from_bits(x as u32), f32::from_bits(input.n), x as f32, (x as i32) as f32 / 256.0, 0.1, f32::NEG_INFINITY]
}

pub fn double(input: &Input, digest: &mut Digest) {
    for p in doubles(input) {
        for q in doubles(input) {
            for value in [p + q, p - q, p * q, p / q, p % q, -p, p.abs(), p.copysign(q)] {
                digest.double(value);
            }
            for flag in [p < q, p <= q, p > q, p >= q, p == q, p != q] {
                digest.flag(flag);
            }
            digest.word(p.partial_cmp(&q).map_or(9, |order| order as u64));
            digest.word(p.total_cmp(&q) as u64);
        }
        digest.flag(p.is_nan());
        digest.word(p.classify() as u64);
    }
}

pub fn single(input: &Input, digest: &mut Digest) {
    for p in singles(input) {
        for q in singles(input) {
            for value in [p + q, p - q, p * q, p / q, p % q, -p, p.abs(), p.copysign(q)] {
                digest.single(value);
            }
            for flag in [p < q, p <= q, p > q, p >= q, p == q, p != q] {
                digest.flag(flag);
            }
        }
        digest.double(f64::from(p));
    }
    doubles(input).into_iter().for_each(|value| digest.single(value as f32));
}

/// Casts saturate, and NaN is zero.
pub fn to_integers(input: &Input, digest: &mut Digest) {
    for value in doubles(input).into_iter().chain(singles(input).map(f64::from)).chain([f64::NAN, 1e40, -1e40, 255.9]) {
        digest.word(u64::from(value as u8) ^ value as i8 as u64);
        digest.word(u64::from(value as u16) ^ value as i16 as u64);
        digest.word(u64::from(value as u32) ^ value as i32 as u64);
        digest.word(value as u64);
        digest.word(value as i64 as u64);
        digest.wide(value as u128);
        digest.wide(value as i128 as u128);
    }
    for value in singles(input) {
        digest.word(u64::from(value as u8) ^ value as i32 as u64);
        digest.word(value as u64 ^ value as i64 as u64);
        digest.wide(value as u128 ^ value as i128 as u128);
    }
}

pub fn from_integers(input: &Input, digest: &mut Digest) {
    let (a, x) = (input.a, input.x());
    for value in [a as f64, a as i128 as f64, x as f64, x as i64 as f64, x as u32 as f64, x as i16 as f64] {
        digest.double(value);
    }
    for value in [a as f32, a as i128 as f32, x as f32, x as i64 as f32, x as u32 as f32, x as i8 as f32] {
        digest.single(value);
    }
    digest.double(f64::from(x & 1 == 1));
}

pub fn functions(input: &Input, digest: &mut Digest) {
    for p in doubles(input) {
        for value in [p.floor(), p.ceil(), p.trunc(), p.round(), p.round_ties_even(), p.sqrt(), p.fract(), p.signum()] {
            digest.double(value);
        }
        let q = f64::from(input.n) - 1e6;
        for value in [p.min(q), p.max(q), p.mul_add(q, 0.5), p.rem_euclid(q), p.powi(3), p.clamp(-10.0, 10.0)] {
            digest.double(value);
        }
    }
    for p in singles(input) {
        for value in [p.floor(), p.ceil(), p.trunc(), p.round(), p.sqrt(), p.min(0.5), p.max(0.5), p.mul_add(2.0, p)] {
            digest.single(value);
        }
    }
}

pub fn text(input: &Input, digest: &mut Digest) {
    for value in &doubles(input)[2..6] {
        digest.text(&format!("{value} {value:?} {value:.3} {value:e} {value:>30.1}"));
        digest.double(value.to_string().parse().unwrap_or(f64::NAN));
    }
}
