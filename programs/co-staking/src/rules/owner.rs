//! R6 to R10: what the owner may do with its stake, in the order in which a refusal is reported.

use super::{Precondition, not_paused, require};
use crate::error::CoStakingError;

/// R6, R10, R34.
pub const fn may_stake(paused: bool, amount: u64, exiting: bool) -> [Precondition; 3] {
    [
        not_paused(paused),
        require(amount > 0, CoStakingError::AmountZero),
        require(!exiting, CoStakingError::OwnerExiting),
    ]
}

/// R7.
pub const fn may_withdraw_overflow(amount: u64, overflow: u64) -> [Precondition; 2] {
    [
        require(amount > 0, CoStakingError::AmountZero),
        require(amount <= overflow, CoStakingError::AmountExceedsOverflow),
    ]
}

/// R8.
pub const fn may_unstake(exiting: bool, stake: u64, hired: bool, open_offers: u8) -> [Precondition; 4] {
    [
        require(!exiting, CoStakingError::OwnerExiting),
        require(stake > 0, CoStakingError::NothingStaked),
        require(!hired, CoStakingError::DeviceHired),
        require(open_offers == 0, CoStakingError::RetractOffersFirst),
    ]
}

/// R10. At `now == unlock_at` the withdrawal works.
pub const fn may_withdraw(exiting: bool, now: i64, unlock_at: i64) -> [Precondition; 2] {
    [require(exiting, CoStakingError::NotExiting), require(now >= unlock_at, CoStakingError::CooldownNotOver)]
}
