//! As the pages' wallet module asks: a transaction with its effect, sent, and followed until it is decided.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use anchor_lang::pubkey;
use co_staking_client::{Instruction, Pubkey, pda};
use co_staking_test_node::http::Answer;
use serde_json::{Value, json};
use solana_signer::Signer;
use solana_transaction::Transaction;

use crate::scene::{FAR, Scene, decoded, device, encoded, options, signed, start};

const MEMO: Pubkey = pubkey!("MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr");

/// What the module asks for a claim of the first offer.
fn claim(scene: &Scene, who: &str) -> Value {
    let offer = pda::offer(&device(1), 0);
    json!({ "operation": "claim-offer", "offer": offer.to_string(), "account": scene.wallets.key(who).to_string() })
}

async fn prepared(scene: &Scene, who: &str) -> (Transaction, Value) {
    let (status, told) = scene.posted("/api/transaction", &claim(scene, who)).await;
    assert_eq!(status, 200, "{told}");
    (decoded(&told["transaction"]), told)
}

#[tokio::test]
async fn the_effect_is_told_before_anybody_signs() {
    let scene = Scene::new("effect", 1).await;
    let (_, told) = prepared(&scene, "alice").await;
    let moves = told["moves"].as_array().unwrap();
    let texts: Vec<_> = moves.iter().map(|it| it["text"].as_str().unwrap().split(" (").next().unwrap()).collect();
    assert!(texts.contains(&"-250 IO: your IO account") && texts.contains(&"+250 IO: the device's vault"), "{texts:?}");
    let notes =
        told["notes"].as_array().unwrap().iter().map(|note| note.as_str().unwrap()).collect::<Vec<_>>().join("\n");
    assert!(notes.contains("At worst a slash takes all 250 IO of it") && notes.contains("30 s in all"), "{notes}");
    assert_eq!(told["fee"], 5_000);
    assert!(told["lastValidBlockHeight"].as_u64().unwrap() > 900);
    // Nothing has happened yet.
    assert!(scene.offer(&pda::offer(&device(1), 0)).is_open());
}

#[tokio::test]
async fn approved_refused_and_too_late() {
    let scene = Scene::new("fates", 1).await;
    let (first, _) = prepared(&scene, "alice").await;
    let (second, _) = prepared(&scene, "bob").await;
    let (first, second) = (signed(first, &scene.keypair("alice")), signed(second, &scene.keypair("bob")));
    let told = scene.send(&first).await;
    assert_eq!(told["state"], "Approved", "{told}");
    assert!(told["slot"].as_u64().unwrap() > 1_000);
    assert_eq!(scene.offer(&pda::offer(&device(1), 0)).co_staker, scene.wallets.key("alice"));
    // Sent again, it is the same one.
    assert_eq!(scene.send(&first).await["state"], "Approved");
    let told = scene.send(&second).await;
    assert_eq!(told["state"], "Refused", "{told}");
    assert!(told["message"].as_str().unwrap().starts_with("The offer is not open"), "{told}");
    assert_eq!(scene.io("bob"), co_staking_world::WALLET_IO);
    // Nobody has sent this one, and its blocks are over; of the other one they are not.
    let lost = solana_signature::Signature::from([9; 64]);
    let (_, late) = scene.json(&format!("/api/follow/{lost}?lastValidBlockHeight=1")).await;
    assert_eq!(late["state"], "Expired");
    let (_, open) = scene.json(&format!("/api/follow/{lost}?lastValidBlockHeight={FAR}")).await;
    assert_eq!(open["state"], "Sending");
    let (status, told) = scene.json("/api/follow/nonsense").await;
    assert_eq!((status.as_u16(), &told["message"]), (400, &json!("Expected a signature; found “nonsense”.")));
}

/// The signature alone is enough: the cluster knows the rest.
#[tokio::test]
async fn a_server_that_was_started_again_knows_what_became_of_it() {
    let scene = Scene::new("restarted", 1).await;
    let (transaction, _) = prepared(&scene, "alice").await;
    let transaction = signed(transaction, &scene.keypair("alice"));
    let signature = transaction.signatures[0];
    assert_eq!(scene.send(&transaction).await["state"], "Approved");
    let (url, _) = start(&options(&scene.node)).await;
    for until in ["", "?lastValidBlockHeight=1"] {
        let reply = scene.client.get(format!("{url}/api/follow/{signature}{until}")).send().await.unwrap();
        let told: Value = serde_json::from_str(&reply.text().await.unwrap()).unwrap();
        assert_eq!(told["state"], "Approved", "{told}");
    }
}

