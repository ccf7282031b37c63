//! R22: what an offer shows, in the words of the network's documents.

use core::fmt;

use super::phase::CoStakePhase;

/// What an Offer stores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfferState {
    Open,
    Claimed,
    Retracted,
}

/// Where an offer stands, for everybody alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfferStatus {
    /// Open, on a device that is sufficient or not.
    WaitingForCoStaker {
        sufficient: bool,
    },
    /// Still stored as Open, and no longer to be claimed.
    Expired,
    /// Earns, unless the device is insufficient.
    Active {
        sufficient: bool,
    },
    /// The co-staker left; its stake still counts.
    WaitPeriod {
        sufficient: bool,
    },
    /// Locked, or ready to be withdrawn.
    Cooldown {
        withdrawable: bool,
    },
    Withdrawn,
    Closed,
}

/// The status from what is stored and now. A stored end wins over times.
pub const fn offer_status(
    state: OfferState,
    expired: bool,
    phase: Option<CoStakePhase>,
    sufficient: bool,
) -> OfferStatus {
    match (state, phase) {
        (OfferState::Retracted, _) => OfferStatus::Closed,
        (OfferState::Open, _) if expired => OfferStatus::Expired,
        (OfferState::Open, _) => OfferStatus::WaitingForCoStaker { sufficient },
        (OfferState::Claimed, None) => OfferStatus::Withdrawn,
        (OfferState::Claimed, Some(CoStakePhase::Active)) => OfferStatus::Active { sufficient },
        (OfferState::Claimed, Some(CoStakePhase::Waiting)) => OfferStatus::WaitPeriod { sufficient },
        (OfferState::Claimed, Some(CoStakePhase::Cooldown)) => OfferStatus::Cooldown { withdrawable: false },
        (OfferState::Claimed, Some(CoStakePhase::Unlocked)) => OfferStatus::Cooldown { withdrawable: true },
    }
}

impl fmt::Display for OfferStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::WaitingForCoStaker { sufficient: true } => "Sufficient Stake (Waiting for Co-Staker)",
            Self::WaitingForCoStaker { sufficient: false } => "Insufficient Stake (Waiting for Co-Staker)",
            Self::Expired => "Expired",
            Self::Active { sufficient: true } => "Active",
            Self::Active { sufficient: false } => "Active (Insufficient Stake)",
            Self::WaitPeriod { sufficient: true } => "Sufficient Stake (Wait Period)",
            Self::WaitPeriod { sufficient: false } => "Co-Staker Unstaked (In Wait Period)",
            Self::Cooldown { withdrawable: false } => "In Cooldown",
            Self::Cooldown { withdrawable: true } => "In Cooldown (withdrawable)",
            Self::Withdrawn => "Co-Staker Withdrawn",
            Self::Closed => "Offer Closed",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{CoStakePhase::*, OfferState::*, *};

    #[test]
    fn the_words_of_the_documents() {
        for (state, expired, phase, sufficient, words) in [
            (Open, false, None, true, "Sufficient Stake (Waiting for Co-Staker)"),
            (Open, false, None, false, "Insufficient Stake (Waiting for Co-Staker)"),
            (Open, true, None, true, "Expired"),
            (Claimed, false, Some(Active), true, "Active"),
            (Claimed, true, Some(Active), false, "Active (Insufficient Stake)"),
            (Claimed, true, Some(Waiting), true, "Sufficient Stake (Wait Period)"),
            (Claimed, false, Some(Waiting), false, "Co-Staker Unstaked (In Wait Period)"),
            (Claimed, false, Some(Cooldown), true, "In Cooldown"),
            (Claimed, true, Some(Unlocked), false, "In Cooldown (withdrawable)"),
            (Claimed, true, None, true, "Co-Staker Withdrawn"),
            (Retracted, true, None, true, "Offer Closed"),
        ] {
            assert_eq!(offer_status(state, expired, phase, sufficient).to_string(), words);
        }
    }
}
