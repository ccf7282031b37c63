//! A world on an embedded ledger, with the server on it.

use std::{num::NonZeroU32, path::Path, sync::Arc, time::Duration};

use base64::{Engine, prelude::BASE64_STANDARD};
use co_staking_client::{
    Instruction, Offer, Pubkey, pda,
    rpc::{CommitmentConfig, Http, Intent, Outcome, Rpc},
};
use co_staking_test_node::{
    http::{Server as Node, nobody},
    ledger::{Ledger, elf},
};
use co_staking_web::{App, Limits, Options, Rate, Server};
use co_staking_world::{Wallets, World};
use reqwest::{Client, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};
use solana_keypair::{Keypair, read_keypair_file};
use solana_signer::Signer;
use solana_transaction::Transaction;

/// 2026-03-01 12:00:00 UTC.
pub const NOW: i64 = 1_772_366_400;
/// A height that no test reaches.
pub const FAR: u64 = 1_000_000;

/// A ledger, a node of it, and the server.
pub struct Scene {
    pub wallets: Wallets,
    pub ledger: Ledger,
    pub node: Node,
    pub app: Arc<App>,
    pub url: String,
    pub client: Client,
}

/// A world's ledger.
pub fn ledger(name: &str, devices: u32) -> (Wallets, Ledger) {
    let world = World::with_devices(&Path::new(env!("CARGO_TARGET_TMPDIR")).join(name), devices, NOW).unwrap();
    let ledger = Ledger::empty(NOW);
    ledger.deploy(&elf(), &world.wallets.key("deployer"));
    ledger.put_all(&world.accounts);
    (world.wallets, ledger)
}

/// The server as it is started, on a port of its own and without a websocket: what it knows it has read.
pub fn options(node: &Node) -> Options {
    let ws = nobody().unwrap().replace("http", "ws");
    // A test asks for more in a second than a reader does.
    let many = Rate { burst: NonZeroU32::MAX, period: Duration::from_millis(1) };
    let limits = Limits { reads: many, writes: many, ..Limits::default() };
    Options { listen: ([127, 0, 0, 1], 0).into(), limits, ..Options::new(node.url(), ws) }
}

/// Starts a server; its address and what it answers from.
pub async fn start(options: &Options) -> (String, Arc<App>) {
    let server = Server::start(options).await.unwrap();
    let (url, app) = (format!("http://{}", server.address()), server.app().clone());
    tokio::spawn(server.run(std::future::pending()));
    (url, app)
}

impl Scene {
    /// With so many devices.
    pub async fn new(name: &str, devices: u32) -> Self {
        Self::with(name, devices, |_| {}, |_| {}).await
    }

    /// The ledger and the server's options as the test wants them.
    pub async fn with(name: &str, devices: u32, prepare: impl Fn(&Ledger), change: impl Fn(&mut Options)) -> Self {
        let (wallets, ledger) = ledger(name, devices);
        prepare(&ledger);
        let node = ledger.node().unwrap();
        let mut options = options(&node);
        change(&mut options);
        let (url, app) = start(&options).await;
        let client = Client::builder().timeout(Duration::from_secs(30)).build().unwrap();
        Self { wallets, ledger, node, app, url, client }
    }

    pub fn keypair(&self, name: &str) -> Keypair {
        read_keypair_file(self.wallets.path(name)).unwrap()
    }

    /// What a wallet's IO account holds.
    pub fn io(&self, name: &str) -> u64 {
        self.ledger.balance(&pda::associated_token(&self.wallets.key(name), &self.wallets.mint()))
    }

    pub fn offer(&self, key: &Pubkey) -> Offer {
        self.ledger.account(key).unwrap().offer().unwrap()
    }

