mod fields;

use std::collections::BTreeMap;

use co_staking_client::{Pubkey, event::Event, rules::facts::name_of};
use serde::Serialize;

use self::fields::{Field, Fields, hex};
use super::Names;

/// An event, decoded from the instruction by which the program called itself.
#[derive(Serialize)]
pub struct EventView {
    pub name: &'static str,
    pub fields: BTreeMap<&'static str, Field>,
}

impl EventView {
    /// The event, with the names of this run.
    pub fn new(event: &Event, names: &Names) -> Self {
        let mut fields = Fields { names, fields: BTreeMap::new() };
        fields.of(event);
        Self { name: event.name(), fields: fields.fields }
    }
}

impl Fields<'_> {
    fn of(&mut self, event: &Event) {
        match event {
            Event::ConfigInitialized(e) => {
                self.keys([("admin", &e.admin), ("mint", &e.mint)]).roles(&e.roles).durations(&e.durations);
                self.amounts([("base_requirement", e.base_requirement), ("max_block_reward", e.max_block_reward)]);
            }
            Event::ConfigUpdated(e) => {
                self.roles(&e.roles);
                self.amounts([("base_requirement", e.base_requirement), ("max_block_reward", e.max_block_reward)]);
            }
            Event::AdminProposed(e) => _ = self.keys([("admin", &e.admin), ("proposed", &e.proposed)]),
            Event::AdminAccepted(e) => _ = self.keys([("previous", &e.previous), ("admin", &e.admin)]),
            Event::PauseSet(e) => _ = self.keys([("by", &e.by)]).push("paused", Field::Flag(e.paused)),
            Event::DeviceRegistered(e) => {
                self.keys([("device", &e.device), ("owner", &e.owner), ("vault", &e.vault)]);
                self.keys([("rent_payer", &e.rent_payer)]).push("device_id", Field::Text(hex(&e.device_id)));
                self.facts(&e.facts).hire(&e.hire).requirement(&e.requirement);
            }
            Event::DeviceUpdated(e) => {
                self.keys([("device", &e.device)]).facts(&e.facts).hire(&e.hire).requirement(&e.requirement);
            }
            Event::RequirementRefreshed(e) => _ = self.keys([("device", &e.device)]).requirement(&e.requirement),
            Event::OwnerStaked(e) => {
                self.keys([("device", &e.device), ("owner", &e.owner)]);
                self.amounts([("amount", e.amount)]).owner_stake(&e.owner_stake);
            }
            Event::OverflowWithdrawn(e) => {
                self.keys([("device", &e.device), ("owner", &e.owner), ("destination", &e.destination)]);
                self.amounts([("amount", e.amount)]).owner_stake(&e.owner_stake);
            }
            Event::OwnerUnstaked(e) => {
                self.keys([("device", &e.device), ("owner", &e.owner)]);
                self.amounts([("amount", e.amount)]).owner_stake(&e.owner_stake).pushed_out(&e.pushed_out);
            }
            Event::OwnerWithdrew(e) => {
                self.keys([("device", &e.device), ("owner", &e.owner), ("sender", &e.sender)]);
                self.keys([("destination", &e.destination)]).amounts([("amount", e.amount)]);
                self.owner_stake(&e.owner_stake);
            }
            Event::DeviceClosed(e) => {
                self.keys([("device", &e.device), ("owner", &e.owner), ("closer", &e.closer)]);
                self.keys([("rent_payer", &e.rent_payer)]).amounts([("donation", e.donation)]);
                self.push("device_id", Field::Text(hex(&e.device_id)));
            }
            Event::OfferCreated(e) => {
                self.keys([("device", &e.device), ("offer", &e.offer), ("owner", &e.owner)]).index(e.index);
                self.keys([("rent_payer", &e.rent_payer)]).terms(&e.terms).time("created_at", e.created_at);
                self.push("model", Field::Text(name_of(&e.model).into()));
                if e.reserved_for != Pubkey::default() {
                    self.keys([("reserved_for", &e.reserved_for)]);
                }
            }
            Event::OfferRetracted(e) => {
                self.keys([("device", &e.device), ("offer", &e.offer), ("by", &e.by)]).index(e.index).terms(&e.terms);
            }
            Event::OfferClosed(e) => {
                self.keys([("device", &e.device), ("offer", &e.offer), ("rent_payer", &e.rent_payer)]).index(e.index);
            }
            Event::OfferClaimed(e) => {
                self.keys([("device", &e.device), ("offer", &e.offer), ("co_staker", &e.co_staker)]).index(e.index);
                self.terms(&e.terms).time("claimed_at", e.claimed_at).slots(&e.slots);
                self.push("place", Field::Count(e.place.into()));
            }
            Event::CoStakeUnstaked(e) => {
                self.keys([("device", &e.device), ("co_staker", &e.co_staker)]).index(e.index);
                self.amounts([("amount", e.amount)]).leave(e.cooldown_at, e.unlock_at);
            }
            Event::CoStakeWithdrawn(e) => {
                self.keys([("device", &e.device), ("offer", &e.offer), ("co_staker", &e.co_staker)]).index(e.index);
                self.keys([("sender", &e.sender), ("destination", &e.destination)]);
                self.amounts([("amount", e.amount), ("rewards", e.rewards)]);
            }
            Event::ClaimsOpened(e) => {
                self.keys([("wallet", &e.wallet), ("counter", &e.counter), ("rent_payer", &e.rent_payer)]);
            }
            Event::ClaimsClosed(e) => {
                self.keys([("wallet", &e.wallet), ("counter", &e.counter), ("rent_payer", &e.rent_payer)]);
            }
            Event::ClaimReleased(e) => {
                self.keys([("wallet", &e.wallet), ("device", &e.device), ("by", &e.by)]).index(e.index);
            }
            Event::RewardsFunded(e) => {
                self.keys([("funder", &e.funder)]).amounts([("amount", e.amount), ("funded", e.funded)]);
            }
            Event::RewardsAccrued(e) => {
                self.time("started_at", e.started_at).time("ended_at", e.ended_at).amounts([("owed", e.owed)]);
                self.rows(&e.rows);
            }
            Event::RewardsClaimed(e) => {
                self.keys([("device", &e.device), ("party", &e.party), ("sender", &e.sender)]);
                self.keys([("destination", &e.destination)]);
                self.amounts([("amount", e.amount), ("owed", e.owed), ("paid", e.paid)]);
                if let Some(index) = e.offer_index {
                    self.index(index);
                }
            }
            Event::SlashOpened(e) => {
                self.keys([("device", &e.device), ("case", &e.case)]).time("opened_at", e.opened_at);
                self.push("offence_id", Field::Text(hex(&e.offence_id))).time("offence_at", e.slash.offence_at);
                self.push("slash_bps", Field::Count(e.slash.bps.into()));
                self.push("forfeit_rewards", Field::Flag(e.slash.forfeit_rewards));
                self.amounts([("escrowed", e.escrowed)]).owner_stake(&e.owner_stake).parts(&e.parts);
            }
            Event::SlashAppealed(e) => {
                self.keys([("device", &e.device), ("case", &e.case), ("by", &e.by)]).time("appealed_at", e.appealed_at);
            }
            Event::SlashDecided(e) => {
                self.keys([("device", &e.device), ("case", &e.case), ("by", &e.by)]);
                self.push("upheld", Field::Flag(e.upheld));
                self.amounts([("burned", e.burned), ("forgiven", e.forgiven)]);
                self.amounts([("escrowed", e.escrowed), ("owed", e.owed)]);
            }
            Event::SlashReturned(e) => {
                self.keys([("device", &e.device), ("case", &e.case), ("sender", &e.sender)]);
                if e.destination != Pubkey::default() {
                    self.keys([("destination", &e.destination)]);
                }
                self.push("number", Field::Count(e.number.into()))
                    .push("to_stake", Field::Flag(e.to_stake))
                    .amounts([("escrowed", e.escrowed)]);
                self.parts(&[e.part]);
            }
        }
    }
}
