//! A headless browser, driven as a person would use it.

use std::{
    net::TcpListener,
    process::{Child, Command, Stdio},
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use fantoccini::{Client, Locator, key::Key};
use serde_json::{Value, json};

use super::{
    driver::{Cdp, connect},
    wallet::Mock,
};

/// What a page may take: a block on the test's cluster is half a second, and the machine has other work.
pub const PATIENCE: Duration = Duration::from_secs(60);
/// How often it is looked.
pub const POLL: Duration = Duration::from_millis(150);

/// A running browser. It ends with the test.
pub struct Browser {
    driver: Child,
    client: Client,
    runtime: tokio::runtime::Runtime,
    /// One at a time: they are heavy.
    _turn: MutexGuard<'static, ()>,
}

/// Which part of the browser a test looks at: a selector of CSS.
pub type Selector<'a> = &'a str;

impl Browser {
    /// One without a page yet.
    pub fn start() -> Self {
        static TURN: Mutex<()> = Mutex::new(());
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut driver = Command::new("chromedriver");
        driver.arg(format!("--port={port}")).stdout(Stdio::null()).stderr(Stdio::null());
        let driver = driver.spawn().expect("these tests need Debian's packages chromium and chromium-driver");
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let client = runtime.block_on(connect(port));
        Self { driver, client, runtime, _turn: turn }
    }

    /// With that wallet in every page that is opened from now on in this tab.
    pub fn with(mock: &Mock) -> Self {
        let browser = Self::start();
        browser.install(mock);
        browser
    }

    /// Puts the wallet into this tab's pages.
    pub fn install(&self, mock: &Mock) {
        self.cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": mock.script() }));
    }

    fn cdp(&self, cmd: &'static str, params: Value) -> Value {
        self.runtime.block_on(self.client.issue_cmd(Cdp { cmd, params })).unwrap()
    }

    /// A screen of that many points, on a phone or not.
    pub fn screen(&self, width: u32, height: u32, mobile: bool) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile });
        self.cdp("Emulation.setDeviceMetricsOverride", metrics);
    }

    /// Prefers dark pages.
    pub fn dark(&self, dark: bool) {
        let value = if dark { "dark" } else { "light" };
        let feature = json!({ "name": "prefers-color-scheme", "value": value });
        self.cdp("Emulation.setEmulatedMedia", json!({ "features": [feature] }));
    }

    /// A PNG of what is seen.
    pub fn screenshot(&self) -> Vec<u8> {
        self.runtime.block_on(self.client.screenshot()).unwrap()
    }

    /// Opens a page, and waits until its wallet module runs.
    pub fn open(&self, url: &str) {
        self.runtime.block_on(self.client.goto(url)).unwrap();
        self.eventually("the wallet module does not run", || self.text("#wallet").filter(|text| !text.is_empty()));
    }

    /// Another tab; it is the one that is looked at from now on.
    pub fn new_tab(&self) {
        self.runtime.block_on(async {
            let tab = self.client.new_window(true).await.unwrap();
            self.client.switch_to_window(tab.handle).await.unwrap();
        });
    }

    /// Looks at the tab of that number.
    pub fn tab(&self, number: usize) {
        self.runtime.block_on(async {
            let tabs = self.client.windows().await.unwrap();
            self.client.switch_to_window(tabs[number].clone()).await.unwrap();
        });
    }

    /// Runs a script in the page.
    pub fn run(&self, script: &str) -> Value {
        self.runtime.block_on(self.client.execute(script, vec![])).unwrap()
    }

    /// The text that a person sees there; `None` where there is nothing.
    pub fn text(&self, selector: Selector<'_>) -> Option<String> {
        let found = self.run(&format!("return document.querySelector({})?.innerText ?? null", json!(selector)));
        found.as_str().map(String::from)
    }

    /// Waits for that text there.
    #[track_caller]
    pub fn sees(&self, selector: Selector<'_>, part: &str) -> String {
        let text = || self.text(selector);
        let has = || text().filter(|text| text.contains(part));
        self.eventually(&format!("{selector} does not say: {part}"), has)
    }

    /// Clicks as a person does: it must be there, enabled and in view.
    #[track_caller]
    pub fn click(&self, selector: Selector<'_>) {
        self.eventually(&format!("{selector} cannot be clicked"), || {
            self.runtime.block_on(async {
                let element = self.client.find(Locator::Css(selector)).await.ok()?;
                if !element.is_enabled().await.ok()? {
                    return None;
                }
                element.click().await.ok()
            })
        });
    }

    /// Presses a key where the focus is.
    pub fn press(&self, key: Key) {
        let press = async || self.client.active_element().await?.send_keys(&char::from(key).to_string()).await;
        self.eventually("no element has the focus", || self.runtime.block_on(press()).ok());
    }

    /// The text of what has the focus.
    pub fn focused(&self) -> String {
        self.run("return document.activeElement?.innerText ?? ''").as_str().unwrap_or_default().into()
    }

    /// Waits until it is so.
    #[track_caller]
    pub fn eventually<R>(&self, otherwise: &str, it_is: impl Fn() -> Option<R>) -> R {
        let started = Instant::now();
        loop {
            if let Some(result) = it_is() {
                return result;
            }
            if started.elapsed() > PATIENCE {
                let page = self.text("body").unwrap_or_default();
                panic!("{otherwise}. The page says:\n{page}");
            }
            thread::sleep(POLL);
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver's end alone would leave the browser behind.
        let _ = self.runtime.block_on(self.client.clone().close());
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
