//! Every type within an event, as JSON: bytes that are laid here by hand, each value another one, so that none can stand in
//! another's place.

use co_staking_client::{Pubkey, event::decode};
use serde_json::{Value, json};

use super::{
    events::{IDL, TAG, discriminator},
    schema,
};

/// 2026-03-01 12:00:00 UTC, from which the times here are counted.
const T: i64 = 1_772_366_400;

/// An event's bytes, value by value.
#[derive(Clone, Default)]
struct Bytes(Vec<u8>);

impl Bytes {
    fn with(mut self, bytes: &[u8]) -> Self {
        self.0.extend(bytes);
        self
    }

    fn keys<const N: usize>(self, fills: [u8; N]) -> Self {
        fills.into_iter().fold(self, |bytes, fill| bytes.with(&[fill; 32]))
    }

    fn amounts<const N: usize>(self, amounts: [u64; N]) -> Self {
        amounts.into_iter().fold(self, |bytes, amount| bytes.with(&amount.to_le_bytes()))
    }

    fn times<const N: usize>(self, times: [i64; N]) -> Self {
        times.into_iter().fold(self, |bytes, time| bytes.with(&time.to_le_bytes()))
    }

    fn number(self, number: u32) -> Self {
        self.with(&number.to_le_bytes())
    }

    fn bps(self, bps: u16) -> Self {
        self.with(&bps.to_le_bytes())
    }

    fn padding(self, len: usize) -> Self {
        self.with(&vec![0; len])
    }

    /// These bytes as the fields of that event, which the schema knows.
    #[track_caller]
    fn fields_of(self, name: &str) -> Value {
        let idl = super::json(IDL);
        let of = idl["events"].as_array().unwrap().iter().find(|event| event["name"] == name).unwrap();
        let event = decode(&[&TAG, discriminator(of).as_slice(), &self.0].concat()).unwrap().unwrap();
        let fields = event.fields();
        assert_eq!(schema().faults(name, &json!({ "name": name, "fields": fields })), [""; 0]);
        fields
    }
}

fn key(fill: u8) -> String {
    Pubkey::new_from_array([fill; 32]).to_string()
}

/// A model's name, filled up with zeros.
fn model(name: &str) -> [u8; 32] {
    std::array::from_fn(|at| name.as_bytes().get(at).copied().unwrap_or_default())
}

#[test]
fn roles_and_durations() {
    let roles = Bytes::default().keys([1, 2, 3, 4, 5, 6, 7]);
    let found = roles.times([11, 12, 13, 14, 15, 16]).amounts([21, 22]).fields_of("ConfigInitialized");
    let expected = json!({
        "admin": key(1),
        "roles": {
            "registrar": key(2), "rewarder": key(3), "slasher": key(4), "arbiter": key(5), "guardian": key(6),
        },
        "mint": key(7),
        "durations": {
            "waitSecs": 11, "cooldownSecs": 12, "appealWindowSecs": 13, "requirementNoticeSecs": 14,
            "longestHireSecs": 15, "hireGapSecs": 16,
        },
        "baseRequirement": 21, "maxBlockReward": 22,
    });
    assert_eq!(found, expected);
}

#[test]
fn facts_hire_and_requirement() {
    let facts = Bytes::default().keys([1]).with(&model("H100")).number(8).number(25_000).bps(9_750);
    let updated = |operational: u8, hire: [i64; 2], current: u64, pending: u64, from: i64| {
        let bytes = facts.clone().with(&[operational]).padding(5).times(hire).amounts([current, pending]);
        bytes.times([from]).fields_of("DeviceUpdated")
    };
    let expected = json!({
        "device": key(1),
        "facts": {
            "model": "H100", "cards": 8, "multiplierBps": 25_000, "reliabilityBps": 9_750, "operational": true,
        },
        "hire": { "startedAt": T + 1, "endsAt": T + 2 },
        "requirement": { "current": 31, "pending": 32, "pendingFrom": T + 3 },
    });
    assert_eq!(updated(1, [T + 1, T + 2], 31, 32, T + 3), expected);
    let never = updated(0, [i64::MIN; 2], 31, 32, i64::MAX);
    assert_eq!(never["facts"]["operational"], false);
    assert_eq!(never["hire"], json!({ "startedAt": null, "endsAt": null }));
    assert_eq!(never["requirement"], json!({ "current": 31, "pending": null, "pendingFrom": null }));
}

