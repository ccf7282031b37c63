//! What may panic: on the host it unwinds, in a program it fails the transaction.

use std::hint::black_box;

use crate::Input;

/// One way to panic; on some inputs it returns a value instead.
pub struct Panics {
    pub name: &'static str,
    pub run: fn(&Input) -> u64,
}

/// All of them; an instruction names one by its place.
pub const PANICS: &[Panics] = &[
    Panics { name: "index", run: index },
    Panics { name: "slice", run: slice },
    Panics { name: "add", run: |input| black_box(input.x()) + input.y() },
    Panics { name: "subtract", run: |input| (black_box(input.x() as u32) - input.n) as u64 },
    Panics {
        name: "multiply",
        run: |input| (black_box(input.x() as i64) >> 20).wrapping_abs() as u64 * (input.y() >> 30),
    },
    Panics { name: "multiply wide", run: |input| (black_box(input.a >> 40) * (input.b >> 70)) as u64 },
    Panics { name: "divide", run: |input| input.x() / u64::from(black_box(input.n) % 2) },
    Panics { name: "negate", run: |input| -black_box(if input.n % 4 == 0 { i8::MIN } else { 1 }) as u64 },
    Panics { name: "shift", run: |input| black_box(input.x()) << (input.n % 128) },
    Panics { name: "unwrap", run: |input| black_box(input.x().checked_add(input.y())).unwrap() },
    Panics { name: "expect", run: |input| u8::try_from(black_box(input.n) % 512).expect("a byte").into() },
    Panics { name: "explicit", run: explicit },
    Panics { name: "borrow", run: borrow },
    Panics { name: "text boundary", run: |input| "aéü€"[black_box(input.n as usize % 10)..].len() as u64 },
];

fn index(input: &Input) -> u64 {
    let words: Vec<u64> = input.words().take(8).collect();
    words[black_box(input.n as usize % 16)]
}

fn slice(input: &Input) -> u64 {
    let words: Vec<u64> = input.words().take(8).collect();
    let (start, end) = (black_box(input.n as usize % 10), black_box(input.x() as usize % 10));
    words[start..end].iter().fold(0, |sum, word| sum ^ word)
}

fn explicit(input: &Input) -> u64 {
    assert!(!black_box(input.n).is_multiple_of(3), "{} is a multiple of three", input.n);
    match input.n % 3 {
        1 => 1,
        2 => 2,
        _ => unreachable!(),
    }
}

fn borrow(input: &Input) -> u64 {
    let cell = std::cell::RefCell::new(input.x());
    let first = black_box(input.n).is_multiple_of(2).then(|| cell.borrow_mut());
    let value = *cell.borrow();
    drop(first);
    value
}
