//! The rules of an owner's stake in plain numbers, written from their text and not from the program.

use co_staking_client::{CoStakingError as E, error::Failure};
use spl_token::error::TokenError;

use crate::world::{BASE, COOLDOWN, DAY, NOTICE};

/// What the rules say of one device and its owner, in base units and seconds.
#[derive(Clone, Default)]
pub struct Model {
    pub wallet: u128,
    pub active: u128,
    pub exiting: u128,
    pub unlock_at: i64,
    pub donated: u128,
    pub requirement: u128,
    pub pending: Option<(u128, i64)>,
    pub hired_until: i64,
}

#[derive(Clone, Copy, Debug)]
pub enum Step {
    Stake(u64),
    WithdrawOverflow(u64),
    Unstake,
    Withdraw { by_owner: bool },
    Close,
    SetCards(u32),
    Hire(i64),
}

impl Step {
    pub fn name(self) -> &'static str {
        match self {
            Self::Stake(_) => "stake",
            Self::WithdrawOverflow(_) => "withdraw_overflow",
            Self::Unstake => "unstake",
            Self::Withdraw { .. } => "withdraw",
            Self::Close => "close",
            Self::SetCards(_) => "set_cards",
            Self::Hire(_) => "hire",
        }
    }
}

impl Model {
    pub fn requirement_at(&self, now: i64) -> u128 {
        self.pending.filter(|(_, from)| now >= *from).map_or(self.requirement, |(value, _)| value)
    }

    /// R7 without co-stakes: above the requirement, and above half of it.
    pub fn overflow(&self, now: i64) -> u128 {
        let required = self.requirement_at(now);
        self.active.saturating_sub(required.max(required.div_ceil(2)))
    }

    /// R3
    fn change_requirement(&mut self, value: u128, now: i64) {
        self.requirement = self.requirement_at(now);
        self.pending = self.pending.filter(|(_, from)| now < *from);
        if self.pending.is_none_or(|(pending, _)| pending != value) {
            self.pending = (value != self.requirement).then_some((value, now + NOTICE));
        }
    }

    /// What must happen, or the refusal.
    pub fn step(&mut self, step: Step, paused: bool, now: i64) -> Result<(), Failure> {
        let refuse = |when: bool, refusal: E| if when { Err(Failure::from(refusal)) } else { Ok(()) };
        match step {
            Step::Stake(amount) => {
                let amount = u128::from(amount);
                refuse(paused, E::Paused)?;
                refuse(amount == 0, E::AmountZero)?;
                refuse(self.exiting > 0, E::OwnerExiting)?;
                refuse(self.active + amount > u128::from(u64::MAX), E::MathOverflow)?;
                if amount > self.wallet {
                    return Err(TokenError::InsufficientFunds.into());
                }
                self.wallet -= amount;
                self.active += amount;
            }
            Step::WithdrawOverflow(amount) => {
                let amount = u128::from(amount);
                refuse(amount == 0, E::AmountZero)?;
                refuse(amount > self.overflow(now), E::AmountExceedsOverflow)?;
                self.active -= amount;
                self.wallet += amount;
            }
            Step::Unstake => {
                refuse(self.exiting > 0, E::OwnerExiting)?;
                refuse(self.active == 0, E::NothingStaked)?;
                refuse(now < self.hired_until, E::DeviceHired)?;
                (self.exiting, self.active) = (self.active, 0);
                self.unlock_at = now + COOLDOWN;
            }
            Step::Withdraw { .. } => {
                refuse(self.exiting == 0, E::NotExiting)?;
                refuse(now < self.unlock_at, E::CooldownNotOver)?;
                self.wallet += self.exiting;
                self.exiting = 0;
            }
            Step::Close => {
                refuse(self.active + self.exiting > 0, E::DeviceHasStake)?;
                // The test registers it anew at once.
                let wallet = self.wallet + self.donated;
                *self = Self { wallet, requirement: u128::from(4 * BASE), ..Self::default() };
            }
            Step::SetCards(cards) => {
                refuse(paused, E::Paused)?;
                self.change_requirement(u128::from(cards) * u128::from(BASE), now);
            }
            Step::Hire(secs) => {
                refuse(paused, E::Paused)?;
                refuse(now < self.hired_until, E::AlreadyHired)?;
                refuse(self.hired_until > 0 && now < self.hired_until + DAY, E::HireGapNotOver)?;
                refuse(secs <= 0, E::HireEndsInPast)?;
                refuse(secs > 30 * DAY, E::HireTooLong)?;
                self.hired_until = now + secs;
            }
        }
        Ok(())
    }
}
