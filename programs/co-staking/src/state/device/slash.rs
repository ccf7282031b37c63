//! R28, R29, R32, R33: what a slash takes from a device's parties, and what goes back to them.

use anchor_lang::prelude::*;

use super::Device;
use crate::{
    error::CoStakingError,
    rules::{
        Precondition, RuleResult,
        amount::{add, part_of},
        check,
        slash::{answers_for, may_open, may_take, oldest_offence},
    },
    state::{Durations, Offer, Part, slash_case::PARTS},
};

/// What the slasher asks for.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slash {
    /// Of each party's stake: 1 to 10,000.
    pub bps: u16,
    /// When it happened; whoever was staked then answers for it.
    pub offence_at: i64,
    /// Whether the parties' unclaimed rewards of this device are withheld too.
    pub forfeit_rewards: bool,
}

/// Where a returned part went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Returned {
    /// Back into the stake that it was taken from: the escrow pays the vault.
    ToStake,
    /// That stake has ended: the escrow pays the party.
    ToParty,
    /// That stake has ended, and nothing was taken of it: nobody is paid, so that no token account of its party can
    /// hold up the end of the case.
    ToNobody,
}

impl Returned {
    /// Of a part whose stake has ended.
    const fn of_ended(part: &Part) -> Self {
        if part.stake() > 0 { Self::ToParty } else { Self::ToNobody }
    }
}

impl Device {
    /// R28, R29: takes the parts of all parties that answer for the offence. Returns them, the owner's first.
    pub fn slash(&mut self, slash: &Slash, durations: &Durations, paused: bool, now: i64) -> RuleResult<[Part; PARTS]> {
        check(Self::may_slash(slash, durations, paused, now))?;
        let mut parts = [Part::NONE; PARTS];
        let Some((first, others)) = parts.split_first_mut() else { return Err(CoStakingError::LedgerBroken) };
        let mut taken = self.slash_owner(slash, durations, now, first)?;
        for (position, part) in self.positions.iter_mut().zip(others) {
            if answers_for(&position.stay(), slash.offence_at, now) {
                let stake = part_of(position.stake(), slash.bps)?;
                position.slash(stake)?;
                let rewards = if slash.forfeit_rewards { position.take_rewards() } else { 0 };
                *part = Part::of_co_stake(position, stake, rewards);
                taken = add(taken, stake)?;
            }
        }
        check(may_take(taken))?;
        self.undecided_cases = self.undecided_cases.checked_add(1).ok_or(CoStakingError::MathOverflow)?;
        Ok(parts)
    }

    fn slash_owner(&mut self, slash: &Slash, durations: &Durations, now: i64, part: &mut Part) -> RuleResult<u64> {
        let owner = &mut self.owner_stake;
        if !answers_for(&owner.stay(durations.cooldown_secs), slash.offence_at, now) {
            return Ok(0);
        }
        let since = owner.staked_since();
        let stake = part_of(owner.total()?, slash.bps)?;
        owner.slash(stake)?;
        let rewards = if slash.forfeit_rewards { owner.take_rewards() } else { 0 };
        *part = Part::of_owner(self.owner, since, stake, rewards);
        Ok(stake)
    }

    /// R28: what must hold for [`Self::slash`], but that it takes something.
    pub fn may_slash(slash: &Slash, durations: &Durations, paused: bool, now: i64) -> [Precondition; 4] {
        let oldest = oldest_offence(now, durations.wait_secs, durations.cooldown_secs);
        may_open(paused, slash.bps, slash.offence_at, oldest, now)
    }

    /// R30, R31: a case was decided; an overturned one has parts to return.
    pub fn decide_case(&mut self, overturned: bool) -> RuleResult<()> {
        self.undecided_cases = self.undecided_cases.checked_sub(1).ok_or(CoStakingError::MathOverflow)?;
        let more = u32::from(overturned);
        self.unreturned_cases = self.unreturned_cases.checked_add(more).ok_or(CoStakingError::MathOverflow)?;
        self.invariant()
    }

    /// R32: all parts of an overturned case are returned.
    pub fn end_case(&mut self) -> RuleResult<()> {
        self.unreturned_cases = self.unreturned_cases.checked_sub(1).ok_or(CoStakingError::MathOverflow)?;
        Ok(())
    }

    /// R29, R32: gives a part back to the stake that it came from, whatever its phase, and its rewards to whoever they
    /// were withheld from; where that co-stake has ended, `offer` keeps them.
    ///
    /// # Errors
    /// [`CoStakingError::OfferMissing`], [`CoStakingError::WrongOffer`].
    pub fn return_part(&mut self, part: &Part, offer: Option<&mut Offer>) -> RuleResult<Returned> {
        let Some(offer_index) = part.offer_index() else { return self.return_to_owner(part) };
        if let Ok(position) = self.position_mut(offer_index) {
            position.restore(part.stake())?;
            position.credit(part.rewards())?;
            return Ok(Returned::ToStake);
        }
        if part.rewards() > 0 {
            let offer = offer.ok_or(CoStakingError::OfferMissing)?;
            check([crate::rules::require(offer.index() == offer_index, CoStakingError::WrongOffer)])?;
            offer.keep_rewards(part.rewards())?;
        }
        Ok(Returned::of_ended(part))
    }

    fn return_to_owner(&mut self, part: &Part) -> RuleResult<Returned> {
        let owner = &mut self.owner_stake;
        owner.credit(part.rewards())?;
        if !owner.is_since(part.since()) {
            return Ok(Returned::of_ended(part));
        }
        owner.restore(part.stake())?;
        Ok(Returned::ToStake)
    }
}
