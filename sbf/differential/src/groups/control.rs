//! Recursion, matching and loops.

use std::hint::black_box;

use crate::{Digest, Input};

#[inline(never)]
fn fibonacci(n: u32) -> u64 {
    if n < 2 { u64::from(n) } else { fibonacci(n - 1) + fibonacci(n - 2) }
}

#[inline(never)]
fn greatest_divisor(a: u128, b: u128) -> u128 {
    if b == 0 { a } else { greatest_divisor(b, a % b) }
}

/// Mutual, and with a frame to spare.
#[inline(never)]
fn down(n: u64, values: [u64; 8]) -> u64 {
    if n == 0 { values[3] } else { up(n - 1, values.map(|value| value.wrapping_mul(n | 1))) }
}

#[inline(never)]
fn up(n: u64, values: [u64; 8]) -> u64 {
    if n == 0 { values[5] } else { down(n - 1, values.map(|value| value.wrapping_add(n))) }
}

enum Tree {
    Leaf(u64),
    Node(Box<Tree>, Box<Tree>),
}

fn tree(words: &[u64]) -> Tree {
    match words {
        [] => Tree::Leaf(0),
        [word] => Tree::Leaf(*word),
        _ => {
            let (left, right) = words.split_at(words.len() / 3 + 1);
            Tree::Node(Box::new(tree(left)), Box::new(tree(right)))
        }
    }
}

fn depth_and_sum(tree: &Tree) -> (u32, u128) {
    match tree {
        Tree::Leaf(word) => (1, u128::from(*word)),
        Tree::Node(left, right) => {
            let ((p, x), (q, y)) = (depth_and_sum(left), depth_and_sum(right));
            (p.max(q) + 1, x + y)
        }
    }
}

pub fn recursion(input: &Input, digest: &mut Digest) {
    digest.word(fibonacci(input.n % 9));
    digest.wide(greatest_divisor(input.a >> 90, (input.b >> 91) | 1));
    digest.word(down(u64::from(input.n % 20), std::array::from_fn(|n| input.x() >> n)));
    let words: Vec<u64> = input.words().take(14).collect();
    let (depth, sum) = depth_and_sum(&tree(&words));
    digest.word(u64::from(depth));
    digest.wide(sum);
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Stop,
    Add(u64),
    Multiply { by: u32 },
    Wide(u128),
    Flag(bool),
    Pair(i8, i64),
}

#[inline(never)]
fn step(word: u64, input: &Input) -> Step {
    match word % 6 {
        0 => Step::Stop,
        1 => Step::Add(word),
        2 => Step::Multiply { by: word as u32 },
        3 => Step::Wide(input.b),
        4 => Step::Flag(word & 64 != 0),
        _ => Step::Pair(word as i8, word as i64),
    }
}

/// Dense enough for a table, and with values that fit one.
#[inline(never)]
fn table(n: u8) -> u64 {
    match n % 32 {
        0 => 17,
        1 => 4,
        2 => 99,
        3 => 1 << 40,
        4 => 5,
        5 => 77,
        6 => 31,
        7 => 2,
        8..=12 => u64::from(n) * 3,
        13 => 8,
        14 => 1_000_003,
        15 | 17 | 19 => 6,
        _ => u64::MAX,
    }
}

#[inline(never)]
fn name(n: u8) -> &'static str {
    match n % 7 {
        0 => "zero",
        1 => "one",
        2 => "two",
        3 => "three",
        4 => "four",
        5 => "five",
        _ => "many",
    }
}

pub fn matching(input: &Input, digest: &mut Digest) {
    let mut state = input.a;
    for word in input.words().take(20) {
        match step(word, input) {
            Step::Stop => state = state.rotate_left(1),
            Step::Add(value) => state = state.wrapping_add(u128::from(value)),
            Step::Multiply { by } if by % 2 == 0 => state = state.wrapping_mul(3),
            Step::Multiply { by } => state = state.wrapping_mul(u128::from(by)),
            Step::Wide(value) => state ^= value,
            Step::Flag(flag) => state ^= u128::from(flag),
            Step::Pair(p, q) => state = state.wrapping_add(p as u128).wrapping_sub(q as u128),
        }
        digest.word(table(word as u8));
        digest.text(name((word >> 8) as u8));
    }
    digest.wide(state);
    digest.text(&format!("{:?}", step(input.x(), input)));
}

pub fn loops(input: &Input, digest: &mut Digest) {
    let mut word = input.x() | 1;
    let mut steps = 0u64;
    'outer: for round in 0..16u64 {
        for n in (0..64).rev().step_by(3) {
            word = if word.is_multiple_of(2) { word / 2 } else { word.wrapping_mul(3).wrapping_add(round) };
            steps += n;
            if word % 1021 == 7 {
                continue 'outer;
            }
            if steps > 9_000 {
                break 'outer;
            }
        }
    }
    digest.word(word);
    digest.word(steps);
    digest.word((0..u64::from(black_box(input.n % 1000))).sum());
    digest.wide((1..=u128::from(input.n % 30)).product());
    digest.word(input.words().take(9).zip(3..).map(|(p, q)| p % q).filter(|value| value % 2 == 0).sum());
}
