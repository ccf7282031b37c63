//! What is read, and what is said of what cannot be.

use co_staking_client::{Pubkey, format::IO, plan::Operation};
use serde_json::{Value, json};

use super::{Parameters, list::OPERATIONS, operation};

fn parameters(value: Value) -> Parameters {
    serde_json::from_value(value).unwrap()
}

/// With everything that any of them may ask for, each is read.
#[test]
fn each_operation_is_read() {
    let key = Pubkey::new_unique().to_string();
    let given = parameters(json!({
        "device": key, "offer": key, "case": key, "amount": "1", "reward": "12.5", "number": 3,
    }));
    for known in &OPERATIONS {
        let (found, _) = operation(known.name, &given).unwrap_or_else(|problem| panic!("{}: {problem}", known.name));
        assert_eq!(found.name, known.name);
    }
}

#[test]
fn the_terms_of_an_offer() {
    let (device, wallet) = (Pubkey::new_unique(), Pubkey::new_unique());
    let given = parameters(json!({
        "device": device.to_string(), "amount": " 500.5 ", "reward": "12.25", "reserved_for": wallet.to_string(),
        "expires_at": "2026-03-01T12:00",
    }));
    let expected = Operation::CreateOffer {
        device,
        amount: 500 * IO + IO / 2,
        reward_bps: 1_225,
        reserved_for: Some(wallet),
        expires_at: Some(1_772_366_400),
    };
    assert_eq!(operation("create-offer", &given).unwrap().1, expected);
}

#[test]
fn what_cannot_be_read_is_said() {
    let device = Pubkey::new_unique().to_string();
    for (name, given, message) in [
        ("stake", json!({}), "Expected an address as “device”; found nothing."),
        ("stake", json!({ "device": "gpu" }), "Expected an address as “device”; found “gpu”."),
        (
            "stake",
            json!({ "device": device, "amount": "" }),
            "Expected IO in plain digits, like 1250.5, as “amount”; found nothing.",
        ),
        (
            "stake",
            json!({ "device": device, "amount": "1,5" }),
            "Expected IO in plain digits, like 1250.5, as “amount”; found “1,5”.",
        ),
        (
            "stake",
            json!({ "device": device, "amount": "0.123456789" }),
            "Expected IO with at most 8 decimals as “amount”; found “0.123456789”.",
        ),
        (
            "create-offer",
            json!({ "device": device, "amount": "ALL", "reward": "1" }),
            "Expected IO in plain digits, like 1250.5, as “amount”; found “ALL”.",
        ),
        (
            "create-offer",
            json!({ "device": device, "amount": "1", "reward": "101" }),
            "Expected a percentage up to 100, like 12.5, as “reward”; found “101”.",
        ),
        (
            "create-offer",
            json!({ "device": device, "amount": "1", "reward": "1", "expires_at": "soon" }),
            "Expected a time in UTC, like 2026-03-01T12:00, as “expires_at”; found “soon”.",
        ),
        (
            "return-slashed",
            json!({ "case": device, "number": 256 }),
            "Expected a whole number below 256 as “number”; found “256”.",
        ),
        ("pause", json!({}), "There is no operation “pause”."),
    ] {
        let problem = operation(name, &parameters(given)).unwrap_err();
        assert_eq!(problem.message, message);
    }
}
