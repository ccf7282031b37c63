//! Writable statics, with and without a value. Each is left as it was found: a host runs the group many times.

use std::{
    cell::Cell,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering},
    },
};

use crate::{Digest, Input};

static ZERO: AtomicU64 = AtomicU64::new(0);
static SEVEN: AtomicU8 = AtomicU8::new(7);
static TABLE: [AtomicU64; 3] = [AtomicU64::new(1), AtomicU64::new(u64::MAX), AtomicU64::new(3)];
static LIST: Mutex<Vec<u64>> = Mutex::new(Vec::new());
static FLAG: AtomicBool = AtomicBool::new(true);

thread_local! {
    static LOCAL: Cell<u128> = const { Cell::new(5 << 100) };
}

pub fn counters(input: &Input, digest: &mut Digest) {
    digest.word(ZERO.swap(input.x(), Ordering::SeqCst));
    digest.word(u64::from(SEVEN.fetch_add(input.n as u8, Ordering::AcqRel)));
    digest.word(u64::from(SEVEN.swap(7, Ordering::SeqCst)));
    digest.word(ZERO.fetch_max(input.y(), Ordering::Relaxed));
    digest.word(ZERO.swap(0, Ordering::Release));
    for (n, entry) in TABLE.iter().enumerate() {
        let before = entry.load(Ordering::Acquire);
        digest.word(before);
        digest.flag(entry.compare_exchange(before, input.x() >> n, Ordering::SeqCst, Ordering::Relaxed).is_ok());
        digest.flag(entry.compare_exchange(before ^ 1, 0, Ordering::SeqCst, Ordering::Relaxed).is_ok());
        entry.store(before, Ordering::SeqCst);
    }
    if let Ok(mut list) = LIST.lock() {
        list.extend(input.words().take(5));
        list.drain(..).for_each(|word| digest.word(word));
    }
    digest.flag(FLAG.fetch_not(Ordering::SeqCst));
    digest.flag(FLAG.swap(true, Ordering::SeqCst));
    digest.wide(LOCAL.replace(input.a));
    digest.wide(LOCAL.replace(5 << 100));
}
