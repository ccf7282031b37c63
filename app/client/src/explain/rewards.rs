//! The figures of rewards and of claim counters.

use co_staking::{error::CoStakingError, rules::time::NEVER};

use super::{
    Action,
    figures::{Asked, Figures},
};
use crate::format::{io, time};

impl Asked<'_> {
    pub(super) fn of_rewards(&self, refusal: CoStakingError) -> Option<Figures> {
        Some(match (refusal, self.action) {
            (CoStakingError::NothingToClaim, Action::ClaimOwnerRewards) => {
                (format!("rewards of the owner {}", self.accounts.device.owner), io(0))
            }
            (CoStakingError::NothingToClaim, _) => {
                let offer = self.accounts.offer?;
                (format!("rewards of {}, the co-staker of offer {}", offer.co_staker, offer.index()), io(0))
            }
            (CoStakingError::ClaimsNotFree, _) => ("two free claim slots".into(), self.taken_slots()?),
            _ => return None,
        })
    }

    fn taken_slots(&self) -> Option<String> {
        let taken = self.accounts.counter?.slots().iter().filter(|slot| !slot.is_free(self.now));
        let from = taken.clone().map(|slot| slot.free_from()).max()?;
        let free = if from == NEVER { "not on its way out".into() } else { format!("free {}", time(from)) };
        Some(format!("{} taken, the last {free}", taken.count()))
    }
}
