//! What every request is answered from.

use co_staking_client::rpc::{Cluster, Http, Rpc};
use tokio::sync::Semaphore;

use crate::{
    assets,
    deliveries::Deliveries,
    index::{Market, Tables},
    options::Limits,
    pages::{Assets, Frame, WebAddress},
};

/// One cluster, as this server shows it.
pub struct App {
    pub market: Market,
    pub rpc: Rpc<Http>,
    pub cluster: ClusterName,
    pub links: Links,
    pub deliveries: Deliveries,
    pub(crate) places: Places,
    pub(crate) limits: Limits,
    pub(crate) trust_proxy: bool,
}

/// A cluster in all the ways in which it is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClusterName {
    /// To readers.
    pub words: String,
    /// By wallets: `solana:devnet`.
    pub chain: &'static str,
    /// By clients of Actions: the first 32 characters of the hash of its first block (CAIP-2).
    pub blockchain_id: String,
}

impl From<&Cluster> for ClusterName {
    fn from(cluster: &Cluster) -> Self {
        let words = cluster.to_string();
        let chain = match words.as_str() {
            "mainnet-beta" => "solana:mainnet",
            "testnet" => "solana:testnet",
            "devnet" => "solana:devnet",
            _ => "solana:localnet",
        };
        let id: String = cluster.genesis.chars().take(32).collect();
        Self { words, chain, blockchain_id: format!("solana:{id}") }
    }
}

/// How addresses of this server are written.
#[derive(Clone, Debug)]
pub struct Links {
    /// As the operator says, without a slash at the end.
    pub public: Option<String>,
    /// Where it listens, for those who try it on the same machine.
    pub local: String,
}

impl Links {
    /// An absolute address of a path here. Without a public URL it is good on this machine alone.
    pub fn to(&self, path: &str) -> String {
        format!("{}{path}", self.public.as_deref().unwrap_or(&self.local))
    }

    /// Whether readers come by TLS.
    pub const fn is_https(&self) -> bool {
        self.public.is_some()
    }
}

/// For requests that are being answered. Those that wait for the cluster have places of their own, so that a cluster that
/// answers slowly takes none from the rest.
pub(crate) struct Places {
    /// For what is answered from memory.
    pub here: Semaphore,
    /// For what asks the cluster.
    pub asking: Semaphore,
    /// For those who wait until a transaction is decided.
    pub following: Semaphore,
}

impl Places {
    /// `each` of every kind.
    pub fn new(each: usize) -> Self {
        let places = || Semaphore::new(each.min(Semaphore::MAX_PERMITS));
        Self { here: places(), asking: places(), following: places() }
    }
}

impl App {
    /// What a page is drawn with.
    pub fn frame(&self, tables: &Tables) -> Frame<'_> {
        let fresh = self.market.freshness_of(tables);
        Frame {
            cluster: &self.cluster.words,
            chain: self.cluster.chain,
            now: self.market.now(),
            slot: fresh.slot,
            age_secs: fresh.age.as_secs(),
            paused: tables.config().is_paused(),
            listens: WebAddress(&self.links.local),
            public: self.links.public.as_deref().map(WebAddress),
            assets: Assets {
                style: assets::url("style.css"),
                wallet: assets::url("wallet.js"),
                icon: assets::url("icon.svg"),
            },
        }
    }
}
