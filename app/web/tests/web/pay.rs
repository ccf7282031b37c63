//! As a wallet does that has scanned the code: a Solana Pay transaction request.

use base64::{Engine, prelude::BASE64_STANDARD};
use co_staking_client::{Pubkey, pda};
use serde_json::json;
use solana_signature::Signature;

use crate::scene::{Scene, decoded, device, signed};

#[tokio::test]
async fn a_transaction_request() {
    let scene = Scene::new("pay", 1).await;
    let path = format!("/o/{}", pda::offer(&device(1), 0));
    // First what it is about. The icon has to be at an absolute address.
    let (_, told) = scene.json(&path).await;
    let (label, icon) = (told["label"].as_str().unwrap(), told["icon"].as_str().unwrap());
    assert_eq!(label, "Co-stake 250 IO");
    let picture = scene.client.get(icon).send().await.unwrap();
    assert_eq!(
        (picture.status().as_u16(), &picture.headers()["content-type"]),
        (200, &"image/svg+xml".parse().unwrap())
    );
    // Then the transaction, for the account that will sign.
    let alice = scene.wallets.key("alice");
    let (_, told) = scene.posted(&path, &json!({ "account": alice.to_string() })).await;
    let message = told["message"].as_str().unwrap();
    assert!(
        message.contains("stake 250 IO") && message.contains("At worst a slash takes all 250 IO of it"),
        "{message}"
    );
    let transaction = decoded(&told["transaction"]);
    // The wallet signs alone, pays the fee, and finds a blockhash that holds.
    assert_eq!(transaction.signatures, [Signature::default()]);
    assert_eq!(transaction.message.header.num_required_signatures, 1);
    assert_eq!(transaction.message.account_keys[0], alice);
    assert_eq!(transaction.message.recent_blockhash, scene.ledger.blockhash());
    // The wallet sends it itself.
    let bytes = bincode::serialize(&signed(transaction, &scene.keypair("alice"))).unwrap();
    let body = json!({
        "jsonrpc": "2.0", "id": 1, "method": "sendTransaction",
        "params": [BASE64_STANDARD.encode(bytes), { "encoding": "base64" }],
    });
    let reply = scene.client.post(scene.node.url()).json(&body).send().await.unwrap();
    assert!(reply.text().await.unwrap().contains("result"));
    assert_eq!(scene.offer(&pda::offer(&device(1), 0)).co_staker, alice);
}

/// Limit and price stand before the rest: the limit is what the simulation took, and some.
#[tokio::test]
async fn the_compute_budget_comes_from_a_simulation() {
    let scene = Scene::new("budget", 1).await;
    let transaction = scene.transaction(&format!("/o/{}", pda::offer(&device(1), 0)), "alice").await;
    let message = &transaction.message;
    let first = &message.instructions[0];
    let budget: Pubkey = "ComputeBudget111111111111111111111111111111".parse().unwrap();
    assert_eq!(message.account_keys[usize::from(first.program_id_index)], budget);
    assert_eq!(first.data[0], 2);
    let limit = u32::from_le_bytes(first.data[1..5].try_into().unwrap());
    assert!((10_000..200_000).contains(&limit), "{limit}");
}
