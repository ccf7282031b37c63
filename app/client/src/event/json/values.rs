//! How a value of an event is told, by its type.

use serde_json::{Map, Value, json};

use crate::{
    Accrual, ClaimSlot, Credit, Durations, OwnerStake, Part, Pubkey, Roles, Slash,
    event::{AccruedRow, PushedOut},
    rules::{
        facts::DeviceFacts,
        hire::Hire,
        offer::Terms,
        requirement::Requirement,
        time::{LONG_AGO, NEVER},
    },
};

/// A value of an event.
pub trait Told {
    fn told(&self) -> Value;
}

/// Fields by name. Each value is told as its type is.
macro_rules! object {
    ($($name:literal: $value:expr),* $(,)?) => {{
        let mut fields = Map::new();
        $(fields.insert($name.into(), Told::told(&$value));)*
        Value::Object(fields)
    }};
}

macro_rules! plain {
    ($($type:ty),*) => {$(
        impl Told for $type {
            fn told(&self) -> Value {
                json!(self)
            }
        }
    )*};
}

plain!(bool, u8, u16, u32, u64, &str);

/// An id.
impl Told for [u8; 32] {
    fn told(&self) -> Value {
        json!(self.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
    }
}

impl Told for Pubkey {
    fn told(&self) -> Value {
        if *self == Self::default() { Value::Null } else { json!(self.to_string()) }
    }
}

/// A time.
impl Told for i64 {
    fn told(&self) -> Value {
        if matches!(*self, NEVER | LONG_AGO) { Value::Null } else { json!(self) }
    }
}

impl<T: Told> Told for Option<T> {
    fn told(&self) -> Value {
        self.as_ref().map_or(Value::Null, Told::told)
    }
}

impl<T: Told> Told for Vec<T> {
    fn told(&self) -> Value {
        self.iter().map(Told::told).collect()
    }
}

impl<T: Told> Told for [T; 2] {
    fn told(&self) -> Value {
        self.iter().map(Told::told).collect()
    }
}

impl Told for Roles {
    fn told(&self) -> Value {
        let Self { registrar, rewarder, slasher, arbiter, guardian } = self;
        object! {
            "registrar": *registrar, "rewarder": *rewarder, "slasher": *slasher, "arbiter": *arbiter,
            "guardian": *guardian,
        }
    }
}

impl Told for Durations {
    fn told(&self) -> Value {
        json!({
            "waitSecs": self.wait_secs, "cooldownSecs": self.cooldown_secs,
            "appealWindowSecs": self.appeal_window_secs, "requirementNoticeSecs": self.requirement_notice_secs,
            "longestHireSecs": self.longest_hire_secs, "hireGapSecs": self.hire_gap_secs,
        })
    }
}

impl Told for DeviceFacts {
    fn told(&self) -> Value {
        object! {
            "model": self.model_name(), "cards": self.cards, "multiplierBps": self.multiplier_bps,
            "reliabilityBps": self.reliability_bps, "operational": self.is_operational(),
        }
    }
}

impl Told for Hire {
    fn told(&self) -> Value {
        object! { "startedAt": self.started_at(), "endsAt": self.ends_at() }
    }
}

/// As it is stored, before any pending value counts.
impl Told for Requirement {
    fn told(&self) -> Value {
        let pending = self.pending_at(i64::MIN);
        object! {
            "current": self.at(i64::MIN), "pending": pending.map(|(value, _)| value),
            "pendingFrom": pending.map(|(_, from)| from),
        }
    }
}

impl Told for OwnerStake {
    fn told(&self) -> Value {
        object! {
            "active": self.active(), "exiting": self.exiting(),
            "unlockAt": self.is_exiting().then(|| self.unlock_at()), "stakedSince": self.staked_since(),
            "rewards": self.rewards(),
        }
    }
}

impl Told for Terms {
    fn told(&self) -> Value {
        object! { "amount": self.amount, "rewardBps": self.reward_bps, "expiresAt": self.expires_at }
    }
}

/// Null while nothing is in it.
impl Told for ClaimSlot {
    fn told(&self) -> Value {
        self.claim().map_or(Value::Null, |(device, index)| {
            object! { "device": device, "offerIndex": index, "freeFrom": self.free_from() }
        })
    }
}

impl Told for PushedOut {
    fn told(&self) -> Value {
        let Self { index, co_staker, cooldown_at, unlock_at } = self;
        object! { "index": *index, "coStaker": *co_staker, "cooldownAt": *cooldown_at, "unlockAt": *unlock_at }
    }
}

impl Told for AccruedRow {
    fn told(&self) -> Value {
        let (amount, co_stakes, skipped) = match &self.accrual {
            Accrual::Credited { amount, co_stakes } => (*amount, co_stakes.as_slice(), None),
            Accrual::Skipped(reason) => (0, [].as_slice(), Some(reason.to_string())),
        };
        let credit = |credit: &Credit| object! { "offerIndex": credit.offer_index, "amount": credit.amount };
        json!({
            "device": self.device.told(), "amount": amount,
            "coStakes": co_stakes.iter().map(credit).collect::<Vec<_>>(), "skipped": skipped,
        })
    }
}

impl Told for Slash {
    fn told(&self) -> Value {
        let Self { bps, offence_at, forfeit_rewards } = self;
        object! { "bps": *bps, "offenceAt": *offence_at, "forfeitRewards": *forfeit_rewards }
    }
}

impl Told for Part {
    fn told(&self) -> Value {
        object! {
            "party": *self.party(), "offerIndex": self.offer_index(), "stake": self.stake(),
            "rewards": self.rewards(), "since": self.since(), "returned": self.is_returned(),
        }
    }
}
