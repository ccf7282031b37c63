//! An event's fields as JSON, under the names that the program gives them, in camelCase. Addresses are in base58, ids in
//! hexadecimal, amounts base units, and times seconds since 1970. Null stands for a time that never comes, for the zero
//! address, which is nobody's, and for what there is none of.

mod values;

use serde_json::{Map, Value, json};

use self::values::Told;
use super::*;
use crate::{Part, rules::facts::name_of};

/// `cooldown_at` as `cooldownAt`.
fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| name + &word[..1].to_uppercase() + &word[1..])
}

/// Every field of every event: the patterns are exhaustive, so that one that is added is told too.
macro_rules! events {
    ($($event:ident { $($field:ident $(: $how:ident)?),* $(,)? })*) => {
        impl Event {
            /// Its fields as JSON, in camelCase: addresses in base58, ids in hexadecimal, amounts in base units, times in
            /// seconds since 1970. Null stands for a time that never comes, for nobody's address, and for what there is
            /// none of.
            pub fn fields(&self) -> Value {
                match self {
                    $(Self::$event($event { $($field),* }) => {
                        let mut fields = Map::new();
                        $(fields.insert(camel(stringify!($field)), events!(@told $field $($how)?));)*
                        Value::Object(fields)
                    })*
                }
            }
        }
    };
    (@told $field:ident) => { $field.told() };
    (@told $field:ident $how:ident) => { $how($field) };
}

events! {
    ConfigInitialized { admin, roles, mint, durations, base_requirement, max_block_reward }
    ConfigUpdated { roles, base_requirement, max_block_reward }
    AdminProposed { admin, proposed }
    AdminAccepted { previous, admin }
    PauseSet { by, paused }
    DeviceRegistered { device, device_id, owner, vault, rent_payer, facts, hire, requirement }
    DeviceUpdated { device, facts, hire, requirement }
    RequirementRefreshed { device, requirement }
    OwnerStaked { device, owner, amount, owner_stake }
    OverflowWithdrawn { device, owner, destination, amount, owner_stake }
    OwnerUnstaked { device, owner, amount, owner_stake, pushed_out }
    OwnerWithdrew { device, owner, sender, destination, amount, owner_stake }
    DeviceClosed { device, device_id, owner, closer, donation, rent_payer }
    OfferCreated { device, offer, index, owner, reserved_for, model: named, terms, created_at, rent_payer }
    OfferRetracted { device, offer, index, by, terms }
    OfferClosed { device, offer, index, rent_payer }
    OfferClaimed { device, offer, index, co_staker, terms, claimed_at, place, slots }
    CoStakeUnstaked { device, index, co_staker, amount, cooldown_at, unlock_at }
    CoStakeWithdrawn { device, offer, index, co_staker, sender, destination, amount, rewards }
    ClaimsOpened { wallet, counter, rent_payer }
    ClaimsClosed { wallet, counter, rent_payer }
    ClaimReleased { wallet, device, index, by }
    RewardsFunded { funder, amount, funded }
    RewardsAccrued { started_at, ended_at, owed, rows }
    RewardsClaimed { device, offer_index, party, sender, destination, amount, owed, paid }
    SlashOpened { device, case, offence_id, slash, opened_at, owner_stake, parts: taken, escrowed }
    SlashAppealed { device, case, by, appealed_at }
    SlashDecided { device, case, by, upheld, burned, forgiven, escrowed, owed }
    SlashReturned { device, case, number, part, sender, destination, to_stake, escrowed }
}

/// A model's name.
fn named(name: &[u8; 32]) -> Value {
    json!(name_of(name))
}

/// The parts of those from whom something was taken.
fn taken(parts: &[Part]) -> Value {
    parts.iter().filter(|part| part.is_some()).map(Told::told).collect()
}
