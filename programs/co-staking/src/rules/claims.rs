//! R20: how many offers a wallet may have claimed.

use super::time::NEVER;

/// Claims per wallet.
pub const CLAIMS: usize = 2;

/// Whether a slot that a claim took counts as free at `now`: from the start of that co-stake's cooldown on. `free_from`
/// is [`NEVER`] while the co-staker has not left by itself.
pub const fn is_free(free_from: i64, now: i64) -> bool {
    free_from != NEVER && now >= free_from
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_is_free_from_the_start_of_the_cooldown() {
        assert_eq!([99, 100, 101].map(|now| is_free(100, now)), [false, true, true]);
        assert!(!is_free(NEVER, 0) && !is_free(NEVER, i64::MAX));
    }
}
