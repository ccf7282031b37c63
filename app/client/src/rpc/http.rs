//! JSON-RPC over HTTP.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use reqwest::{Client, Response, header::RETRY_AFTER};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Reply, Transport, TransportError};

/// A slow answer is taken for none after this long. The largest ones, of a whole marketplace, take a few seconds.
const TIMEOUT: Duration = Duration::from_secs(30);

/// What went over the wire so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Transferred {
    pub requests: u64,
    /// Bytes of the requests' bodies.
    pub sent: u64,
    /// Bytes of the answers' bodies, unpacked.
    pub received: u64,
}

/// A node's HTTP endpoint.
pub struct Http {
    url: String,
    client: Client,
    requests: AtomicU64,
    sent: AtomicU64,
    received: AtomicU64,
}

impl Http {
    /// The node at `url`.
    ///
    /// # Errors
    /// Where the machine has no way to speak TLS.
    pub fn new(url: &str) -> Result<Self, TransportError> {
        Self::with_timeout(url, TIMEOUT)
    }

    /// The node at `url`, whose answers may take that long.
    ///
    /// # Errors
    /// Those of [`Self::new`].
    pub fn with_timeout(url: &str, timeout: Duration) -> Result<Self, TransportError> {
        let client = Client::builder().timeout(timeout).build();
        let client = client.map_err(|error| TransportError::Unreachable(error.to_string()))?;
        let zero = AtomicU64::default;
        Ok(Self { url: url.into(), client, requests: zero(), sent: zero(), received: zero() })
    }

    /// What went over the wire so far.
    pub fn transferred(&self) -> Transferred {
        let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
        Transferred { requests: read(&self.requests), sent: read(&self.sent), received: read(&self.received) }
    }

    fn count(counter: &AtomicU64, bytes: usize) {
        counter.fetch_add(u64::try_from(bytes).unwrap_or(u64::MAX), Ordering::Relaxed);
    }
}

impl Transport for Http {
    async fn call(&self, method: &str, params: Value) -> Result<Reply, TransportError> {
        let id = self.requests.fetch_add(1, Ordering::Relaxed);
        let body = json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }).to_string();
        Self::count(&self.sent, body.len());
        let request = self.client.post(&self.url).header("content-type", "application/json").body(body);
        let response = request.send().await.map_err(|error| not_sent(&error))?;
        let status = response.status();
        if !status.is_success() {
            return Err(TransportError::Status { code: status.as_u16(), retry_after: retry_after(&response) });
        }
        let bytes = response.bytes().await.map_err(|error| TransportError::Lost(root(&error)))?;
        Self::count(&self.received, bytes.len());
        reply(&bytes, id)
    }

    fn name(&self) -> String {
        self.url.clone()
    }
}

fn not_sent(error: &reqwest::Error) -> TransportError {
    if error.is_connect() || error.is_builder() {
        TransportError::Unreachable(root(error))
    } else {
        TransportError::Lost(root(error))
    }
}

/// The innermost reason: the outer ones repeat the address.
fn root(error: &reqwest::Error) -> String {
    let mut inner: &dyn std::error::Error = error;
    while let Some(source) = inner.source() {
        inner = source;
    }
    if error.is_timeout() { "timed out".into() } else { inner.to_string() }
}

/// In seconds. The other form, a date, is not what nodes send.
fn retry_after(response: &Response) -> Option<Duration> {
    let text = response.headers().get(RETRY_AFTER)?.to_str().ok()?;
    text.trim().parse().ok().map(Duration::from_secs)
}

fn reply(bytes: &[u8], expected: u64) -> Result<Reply, TransportError> {
    #[derive(Deserialize)]
    struct Envelope {
        id: Value,
        result: Option<Value>,
        error: Option<Error>,
    }
    #[derive(Deserialize)]
    struct Error {
        code: i64,
        message: String,
        #[serde(default)]
        data: Value,
    }
    let envelope: Envelope =
        serde_json::from_slice(bytes).map_err(|error| TransportError::Malformed(error.to_string()))?;
    if envelope.id != json!(expected) {
        return Err(TransportError::Malformed("it answers another request".into()));
    }
    Ok(match envelope.error {
        Some(Error { code, message, data }) => Reply::Error { code, message, data },
        // An absent account is a null that means something.
        None => Reply::Result(envelope.result.unwrap_or(Value::Null)),
    })
}
