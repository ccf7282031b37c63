//! A device with its owner and a co-staker, who do things with it through the server.

use co_staking_client::{
    Pubkey, Slash,
    format::IO,
    instructions::{rewards, slash},
    pda,
    rules::{rewards::Block, slash::CaseState},
};
use serde_json::{Value, json};

use crate::scene::{Scene, device};

/// A device with its owner and alice, who co-stakes on it.
pub struct Life {
    pub scene: Scene,
    pub device: Pubkey,
}

impl Life {
    pub async fn new(name: &str) -> Self {
        Self { scene: Scene::new(name, 1).await, device: device(1) }
    }

    /// It lands, and the server's pages show the device as it then is.
    pub async fn done(&self, path: &str, who: &str) {
        let told = self.scene.act(path, who).await;
        assert_eq!(told["state"], json!("Approved"), "{path}: {told}");
        let shown = self.scene.app.market.read().device(&self.device).map(|device| bytemuck::bytes_of(device).to_vec());
        let found =
            self.scene.ledger.account(&self.device).map(|found| bytemuck::bytes_of(&found.device().unwrap()).to_vec());
        assert_eq!(shown, found, "{path}: the index lags behind");
    }

    pub async fn on_device(&self, name: &str, more: &str, who: &str) {
        self.done(&format!("/actions/{name}?device={}{more}", self.device), who).await;
    }

    pub async fn on_offer(&self, name: &str, index: u32, who: &str) {
        self.done(&format!("/actions/{name}?offer={}", self.offer(index)), who).await;
    }

    pub fn offer(&self, index: u32) -> Pubkey {
        pda::offer(&self.device, index)
    }

    pub fn account(&self) -> co_staking_client::Device {
        self.scene.ledger.account(&self.device).unwrap().device().unwrap()
    }

    pub fn mint(&self) -> Pubkey {
        self.scene.wallets.mint()
    }

    pub fn now(&self) -> i64 {
        self.scene.ledger.now()
    }

    /// A block's reward of 10 IO for the device.
    pub async fn block(&self) {
        self.scene.wait(5).await;
        let block = Block { started_at: self.now() - 3, ended_at: self.now() - 1 };
        let row = rewards::Row { device: self.device, amount: 10 * IO };
        let rewarder = self.scene.wallets.key("rewarder");
        self.scene.play("rewarder", &[rewards::accrue_rewards(&rewarder, block, &[row])]).await;
        self.scene.wait(0).await;
    }

    /// A tenth of everybody's stake; the case.
    pub async fn slashed(&self, offence: &str) -> Pubkey {
        self.slashed_by(offence, 1_000).await
    }

    pub async fn slashed_by(&self, offence: &str, bps: u16) -> Pubkey {
        let (slasher, id) = (self.scene.wallets.key("slasher"), pda::offence_id(offence));
        let terms = Slash { bps, offence_at: self.now(), forfeit_rewards: false };
        let open = slash::open_slash(&self.device, &slasher, &slasher, &self.mint(), id, terms);
        self.scene.play("slasher", &[open]).await;
        self.scene.wait(0).await;
        pda::slash_case(&self.device, &id)
    }

    /// What a wallet shows `who` before it signs.
    pub async fn message(&self, path: &str, who: &str) -> String {
        let account = self.scene.wallets.key(who).to_string();
        let (_, told) = self.scene.posted(path, &json!({ "account": account })).await;
        told["message"].as_str().unwrap_or_else(|| panic!("{path}: {told}")).into()
    }

    /// The action of a wallet, whose description has those words in it.
    pub async fn told(&self, who: &str, words: &str) -> Value {
        let (_, told) = self.scene.json(&format!("/w/{}", self.scene.wallets.key(who))).await;
        assert!(told["description"].as_str().unwrap().contains(words), "{words}: {told}");
        told
    }

    pub fn state(&self, case: &Pubkey) -> CaseState {
        self.scene.ledger.account(case).unwrap().slash_case().unwrap().state()
    }
}