/// A second server gets the bytes that the first one has sent, and its node does not answer: it must not say that nothing
/// has moved, now or later.
#[tokio::test]
async fn what_has_landed_is_never_called_refused() {
    let scene = Scene::new("twice", 1).await;
    let is_down = Arc::new(AtomicBool::new(false));
    let down = is_down.clone();
    let node = scene.ledger.node_with(move |_, _| down.load(Ordering::Relaxed).then_some(Answer::Nothing)).unwrap();
    let (url, _) = start(&options(&node)).await;
    let (transaction, _) = prepared(&scene, "alice").await;
    let transaction = signed(transaction, &scene.keypair("alice"));
    assert_eq!(scene.send(&transaction).await["state"], "Approved");
    let post = async || {
        let body = json!({ "transaction": encoded(&transaction), "lastValidBlockHeight": FAR, "sentBefore": true });
        scene.client.post(format!("{url}/api/send")).json(&body).send().await.unwrap().status().as_u16()
    };
    let follow = async || {
        let reply = scene.client.get(format!("{url}/api/follow/{}", transaction.signatures[0])).send().await.unwrap();
        serde_json::from_str::<Value>(&reply.text().await.unwrap()).unwrap()["state"].clone()
    };
    is_down.store(true, Ordering::Relaxed);
    assert_eq!(post().await, 502);
    assert_eq!(follow().await, "Unknown");
    is_down.store(false, Ordering::Relaxed);
    assert_eq!(post().await, 200);
    assert_eq!(follow().await, "Approved");
}

/// A blockhash that nobody knows is worth no place: it is only followed.
#[tokio::test]
async fn what_no_block_takes_is_not_sent() {
    let scene = Scene::new("unknown", 1).await;
    let (mut transaction, _) = prepared(&scene, "alice").await;
    transaction.message.recent_blockhash = [7; 32].into();
    let transaction = signed(transaction, &scene.keypair("alice"));
    let body = json!({ "transaction": encoded(&transaction), "lastValidBlockHeight": FAR });
    assert_eq!(scene.posted("/api/send", &body).await.0, 200);
    let path = format!("/api/follow/{}", transaction.signatures[0]);
    assert_eq!(scene.json(&path).await.1["state"], "Sending");
    assert_eq!(scene.json(&format!("{path}?lastValidBlockHeight=1")).await.1["state"], "Expired");
    assert!(!scene.ledger.asked().contains(&"sendTransaction".to_owned()));
}

#[tokio::test]
async fn only_signed_transactions_of_this_program_are_sent() {
    let scene = Scene::new("ours", 1).await;
    let alice = scene.keypair("alice");
    let send = async |transaction: &Transaction| {
        let body = json!({ "transaction": encoded(transaction), "lastValidBlockHeight": FAR });
        let (status, told) = scene.posted("/api/send", &body).await;
        (status.as_u16(), told["message"].as_str().unwrap_or_default().to_owned())
    };
    let (unsigned, _) = prepared(&scene, "alice").await;
    let missing = (400, "The transaction's signature is missing or wrong: sign it again.".to_owned());
    assert_eq!(send(&unsigned).await, missing);
    let none = Transaction { signatures: vec![], ..unsigned.clone() };
    assert_eq!(send(&none).await, missing);
    assert_eq!(send(&signed(unsigned.clone(), &alice)).await.0, 200);
    // Changed after it was signed.
    let mut tampered = signed(unsigned, &alice);
    tampered.message.recent_blockhash = Default::default();
    assert_eq!(send(&tampered).await, missing);
    let foreign = (400, "This transaction is not one of this program: only those are sent from here.".to_owned());
    let memo = Instruction { program_id: MEMO, accounts: vec![], data: b"hello".to_vec() };
    let hash = scene.ledger.blockhash();
    let other = Transaction::new_signed_with_payer(&[memo], Some(&alice.pubkey()), &[&alice], hash);
    assert_eq!(send(&other).await, foreign);
    let nothing = Transaction::new_signed_with_payer(&[], Some(&alice.pubkey()), &[&alice], hash);
    assert_eq!(send(&nothing).await, foreign);
    for text in ["", "AAAA", "not base64!"] {
        let body = json!({ "transaction": text, "lastValidBlockHeight": FAR });
        let (status, told) = scene.posted("/api/send", &body).await;
        assert_eq!(status, 400);
        assert!(told["message"].as_str().unwrap().contains("cannot be read"), "{told}");
    }
    assert!(scene.ledger.asked().iter().filter(|method| *method == "sendTransaction").count() <= 1);
}
