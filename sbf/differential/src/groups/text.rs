//! Formatting, parsing and strings.

use std::fmt::Write as _;

use crate::{Digest, Input};

#[derive(Debug)]
#[allow(dead_code)] // printed
enum Shown<'a> {
    Unit,
    Pair(u64, i8),
    Named { text: &'a str, list: Vec<Option<u16>> },
}

pub fn integers(input: &Input, digest: &mut Digest) {
    let (a, x) = (input.a, input.x());
    digest.text(&format!("{a} {} {a:x} {a:#b} {a:o} {:>45} {:<45}|", a as i128, a >> 64, a as i128 >> 3));
    digest.text(&format!("{x} {} {x:X} {x:#018x} {x:e}", x as i64));
    digest.text(&format!("{} {} {} {} {:+} {:^7}", x as u8, x as i8, x as u16, x as i16, x as i32, x as u8));
    let shown = [
        Shown::Unit,
        Shown::Pair(x, x as i8),
        Shown::Named { text: "a \"quoted\" \n line", list: vec![None, Some(x as u16)] },
    ];
    digest.text(&format!("{shown:?} {shown:#?}"));
}

pub fn strings(input: &Input, digest: &mut Digest) {
    let bytes: Vec<u8> = input.bytes().take(48).collect();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    digest.text(&text);
    digest.text(&text.to_uppercase());
    digest.text(&text.to_lowercase());
    digest.text(&text.chars().rev().collect::<String>());
    digest.word(text.chars().filter(|c| c.is_alphanumeric()).count() as u64);
    let ascii: String = bytes.iter().map(|byte| char::from(b' ' + byte % 95)).collect();
    digest.text(&ascii.to_ascii_uppercase());
    digest.text(ascii.trim_matches(|c: char| c < 'A'));
    digest.text(&ascii.replace('a', "bc").replace("  ", " "));
    for part in ascii.split(['e', ' ', '/']) {
        digest.text(part);
    }
    digest.maybe(ascii.find("ab").or(ascii.rfind('z')).map(|at| at as u128));
    digest.maybe(ascii.split_once('m').map(|(left, _)| left.len() as u128));
    let mut joined = String::new();
    for (at, c) in ascii.char_indices().step_by(3) {
        write!(joined, "{at}{c}").unwrap_or_default();
    }
    digest.text(&joined);
    digest.flag(std::str::from_utf8(&bytes).is_ok());
}

pub fn parsing(input: &Input, digest: &mut Digest) {
    let (a, x) = (input.a, input.x());
    for text in [a.to_string(), x.to_string(), (x as i64).to_string(), format!("+{}", x as u8), format!("{x}x")] {
        digest.maybe(text.parse::<u128>().ok());
        digest.maybe(text.parse::<i128>().ok().map(|v| v as u128));
        digest.maybe(text.parse::<u64>().ok().map(u128::from));
        digest.maybe(text.parse::<i64>().ok().map(|v| v as u128));
        digest.maybe(text.parse::<u8>().ok().map(u128::from));
        digest.maybe(u64::from_str_radix(&text, 16).ok().map(u128::from));
        digest.text(&text.parse::<i16>().map_or_else(|error| error.to_string(), |v| v.to_string()));
    }
}
