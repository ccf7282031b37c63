//! chromium's driver: how a browser is started, and asked for what the protocol of all browsers lacks.

use std::time::Instant;

use fantoccini::{Client, ClientBuilder, wd::WebDriverCompatibleCommand};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use super::browser::{PATIENCE, POLL};

/// A command of chromium's own protocol, through its driver.
#[derive(Debug)]
pub struct Cdp {
    pub cmd: &'static str,
    pub params: Value,
}

impl WebDriverCompatibleCommand for Cdp {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(json!({ "cmd": self.cmd, "params": self.params }).to_string()))
    }
}

/// The driver takes a moment to listen.
pub async fn connect(port: u16) -> Client {
    let args = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
        "--lang=en-US",
    ];
    let options = json!({ "args": args, "binary": "/usr/bin/chromium" });
    let Value::Object(capabilities) = json!({ "browserName": "chrome", "goog:chromeOptions": options }) else {
        unreachable!("it is an object")
    };
    let url = format!("http://127.0.0.1:{port}");
    let started = Instant::now();
    loop {
        let mut builder = ClientBuilder::new(HttpConnector::new());
        match builder.capabilities(capabilities.clone()).connect(&url).await {
            Ok(client) => return client,
            Err(error) if started.elapsed() > PATIENCE => panic!("chromium does not start: {error}"),
            Err(_) => tokio::time::sleep(POLL).await,
        }
    }
}
