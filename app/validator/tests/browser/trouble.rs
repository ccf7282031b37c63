//! Two who want the same, one who wants two things, and a server that goes away.

use co_staking_client::{format::IO, pda};

use super::{
    browser::Browser,
    scene::{FIRST, STATE, TITLE, co_staker, node, offer, on_chain, up_to_the_signature},
    server::Server,
    wallet::Mock,
};

/// R14: one offer, two tabs, each with a wallet of its own and at its last click.
#[test]
fn two_tabs_race_for_one_offer() {
    let (node, offer) = (node(), offer(6, 0));
    let server = Server::start(node);
    let names = ["dave", "stranger"];
    let before = names.map(|name| node.io(name));
    let amount = on_chain(&offer).terms().amount / IO;
    let browser = Browser::with(&Mock::of(node, names[0]));
    up_to_the_signature(&browser, &server, &offer);
    browser.new_tab();
    browser.install(&Mock::of(node, names[1]));
    up_to_the_signature(&browser, &server, &offer);
    browser.click(FIRST);
    browser.tab(0);
    browser.click(FIRST);

    let titles = [0, 1].map(|tab| {
        browser.tab(tab);
        browser.eventually("it is not decided", || {
            let title = browser.text(TITLE)?;
            let approved = browser.text(STATE)? == "Approved";
            (approved || ["Refused", "Not done", "Not in time"].contains(&title.as_str())).then_some((approved, title))
        })
    });
    let winner = titles.iter().position(|(approved, _)| *approved).unwrap_or_else(|| panic!("nobody won: {titles:?}"));
    let loser = 1 - winner;
    assert!(!titles[loser].0, "both won: {titles:?}");
    assert_eq!(co_staker(&offer), Some(node.wallets.key(names[winner])));
    assert_eq!(node.io(names[winner]), before[winner] - amount);
    assert_eq!(node.io(names[loser]), before[loser], "the loser's tokens");
    // The program's word and its advice, and a way on.
    browser.tab(loser);
    let told = browser.text(STATE).unwrap();
    assert!(told.contains("offer"), "{told}");
    browser.sees(FIRST, "Try again");
}

/// The server dies while the wallet signs; the page stays with its transaction, and the next server finishes it.
#[test]
fn a_server_that_restarts() {
    let (node, offer) = (node(), offer(7, 0));
    let mut server = Server::start(node);
    let browser = Browser::with(&Mock::of(node, "bob").slow(2_000));
    up_to_the_signature(&browser, &server, &offer);
    browser.click(FIRST);
    browser.sees(STATE, "Waiting for your signature in Mock");
    server.kill();
    browser.sees(STATE, "The server cannot be reached. The transaction may still land; this page keeps looking.");
    assert_eq!(co_staker(&offer), None);
    server.restart(node);
    browser.sees("#said", "Approved");
    assert_eq!(co_staker(&offer), Some(node.wallets.key("bob")));
}

/// No transaction's outcome reaches the page until `release()` is called there.
const HOLD: &str = "
    const real = window.fetch;
    const held = new Promise((done) => { window.release = done; });
    window.fetch = async (...asked) => {
        if (String(asked[0]).startsWith('/api/follow/')) await held;
        return real(...asked);
    };";

/// The dialog is the last click's alone: what became of a transaction whose dialog was closed is said behind it.
#[test]
fn two_transactions_in_one_tab() {
    let node = node();
    let browser = Browser::with(&Mock::of(node, "carol"));
    node.register("pair", "carol");
    node.costake("carol", "stake pair 2000").done();
    let offers = [0, 1].map(|index| {
        node.costake("carol", "offer create pair 400 --reward 40").done();
        pda::offer(&pda::device(&pda::device_id("pair")), index)
    });
    let [first, second] =
        offers.map(|offer| format!("form[data-operation=retract-offer]:has([value='{offer}']) button"));
    let server = Server::start(node);
    browser.open(&server.url(&format!("/w/{}", node.wallets.key("carol"))));
    browser.run(HOLD);
    browser.click(&first);
    browser.sees(FIRST, "Sign with Mock");
    browser.click(FIRST);
    browser.sees(STATE, "Sending");
    browser.sees(FIRST, "Close");
    browser.click(FIRST);

    browser.click(&second);
    browser.sees(FIRST, "Sign with Mock");
    let title = browser.text(TITLE);
    browser.run("release()");
    browser.sees("#said", "Approved");
    assert!(!on_chain(&offers[0]).is_open());
    assert_eq!(
        (browser.text(TITLE), browser.text(FIRST)),
        (title, Some("Sign with Mock".into())),
        "the second's dialog"
    );
    assert!(on_chain(&offers[1]).is_open(), "nobody has agreed to it yet");
    browser.click(FIRST);
    browser.sees(STATE, "Approved");
    assert!(!on_chain(&offers[1]).is_open());
}
