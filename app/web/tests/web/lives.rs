//! Every operation of a user, asked for as an action, signed by its wallet, and looked up on the ledger.

use co_staking_client::{
    Pubkey, Slash,
    format::IO,
    instructions::{rewards, slash},
    pda,
    rules::{offer::Terms, rewards::Block, slash::CaseState, status::OfferState},
};
use serde_json::json;

use crate::scene::{Scene, device};

/// A device with its owner and alice, who co-stakes on it.
struct Life {
    scene: Scene,
    device: Pubkey,
}

impl Life {
    async fn new(name: &str) -> Self {
        Self { scene: Scene::new(name, 1).await, device: device(1) }
    }

    /// It lands, and the server's pages show the device as it then is.
    async fn done(&self, path: &str, who: &str) {
        let told = self.scene.act(path, who).await;
        assert_eq!(told["state"], json!("Approved"), "{path}: {told}");
        let shown = self.scene.app.market.read().device(&self.device).map(|device| bytemuck::bytes_of(device).to_vec());
        let found =
            self.scene.ledger.account(&self.device).map(|found| bytemuck::bytes_of(&found.device().unwrap()).to_vec());
        assert_eq!(shown, found, "{path}: the index lags behind");
    }

    async fn on_device(&self, name: &str, more: &str, who: &str) {
        self.done(&format!("/actions/{name}?device={}{more}", self.device), who).await;
    }

    async fn on_offer(&self, name: &str, index: u32, who: &str) {
        self.done(&format!("/actions/{name}?offer={}", self.offer(index)), who).await;
    }

    fn offer(&self, index: u32) -> Pubkey {
        pda::offer(&self.device, index)
    }

    fn account(&self) -> co_staking_client::Device {
        self.scene.ledger.account(&self.device).unwrap().device().unwrap()
    }

    fn mint(&self) -> Pubkey {
        self.scene.wallets.mint()
    }

    fn now(&self) -> i64 {
        self.scene.ledger.now()
    }

    /// A block's reward of 10 IO for the device.
    async fn block(&self) {
        self.scene.wait(5).await;
        let block = Block { started_at: self.now() - 3, ended_at: self.now() - 1 };
        let row = rewards::Row { device: self.device, amount: 10 * IO };
        let rewarder = self.scene.wallets.key("rewarder");
        self.scene.play("rewarder", &[rewards::accrue_rewards(&rewarder, block, &[row])]).await;
        self.scene.wait(0).await;
    }

    /// A tenth of everybody's stake; the case.
    async fn slashed(&self, offence: &str) -> Pubkey {
        self.slashed_by(offence, 1_000).await
    }

    async fn slashed_by(&self, offence: &str, bps: u16) -> Pubkey {
        let (slasher, id) = (self.scene.wallets.key("slasher"), pda::offence_id(offence));
        let terms = Slash { bps, offence_at: self.now(), forfeit_rewards: false };
        let open = slash::open_slash(&self.device, &slasher, &slasher, &self.mint(), id, terms);
        self.scene.play("slasher", &[open]).await;
        self.scene.wait(0).await;
        pda::slash_case(&self.device, &id)
    }

    fn state(&self, case: &Pubkey) -> CaseState {
        self.scene.ledger.account(case).unwrap().slash_case().unwrap().state()
    }
}

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
    life.done(&format!("/actions/appeal-slash?case={case}"), "alice").await;
    life.scene.play("arbiter", &[slash::rule_slash(&life.device, &case, &arbiter, &life.mint(), false)]).await;
    life.scene.wait(0).await;
    assert!(page().await.contains("Get 250 IO back"), "{}", page().await);
    life.done(&format!("/actions/return-slashed?case={case}&number=1"), "alice").await;
    assert_eq!(life.scene.io("alice"), held + 250 * IO);
    assert!(!page().await.contains("Get 250 IO back"));
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
