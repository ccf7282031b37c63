//! R9, R17 to R20: how co-stakes leave a device.

use anchor_lang::prelude::*;
use bytemuck::Zeroable;

use super::Device;
use crate::{
    error::CoStakingError,
    rules::{
        Precondition, RuleResult, check,
        co_stake::{Leave, leave, may_release, may_unstake, may_withdraw, pushed_out},
        phase::CoStakePhase,
        require,
    },
    state::{Durations, Position},
};

impl Device {
    /// The co-stake of that offer, if it is held.
    pub fn position(&self, offer_index: u32) -> Option<&Position> {
        self.held().find(|position| position.offer_index() == offer_index)
    }

    pub(super) fn position_mut(&mut self, offer_index: u32) -> RuleResult<&mut Position> {
        self.positions
            .iter_mut()
            .find(|position| position.is_held() && position.offer_index() == offer_index)
            .ok_or(CoStakingError::NoSuchCoStake)
    }

    /// R17: a co-staker leaves. Returns when its phases end.
    ///
    /// # Errors
    /// [`CoStakingError::NoSuchCoStake`], [`CoStakingError::NotTheCoStaker`], [`CoStakingError::CoStakeAlreadyLeft`].
    pub fn unstake_co_stake(
        &mut self,
        offer_index: u32,
        signer: &Pubkey,
        durations: &Durations,
        now: i64,
    ) -> RuleResult<Leave> {
        check(self.may_unstake_co_stake(offer_index, signer, now)?)?;
        let leave = leave(now, durations.wait_secs, durations.cooldown_secs)?;
        self.position_mut(offer_index)?.set_leave(leave);
        Ok(leave)
    }

    /// R17: what must hold for [`Self::unstake_co_stake`].
    pub fn may_unstake_co_stake(&self, offer_index: u32, signer: &Pubkey, now: i64) -> RuleResult<[Precondition; 2]> {
        let position = self.position(offer_index).ok_or(CoStakingError::NoSuchCoStake)?;
        let [active] = may_unstake(position.phase(now).unwrap_or(CoStakePhase::Unlocked));
        Ok([require(position.co_staker() == signer, CoStakingError::NotTheCoStaker), active])
    }

    /// R19: a co-stake is paid out, and its place is free. Returns what was in it.
    ///
    /// # Errors
    /// [`CoStakingError::NoSuchCoStake`], [`CoStakingError::CoStakeNotLeft`], [`CoStakingError::CoStakeLocked`].
    pub fn withdraw_co_stake(&mut self, offer_index: u32, now: i64) -> RuleResult<Position> {
        check(self.may_withdraw_co_stake(offer_index, now)?)?;
        let position = self.position_mut(offer_index)?;
        Ok(core::mem::replace(position, Position::zeroed()))
    }

    /// R19: what must hold for [`Self::withdraw_co_stake`].
    pub fn may_withdraw_co_stake(&self, offer_index: u32, now: i64) -> RuleResult<[Precondition; 2]> {
        let position = self.position(offer_index).ok_or(CoStakingError::NoSuchCoStake)?;
        Ok(may_withdraw(position.phase(now).unwrap_or(CoStakePhase::Unlocked), position.stake()))
    }

    /// R20: whether the slot of that wallet's claim may be freed.
    pub fn may_release_claim(&self, offer_index: u32, wallet: &Pubkey, now: i64) -> [Precondition; 1] {
        let own = self.position(offer_index).filter(|position| position.co_staker() == wallet);
        may_release(own.and_then(|position| position.phase(now)))
    }

    /// R9: the owner leaves, and every Active and Waiting co-stake with it, at once into the cooldown.
    pub(super) fn push_out(&mut self, durations: &Durations, now: i64) -> RuleResult<()> {
        for position in &mut self.positions {
            match position.phase(now) {
                Some(CoStakePhase::Active | CoStakePhase::Waiting) => {
                    position.set_leave(pushed_out(now, durations.cooldown_secs, position.unlock_at())?);
                }
                Some(CoStakePhase::Cooldown | CoStakePhase::Unlocked) | None => {}
            }
        }
        Ok(())
    }
}