#[test]
fn an_owners_stake_and_whom_it_pushed_out() {
    let unstaked = Bytes::default().keys([1, 2]).amounts([9, 11, 12]).times([T + 1, T + 2]).amounts([13]);
    let pushed_out = unstaked.number(2).number(7).keys([3]).times([T + 3, T + 4]);
    let found = pushed_out.number(8).keys([4]).times([T + 5, T + 6]).fields_of("OwnerUnstaked");
    let expected = json!({
        "device": key(1), "owner": key(2), "amount": 9,
        "ownerStake": { "active": 11, "exiting": 12, "unlockAt": T + 1, "stakedSince": T + 2, "rewards": 13 },
        "pushedOut": [
            { "index": 7, "coStaker": key(3), "cooldownAt": T + 3, "unlockAt": T + 4 },
            { "index": 8, "coStaker": key(4), "cooldownAt": T + 5, "unlockAt": T + 6 },
        ],
    });
    assert_eq!(found, expected);
    let staked = Bytes::default().keys([1, 2]).amounts([9, 11, 0]).times([T + 1, T + 2]).amounts([13]);
    let expected = json!({ "active": 11, "exiting": 0, "unlockAt": null, "stakedSince": T + 2, "rewards": 13 });
    assert_eq!(staked.fields_of("OwnerStaked")["ownerStake"], expected);
}

#[test]
fn terms_and_claim_slots() {
    let terms = |bytes: Bytes| bytes.amounts([11]).times([T + 1]).bps(2_500).padding(6);
    let claimed = terms(Bytes::default().keys([1, 2]).number(7).keys([3])).times([T + 2]).with(&[5]);
    let slot = claimed.keys([4]).times([T + 3]).number(8).with(&[1]).padding(3);
    let expected = json!({
        "device": key(1), "offer": key(2), "index": 7, "coStaker": key(3),
        "terms": { "amount": 11, "rewardBps": 2_500, "expiresAt": T + 1 },
        "claimedAt": T + 2, "place": 5,
        "slots": [{ "device": key(4), "offerIndex": 8, "freeFrom": T + 3 }, null],
    });
    assert_eq!(slot.padding(48).fields_of("OfferClaimed"), expected);
    let created = Bytes::default().keys([1, 2]).number(7).keys([3, 0]).with(&model("RTX 4090"));
    let expected = json!({
        "device": key(1), "offer": key(2), "index": 7, "owner": key(3), "reservedFor": null, "model": "RTX 4090",
        "terms": { "amount": 11, "rewardBps": 2_500, "expiresAt": T + 1 }, "createdAt": T + 4, "rentPayer": key(6),
    });
    assert_eq!(terms(created).times([T + 4]).keys([6]).fields_of("OfferCreated"), expected);
}

#[test]
fn the_rows_of_a_block() {
    let block = Bytes::default().times([T + 1, T + 2]).amounts([9]).number(2);
    let credited = block.keys([1]).with(&[0]).amounts([100]).number(2).number(7).amounts([11]).number(8).amounts([12]);
    let skipped = credited.keys([2]).with(&[1, 3]);
    let expected = json!({
        "startedAt": T + 1, "endedAt": T + 2, "owed": 9,
        "rows": [
            {
                "device": key(1), "amount": 100, "skipped": null,
                "coStakes": [{ "offerIndex": 7, "amount": 11 }, { "offerIndex": 8, "amount": 12 }],
            },
            { "device": key(2), "amount": 0, "skipped": "the owner is unstaking", "coStakes": [] },
        ],
    });
    assert_eq!(skipped.fields_of("RewardsAccrued"), expected);
}

#[test]
fn a_slash_and_its_parts() {
    let slash = Bytes::default().keys([1, 2, 0xab]).bps(1_000).times([T + 1]).with(&[1]).times([T + 2]);
    let stake = slash.amounts([11, 12]).times([T + 3, T + 4]).amounts([13]);
    let owner = stake.keys([3]).amounts([21, 22]).times([T + 5]).number(0).with(&[1, 0]).padding(2);
    // The place between them is free.
    let parts = owner.padding(64).keys([4]).amounts([23, 24]).times([T + 6]).number(7).with(&[2, 1]).padding(2);
    let found = parts.padding(6 * 64).amounts([31]).fields_of("SlashOpened");
    let expected = json!({
        "device": key(1), "case": key(2), "offenceId": "ab".repeat(32),
        "slash": { "bps": 1_000, "offenceAt": T + 1, "forfeitRewards": true },
        "openedAt": T + 2,
        "ownerStake": { "active": 11, "exiting": 12, "unlockAt": T + 3, "stakedSince": T + 4, "rewards": 13 },
        "parts": [
            { "party": key(3), "offerIndex": null, "stake": 21, "rewards": 22, "since": T + 5, "returned": false },
            { "party": key(4), "offerIndex": 7, "stake": 23, "rewards": 24, "since": T + 6, "returned": true },
        ],
        "escrowed": 31,
    });
    assert_eq!(found, expected);
}
