//! As clients of Solana Actions ask.

use co_staking_client::{Pubkey, format::IO, pda};
use serde_json::{Value, json};

use crate::scene::{Scene, decoded, device};

/// What browsers let other sites' clients read.
fn assert_open(headers: &reqwest::header::HeaderMap) {
    let of = |name: &str| headers.get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
    assert_eq!(of("access-control-allow-origin"), "*");
    assert_eq!(of("access-control-allow-methods"), "GET,POST,PUT,OPTIONS");
    for name in [
        "Content-Type",
        "Authorization",
        "Content-Encoding",
        "Accept-Encoding",
        "X-Accept-Action-Version",
        "X-Accept-Blockchain-Ids",
    ] {
        assert!(of("access-control-allow-headers").contains(name), "{name}");
    }
    assert_eq!(of("access-control-expose-headers"), "X-Action-Version, X-Blockchain-Ids");
    assert!(of("x-action-version").starts_with("2."));
    // The ledger's first block.
    assert_eq!(of("x-blockchain-ids"), "solana:GenesisHashOfTheEmbeddedLedger11");
}

#[tokio::test]
async fn preflights_rules_and_headers() {
    let scene = Scene::new("preflight", 1).await;
    let offer = pda::offer(&device(1), 0);
    for path in [format!("/o/{offer}"), "/actions/stake".into(), "/actions.json".into(), format!("/d/{}", device(1))] {
        let request = scene.client.request(reqwest::Method::OPTIONS, format!("{}{path}", scene.url));
        let asked = request.header("origin", "https://blink.example").header("access-control-request-method", "POST");
        let reply = asked.send().await.unwrap();
        assert!(reply.status().is_success(), "{path}");
        assert_open(reply.headers());
        let reply = scene.get(&path).header("accept", "application/json").send().await.unwrap();
        assert_open(reply.headers());
        assert_eq!(reply.headers()["content-type"], "application/json");
    }
    // An error is an answer, which clients have to be able to read.
    let refused = scene.post("/actions/stake", &json!({})).send().await.unwrap();
    assert_eq!(refused.status(), 400);
    assert_open(refused.headers());
    let (_, rules) = scene.json("/actions.json").await;
    for path in ["/o/*", "/d/*", "/w/*"] {
        assert!(
            rules["rules"].as_array().unwrap().contains(&json!({ "pathPattern": path, "apiPath": path })),
            "{rules}"
        );
    }
}

#[tokio::test]
async fn what_is_not_an_action_is_closed_to_other_sites() {
    let scene = Scene::new("closed", 1).await;
    for path in ["/", "/api/follow/x"] {
        let reply = scene.get(path).header("origin", "https://other.example").send().await.unwrap();
        assert!(reply.headers().get("access-control-allow-origin").is_none(), "{path}");
    }
    let page = scene.get(&format!("/d/{}", device(1))).header("accept", "text/html").send().await.unwrap();
    assert!(page.headers().get("access-control-allow-origin").is_none());
    let form =
        scene.client.post(format!("{}/api/transaction", scene.url)).header("content-type", "text/plain").body("{}");
    assert_eq!(form.send().await.unwrap().status(), 415);
}

/// The fields that the specification requires.
fn assert_action(told: &Value) {
    for field in ["icon", "title", "description", "label"] {
        assert!(told[field].as_str().is_some_and(|text| !text.is_empty()), "{field}: {told}");
    }
    assert!(told["icon"].as_str().unwrap().starts_with("http"), "{told}");
    for link in told["links"]["actions"].as_array().into_iter().flatten() {
        assert_eq!(link["type"], "transaction");
        assert!(link["label"].as_str().is_some() && link["href"].as_str().is_some(), "{link}");
    }
}

#[tokio::test]
async fn one_address_for_browsers_and_clients() {
    let scene = Scene::new("one-address", 1).await;
    let offer = pda::offer(&device(1), 0);
    let path = format!("/o/{offer}");
    let (status, page) = scene.page(&path).await;
    assert_eq!(status, 200);
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("250 IO"));
    let (status, told) = scene.json(&path).await;
    assert_eq!(status, 200);
    assert_action(&told);
    assert_eq!((&told["label"], &told["disabled"]), (&json!("Co-stake 250 IO"), &json!(false)));
    assert!(told["description"].as_str().unwrap().contains("a slash takes all of it"), "{told}");
    let href = told["links"]["actions"][0]["href"].as_str().unwrap();
    assert_eq!(href, format!("{}{path}", scene.url));
    assert_action(&scene.json(&format!("/d/{}", device(1))).await.1);
    assert_action(&scene.json(&format!("/w/{}", scene.wallets.key("owner"))).await.1);
}

