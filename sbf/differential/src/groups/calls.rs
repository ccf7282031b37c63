//! Calls: through pointers and tables, with more arguments and wider results than registers take.

use std::hint::black_box;

use crate::{Digest, Input};

trait Operation {
    fn apply(&self, a: u128, b: u128, c: u64, d: u64) -> (u128, Option<u64>, String);
    fn small(&self, x: u8) -> bool;
    fn scale(&mut self, by: u64) -> u64;
}

struct Number(u64);
struct Text(String);

impl Operation for Number {
    #[inline(never)]
    fn apply(&self, a: u128, b: u128, c: u64, d: u64) -> (u128, Option<u64>, String) {
        (a ^ b, c.checked_mul(d), format!("{}:{c:x}", self.0))
    }
    fn small(&self, x: u8) -> bool {
        u64::from(x) > self.0 % 256
    }
    fn scale(&mut self, by: u64) -> u64 {
        self.0 = self.0.wrapping_mul(by);
        self.0
    }
}

impl Operation for Text {
    #[inline(never)]
    fn apply(&self, a: u128, b: u128, c: u64, d: u64) -> (u128, Option<u64>, String) {
        (a & b, c.checked_add(d), format!("{}|{:>10}", self.0, c % 1000))
    }
    fn small(&self, x: u8) -> bool {
        self.0.len() > usize::from(x)
    }
    fn scale(&mut self, by: u64) -> u64 {
        self.0.push(char::from(b'a' + (by % 26) as u8));
        self.0.len() as u64
    }
}

pub fn trait_objects(input: &Input, digest: &mut Digest) {
    let mut all: Vec<Box<dyn Operation>> = vec![Box::new(Number(input.y())), Box::new(Text("k".into()))];
    for (n, word) in input.words().take(6).enumerate() {
        let operation = &mut all[(n + input.n as usize) % 2];
        let (value, maybe, text) = operation.apply(input.a, input.b, word, input.y());
        digest.wide(value);
        digest.maybe(maybe.map(u128::from));
        digest.text(&text);
        digest.flag(operation.small(word as u8));
        digest.word(operation.scale(word));
    }
}

#[inline(never)]
fn six(a: u64, b: u64, c: u64, d: u64, e: u64, f: u64) -> u64 {
    a ^ b.rotate_left(3) ^ c.wrapping_mul(d) ^ e.wrapping_sub(f)
}

#[inline(never)]
#[allow(clippy::too_many_arguments)] // what is tested
fn ten(a: u8, b: u128, c: i16, d: &[u64], e: bool, f: f64, g: Option<u64>, h: i128, i: char, j: &str) -> u128 {
    let sum = b.wrapping_mul(u128::from(a)).wrapping_add(h as u128) ^ c as u128 ^ u128::from(f.to_bits());
    sum ^ d.iter().map(|word| u128::from(*word)).sum::<u128>()
        ^ u128::from(g.unwrap_or(j.len() as u64))
        ^ (u128::from(u32::from(i)) << u32::from(e))
}

pub fn many_arguments(input: &Input, digest: &mut Digest) {
    let (x, y) = (input.x(), input.y());
    digest.word(six(x, y, x >> 3, y >> 5, x >> 7, y >> 9));
    digest.word(black_box(six as fn(u64, u64, u64, u64, u64, u64) -> u64)(y, x, 1, 2, 3, 4));
    let words: Vec<u64> = input.words().take(4).collect();
    for (n, text) in ["", "four", "and more"].into_iter().enumerate() {
        let (flag, double, maybe) = (x >> n & 1 == 1, x as f64, y.checked_add(x));
        digest.wide(ten(x as u8, input.a, y as i16, &words[n..], flag, double, maybe, input.b as i128, 'é', text));
    }
}

#[derive(Clone, Copy, PartialEq)]
struct Large {
    words: [u64; 5],
    wide: u128,
    small: u8,
}

#[inline(never)]
fn large(input: &Input, small: u8) -> Large {
    Large { words: std::array::from_fn(|n| input.x().rotate_left(n as u32)), wide: input.b, small }
}

#[inline(never)]
fn wide(a: u128, b: u64) -> u128 {
    a.wrapping_add(u128::from(b)).rotate_left(9)
}

#[inline(never)]
fn maybe_wide(a: u128, n: u32) -> Option<u128> {
    a.checked_shl(n).filter(|value| value % 3 != 0)
}

#[inline(never)]
fn fallible(input: &Input, limit: u64) -> Result<Large, String> {
    if input.x() < limit { Ok(large(input, 1)) } else { Err(format!("{} is not below {limit}", input.x())) }
}

pub fn wide_results(input: &Input, digest: &mut Digest) {
    let mut value = large(input, input.n as u8);
    value.words[2] = wide(value.wide, value.words[1]) as u64;
    let copy = value;
    value.words.iter().for_each(|word| digest.word(*word));
    digest.flag(copy == large(input, copy.small));
    digest.wide(wide(input.a, input.y()));
    digest.maybe(maybe_wide(input.a, input.n % 200));
    for limit in [0, 1 << 32, u64::MAX] {
        match fallible(input, limit) {
            Ok(value) => digest.wide(value.wide),
            Err(text) => digest.text(&text),
        }
    }
}

#[inline(never)]
fn each(words: &[u64], mut call: impl FnMut(usize, u64) -> u64) -> u64 {
    words.iter().enumerate().fold(0, |sum, (n, word)| sum ^ call(n, *word))
}

pub fn function_pointers(input: &Input, digest: &mut Digest) {
    let table: [fn(u64, u64) -> u64; 4] = [u64::wrapping_add, u64::wrapping_mul, |p, q| p ^ q, |p, q| p.max(q)];
    for (n, word) in input.words().take(8).enumerate() {
        digest.word(table[(n + word as usize % 4) % 4](word, input.y()));
    }
    let words: Vec<u64> = input.words().take(7).collect();
    let mut seen = 0u128;
    digest.word(each(&words, |n, word| {
        seen = seen.wrapping_mul(31).wrapping_add(u128::from(word));
        word.rotate_left(n as u32)
    }));
    digest.wide(seen);
    let add = input.x();
    let boxed: Vec<Box<dyn Fn(u128) -> u128>> =
        vec![Box::new(move |value| value.wrapping_add(u128::from(add))), Box::new(|value| value >> 3)];
    digest.wide(boxed.iter().fold(input.a, |value, function| function(value)));
}
