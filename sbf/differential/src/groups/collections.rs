//! Maps, sets, queues and sorting.

use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, VecDeque};

use crate::{Digest, Input};

pub fn tree_map(input: &Input, digest: &mut Digest) {
    let mut map = BTreeMap::new();
    for (n, word) in input.words().take(60).enumerate() {
        map.insert(word % 97, (n as u128) << 70 | u128::from(word));
    }
    map.retain(|key, _| key % 5 != 0);
    for (key, value) in map.range(20..80) {
        digest.word(*key);
        digest.wide(*value);
    }
    while let Some((key, value)) = map.pop_first() {
        digest.wide(value ^ u128::from(key));
    }
    let set: BTreeSet<String> = input.words().take(12).map(|word| format!("{:x}", word % 1000)).collect();
    set.iter().for_each(|text| digest.text(text));
}

/// The order of a hash map is nobody's business.
pub fn hash_map(input: &Input, digest: &mut Digest) {
    let mut map: HashMap<u64, u64> = HashMap::new();
    for word in input.words().take(50) {
        *map.entry(word % 31).or_default() += word % 1000;
    }
    map.remove(&(input.x() % 31));
    for key in 0..31 {
        digest.maybe(map.get(&key).map(|value| u128::from(*value)));
    }
    digest.word(map.values().sum());
    let set: HashSet<[u8; 32]> = input.bytes().take(20).map(|byte| [byte % 7; 32]).collect();
    digest.word(set.len() as u64);
    for byte in 0..7 {
        digest.flag(set.contains(&[byte; 32]));
    }
    let named: HashMap<String, usize> = input.words().take(9).map(|word| (word % 5).to_string()).zip(0..).collect();
    digest.word(named.values().map(|n| *n as u64).sum());
}

pub fn sequences(input: &Input, digest: &mut Digest) {
    let mut queue: VecDeque<u64> = input.words().take(20).collect();
    queue.rotate_left(input.n as usize % 20);
    for _ in 0..10 {
        let front = queue.pop_front().unwrap_or_default();
        queue.push_back(front.wrapping_mul(3));
    }
    queue.iter().for_each(|word| digest.word(*word));
    let mut heap: BinaryHeap<(u8, u64)> = input.words().take(20).map(|word| (word as u8, word)).collect();
    while let Some((priority, word)) = heap.pop() {
        digest.word(word ^ u64::from(priority));
    }
    let mut list: Vec<u16> = input.words().take(40).map(|word| word as u16 % 8).collect();
    list.dedup();
    list.retain(|value| *value != 3);
    list.insert(list.len() / 2, 999);
    list.truncate(25);
    for window in list.windows(3) {
        digest.word(window.iter().map(|value| u64::from(*value)).product());
    }
    for chunk in list.chunks(4) {
        digest.word(chunk.iter().fold(7, |sum, value| sum * 31 + u64::from(*value)));
    }
}

pub fn sorting(input: &Input, digest: &mut Digest) {
    let mut words: Vec<u64> = input.words().take(45).collect();
    words.sort_unstable();
    words.iter().for_each(|word| digest.word(*word));
    digest.word(words.binary_search(&input.x()).unwrap_or_else(|at| at) as u64);
    let mut pairs: Vec<(u8, usize)> = input.bytes().take(50).map(|byte| byte % 4).zip(0..).collect();
    pairs.sort_by_key(|(key, _)| std::cmp::Reverse(*key));
    pairs.iter().for_each(|(_, n)| digest.word(*n as u64));
    let mut wide: Vec<i128> =
        input.words().take(25).map(|w| i128::from(w as i64) * i128::from(input.x() >> 3)).collect();
    wide.sort();
    wide.iter().for_each(|value| digest.wide(*value as u128));
    let mut texts: Vec<String> = input.words().take(15).map(|word| format!("{:o}", word % 4096)).collect();
    texts.sort_by(|p, q| q.len().cmp(&p.len()).then_with(|| p.cmp(q)));
    texts.iter().for_each(|text| digest.text(text));
}