#[tokio::test]
async fn an_offer_that_is_taken_says_so() {
    let scene = Scene::new("taken", 1).await;
    let path = format!("/o/{}", pda::offer(&device(1), 0));
    assert_eq!(scene.act(&path, "alice").await["state"], "Approved");
    let (_, told) = scene.json(&path).await;
    assert_eq!(told["disabled"], json!(true));
    assert_eq!(told["error"]["message"], "This offer cannot be claimed any more: Active.");
    let (status, told) = scene.posted(&path, &json!({ "account": scene.wallets.key("bob").to_string() })).await;
    assert_eq!(status, 422);
    assert!(told["message"].as_str().unwrap().starts_with("The offer is not open"), "{told}");
    assert!(told["transaction"].is_null());
    // What it paid is claimed by nobody else, and the wallet's page has what is due to it.
    let (_, told) = scene.json(&format!("/w/{}", scene.wallets.key("alice"))).await;
    assert!(told["description"].as_str().unwrap().starts_with("Active: 250 IO."), "{told}");
}

/// As a client fills the parameters of a link in: into its template, or into the body's data.
#[tokio::test]
async fn parameters_are_asked_for_and_taken() {
    let scene = Scene::new("parameters", 1).await;
    let path = format!("/actions/create-offer?device={}", device(1));
    let (_, told) = scene.json(&path).await;
    assert_action(&told);
    let link = &told["links"]["actions"][0];
    let names: Vec<_> = link["parameters"].as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["amount", "reward", "reserved_for", "expires_at"]);
    let required: Vec<_> = link["parameters"].as_array().unwrap().iter().map(|it| it["required"].clone()).collect();
    assert_eq!(json!(required), json!([true, true, false, false]));
    let href = link["href"].as_str().unwrap().strip_prefix(&scene.url).unwrap();
    assert!(href.starts_with(&format!("{path}&amount={{amount}}&reward={{reward}}")), "{href}");
    let owner = scene.wallets.key("owner").to_string();
    let retract = format!("/actions/retract-offer?offer={}", pda::offer(&device(1), 0));
    assert_eq!(scene.act(&retract, "owner").await["state"], "Approved");
    let filled = ["amount", "reward", "reserved_for", "expires_at"].into_iter().zip(["50", "1", "", ""]);
    let filled = filled.fold(href.to_owned(), |href, (name, value)| href.replace(&format!("{{{name}}}"), value));
    let (status, by_link) = scene.posted(&filled, &json!({ "account": owner })).await;
    assert_eq!(status, 200, "{by_link}");
    let data = json!({ "account": owner, "data": { "amount": "50", "reward": 1 } });
    let (status, by_data) = scene.posted(&path, &data).await;
    assert_eq!(status, 200, "{by_data}");
    let instructions = |told: &Value| decoded(&told["transaction"]).message.instructions;
    assert_eq!(instructions(&by_link), instructions(&by_data));
    assert!(by_link["message"].as_str().unwrap().contains("50 IO"), "{by_link}");
}

#[tokio::test]
async fn refusals_are_in_the_programs_words() {
    let scene = Scene::new("refusals", 1).await;
    let (offer, wallet) =
        (pda::offer(&device(1), 0), |name: &str| json!({ "account": scene.wallets.key(name).to_string() }));
    let poor = json!({ "account": Pubkey::new_unique().to_string() });
    for (path, body, status, words) in [
        (format!("/o/{offer}"), wallet("owner"), 422, "owner"),
        (format!("/actions/unstake?device={}", device(1)), wallet("owner"), 422, "retract"),
        (format!("/actions/stake?device={}&amount=1", device(1)), wallet("alice"), 422, "owner"),
        (format!("/actions/stake?device={}&amount=2000000", device(1)), wallet("owner"), 422, "less than the amount"),
        (format!("/actions/stake?device={}&amount=x", device(1)), wallet("owner"), 400, "Expected IO in plain digits"),
        (
            format!("/actions/stake?device={}&amount=1", Pubkey::new_unique()),
            wallet("owner"),
            422,
            "There is no device",
        ),
        (format!("/o/{offer}"), poor, 422, "IO"),
        (format!("/o/{offer}"), json!({ "account": "alice" }), 400, "Expected a wallet's address"),
        (format!("/o/{offer}"), json!({}), 400, "missing field `account`"),
        ("/o/nonsense".into(), wallet("alice"), 404, "Expected an address"),
        (format!("/o/{}", Pubkey::new_unique()), wallet("alice"), 404, "There is no offer"),
        ("/actions/mint".into(), wallet("alice"), 404, "There is no operation “mint”"),
    ] {
        let (found, told) = scene.posted(&path, &body).await;
        assert_eq!(found, status, "{path}: {told}");
        assert!(told["message"].as_str().unwrap().contains(words), "{path}: expected {words}, found {told}");
        assert!(told["transaction"].is_null(), "{told}");
    }
    assert_eq!(scene.io("owner"), co_staking_world::WALLET_IO);
    assert_eq!(scene.ledger.account(&device(1)).unwrap().device().unwrap().owner_stake().active(), 2_000 * IO);
}
