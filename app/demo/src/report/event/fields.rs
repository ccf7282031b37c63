//! How the fields of events are collected: under the same names wherever they mean the same.

use std::collections::BTreeMap;

use co_staking_client::{
    Accrual, ClaimSlot, Durations, OwnerStake, Part, Pubkey, Roles,
    event::{AccruedRow, PushedOut},
    rules::{facts::DeviceFacts, hire::Hire, offer::Terms, requirement::Requirement, time::NEVER},
};
use serde::Serialize;

use crate::report::{Amount, Names, Party, Time};

/// One value of an event.
#[derive(Serialize)]
#[serde(untagged)]
pub enum Field {
    Account(Party),
    Amount(Amount),
    Time(Time),
    Secs(i64),
    Count(u32),
    Flag(bool),
    Text(String),
    List(Vec<BTreeMap<&'static str, Field>>),
}

/// Collects the fields of one event.
pub struct Fields<'n> {
    pub names: &'n Names,
    pub fields: BTreeMap<&'static str, Field>,
}

impl Fields<'_> {
    pub fn push(&mut self, name: &'static str, field: Field) -> &mut Self {
        self.fields.insert(name, field);
        self
    }

    pub fn keys<const N: usize>(&mut self, keys: [(&'static str, &Pubkey); N]) -> &mut Self {
        for (name, key) in keys {
            let party = self.names.party(key);
            self.push(name, Field::Account(party));
        }
        self
    }

    pub fn amounts<const N: usize>(&mut self, amounts: [(&'static str, u64); N]) -> &mut Self {
        for (name, amount) in amounts {
            self.push(name, Field::Amount(Amount(amount)));
        }
        self
    }

    pub fn roles(&mut self, roles: &Roles) -> &mut Self {
        let Roles { registrar, rewarder, slasher, arbiter, guardian } = roles;
        self.keys([("registrar", registrar), ("rewarder", rewarder), ("slasher", slasher)]);
        self.keys([("arbiter", arbiter), ("guardian", guardian)])
    }

    pub fn durations(&mut self, durations: &Durations) -> &mut Self {
        self.push("wait_secs", Field::Secs(durations.wait_secs))
            .push("cooldown_secs", Field::Secs(durations.cooldown_secs))
            .push("appeal_window_secs", Field::Secs(durations.appeal_window_secs))
            .push("requirement_notice_secs", Field::Secs(durations.requirement_notice_secs))
            .push("longest_hire_secs", Field::Secs(durations.longest_hire_secs))
            .push("hire_gap_secs", Field::Secs(durations.hire_gap_secs))
    }

    pub fn facts(&mut self, facts: &DeviceFacts) -> &mut Self {
        self.push("model", Field::Text(facts.model_name().into()))
            .push("cards", Field::Count(facts.cards))
            .push("multiplier_bps", Field::Count(facts.multiplier_bps))
            .push("reliability_bps", Field::Count(facts.reliability_bps.into()))
            .push("operational", Field::Flag(facts.is_operational()))
    }

    pub fn hire(&mut self, hire: &Hire) -> &mut Self {
        self.push("hire_started_at", Field::Time(Time(hire.started_at())))
            .push("hire_ends_at", Field::Time(Time(hire.ends_at())))
    }

    /// As of the beginning of time: what is stored, before any pending value.
    pub fn requirement(&mut self, requirement: &Requirement) -> &mut Self {
        self.amounts([("requirement", requirement.at(i64::MIN))]);
        match requirement.pending_at(i64::MIN) {
            Some((pending, from)) => {
                self.amounts([("pending_requirement", pending)]).push("pending_from", Field::Time(Time(from)))
            }
            None => self,
        }
    }

    pub fn owner_stake(&mut self, owner: &OwnerStake) -> &mut Self {
        self.amounts([("stake_after", owner.active()), ("exiting_after", owner.exiting())]);
        if owner.is_exiting() {
            self.push("unlocks_at", Field::Time(Time(owner.unlock_at())));
        }
        self
    }

    pub fn terms(&mut self, terms: &Terms) -> &mut Self {
        self.amounts([("amount", terms.amount)]).push("reward_bps", Field::Count(terms.reward_bps.into()));
        self.time("expires_at", terms.expires_at)
    }

    pub fn index(&mut self, offer_index: u32) -> &mut Self {
        self.push("offer_index", Field::Count(offer_index))
    }

    /// A time that never comes is left out.
    pub fn time(&mut self, name: &'static str, at: i64) -> &mut Self {
        if at == NEVER { self } else { self.push(name, Field::Time(Time(at))) }
    }

    /// When the phases of a co-stake end.
    pub fn leave(&mut self, cooldown_at: i64, unlock_at: i64) -> &mut Self {
        self.time("counts_until", cooldown_at).time("unlocks_at", unlock_at)
    }

    pub fn pushed_out(&mut self, all: &[PushedOut]) -> &mut Self {
        let item = |left: &PushedOut| {
            let mut fields = Fields { names: self.names, fields: BTreeMap::new() };
            fields.keys([("co_staker", &left.co_staker)]).index(left.index).leave(left.cooldown_at, left.unlock_at);
            fields.fields
        };
        let list = all.iter().map(item).collect();
        self.push("pushed_out", Field::List(list))
    }

    /// What each device got of a block.
    pub fn rows(&mut self, all: &[AccruedRow]) -> &mut Self {
        let item = |row: &AccruedRow| {
            let mut fields = Fields { names: self.names, fields: BTreeMap::new() };
            fields.keys([("device", &row.device)]);
            match &row.accrual {
                Accrual::Credited { amount, co_stakes } => {
                    let to_co_stake = |credit: &co_staking_client::Credit| {
                        let mut fields = Fields { names: self.names, fields: BTreeMap::new() };
                        fields.index(credit.offer_index).amounts([("amount", credit.amount)]);
                        fields.fields
                    };
                    let co_stakes = co_stakes.iter().map(to_co_stake).collect();
                    fields.amounts([("amount", *amount)]).push("co_stakes", Field::List(co_stakes));
                }
                Accrual::Skipped(reason) => _ = fields.push("skipped", Field::Text(reason.to_string())),
            }
            fields.fields
        };
        let list = all.iter().map(item).collect();
        self.push("rows", Field::List(list))
    }

    /// What a slash took from whom.
    pub fn parts(&mut self, all: &[Part]) -> &mut Self {
        let item = |part: &Part| {
            let mut fields = Fields { names: self.names, fields: BTreeMap::new() };
            fields.keys([("party", part.party())]).amounts([("stake", part.stake()), ("rewards", part.rewards())]);
            if let Some(index) = part.offer_index() {
                fields.index(index);
            }
            fields.fields
        };
        let list = all.iter().filter(|part| part.is_some()).map(item).collect();
        self.push("parts", Field::List(list))
    }

    /// The slots that hold a claim.
    pub fn slots(&mut self, slots: &[ClaimSlot]) -> &mut Self {
        let item = |slot: &ClaimSlot| {
            let (device, index) = slot.claim()?;
            let mut fields = Fields { names: self.names, fields: BTreeMap::new() };
            fields.keys([("device", &device)]).index(index).time("free_from", slot.free_from());
            Some(fields.fields)
        };
        let list = slots.iter().filter_map(item).collect();
        self.push("slots", Field::List(list))
    }
}

/// Bytes as they are written on the ledger's explorers.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
