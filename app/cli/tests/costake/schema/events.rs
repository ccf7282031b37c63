//! Every event of the program, as `watch` prints it. Which there are, and their fields, the program's interface says.

use co_staking_client::{
    Pubkey,
    event::{Event, decode},
};
use serde_json::{Value, json};

use super::schema;

pub const IDL: &str = "../../programs/co-staking/idl.json";
/// What precedes an event in the instruction by which the program calls itself: Anchor's tag, little endian.
pub const TAG: [u8; 8] = 0x1d9a_cb51_2ea5_45e4_u64.to_le_bytes();

/// An event of which every byte is `fill`, with as many bytes as it takes; `None` where such bytes are none.
fn filled(discriminator: &[u8], fill: u8) -> Option<Event> {
    (0..1_000).find_map(|len| decode(&[&TAG, discriminator, &vec![fill; len]].concat()).ok().flatten())
}

pub fn discriminator(event: &Value) -> Vec<u8> {
    serde_json::from_value(event["discriminator"].clone()).unwrap()
}

/// The names of a type's fields: `cooldown_at` is `cooldownAt`.
fn fields(idl: &Value, name: &str) -> Vec<String> {
    let of = idl["types"].as_array().unwrap().iter().find(|of| of["name"] == name).unwrap();
    let camel = |name: &str| {
        let mut words = name.split('_').map(str::to_owned);
        let first = words.next().unwrap();
        words.fold(first, |sum, word| format!("{sum}{}{}", word[..1].to_uppercase(), &word[1..]))
    };
    let fields = of["type"]["fields"].as_array().unwrap().iter();
    fields.map(|field| camel(field["name"].as_str().unwrap())).collect()
}

#[test]
fn every_event_has_the_fields_that_the_program_gives_it() {
    let (idl, schema) = (super::json(IDL), schema());
    let events = idl["events"].as_array().unwrap();
    assert_eq!(schema.definition("Event")["anyOf"].as_array().unwrap().len(), events.len());
    for told in events {
        let name = told["name"].as_str().unwrap();
        let samples: Vec<_> = [0, 1].into_iter().filter_map(|fill| filled(&discriminator(told), fill)).collect();
        assert!(!samples.is_empty(), "{name} is no event of the client");
        for event in samples {
            assert_eq!(event.name(), name);
            let printed = json!({ "name": name, "fields": event.fields() });
            assert_eq!(schema.faults(name, &printed), [""; 0]);
            let mut found: Vec<_> = printed["fields"].as_object().unwrap().keys().cloned().collect();
            let mut expected = fields(&idl, name);
            found.sort_unstable();
            expected.sort_unstable();
            assert_eq!(found, expected, "{name}");
            // Nor is it this event without one of them.
            for field in &found {
                let mut less = printed.clone();
                less["fields"].as_object_mut().unwrap().remove(field);
                assert_ne!(schema.faults("Event", &less), [""; 0], "{name} without {field}");
            }
        }
    }
}

/// What addresses, amounts and times look like.
#[test]
fn values() {
    let idl = super::json(IDL);
    let unstaked = idl["events"].as_array().unwrap().iter().find(|event| event["name"] == "CoStakeUnstaked").unwrap();
    let (device, index, amount) = (Pubkey::new_unique(), 7u32, u64::MAX);
    let times = [1_772_366_400i64, i64::MAX].map(i64::to_le_bytes).concat();
    let data = [&TAG, discriminator(unstaked).as_slice(), device.as_ref(), &index.to_le_bytes(), &[0; 32]].concat();
    let event = decode(&[data, amount.to_le_bytes().to_vec(), times].concat()).unwrap().unwrap();
    let expected = json!({
        "device": device.to_string(), "index": 7, "coStaker": Value::Null, "amount": u64::MAX,
        "cooldownAt": 1_772_366_400, "unlockAt": Value::Null,
    });
    assert_eq!(event.fields(), expected);
}
