//! R24 to R27: what a device earns, and what its parties claim of it.

use anchor_lang::prelude::*;

use super::{Device, RewardBucket};
use crate::{
    error::CoStakingError,
    rules::{
        RuleResult,
        amount::{add, sub},
        check,
        rewards::{Block, Skip, Standing, day_of, may_claim_rewards, skip},
    },
    state::{Offer, VERSION},
};

/// What a block credited to a co-stake.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Credit {
    pub offer_index: u32,
    /// Base units.
    pub amount: u64,
}

/// What a device got of a batch.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug, PartialEq, Eq)]
pub enum Accrual {
    /// The whole amount was credited: to these co-stakes, and the rest to the owner.
    Credited { amount: u64, co_stakes: Vec<Credit> },
    /// Nothing was.
    Skipped(Skip),
}

impl Device {
    /// R24, R25, R27: credits a block's reward, or says why not. Either way the block is behind the device.
    pub fn accrue(&mut self, amount: u64, block: &Block, now: i64) -> RuleResult<Accrual> {
        if self.version != VERSION {
            return Ok(Accrual::Skipped(Skip::NotADevice));
        }
        let skip = self.skip(block, now)?;
        // Of a skipped one too: topping up later earns nothing for the past.
        self.last_block_ended_at = self.last_block_ended_at.max(block.ended_at);
        match skip {
            Some(reason) => Ok(Accrual::Skipped(reason)),
            None => self.credit(amount, block),
        }
    }

    /// R25, I9: why it earns nothing of that block, if so.
    pub fn skip(&self, block: &Block, now: i64) -> RuleResult<Option<Skip>> {
        let standing = Standing {
            last_block_ended_at: self.last_block_ended_at,
            operational: self.facts.is_operational(),
            exiting: self.owner_stake.is_exiting(),
            sufficient: self.is_sufficient(now)?,
        };
        Ok(skip(&standing, block))
    }

    /// R24: the co-stakes' shares are rounded down, and all that is left is the owner's: the parts sum up to `amount`.
    fn credit(&mut self, amount: u64, block: &Block) -> RuleResult<Accrual> {
        let (mut rest, mut co_stakes) = (amount, Vec::new());
        for position in &mut self.positions {
            let share = position.share(amount, block.started_at)?;
            if share > 0 {
                position.credit(share)?;
                rest = sub(rest, share)?;
                co_stakes.push(Credit { offer_index: position.offer_index(), amount: share });
            }
        }
        self.owner_stake.credit(rest)?;
        self.count_block(amount, block)?;
        self.invariant()?;
        Ok(Accrual::Credited { amount, co_stakes })
    }

    /// R27: a day's bucket takes the place of the one a week before.
    fn count_block(&mut self, amount: u64, block: &Block) -> RuleResult<()> {
        let day = day_of(block.ended_at);
        let days = self.buckets.len();
        let place = usize::try_from(day).ok().and_then(|day| day.checked_rem(days));
        let bucket = place.and_then(|place| self.buckets.get_mut(place)).ok_or(CoStakingError::MathOverflow)?;
        if bucket.day != day {
            *bucket = RewardBucket { rewards: 0, blocks: 0, day };
        }
        bucket.rewards = add(bucket.rewards, amount)?;
        bucket.blocks = bucket.blocks.saturating_add(1);
        Ok(())
    }

    /// R26: takes what is credited to the owner.
    ///
    /// # Errors
    /// [`CoStakingError::NothingToClaim`].
    pub fn claim_owner_rewards(&mut self) -> RuleResult<u64> {
        check(may_claim_rewards(self.owner_stake.rewards()))?;
        let rewards = self.owner_stake.take_rewards();
        self.invariant()?;
        Ok(rewards)
    }

    /// R26: takes what is credited to the co-staker of that offer: from its position, or from the offer where that has
    /// ended.
    ///
    /// # Errors
    /// [`CoStakingError::NothingToClaim`].
    pub fn claim_co_stake_rewards(&mut self, offer: &mut Offer) -> RuleResult<u64> {
        check(may_claim_rewards(self.co_stake_rewards(offer)))?;
        let rewards = match self.position_mut(offer.index()) {
            Ok(position) => position.take_rewards(),
            Err(_) => offer.take_rewards()?,
        };
        // It names the party and the position, whichever held the rewards.
        offer.invariant()?;
        self.invariant()?;
        Ok(rewards)
    }

    /// R26: what is credited to the co-staker of that offer, in base units.
    pub fn co_stake_rewards(&self, offer: &Offer) -> u64 {
        self.position(offer.index()).map_or(offer.rewards(), |position| position.rewards())
    }
}
