//! R5: when a device may be closed.

use super::{Precondition, require};
use crate::error::CoStakingError;

/// What is still on a device, as far as closing it is concerned.
#[derive(Clone, Copy, Debug, Default)]
pub struct Remains {
    /// The owner's stake, active and exiting, in base units.
    pub owner_stake: u64,
    pub positions: usize,
    pub offer_accounts: u32,
    /// Slash cases undecided or not yet returned.
    pub slash_cases: u32,
    /// The owner's unclaimed rewards, in base units.
    pub owner_rewards: u64,
    /// Whether anything was ever staked.
    pub ever_staked: bool,
}

/// Who asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closer {
    Owner,
    Registrar,
    Stranger,
}

/// R5.
pub fn may_close(closer: Closer, remains: &Remains) -> [Precondition; 6] {
    let theirs = match closer {
        Closer::Owner => true,
        Closer::Registrar => !remains.ever_staked,
        Closer::Stranger => false,
    };
    [
        require(theirs, CoStakingError::NotYoursToClose),
        require(remains.owner_stake == 0, CoStakingError::DeviceHasStake),
        require(remains.positions == 0, CoStakingError::DeviceHasPositions),
        require(remains.offer_accounts == 0, CoStakingError::DeviceHasOffers),
        require(remains.slash_cases == 0, CoStakingError::DeviceHasSlashCases),
        require(remains.owner_rewards == 0, CoStakingError::DeviceHasRewards),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::check;

    #[test]
    fn only_an_empty_device_by_its_owner_or_an_unused_one_by_the_registrar() {
        let empty = Remains::default();
        let used = Remains { ever_staked: true, ..empty };
        assert_eq!(check(may_close(Closer::Owner, &used)), Ok(()));
        assert_eq!(check(may_close(Closer::Registrar, &empty)), Ok(()));
        assert_eq!(check(may_close(Closer::Registrar, &used)), Err(CoStakingError::NotYoursToClose));
        assert_eq!(check(may_close(Closer::Stranger, &empty)), Err(CoStakingError::NotYoursToClose));
    }

    #[test]
    fn each_remainder_has_its_refusal() {
        let empty = Remains::default();
        for (remains, refusal) in [
            (Remains { owner_stake: 1, ..empty }, CoStakingError::DeviceHasStake),
            (Remains { positions: 1, ..empty }, CoStakingError::DeviceHasPositions),
            (Remains { offer_accounts: 1, ..empty }, CoStakingError::DeviceHasOffers),
            (Remains { slash_cases: 1, ..empty }, CoStakingError::DeviceHasSlashCases),
            (Remains { owner_rewards: 1, ..empty }, CoStakingError::DeviceHasRewards),
        ] {
            assert_eq!(check(may_close(Closer::Owner, &remains)), Err(refusal));
        }
    }
}
