//! Where each field of an account stands. Wallets and indexers read these bytes, and later versions of the program must
//! find them where they are: a field that moves is a change of this table.

mod accessors;
mod tables;

pub use tables::*;

use bytemuck::{AnyBitPattern, pod_read_unaligned};
use co_staking_client::{ClaimCounter, Config, Device, Offer, RewardPool, SlashCase};

/// Anchor's discriminator stands first.
const DISCRIMINATOR: usize = 8;

pub struct Layout {
    /// Bytes of the account.
    pub size: usize,
    /// Name, offset and size.
    fields: &'static [(&'static str, usize, usize)],
    /// Name, offset, size of one and how many.
    arrays: &'static [(&'static str, usize, &'static Layout, usize)],
}

impl Layout {
    /// Every field by its path, such as `positions[2].stake`.
    fn flat(&self) -> Vec<(String, usize, usize)> {
        let mut all: Vec<_> = self.fields.iter().map(|(name, at, size)| (name.to_string(), *at, *size)).collect();
        for (array, at, element, count) in self.arrays {
            for index in 0..*count {
                let base = at + index * element.size;
                let fields = element.flat().into_iter();
                all.extend(fields.map(|(name, at, size)| (format!("{array}[{index}].{name}"), base + at, size)));
            }
        }
        all
    }

    /// Where a field begins, and how many bytes it has.
    fn field(&self, path: &str) -> (usize, usize) {
        let found = self.flat().into_iter().find(|(name, ..)| name == path);
        found.map(|(_, at, size)| (at, size)).unwrap_or_else(|| panic!("no field {path}"))
    }

    /// Overwrites a field, as no instruction could.
    pub fn set(&self, account: &mut [u8], path: &str, value: &[u8]) {
        let (at, size) = self.field(path);
        assert_eq!(value.len(), size, "{path} has {size} bytes");
        account[at..at + size].copy_from_slice(value);
    }
}

/// Where a field of an account begins.
pub fn at(account: Layout, path: &str) -> usize {
    account.field(path).0
}

/// Where a field of the device's place with that number begins.
pub fn at_place(place: usize, path: &str) -> usize {
    at(DEVICE, &format!("positions[{place}].{path}"))
}

#[test]
fn the_configs_fields_stand_where_the_table_says() {
    assert_eq!(Config::SPACE, CONFIG.size);
    assert_layout::<Config>(&CONFIG);
}

#[test]
fn the_devices_fields_stand_where_the_table_says() {
    assert_eq!(Device::SPACE, DEVICE.size);
    assert_layout::<Device>(&DEVICE);
}

#[test]
fn the_offers_fields_stand_where_the_table_says() {
    assert_eq!(Offer::SPACE, OFFER.size);
    assert_layout::<Offer>(&OFFER);
}

#[test]
fn the_counters_fields_stand_where_the_table_says() {
    assert_eq!(ClaimCounter::SPACE, COUNTER.size);
    assert_layout::<ClaimCounter>(&COUNTER);
}

#[test]
fn the_pools_fields_stand_where_the_table_says() {
    assert_eq!(RewardPool::SPACE, POOL.size);
    assert_layout::<RewardPool>(&POOL);
}

#[test]
fn the_cases_fields_stand_where_the_table_says() {
    assert_eq!(SlashCase::SPACE, CASE.size);
    assert_layout::<SlashCase>(&CASE);
}

/// Sets each byte alone, and sees in the account's `Debug` output which field that changes.
fn assert_layout<T: AnyBitPattern + core::fmt::Debug>(layout: &Layout) {
    let shown = |bytes: &[u8]| leaves(&format!("{:#?}", pod_read_unaligned::<T>(bytes)));
    let mut bytes = vec![0; layout.size - DISCRIMINATOR];
    let zero = shown(&bytes);
    let mut expected = layout.flat();
    expected.sort_by_key(|(_, at, _)| *at);
    let expected = expected.iter().flat_map(|(name, _, size)| vec![name; *size]);
    let mut covered = 0;
    for (at, field) in expected.enumerate() {
        bytes[at] = 1;
        let changed: Vec<_> = shown(&bytes).into_iter().zip(&zero).filter(|(now, was)| now != *was).collect();
        assert_eq!(changed.len(), 1, "byte {at}");
        assert_eq!(changed[0].0.0, *field, "byte {}", at + DISCRIMINATOR);
        bytes[at] = 0;
        covered += 1;
    }
    assert_eq!(covered, bytes.len(), "the table leaves bytes out, or names too many");
}

/// Path and value of every number and key in a pretty `Debug` output.
fn leaves(pretty: &str) -> Vec<(String, String)> {
    let mut path: Vec<(String, usize)> = vec![];
    let mut all = vec![];
    for line in pretty.lines().map(|line| line.trim().trim_end_matches(',')) {
        let (name, value) = line.split_once(": ").map_or((None, line), |(name, value)| (Some(name), value));
        if value.ends_with(['{', '[']) {
            let label = name.map_or_else(|| index(&mut path), |name| format!(".{name}"));
            path.push((label, 0));
        } else if value.starts_with(['}', ']']) {
            path.pop();
        } else {
            let parents: String = path.iter().skip(1).map(|(label, _)| label.as_str()).collect();
            let leaf = name.map_or_else(String::new, |name| format!(".{name}"));
            all.push((format!("{parents}{leaf}").trim_start_matches('.').to_owned(), value.to_owned()));
        }
    }
    all
}

/// The next element of the innermost array.
fn index(path: &mut [(String, usize)]) -> String {
    let Some((_, next)) = path.last_mut() else { return String::new() };
    *next += 1;
    format!("[{}]", *next - 1)
}
