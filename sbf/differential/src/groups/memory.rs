//! Copies, comparisons and fills of every length.

use std::hint::black_box;

use crate::{Digest, Input};

/// Around the lengths where inline code ends, and odd ones.
const LENGTHS: [usize; 14] = [0, 1, 2, 3, 7, 8, 9, 15, 31, 63, 64, 65, 100, 129];

fn buffer(input: &Input) -> [u8; 256] {
    let mut buffer = [0; 256];
    buffer.iter_mut().zip(input.bytes()).for_each(|(to, from)| *to = from);
    buffer
}

pub fn copies(input: &Input, digest: &mut Digest) {
    let from = buffer(input);
    let offset = input.n as usize % 13;
    for length in LENGTHS {
        let mut to = [0xaa_u8; 256];
        to[offset..offset + length].copy_from_slice(&from[length / 2..length / 2 + length]);
        to[200..200 + length % 40].fill(length as u8);
        digest.bytes(&to);
        let heap = black_box(from[offset..offset + length].to_vec());
        digest.bytes(&heap);
    }
    let arrays: [[u8; 33]; 4] = std::array::from_fn(|n| black_box(&from)[n..n + 33].try_into().unwrap_or([0; 33]));
    arrays.iter().for_each(|array| digest.bytes(array));
}

pub fn comparisons(input: &Input, digest: &mut Digest) {
    let one = buffer(input);
    for length in LENGTHS {
        let mut other = one;
        for at in [0, length / 2, length.saturating_sub(1)] {
            other[at] ^= 1 << (input.n % 8);
            let (p, q) = (&one[..length], &other[..length]);
            digest.flag(p == q);
            digest.word(p.cmp(q) as u64);
            digest.flag(p.starts_with(&q[..length / 2]));
            other[at] = one[at];
        }
        digest.flag(one[1..1 + length] == one[2..2 + length]);
        digest.maybe(one[..length].iter().position(|byte| *byte == one[200]).map(|at| at as u128));
    }
    let (p, q): ([u8; 32], [u8; 32]) =
        (one[..32].try_into().unwrap_or_default(), one[32..64].try_into().unwrap_or_default());
    digest.flag(p == q);
    digest.flag(p < q);
    digest.flag(black_box(p) == p);
}

/// Ranges that overlap, and one that is copied onto itself.
pub fn moves(input: &Input, digest: &mut Digest) {
    for length in LENGTHS {
        for (from, to) in [(5, 9), (9, 5), (0, 1), (1, 0), (40, 40)] {
            let mut bytes = buffer(input);
            bytes.copy_within(from..from + length, to);
            digest.bytes(&bytes);
        }
    }
    let mut bytes = buffer(input);
    bytes.rotate_left(input.n as usize % 200);
    bytes[..100].reverse();
    let (left, right) = bytes.split_at_mut(128);
    left[3..70].swap_with_slice(&mut right[5..72]);
    digest.bytes(&bytes);
    let mut list = bytes.to_vec();
    list.drain(10..60);
    list.extend_from_within(20..90);
    list.splice(0..3, [1, 2, 3, 4, 5, 6]);
    digest.bytes(&list);
}

#[repr(C, align(64))]
struct Aligned([u64; 8]);

/// Addresses are what types ask for, on the stack and on the heap, and unaligned reads are what they are.
pub fn alignment(input: &Input, digest: &mut Digest) {
    let wide = black_box([input.a, input.b]);
    let aligned = black_box(Aligned([input.x(); 8]));
    let boxed = black_box(Box::new(Aligned([input.y(); 8])));
    digest.word(wide.as_ptr().addr() as u64 % align_of::<u128>() as u64);
    digest.word((&raw const aligned).addr() as u64 % 64);
    digest.word((&raw const *boxed).addr() as u64 % 64);
    digest.word(aligned.0[3] ^ boxed.0[5]);
    let bytes = buffer(input);
    for at in 0..16 {
        let chunk: [u8; 16] = bytes[at..at + 16].try_into().unwrap_or_default();
        digest.wide(u128::from_le_bytes(chunk));
        digest.word(u64::from(u16::from_be_bytes([bytes[at], bytes[at + 1]])));
    }
}
