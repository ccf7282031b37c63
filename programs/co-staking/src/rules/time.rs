//! Times are `Clock::unix_timestamp` seconds, and always an argument.

use super::RuleResult;
use crate::error::CoStakingError;

/// A time that never comes: what is stored where a time is not set. (Zero is a time like any other.)
pub const NEVER: i64 = i64::MAX;
/// Before all times: the end of the last hire or block where there was none.
pub const LONG_AGO: i64 = i64::MIN;
/// Seconds of a day.
pub const DAY_SECS: i64 = 86_400;

/// `at + secs`.
///
/// # Errors
/// [`CoStakingError::MathOverflow`] past the end of time.
pub fn after(at: i64, secs: i64) -> RuleResult<i64> {
    at.checked_add(secs).ok_or(CoStakingError::MathOverflow)
}
