//! The cluster that these tests share, and what stands on it.

use std::sync::OnceLock;

use co_staking_client::{Offer, Pubkey, pda};

use super::{
    browser::Browser,
    node::{Node, free_ports},
    server::Server,
};

/// Devices of the world; each test has offers of its own.
const DEVICES: &str = "40";

/// The validator.
pub fn node() -> &'static Node {
    static NODE: OnceLock<Node> = OnceLock::new();
    NODE.get_or_init(|| Node::start("browser", free_ports(), &["--devices", DEVICES]))
}

/// A device of the world.
pub fn device(number: u32) -> Pubkey {
    pda::device(&pda::device_id(&format!("gpu-{number}")))
}

/// An offer of a device of the world.
pub fn offer(number: u32, index: u32) -> Pubkey {
    pda::offer(&device(number), index)
}

/// An offer as the cluster has it, not as a page shows it.
pub fn on_chain(offer: &Pubkey) -> Offer {
    node().account(offer).expect("there is no such offer").offer().unwrap()
}

/// Whose the offer is on the cluster; `None` while it is open.
pub fn co_staker(offer: &Pubkey) -> Option<Pubkey> {
    let offer = on_chain(offer);
    (!offer.is_open()).then_some(offer.co_staker)
}

/// Where the page's button is.
pub const CLAIM: &str = "form[data-operation=claim-offer] button";
/// The dialog's title, its sentence, and its first choice.
pub const TITLE: &str = "#sign-title";
pub const STATE: &str = "#sign-state";
pub const FIRST: &str = "#sign-choices button:first-child";

/// Opens the offer and clicks, up to where the wallet would be asked: what can be lost, and when it is back, stands there.
pub fn up_to_the_signature(browser: &Browser, server: &Server, offer: &Pubkey) {
    browser.open(&server.offer(offer));
    browser.click(CLAIM);
    browser.sees(FIRST, "Sign with Mock");
}
