//! Every operation of a user, asked for as an action, signed by its wallet, and looked up on the ledger.

use co_staking_client::{
    format::IO,
    pda,
    rules::{offer::Terms, status::OfferState},
};

use crate::life::Life;

#[tokio::test]
async fn an_owner_stakes_and_makes_offers() {
    let life = Life::new("owner").await;
    let before = life.scene.io("owner");
    life.on_device("stake", "&amount=1000", "owner").await;
    assert_eq!((life.account().owner_stake().active(), life.scene.io("owner")), (3_000 * IO, before - 1_000 * IO));
    life.on_offer("retract-offer", 3, "owner").await;
    assert_eq!(life.scene.offer(&life.offer(3)).state(), OfferState::Retracted);
    life.on_offer("close-offer", 3, "owner").await;
    assert!(life.scene.ledger.account(&life.offer(3)).is_none());
    assert!(life.scene.app.market.read().offer(&life.offer(3)).is_none());
    let reserved = life.scene.wallets.key("bob");
    let more = format!("&amount=100.5&reward=5.25&reserved_for={reserved}&expires_at=2026-04-01T00:00");
    life.on_device("create-offer", &more, "owner").await;
    let made = life.scene.offer(&life.offer(4));
    assert_eq!(*made.terms(), Terms::new(100 * IO + IO / 2, 525, 1_775_001_600));
    assert_eq!(made.reserved_for, reserved);
    // R7: min(O + A − req, O − max(⌈req/2⌉, A + P)), and P is three offers of 250 IO less one, and the new one.
    life.on_device("withdraw-overflow", "&amount=ALL", "owner").await;
    assert_eq!(life.account().owner_stake().active(), 2_000 * IO);
    assert_eq!(life.scene.io("owner"), before);
}

#[tokio::test]
async fn a_co_staker_comes_earns_and_leaves() {
    let life = Life::new("co-staker").await;
    let before = life.scene.io("alice");
    life.done("/actions/open-claims", "alice").await;
    assert!(life.scene.ledger.account(&pda::claims(&life.scene.wallets.key("alice"))).is_some());
    life.done(&format!("/o/{}", life.offer(0)), "alice").await;
    assert_eq!(life.scene.io("alice"), before - 250 * IO);
    life.done("/actions/fund-rewards?amount=100", "bob").await;
    let pool = life.scene.ledger.account(&pda::reward_vault()).unwrap().token_account().unwrap();
    assert_eq!(pool.amount, 100 * IO);
    life.block().await;
    // The first offer of the world's first device gives 15 %.
    life.on_offer("claim-co-stake-rewards", 0, "alice").await;
    assert_eq!(life.scene.io("alice"), before - 250 * IO + 10 * IO * 15 / 100);
    let owner = life.scene.io("owner");
    life.on_device("claim-owner-rewards", "", "owner").await;
    assert_eq!(life.scene.io("owner"), owner + 10 * IO * 85 / 100);
    life.on_offer("unstake-co-stake", 0, "alice").await;
    life.scene.wait(30).await;
    life.on_offer("withdraw-co-stake", 0, "alice").await;
    assert_eq!(life.scene.io("alice"), before + 10 * IO * 15 / 100);
    life.done("/actions/close-claims", "alice").await;
    assert!(life.scene.ledger.account(&pda::claims(&life.scene.wallets.key("alice"))).is_none());
}

#[tokio::test]
async fn an_owner_leaves_and_closes_everything() {
    let life = Life::new("leaving").await;
    let before = life.scene.io("owner");
    life.done(&format!("/o/{}", life.offer(0)), "alice").await;
    for index in 1..4 {
        life.on_offer("retract-offer", index, "owner").await;
    }
    life.on_device("unstake", "", "owner").await;
    let alice = life.scene.wallets.key("alice");
    let slots = || life.scene.ledger.account(&pda::claims(&alice)).unwrap().claim_counter().unwrap();
    assert_eq!(slots().slots().iter().filter(|slot| slot.is_free(life.now())).count(), 1);
    // It was pushed out, which frees its slot at once.
    life.on_offer("release-claim", 0, "alice").await;
    assert_eq!(slots().slots().iter().filter(|slot| slot.is_free(life.now())).count(), 2);
    life.scene.wait(20).await;
    life.on_device("withdraw", "", "owner").await;
    assert_eq!(life.scene.io("owner"), before + 2_000 * IO);
    life.on_offer("withdraw-co-stake", 0, "bob").await;
    for index in 0..4 {
        life.on_offer("close-offer", index, "owner").await;
    }
    life.on_device("close-device", "", "owner").await;
    assert!(life.scene.ledger.account(&life.device).is_none());
    assert_eq!(life.scene.json(&format!("/d/{}", life.device)).await.0, 404);
}
