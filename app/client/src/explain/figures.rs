//! The figures of each refusal: what was expected, and what the accounts show.

use anchor_lang::prelude::Pubkey;
use co_staking::{
    error::CoStakingError,
    rules::{
        RuleResult,
        amount::{half_down, half_up},
        offer::{Load, OPEN_AND_ACTIVE, PLACES, Terms},
        time::NEVER,
    },
};

use super::{Accounts, Action, Reason, rule::rule};
use crate::{
    Offer,
    error::Failure,
    format::{duration, io, percent, time},
};

/// Expected, and found.
pub(super) type Figures = (String, String);

/// A question to explain.
pub(super) struct Asked<'a> {
    pub action: Action,
    pub signer: &'a Pubkey,
    pub accounts: Accounts<'a>,
    pub now: i64,
}

impl Asked<'_> {
    /// The refusal with its rule and figures.
    pub fn reason(&self, refusal: CoStakingError) -> RuleResult<Reason> {
        let figures = match self.of_the_owner(refusal)? {
            Some(figures) => Some(figures),
            None => self.of_an_offer(refusal)?,
        };
        let figures = figures
            .or_else(|| self.of_a_co_stake(refusal))
            .or_else(|| self.of_rewards(refusal))
            .or_else(|| self.of_a_slash(refusal))
            .or_else(|| self.of_a_case(refusal));
        let (expected, found) = figures.unwrap_or(("the rule to hold".into(), refusal.name()));
        Ok(Reason { rule: rule(refusal, self.action), failure: Failure::Refused(refusal), expected, found })
    }

    fn of_the_owner(&self, refusal: CoStakingError) -> RuleResult<Option<Figures>> {
        use CoStakingError as E;
        let device = self.accounts.device;
        let (owner, remains) = (device.owner_stake(), device.remains()?);
        Ok(Some(match refusal {
            E::Paused => ("a running program".into(), "a paused one".into()),
            E::AmountZero => ("at least 0.00000001 IO".into(), "0 IO".into()),
            E::OwnerExiting => {
                let unlock = time(owner.unlock_at());
                (
                    "an owner that is not unstaking".into(),
                    format!("{} unstaked, unlocked from {unlock}", io(owner.exiting())),
                )
            }
            E::NothingStaked => ("a stake above zero".into(), io(owner.active())),
            E::DeviceHired => {
                let ends_at = device.hire().ends_at();
                (
                    "a device that is not hired".into(),
                    format!("a hire until {}, in {}", time(ends_at), self.until(ends_at)),
                )
            }
            E::RetractOffersFirst => ("no open offer".into(), format!("{} open", device.open_offers())),
            E::AmountExceedsOverflow => {
                (format!("at most the overflow of {}", io(device.overflow(self.now)?)), io(self.amount()))
            }
            E::NotExiting => ("an owner that is unstaking".into(), format!("{} staked", io(owner.active()))),
            E::CooldownNotOver => self.too_early(owner.unlock_at()),
            E::DeviceHasStake => ("no stake of the owner".into(), io(remains.owner_stake)),
            E::DeviceHasPositions => ("no co-stake".into(), remains.positions.to_string()),
            E::DeviceHasOffers => ("no offer account".into(), remains.offer_accounts.to_string()),
            E::DeviceHasSlashCases => ("no unsettled slash case".into(), remains.slash_cases.to_string()),
            E::DeviceHasRewards => ("no unclaimed rewards".into(), io(remains.owner_rewards)),
            E::NotYoursToClose => (format!("the owner {}", device.owner), self.signer.to_string()),
            _ => return Ok(None),
        }))
    }

    fn of_an_offer(&self, refusal: CoStakingError) -> RuleResult<Option<Figures>> {
        use CoStakingError as E;
        let (device, load) = (self.accounts.device, self.load()?);
        let offer = self.accounts.offer;
        let terms = self.terms();
        Ok(Some(match refusal {
            E::OwnerBelowHalf => (format!("the owner to stake at least {}", io(half_up(load.req))), io(load.owner)),
            E::CoStakeAboveHalf => {
                (format!("offers and co-stakes of at most {}", io(half_down(load.req))), io(load.co_stake))
            }
            E::RewardSharesAboveWhole => ("shares of at most 100%".into(), percent(load.shares)),
            E::RewardShareOutOfRange => {
                ("a share of at most 100%".into(), percent(terms.map_or(0, |t| t.reward_bps.into())))
            }
            E::TooManyOffers => (
                format!("at most {OPEN_AND_ACTIVE} open or active"),
                format!("{} open and {} active", load.open, load.active),
            ),
            E::NoPlaceLeft => {
                (format!("at most {PLACES} places"), format!("{} held and {} open", load.held, load.open))
            }
            E::OfferExpiresInPast => {
                (format!("{} or later", time(self.now)), terms.map_or_else(String::new, |t| time(t.expires_at)))
            }
            E::OfferExpired => {
                (format!("a claim until {}", terms.map_or_else(String::new, |t| time(t.expires_at))), time(self.now))
            }
            E::OfferNotExpired => (
                format!(
                    "the owner {}, or anyone after {}",
                    device.owner,
                    terms.map_or_else(String::new, |t| time(t.expires_at))
                ),
                self.signer.to_string(),
            ),
            E::ReservedForNobody => ("a co-staker's wallet".into(), "the owner, or the zero address".into()),
            E::DeviceNotOperational => ("an operational device".into(), "one that the registrar attests is not".into()),
            E::OfferNotOpen => (
                "an open offer".into(),
                offer.map_or("no such offer".into(), |o| format!("{:?}", o.state()).to_lowercase()),
            ),
            E::OfferNotOver => ("an offer that is over".into(), offer.map_or_else(String::new, |o| self.stands(o))),
            E::OfferHasRewards => ("no unclaimed rewards".into(), io(offer.map_or(0, |o| o.rewards()))),
            E::TermsDiffer => match (self.action, offer) {
                (Action::ClaimOffer(expected), Some(offer)) => (
                    format!("{} at {}", io(expected.amount), percent(expected.reward_bps.into())),
                    format!("{} at {}", io(offer.terms().amount), percent(offer.terms().reward_bps.into())),
                ),
                _ => return Ok(None),
            },
            E::SelfCoStake => ("another wallet than the owner's".into(), self.signer.to_string()),
            E::ReservedForAnother => {
                (offer.map_or_else(String::new, |o| o.reserved_for.to_string()), self.signer.to_string())
            }
            _ => return Ok(None),
        }))
    }

    fn of_a_co_stake(&self, refusal: CoStakingError) -> Option<Figures> {
        use CoStakingError as E;
        let position = self.offer_index().and_then(|index| self.accounts.device.position(index));
        Some(match refusal {
            E::TooManyClaims => {
                let slots = self.accounts.counter.map(|counter| counter.slots()).into_iter().flatten();
                let next = slots.map(|slot| slot.free_from()).min().unwrap_or(NEVER);
                let next =
                    if next == NEVER { "none on its way out".into() } else { format!("the next free {}", time(next)) };
                ("at most 2 claims".into(), format!("2, {next}"))
            }
            E::NoSuchCoStake => ("a co-stake of that offer".into(), "none".into()),
            E::NotTheCoStaker => (position?.co_staker().to_string(), self.signer.to_string()),
            E::CoStakeAlreadyLeft => {
                ("an active co-stake".into(), format!("one that unlocks {}", time(position?.unlock_at())))
            }
            E::CoStakeNotLeft => ("a co-stake that was unstaked".into(), format!("{} active", io(position?.stake()))),
            E::CoStakeLocked => self.too_early(position?.unlock_at()),
            E::ClaimStillHeld => {
                let cooldown_at = time(position?.cooldown_at());
                ("a co-stake in its cooldown, or none".into(), format!("one whose cooldown starts: {cooldown_at}"))
            }
            E::NoSuchClaim => ("a claim of that offer".into(), "none".into()),
            _ => return None,
        })
    }

    fn stands(&self, offer: &Offer) -> String {
        offer
            .status(self.accounts.device, self.now)
            .map_or_else(|refusal| refusal.to_string(), |status| status.to_string())
    }

    fn too_early(&self, at: i64) -> Figures {
        (format!("{} or later", time(at)), format!("{}, {} too early", time(self.now), self.until(at)))
    }

    pub(super) fn until(&self, at: i64) -> String {
        duration(at.saturating_sub(self.now))
    }

    pub(super) fn since(&self, at: i64) -> String {
        duration(self.now.saturating_sub(at))
    }

    /// What the device would carry: with the offer that is asked for.
    fn load(&self) -> RuleResult<Load> {
        let load = self.accounts.device.load(self.now)?;
        match (self.action, self.terms()) {
            (Action::CreateOffer(_), Some(terms)) => Ok(load.with_offer(&terms)),
            _ => Ok(load),
        }
    }

    fn terms(&self) -> Option<Terms> {
        match self.action {
            Action::CreateOffer(args) => {
                Some(Terms::new(args.amount, args.reward_bps, args.expires_at.unwrap_or(NEVER)))
            }
            _ => self.accounts.offer.map(|offer| *offer.terms()),
        }
    }

    fn amount(&self) -> u64 {
        match self.action {
            Action::Stake { amount } | Action::WithdrawOverflow { amount } => amount,
            _ => 0,
        }
    }

    fn offer_index(&self) -> Option<u32> {
        match self.action {
            Action::UnstakeCoStake { offer_index }
            | Action::WithdrawCoStake { offer_index }
            | Action::ReleaseClaim { offer_index } => Some(offer_index),
            _ => self.accounts.offer.map(|offer| offer.index()),
        }
    }
}
