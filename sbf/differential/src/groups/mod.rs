mod calls;
mod checked;
mod collections;
mod control;
mod float;
mod memory;
mod narrow;
mod panics;
mod shifts;
mod statics;
mod text;
mod wide;

use crate::{Digest, Input};

pub use panics::{PANICS, Panics};

/// One kind of code.
pub struct Group {
    pub name: &'static str,
    pub run: fn(&Input, &mut Digest),
}

macro_rules! groups {
    ($($module:ident::$name:ident),* $(,)?) => {
        &[$(Group { name: concat!(stringify!($module), "::", stringify!($name)), run: $module::$name }),*]
    };
}

/// All groups, in the order of their digests.
pub const GROUPS: &[Group] = groups![
    wide::products,
    wide::quotients,
    wide::sums_and_comparisons,
    wide::mul_div,
    checked::unsigned,
    checked::signed,
    checked::wide,
    shifts::narrow,
    shifts::wide,
    shifts::rotations,
    narrow::sign_extension,
    narrow::bits,
    narrow::conversions,
    float::double,
    float::single,
    float::to_integers,
    float::from_integers,
    float::functions,
    float::text,
    text::integers,
    text::strings,
    text::parsing,
    collections::tree_map,
    collections::hash_map,
    collections::sequences,
    collections::sorting,
    calls::trait_objects,
    calls::many_arguments,
    calls::wide_results,
    calls::function_pointers,
    control::recursion,
    control::matching,
    control::loops,
    memory::copies,
    memory::comparisons,
    memory::moves,
    memory::alignment,
    statics::counters,
];
