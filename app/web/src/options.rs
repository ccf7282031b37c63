//! What the operator decides.

use std::{net::SocketAddr, num::NonZeroU32, time::Duration};

use co_staking_client::rpc::CommitmentConfig;

/// Where the server listens, which cluster it shows, and how much it does for whom.
#[derive(Clone, Debug)]
pub struct Options {
    pub listen: SocketAddr,
    /// The cluster's JSON-RPC.
    pub url: String,
    /// The cluster's websocket.
    pub ws: String,
    /// What is believed.
    pub commitment: CommitmentConfig,
    /// Where readers reach this server, as `https://stake.example`. Links are absolute only where it is given, since
    /// what a request says of its host is not to be trusted.
    pub public_url: Option<String>,
    /// Whether there is a proxy in front that names the reader's address in `X-Forwarded-For`.
    pub trust_proxy: bool,
    pub limits: Limits,
}

/// How much is done for one reader's address, and for all together.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub reads: Rate,
    /// What makes the cluster work: transactions that are simulated and sent.
    pub writes: Rate,
    /// Requests that are answered at the same time; more are turned away at once.
    pub concurrent: usize,
    /// Transactions that are sent at the same time.
    pub deliveries: usize,
    /// A request takes at most this long.
    pub timeout: Duration,
}

/// So many at once, and then one each period.
#[derive(Clone, Copy, Debug)]
pub struct Rate {
    pub burst: NonZeroU32,
    pub period: Duration,
}

/// Of the body of a request: the largest transaction fits ten times.
pub const BODY: usize = 16 * 1024;

impl Default for Limits {
    fn default() -> Self {
        let rate = |burst, millis| Rate {
            burst: NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN),
            period: Duration::from_millis(millis),
        };
        Self {
            reads: rate(60, 50),
            writes: rate(12, 1_000),
            concurrent: 256,
            deliveries: 256,
            timeout: Duration::from_secs(40),
        }
    }
}

impl Options {
    /// For that cluster, on this machine alone.
    pub fn new(url: impl Into<String>, ws: impl Into<String>) -> Self {
        Self {
            listen: ([127, 0, 0, 1], 8080).into(),
            url: url.into(),
            ws: ws.into(),
            commitment: CommitmentConfig::confirmed(),
            public_url: None,
            trust_proxy: false,
            limits: Limits::default(),
        }
    }

    /// The public URL without a slash at its end.
    ///
    /// # Errors
    /// A sentence, where it is not of the form `https://host`: wallets take no other.
    pub fn public_url(&self) -> Result<Option<&str>, String> {
        let Some(url) = &self.public_url else { return Ok(None) };
        let url = url.trim_end_matches('/');
        let host = url.strip_prefix("https://");
        match host {
            Some(host)
                if !host.is_empty()
                    && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte)) =>
            {
                Ok(Some(url))
            }
            _ => Err(format!("Expected a public URL like https://stake.example, without a path; found {url}.")),
        }
    }
}
