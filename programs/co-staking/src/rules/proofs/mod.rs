//! Proofs of the rules' figures: every case where there are few enough to count, and otherwise the ends of the range and
//! the neighbours of every power of two. No oracle computes as its rule does: they count, compare products, or go
//! through the times one by one.

mod extremes;
mod overflow;
mod phases;
mod requirement;
mod shares;
mod slash;
mod status;

/// Where arithmetic goes wrong if it does. `step` is the distance of the powers of two.
fn lattice(step: usize) -> Vec<u64> {
    let powers = (0..64).step_by(step).map(|bit| 1u64 << bit);
    let mut all: Vec<u64> = powers.flat_map(|power| [power - 1, power, power.saturating_add(1)]).collect();
    all.extend([9_999, 10_000, 10_001, u64::MAX / 2, u64::MAX / 10_000, u64::MAX - 1, u64::MAX]);
    all.sort_unstable();
    all.dedup();
    all
}

/// The same for times, before 1970 too.
fn times(step: usize) -> Vec<i64> {
    let positive = lattice(step).into_iter().filter_map(|time| i64::try_from(time).ok());
    let mut all: Vec<i64> = positive.flat_map(|time| [time, -time]).chain([i64::MIN, i64::MIN + 1]).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The exact product, in digits of 32 bits with the highest first, so that products compare as they are.
fn product(factors: &[u64]) -> [u32; 8] {
    let mut digits = [0, 0, 0, 0, 0, 0, 0, 1];
    // Each factor in its two halves: by the high one, a digit up, by the low one, and their sum.
    for factor in factors {
        let high = times_small(&shifted(&digits), (factor >> 32) as u32);
        digits = sum(&high, &times_small(&digits, *factor as u32));
    }
    digits
}

fn shifted(digits: &[u32; 8]) -> [u32; 8] {
    let mut up = [0; 8];
    up[..7].copy_from_slice(&digits[1..]);
    up
}

fn times_small(digits: &[u32; 8], factor: u32) -> [u32; 8] {
    let (mut out, mut carry) = ([0; 8], 0);
    for place in (0..8).rev() {
        let digit = u64::from(digits[place]) * u64::from(factor) + carry;
        (out[place], carry) = (digit as u32, digit >> 32);
    }
    out
}

fn sum(a: &[u32; 8], b: &[u32; 8]) -> [u32; 8] {
    let (mut out, mut carry) = ([0; 8], 0);
    for place in (0..8).rev() {
        let digit = u64::from(a[place]) + u64::from(b[place]) + carry;
        (out[place], carry) = (digit as u32, digit >> 32);
    }
    out
}

#[test]
fn the_oracle_multiplies() {
    for a in lattice(7) {
        for b in lattice(5) {
            let exact = u128::from(a) * u128::from(b);
            let digits = [(exact >> 96) as u32, (exact >> 64) as u32, (exact >> 32) as u32, exact as u32];
            assert_eq!(product(&[a, b])[4..], digits);
            assert_eq!(product(&[a, 1 << 63, 2, b])[2..6], digits, "two digits up");
        }
    }
}
