//! What pages are like: with a keyboard alone, on a narrow screen, with foreign text, and to the eye.

use std::{env, fs, path::Path};

use co_staking_client::pda;
use fantoccini::key::Key;
use serde_json::json;

use super::{
    browser::Browser,
    node::Node,
    scene::{CLAIM, FIRST, co_staker, device, node, offer},
    server::Server,
    wallet::Mock,
};

/// More stops than any page has before its button.
const STOPS: usize = 60;
/// The narrowest phone.
const NARROW: u32 = 320;

#[test]
fn a_keyboard_alone() {
    let (node, offer) = (node(), offer(8, 0));
    let server = Server::start(node);
    let browser = Browser::with(&Mock::of(node, "alice"));
    browser.open(&server.offer(&offer));
    let reached = (0..STOPS).any(|_| {
        browser.press(Key::Tab);
        browser.focused().starts_with("Co-stake ")
    });
    assert!(reached, "no tab stop at the button");
    browser.press(Key::Enter);
    // The focus is at what comes next, so that Enter goes on.
    browser.eventually("the focus is not at the signature", || (browser.focused() == "Sign with Mock").then_some(()));
    browser.press(Key::Enter);
    browser.sees("#said", "Approved");
    browser.eventually("the focus is lost", || (browser.focused() == "Close").then_some(()));
    browser.press(Key::Enter);
    assert_eq!(co_staker(&offer), Some(node.wallets.key("alice")));
}

#[test]
fn a_narrow_phone() {
    let node = node();
    let server = Server::start(node);
    let browser = Browser::with(&Mock::of(node, "dave"));
    browser.screen(NARROW, 640, true);
    let owner = node.wallets.key("owner");
    let pages =
        ["/".into(), format!("/o/{}", offer(9, 0)), format!("/d/{}", device(9)), format!("/w/{owner}"), "/x".into()];
    for page in pages {
        browser.open(&server.url(&page));
        let width = browser.run("return document.documentElement.scrollWidth").as_u64().unwrap();
        assert!(width <= u64::from(NARROW), "{page} is {width} wide");
        assert_eq!(browser.run("return mockWallet.violations"), json!([]), "{page} breaks its own policy");
    }
    // The dialog, too: its last choice is in view.
    browser.open(&server.offer(&offer(9, 0)));
    browser.click(CLAIM);
    browser.sees(FIRST, "Sign with Mock");
    let right = "return Math.ceil(document.querySelector('#sign').getBoundingClientRect().right)";
    assert!(browser.run(right).as_u64().unwrap() <= u64::from(NARROW), "the dialog is too wide");
}

/// What the registrar wrote is text wherever it stands.
#[test]
fn a_script_in_a_model_name_is_text() {
    const MODEL: &str = "<script>self.hit=1</script>";
    let node = node();
    let key = node.wallets.key("olivia");
    let register = format!("device register scripted --owner {key} --model {MODEL} --cards 1 --multiplier 10");
    node.costake("registrar", &register).done();
    node.costake("registrar", "device update scripted --operational true --reliability 97.5").done();
    node.costake("olivia", "stake scripted 2000").done();
    node.costake("olivia", "offer create scripted 500 --reward 40").done();
    let address = pda::device(&pda::device_id("scripted"));
    let server = Server::start(node);
    let browser = Browser::with(&Mock::of(node, "dave"));
    let pages = [
        format!("/?device={address}"),
        format!("/o/{}", pda::offer(&address, 0)),
        format!("/d/{address}"),
        format!("/w/{key}"),
    ];
    for page in pages {
        browser.open(&server.url(&page));
        if !page.starts_with("/w/") {
            browser.sees("main", MODEL);
        }
        assert_eq!(browser.run("return self.hit ?? 0"), 0, "{page} ran it");
    }
}

/// A block pays the device `gpu-10`, so that there is an estimate.
fn earn(node: &Node) {
    let rows = node.file("block.txt", "gpu-10 40\n");
    node.costake("stranger", "rewards fund 40").done();
    node.wait(5);
    node.costake("rewarder", &format!("rewards accrue {rows} --started -2s --ended -1s")).done();
}

/// Where the README's pictures are.
const PICTURES: &str = "../web/screenshots";

/// Writes the README's pictures with `UPDATE_SCREENSHOTS=1`; otherwise only sees that there is something on them.
#[test]
fn screenshots() {
    let node = node();
    let server = Server::start(node);
    let browser = Browser::with(&Mock::of(node, "carol"));
    let update = env::var_os("UPDATE_SCREENSHOTS").is_some();
    let folder = if update {
        Path::new(PICTURES).to_owned()
    } else {
        Path::new(env!("CARGO_TARGET_TMPDIR")).join("screenshots")
    };
    fs::create_dir_all(&folder).unwrap();
    let keep = |name: &str| {
        let picture = browser.screenshot();
        // A page without anything on it is a third of that.
        assert!(picture.len() > 15_000, "{name} is empty: {} bytes", picture.len());
        fs::write(folder.join(name), picture).unwrap();
    };
    let take = |name: &str, path: &str| {
        browser.open(&server.url(path));
        keep(name);
    };
    earn(node);
    let (offer, device) = (format!("/o/{}", offer(10, 0)), format!("/d/{}", device(10)));
    browser.screen(1_100, 820, false);
    take("market.png", "/?model=A100&sort=estimate");
    take("offer.png", &offer);
    browser.click(CLAIM);
    browser.sees(FIRST, "Sign with Mock");
    keep("effect.png");
    take("device.png", &device);
    take("wallet.png", &format!("/w/{}", node.wallets.key("owner")));
    browser.screen(390, 820, true);
    browser.dark(true);
    take("offer-dark-phone.png", &offer);
    // What the README shows is there.
    for name in ["market", "offer", "effect", "device", "wallet", "offer-dark-phone"] {
        assert!(Path::new(PICTURES).join(format!("{name}.png")).exists(), "write it with UPDATE_SCREENSHOTS=1: {name}");
    }
}
