//! What the linker tells about a program.

use std::collections::BTreeMap;

use serde::Serialize;

/// Written as JSON beside the program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The program's size.
    pub bytes: u64,
    /// The function with the largest stack frame.
    pub deepest_frame: Option<Frame>,
    /// The functions that take most of the room, the largest first.
    pub largest_functions: Vec<Frame>,
    /// Writable statics, which have their place in the first stack frame.
    pub statics: Vec<Frame>,
    /// Whether functions had to be kept apart so that each fits its stack frame.
    pub reduced_inlining: bool,
}

/// A name and a number of bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Frame {
    pub name: String,
    pub bytes: u64,
}

impl Frame {
    /// The largest of all, the first by name of those that are equal.
    pub fn deepest(frames: &BTreeMap<String, u64>) -> Option<Self> {
        let deepest = frames.iter().max_by_key(|(name, bytes)| (**bytes, std::cmp::Reverse((*name).clone())));
        deepest.map(|(name, bytes)| Self { name: readable(name), bytes: *bytes })
    }
}

/// A symbol as it is written in Rust.
pub fn readable(symbol: &str) -> String {
    format!("{:#}", rustc_demangle::demangle(symbol))
}
