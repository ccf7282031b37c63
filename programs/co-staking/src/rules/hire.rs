//! R2: a device's hire. It bounds how long the owner must stay (R8), so its own length is bounded, extensions
//! included, and between two hires there is a gap in which the owner may leave.

use anchor_lang::prelude::*;
use bytemuck::{Pod, Zeroable};

use super::{
    RuleResult, check, require,
    time::{LONG_AGO, after},
};
use crate::error::CoStakingError;

/// The present or the last hire: from `started_at` until just before `ends_at`.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct Hire {
    started_at: i64,
    ends_at: i64,
}

/// What the registrar reports about a hire.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub enum HireUpdate {
    /// A hire starts now and ends then.
    Start { ends_at: i64 },
    /// The present hire ends then instead, later or earlier.
    MoveEnd { ends_at: i64 },
    /// The present hire ends now.
    End,
}

/// The bounds that the config sets once, in seconds.
#[derive(Clone, Copy, Debug)]
pub struct HireBounds {
    pub longest_secs: i64,
    pub gap_secs: i64,
}

impl Hire {
    /// A device that was never hired.
    pub const NEVER_HIRED: Self = Self { started_at: LONG_AGO, ends_at: LONG_AGO };

    /// Whether the device is hired at `now`. At `now == ends_at` it is free.
    pub const fn is_on(&self, now: i64) -> bool {
        self.started_at <= now && now < self.ends_at
    }

    /// When the present or last hire ends; [`LONG_AGO`] if there was none.
    pub const fn ends_at(&self) -> i64 {
        self.ends_at
    }

    /// When the present or last hire started; [`LONG_AGO`] if there was none.
    pub const fn started_at(&self) -> i64 {
        self.started_at
    }

    /// R2. Applies what the registrar reports at `now`.
    ///
    /// # Errors
    /// [`CoStakingError::AlreadyHired`], [`CoStakingError::NotHired`], [`CoStakingError::HireGapNotOver`],
    /// [`CoStakingError::HireEndsInPast`], [`CoStakingError::HireTooLong`].
    pub fn update(&mut self, update: HireUpdate, now: i64, bounds: HireBounds) -> RuleResult<()> {
        match update {
            HireUpdate::Start { ends_at } => self.start(ends_at, now, bounds),
            HireUpdate::MoveEnd { ends_at } => self.move_end(ends_at, now, bounds),
            HireUpdate::End => self.end(now),
        }
    }

    fn start(&mut self, ends_at: i64, now: i64, bounds: HireBounds) -> RuleResult<()> {
        check([
            require(!self.is_on(now), CoStakingError::AlreadyHired),
            // Saturating: the end of a hire that never was is as long ago as can be.
            require(now >= self.ends_at.saturating_add(bounds.gap_secs), CoStakingError::HireGapNotOver),
        ])?;
        *self = Self::lasting(now, ends_at, now, bounds)?;
        Ok(())
    }

    fn move_end(&mut self, ends_at: i64, now: i64, bounds: HireBounds) -> RuleResult<()> {
        check([require(self.is_on(now), CoStakingError::NotHired)])?;
        *self = Self::lasting(self.started_at, ends_at, now, bounds)?;
        Ok(())
    }

    fn end(&mut self, now: i64) -> RuleResult<()> {
        check([require(self.is_on(now), CoStakingError::NotHired)])?;
        self.ends_at = now;
        Ok(())
    }

    fn lasting(started_at: i64, ends_at: i64, now: i64, bounds: HireBounds) -> RuleResult<Self> {
        check([
            require(ends_at > now, CoStakingError::HireEndsInPast),
            require(ends_at <= after(started_at, bounds.longest_secs)?, CoStakingError::HireTooLong),
        ])?;
        Ok(Self { started_at, ends_at })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400;
    const BOUNDS: HireBounds = HireBounds { longest_secs: 30 * DAY, gap_secs: DAY };

    fn started(now: i64, ends_at: i64) -> Hire {
        let mut hire = Hire::NEVER_HIRED;
        hire.update(HireUpdate::Start { ends_at }, now, BOUNDS).unwrap();
        hire
    }

    #[test]
    fn is_on_from_its_start_until_just_before_its_end() {
        assert!(!Hire::NEVER_HIRED.is_on(0) && !Hire::NEVER_HIRED.is_on(LONG_AGO));
        let hire = started(100, 200);
        assert_eq!([99, 100, 199, 200].map(|now| hire.is_on(now)), [false, true, true, false]);
    }

    #[test]
    fn extensions_count_from_the_first_start() {
        let mut hire = started(100, 200);
        let limit = 100 + 30 * DAY;
        for now in [150, 199] {
            assert_eq!(
                hire.update(HireUpdate::MoveEnd { ends_at: limit + 1 }, now, BOUNDS),
                Err(CoStakingError::HireTooLong)
            );
        }
        hire.update(HireUpdate::MoveEnd { ends_at: limit }, 199, BOUNDS).unwrap();
        assert_eq!(hire.ends_at(), limit);
        assert_eq!(
            Hire::NEVER_HIRED.clone().update(HireUpdate::Start { ends_at: limit + 1 }, 100, BOUNDS),
            Err(CoStakingError::HireTooLong)
        );
    }

    #[test]
    fn an_end_must_lie_ahead() {
        let mut hire = started(100, 200);
        for update in [HireUpdate::MoveEnd { ends_at: 150 }, HireUpdate::MoveEnd { ends_at: 149 }] {
            assert_eq!(hire.update(update, 150, BOUNDS), Err(CoStakingError::HireEndsInPast));
        }
        hire.update(HireUpdate::MoveEnd { ends_at: 151 }, 150, BOUNDS).unwrap();
        assert!(hire.is_on(150) && !hire.is_on(151));
    }

    #[test]
    fn the_gap_runs_from_the_real_end() {
        for (mut hire, end) in [(started(100, 200), 200), {
            let mut cut_short = started(100, 200);
            cut_short.update(HireUpdate::End, 150, BOUNDS).unwrap();
            (cut_short, 150)
        }] {
            let again = HireUpdate::Start { ends_at: end + 2 * DAY };
            assert_eq!(hire.update(again, end + DAY - 1, BOUNDS), Err(CoStakingError::HireGapNotOver));
            hire.update(again, end + DAY, BOUNDS).unwrap();
        }
    }

    #[test]
    fn only_a_present_hire_can_be_moved_or_ended() {
        let mut hire = started(100, 200);
        assert_eq!(hire.update(HireUpdate::Start { ends_at: 300 }, 150, BOUNDS), Err(CoStakingError::AlreadyHired));
        for update in [HireUpdate::MoveEnd { ends_at: 300 }, HireUpdate::End] {
            assert_eq!(hire.update(update, 200, BOUNDS), Err(CoStakingError::NotHired));
            assert_eq!(Hire::NEVER_HIRED.clone().update(update, 0, BOUNDS), Err(CoStakingError::NotHired));
        }
    }
}
