//! What a link gives, and where money comes from or goes to, is told before anybody signs.

use co_staking_client::{Pubkey, pda};
use serde_json::json;

use crate::scene::{Scene, device};

/// All of it in words; and what nobody can read cannot be pressed.
#[tokio::test]
async fn what_a_link_gives_is_told() {
    let scene = Scene::new("given", 1).await;
    let (device, bob) = (device(1), scene.wallets.key("bob"));
    let account = json!({ "account": scene.wallets.key("owner").to_string() });
    assert_eq!(
        scene.act(&format!("/actions/retract-offer?offer={}", pda::offer(&device, 0)), "owner").await["state"],
        "Approved"
    );
    let path = format!("/actions/create-offer?device={device}&amount=100&reward=12.5&reserved_for={bob}");
    let (_, told) = scene.json(&format!("{path}&expires_at=2026-04-01T00:00")).await;
    let given = format!(
        " Device: {device}. Amount: 100 IO. Share: 12.5%. Only for {bob}. Claimable until 2026-04-01 00:00:00 UTC."
    );
    assert!(told["description"].as_str().unwrap().ends_with(&given), "{told}");
    assert_eq!(told["disabled"], json!(false));
    let (_, told) = scene.posted(&path, &account).await;
    let only = format!("Only {bob} can claim it.");
    assert!(told["message"].as_str().unwrap().contains(&only), "{told}");
    assert_eq!(scene.act(&path, "owner").await["state"], "Approved");
    let (_, told) = scene.json(&format!("/o/{}", pda::offer(&device, 4))).await;
    assert!(told["description"].as_str().unwrap().ends_with(&only), "{told}");
    let (_, told) = scene.json(&format!("/actions/stake?device={device}&amount=1e3")).await;
    assert_eq!(told["disabled"], json!(true));
    let expected = "Expected IO in plain digits, like 1250.5, as “amount”; found “1e3”.";
    assert_eq!(told["error"]["message"], expected);
}

/// Money that comes from, or goes to, another account than the wallet's own is named.
#[tokio::test]
async fn other_accounts_are_told() {
    let scene = Scene::new("other-accounts", 1).await;
    let (device, other, owner) = (device(1), Pubkey::new_unique(), scene.wallets.key("owner"));
    let own = pda::associated_token(&owner, &scene.wallets.mint());
    let account = scene.ledger.account(&own).unwrap();
    scene.ledger.put(&other, account.owner, account.data);
    for (name, parameter, given, told) in [
        ("stake", "from", "From the token account", "It comes from the token account"),
        ("fund-rewards", "from", "From the token account", "It comes from the token account"),
        ("withdraw-overflow", "to", "To the token account", "It goes to the token account"),
    ] {
        let path = format!("/actions/{name}?device={device}&amount=100&{parameter}=");
        let (_, action) = scene.json(&format!("{path}{other}")).await;
        assert!(action["description"].as_str().unwrap().ends_with(&format!("{given} {other}.")), "{action}");
        for (key, is_told) in [(other, true), (own, false)] {
            let (status, found) = scene.posted(&format!("{path}{key}"), &json!({ "account": owner.to_string() })).await;
            assert_eq!(status, 200, "{name}: {found}");
            let message = found["message"].as_str().unwrap();
            assert_eq!(message.contains(&format!("{told} {key}.")), is_told, "{message}");
        }
        assert_eq!(
            scene.act(&format!("/actions/stake?device={device}&amount=200"), "owner").await["state"],
            "Approved"
        );
    }
}
