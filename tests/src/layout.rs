//! Where each field of an account stands. Wallets and indexers read these bytes, and later versions of the program must
//! find them where they are: a field that moves is a change of this table.

use bytemuck::{AnyBitPattern, pod_read_unaligned};
use co_staking_client::{Config, Device};

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

pub const CONFIG: Layout = Layout {
    size: 464,
    fields: &[
        ("version", 8, 1),
        ("bump", 9, 1),
        ("paused", 10, 1),
        ("_padding", 11, 5),
        ("admin", 16, 32),
        ("proposed_admin", 48, 32),
        ("roles.registrar", 80, 32),
        ("roles.rewarder", 112, 32),
        ("roles.slasher", 144, 32),
        ("roles.arbiter", 176, 32),
        ("roles.guardian", 208, 32),
        ("mint", 240, 32),
        ("durations.wait_secs", 272, 8),
        ("durations.cooldown_secs", 280, 8),
        ("durations.appeal_window_secs", 288, 8),
        ("durations.requirement_notice_secs", 296, 8),
        ("durations.longest_hire_secs", 304, 8),
        ("durations.hire_gap_secs", 312, 8),
        ("base_requirement", 320, 8),
        ("max_block_reward", 328, 8),
        ("_reserved", 336, 128),
    ],
    arrays: &[],
};

pub const DEVICE: Layout = Layout {
    size: 1_248,
    fields: &[
        ("version", 8, 1),
        ("bump", 9, 1),
        ("ever_staked", 10, 1),
        ("open_offers", 11, 1),
        ("open_bps", 12, 4),
        ("device_id", 16, 32),
        ("owner", 48, 32),
        ("vault", 80, 32),
        ("rent_payer", 112, 32),
        ("facts.model", 144, 32),
        ("facts.cards", 176, 4),
        ("facts.multiplier_bps", 180, 4),
        ("facts.reliability_bps", 184, 2),
        ("facts.operational", 186, 1),
        ("facts._padding", 187, 5),
        ("hire.started_at", 192, 8),
        ("hire.ends_at", 200, 8),
        ("requirement.current", 208, 8),
        ("requirement.pending", 216, 8),
        ("requirement.pending_from", 224, 8),
        ("owner_stake.active", 232, 8),
        ("owner_stake.exiting", 240, 8),
        ("owner_stake.unlock_at", 248, 8),
        ("owner_stake.staked_since", 256, 8),
        ("owner_stake.rewards", 264, 8),
        ("open_amount", 272, 8),
        ("offer_accounts", 280, 4),
        ("next_offer_index", 284, 4),
        ("undecided_cases", 288, 4),
        ("unreturned_cases", 292, 4),
        ("last_block_ended_at", 296, 8),
        ("_reserved", 1_120, 128),
    ],
    arrays: &[("buckets", 304, &BUCKET, 7), ("positions", 416, &POSITION, 8)],
};

const BUCKET: Layout = Layout { size: 16, fields: &[("rewards", 0, 8), ("blocks", 8, 4), ("day", 12, 4)], arrays: &[] };

const POSITION: Layout = Layout {
    size: 88,
    fields: &[
        ("co_staker", 0, 32),
        ("stake", 32, 8),
        ("claimed", 40, 8),
        ("rewards", 48, 8),
        ("claimed_at", 56, 8),
        ("cooldown_at", 64, 8),
        ("unlock_at", 72, 8),
        ("offer_index", 80, 4),
        ("reward_bps", 84, 2),
        ("held", 86, 1),
        ("_padding", 87, 1),
    ],
    arrays: &[],
};

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

    /// Overwrites a field, as no instruction could.
    pub fn set(&self, account: &mut [u8], path: &str, value: &[u8]) {
        let (_, at, size) = self.flat().into_iter().find(|(name, ..)| name == path).expect("a field of that name");
        assert_eq!(value.len(), size, "{path} has {size} bytes");
        account[at..at + size].copy_from_slice(value);
    }
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
