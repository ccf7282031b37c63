//! Integers that do not fill a register.

use std::hint::black_box;

use crate::{Digest, Input};

/// Through functions, as sign and zeros beyond the type are the caller's or the callee's to see to.
#[inline(never)]
fn signed(a: i8, b: i16, c: i32, d: bool) -> i64 {
    i64::from(a) * 3 + i64::from(b) * 5 + i64::from(c) * 7 + i64::from(d)
}

#[inline(never)]
fn returned(value: u64) -> (i8, i16, i32) {
    (value as i8, value as i16, value as i32)
}

#[inline(never)]
fn smallest(value: u64) -> i8 {
    value as i8
}

#[inline(never)]
fn letter(value: u32) -> Option<char> {
    char::from_u32(value % 0x11_0000)
}

pub fn sign_extension(input: &Input, digest: &mut Digest) {
    for word in input.words().take(8).chain([0, 0x80, 0x7f, 0x8000, 0x7fff, 0x8000_0000, 0x7fff_ffff, u64::MAX]) {
        let (a, b, c) = returned(word);
        digest.word(signed(a, b, c, word & 1 == 1) as u64);
        digest.wide(i128::from(a) as u128 ^ i128::from(b) as u128 ^ i128::from(c) as u128);
        digest.flag(a < smallest(word >> 8));
        digest.flag(i32::from(b) < c);
        digest.word((smallest(word) / 3) as u64);
        digest.word((b / 7 - b % 7) as u64);
        digest.word((c >> 3) as u64);
        digest.word(u64::from(word as u32 / (word as u8 as u32 + 1)));
        digest.word(letter(word as u32).map_or(0, u64::from));
    }
}

macro_rules! bits {
    ($digest:expr, $value:expr, $ty:ty) => {{
        let value = $value as $ty;
        for count in [value.leading_zeros(), value.trailing_zeros(), value.count_ones(), value.leading_ones()] {
            $digest.word(u64::from(count));
        }
        $digest.wide(value.swap_bytes() as u128 ^ value.reverse_bits() as u128);
        $digest.bytes(&value.to_be_bytes());
        $digest.bytes(&value.to_le_bytes());
        $digest.maybe(value.checked_ilog2().map(u128::from));
        $digest.maybe(value.checked_ilog10().map(u128::from));
        $digest.maybe(value.checked_next_power_of_two().map(u128::from));
    }};
}

pub fn bits(input: &Input, digest: &mut Digest) {
    for value in [input.a, input.b >> (input.n % 128), 0, 1] {
        bits!(digest, value, u8);
        bits!(digest, value, u16);
        bits!(digest, value, u32);
        bits!(digest, value, u64);
        bits!(digest, value, u128);
    }
}

/// Checked casts between all widths and signs.
pub fn conversions(input: &Input, digest: &mut Digest) {
    for value in [input.a as i128, (input.a as i128) >> 64, (input.b as i128) >> 100, (input.b as i128) >> 121] {
        digest.maybe(u8::try_from(value).ok().map(u128::from));
        digest.maybe(i8::try_from(value).ok().map(|v| v as u128));
        digest.maybe(u16::try_from(value).ok().map(u128::from));
        digest.maybe(i16::try_from(value).ok().map(|v| v as u128));
        digest.maybe(u32::try_from(value).ok().map(u128::from));
        digest.maybe(i32::try_from(value).ok().map(|v| v as u128));
        digest.maybe(u64::try_from(value).ok().map(u128::from));
        digest.maybe(i64::try_from(value).ok().map(|v| v as u128));
        digest.maybe(u128::try_from(value).ok());
        digest.word(black_box(value as i64).signum() as u64);
        digest.word(u64::from((value as i32).unsigned_abs()));
    }
}
