//! The mock wallet's settings, as the page's script gets them.

use serde_json::{Value, json};
use solana_keypair::{Keypair, read_keypair_file};
use solana_signer::Signer;

use super::node::Node;

/// The mock wallet itself; it reads `mock`.
const SCRIPT: &str = include_str!("mock-wallet.js");
/// As wallets name the test's cluster.
const CHAIN: &str = "solana:localnet";

/// A wallet in the browser.
pub struct Mock(Value);

impl Mock {
    /// Signs whatever it is asked to, with the key of that name.
    pub fn of(node: &Node, name: &str) -> Self {
        let keypair: Keypair = read_keypair_file(node.wallets.path(name)).unwrap();
        let key = keypair.pubkey();
        Self(json!({
            "name": "Mock", "seed": keypair.secret_bytes(), "publicKey": key.to_bytes(),
            "address": key.to_string(), "chains": [CHAIN], "mode": "approve", "lateMs": 0, "slowMs": 0,
        }))
    }

    /// Has that name; "Mock" otherwise.
    pub fn named(mut self, name: &str) -> Self {
        self.0["name"] = json!(name);
        self
    }

    /// Refuses to sign.
    pub fn rejecting(mut self) -> Self {
        self.0["mode"] = json!("reject");
        self
    }

    /// Is not there at all.
    pub fn absent(mut self) -> Self {
        self.0["mode"] = json!("absent");
        self
    }

    /// Is on another cluster.
    pub fn elsewhere(mut self) -> Self {
        self.0["chains"] = json!(["solana:mainnet"]);
        self
    }

    /// Registers so long after the page has loaded.
    pub fn late(mut self, ms: u32) -> Self {
        self.0["lateMs"] = json!(ms);
        self
    }

    /// Takes so long to sign.
    pub fn slow(mut self, ms: u32) -> Self {
        self.0["slowMs"] = json!(ms);
        self
    }

    /// What runs in every page before its own scripts.
    pub fn script(&self) -> String {
        format!("(() => {{ const mock = {};\n{SCRIPT}\n}})();", self.0)
    }
}