    pub fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(format!("{}{path}", self.url))
    }

    pub fn post(&self, path: &str, body: &Value) -> RequestBuilder {
        self.client.post(format!("{}{path}", self.url)).json(body)
    }

    /// A page, as a browser gets it.
    pub async fn page(&self, path: &str) -> (StatusCode, String) {
        let reply = self.get(path).header("accept", "text/html,application/xhtml+xml,*/*;q=0.8").send().await.unwrap();
        (reply.status(), reply.text().await.unwrap())
    }

    /// What a client of actions gets.
    pub async fn json(&self, path: &str) -> (StatusCode, Value) {
        told(self.get(path).header("accept", "application/json").send().await.unwrap()).await
    }

    /// What it posts.
    pub async fn posted(&self, path: &str, body: &Value) -> (StatusCode, Value) {
        told(self.post(path, body).send().await.unwrap()).await
    }

    /// The transaction that an action gives `who`, unsigned.
    pub async fn transaction(&self, path: &str, who: &str) -> Transaction {
        let account = self.wallets.key(who).to_string();
        let (status, told) = self.posted(path, &json!({ "account": account })).await;
        assert_eq!(status, StatusCode::OK, "{path}: {told}");
        decoded(&told["transaction"])
    }

    /// Has an action's transaction signed and sent; what became of it.
    pub async fn act(&self, path: &str, who: &str) -> Value {
        let transaction = self.transaction(path, who).await;
        self.send(&signed(transaction, &self.keypair(who))).await
    }

    /// Sends what was signed, and follows it until it is decided.
    pub async fn send(&self, transaction: &Transaction) -> Value {
        let body = json!({ "transaction": encoded(transaction), "lastValidBlockHeight": FAR });
        let (status, told) = self.posted("/api/send", &body).await;
        assert_eq!(status, StatusCode::OK, "{told}");
        let path = format!("/api/follow/{}?lastValidBlockHeight={FAR}", told["signature"].as_str().unwrap());
        loop {
            let (status, told) = self.json(&path).await;
            assert_eq!(status, StatusCode::OK, "{told}");
            if told["state"] != "Sending" {
                return told;
            }
        }
    }

    /// Instructions of a role, past the server.
    pub async fn play(&self, who: &str, instructions: &[Instruction]) {
        let (node, signer) = (self.ledger.node().unwrap(), self.keypair(who));
        let rpc = Rpc::new(Http::new(&node.url()).unwrap(), CommitmentConfig::confirmed());
        let sign =
            |hash| Ok(Transaction::new_signed_with_payer(instructions, Some(&signer.pubkey()), &[&signer], hash));
        let outcome = rpc.send(&Intent { sign: &sign, blockhash: None, sending: &|_| {} }).await.unwrap();
        assert!(matches!(outcome, Outcome::Done(_)), "{who}: {outcome:?}");
    }

    /// Lets the chain's time pass, and the server see it.
    pub async fn wait(&self, secs: i64) {
        self.ledger.wait(secs);
        if secs > 0 {
            // A transaction that does nothing: without a newer block the server takes the node to stand still.
            self.play("deployer", &[]).await;
        }
        self.app.market.reconcile(&self.app.rpc).await.unwrap();
    }
}

async fn told(reply: Response) -> (StatusCode, Value) {
    let status = reply.status();
    let text = reply.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or_else(|error| panic!("{status} {error}: {text}")))
}

/// A device of the world.
pub fn device(number: u32) -> Pubkey {
    pda::device(&pda::device_id(&format!("gpu-{number}")))
}

/// A transaction as it goes over the wire.
pub fn decoded(text: &Value) -> Transaction {
    bincode::deserialize(&BASE64_STANDARD.decode(text.as_str().unwrap()).unwrap()).unwrap()
}

pub fn encoded(transaction: &Transaction) -> String {
    BASE64_STANDARD.encode(bincode::serialize(transaction).unwrap())
}

/// As a wallet signs: the message stays as it is.
pub fn signed(mut transaction: Transaction, signer: &Keypair) -> Transaction {
    let hash = transaction.message.recent_blockhash;
    transaction.try_sign(&[signer], hash).unwrap();
    transaction
}
