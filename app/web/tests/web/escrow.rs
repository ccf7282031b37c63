//! What slash cases hold, on the pages and in the actions of those whom it was taken from.

use co_staking_client::{format::IO, instructions::slash, rules::slash::CaseState};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::life::Life;

/// What somebody who withdraws is told while there is a case.
const IN_ESCROW: &str =
    "A slash case on this device is open or not settled: what is in its escrow is not part of this.";

#[tokio::test]
async fn a_slash_is_appealed_returned_and_another_burned() {
    let life = Life::new("slash").await;
    life.done(&format!("/o/{}", life.offer(0)), "alice").await;
    life.scene.wait(1).await;
    let case = life.slashed("first").await;
    assert_eq!(life.account().owner_stake().active(), 1_800 * IO);
    life.done(&format!("/actions/appeal-slash?case={case}"), "alice").await;
    assert_eq!(life.state(&case), CaseState::Appealed);
    let arbiter = life.scene.wallets.key("arbiter");
    life.scene.play("arbiter", &[slash::rule_slash(&life.device, &case, &arbiter, &life.mint(), false)]).await;
    for (number, stake) in [(0, 2_000 * IO), (1, 250 * IO)] {
        life.done(&format!("/actions/return-slashed?case={case}&number={number}"), "stranger").await;
        let device = life.account();
        let found = if number == 0 { device.owner_stake().active() } else { device.position(0).unwrap().stake() };
        assert_eq!(found, stake);
    }
    let case = life.slashed("second").await;
    life.scene.wait(41).await;
    life.done(&format!("/actions/finalize-slash?case={case}"), "stranger").await;
    assert_eq!(life.state(&case), CaseState::Upheld);
    assert_eq!(life.account().owner_stake().active(), 1_800 * IO);
}

/// Slashed to nothing and gone, alice still has a case to appeal, and a part to get back.
#[tokio::test]
async fn what_is_in_escrow_is_not_forgotten() {
    let life = Life::new("escrow").await;
    let (alice, arbiter) = (life.scene.wallets.key("alice"), life.scene.wallets.key("arbiter"));
    life.done(&format!("/o/{}", life.offer(0)), "alice").await;
    let held = life.scene.io("alice");
    life.scene.wait(1).await;
    let case = life.slashed_by("all", 10_000).await;
    life.on_offer("withdraw-co-stake", 0, "alice").await;
    assert!(life.account().position(0).is_none());
    let page = async || life.scene.page(&format!("/w/{alice}")).await.1;
    assert!(page().await.contains("Appeal the slash"), "{}", page().await);
    // In the sums, and on the co-stake's card.
    assert_eq!(page().await.matches("<dt>In slash cases</dt><dd>250 IO</dd>").count(), 2, "{}", page().await);
    let told = life.told("alice", "In slash cases: 250 IO.").await;
    assert_eq!(labels(&told), ["Appeal the slash"]);
    life.done(&format!("/actions/appeal-slash?case={case}"), "alice").await;
    let told = life.told("alice", "In slash cases: 250 IO.").await;
    assert_eq!((labels(&told).len(), &told["disabled"]), (0, &json!(true)));
    life.scene.play("arbiter", &[slash::rule_slash(&life.device, &case, &arbiter, &life.mint(), false)]).await;
    life.scene.wait(0).await;
    assert!(page().await.contains("Get 250 IO back"), "{}", page().await);
    assert_eq!(labels(&life.told("alice", "In slash cases: 250 IO.").await), ["Get 250 IO back"]);
    life.done(&format!("/actions/return-slashed?case={case}&number=1"), "alice").await;
    assert_eq!(life.scene.io("alice"), held + 250 * IO);
    // The owner's part is still due, hers is not.
    let told = life.told("alice", "In slash cases: 0 IO.").await;
    assert_eq!(labels(&told).len(), 0);
    assert!(page().await.contains("This wallet has no device and no co-stake here."), "{}", page().await);
    life.told("owner", "In slash cases: 2,000 IO.").await;
}

/// Half of a co-stake that is leaving is slashed, and the rest withdrawn: each page says what is left, and of what is over
/// that it is over.
#[tokio::test]
async fn an_offer_says_what_a_slash_left_of_it() {
    let life = Life::new("half").await;
    let alice = life.scene.wallets.key("alice");
    let offer = format!("/o/{}", life.offer(0));
    let shows = async |wanted: &[&str], unwanted: &[&str]| {
        let (_, page) = life.scene.page(&offer).await;
        wanted.iter().for_each(|part| assert!(page.contains(part), "expected {part} in:\n{page}"));
        unwanted.iter().for_each(|part| assert!(!page.contains(part), "unexpected {part} in:\n{page}"));
    };
    life.done(&offer, "alice").await;
    life.scene.wait(1).await;
    life.on_offer("unstake-co-stake", 0, "alice").await;
    let case = life.slashed_by("half", 5_000).await;
    let left = "Of its 250 IO, 125 IO is staked after a slash.";
    shows(&["125 IO <small>at worst: all of it", left], &["If you left now", "What it earns"]).await;
    life.scene.wait(30).await;
    shows(&["125 IO can be withdrawn", left], &["at worst", "If you left now"]).await;
    let path = format!("/actions/withdraw-co-stake?offer={}", life.offer(0));
    assert!(life.message(&path, "alice").await.contains(IN_ESCROW));
    life.on_offer("withdraw-co-stake", 0, "alice").await;
    let claimed = life.scene.offer(&life.offer(0)).claimed_at();
    let dated = format!("<span>claimed</span> <time datetime=\"{}\">", Timestamp::from_second(claimed).unwrap());
    shows(&[&dated, "The co-stake has been withdrawn."], &["at worst", "If you left now", "withdrawn since"]).await;
    let (_, wallet) = life.scene.page(&format!("/w/{alice}")).await;
    assert!(
        wallet.contains("<dt>In slash cases</dt><dd>125 IO</dd>") && wallet.contains("Appeal the slash"),
        "{wallet}"
    );
    assert_eq!(labels(&life.told("alice", "In slash cases: 125 IO.").await), ["Appeal the slash"]);
    life.done(&format!("/actions/appeal-slash?case={case}"), "alice").await;
    life.scene.wait(41).await;
    // The arbiter was silent, which is to her good.
    assert_eq!(labels(&life.told("alice", "In slash cases: 125 IO.").await), ["Finalize the slash case"]);
}

/// An owner who withdraws is told that it is not all, and only then.
#[tokio::test]
async fn a_withdrawal_says_what_is_not_in_it() {
    for (name, is_slashed) in [("whole", false), ("less", true)] {
        let life = Life::new(name).await;
        for index in 0..4 {
            life.on_offer("retract-offer", index, "owner").await;
        }
        if is_slashed {
            life.scene.wait(1).await;
            life.slashed("before it leaves").await;
        }
        life.on_device("unstake", "", "owner").await;
        life.scene.wait(20).await;
        let message = life.message(&format!("/actions/withdraw?device={}", life.device), "owner").await;
        assert_eq!(message.contains(IN_ESCROW), is_slashed, "{message}");
    }
}

/// What the buttons of an action say.
fn labels(told: &Value) -> Vec<&str> {
    let links = told["links"]["actions"].as_array().map_or(&[][..], Vec::as_slice);
    links.iter().map(|link| link["label"].as_str().unwrap()).collect()
}
