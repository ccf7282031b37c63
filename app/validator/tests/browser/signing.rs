//! From a link to a co-stake, in three clicks.

use co_staking_client::{format::IO, format::io};

use super::{
    browser::Browser,
    scene::{CLAIM, FIRST, STATE, TITLE, co_staker, node, offer, on_chain, up_to_the_signature},
    server::Server,
    wallet::Mock,
};

#[test]
fn approved() {
    let (node, offer) = (node(), offer(1, 0));
    let server = Server::start(node);
    let browser = Browser::with(&Mock::of(node, "alice"));
    let before = node.io("alice");
    let amount = on_chain(&offer).terms().amount;

    // The first click; the second one comes after what moves, what can be lost, and when it is back.
    up_to_the_signature(&browser, &server, &offer);
    browser.sees(TITLE, &format!("stake {}", io(amount)));
    let effect = browser.text("#sign-body").unwrap();
    for part in
        [format!("-{}", io(amount)), format!("At worst a slash takes all {}", io(amount)), "You can leave".into()]
    {
        assert!(effect.contains(&part), "expected {part} in:\n{effect}");
    }
    assert_eq!(browser.run("return mockWallet.signatures"), 0, "the wallet was asked before the reader agreed");
    assert_eq!(co_staker(&offer), None);
    browser.click(FIRST);

    browser.sees("#said", "Approved");
    // Not what the page says, but what the cluster has.
    assert_eq!(co_staker(&offer), Some(node.wallets.key("alice")));
    assert_eq!(node.io("alice"), before - amount / IO);
    browser.sees("main", "This offer is taken");
    assert_eq!(browser.run("return mockWallet.signatures"), 1);
    assert_eq!(browser.text(CLAIM), None, "what is taken cannot be claimed");
}

#[test]
fn rejected() {
    let (node, offer) = (node(), offer(2, 0));
    let server = Server::start(node);
    let browser = Browser::with(&Mock::of(node, "bob").rejecting());
    let before = node.io("bob");
    up_to_the_signature(&browser, &server, &offer);
    browser.click(FIRST);
    browser.sees(STATE, "Nothing was signed: Mock declined. Nothing has moved.");
    assert_eq!((co_staker(&offer), node.io("bob")), (None, before));
    // A way on: the same again.
    browser.sees(FIRST, "Try again");
    browser.click(FIRST);
    browser.sees(FIRST, "Sign with Mock");
}

#[test]
fn on_another_cluster() {
    let (node, offer) = (node(), offer(3, 0));
    let server = Server::start(node);
    let browser = Browser::with(&Mock::of(node, "bob").elsewhere());
    browser.open(&server.offer(&offer));
    browser.click(CLAIM);
    browser.sees(TITLE, "No wallet");
    browser.sees(STATE, "Mock cannot sign for a local or private cluster. Switch its network or use another wallet.");
    assert_eq!(browser.run("return mockWallet.connects"), 0, "a wallet of another cluster is not asked");
}

#[test]
fn registering_late() {
    let (node, offer) = (node(), offer(4, 0));
    let server = Server::start(node);
    let browser = Browser::with(&Mock::of(node, "carol").late(1_500));
    browser.open(&server.offer(&offer));
    browser.sees("#wallet", "No wallet found");
    browser.sees("#wallet", "Connect Mock");
    browser.click(CLAIM);
    browser.sees(FIRST, "Sign with Mock");
    browser.click(FIRST);
    browser.sees("#said", "Approved");
    assert_eq!(co_staker(&offer), Some(node.wallets.key("carol")));
}

#[test]
fn without_a_wallet() {
    let (node, offer) = (node(), offer(5, 0));
    let server = Server::start(node);
    let browser = Browser::with(&Mock::of(node, "bob").absent());
    browser.open(&server.offer(&offer));
    browser.sees("#wallet", "No wallet found");
    browser.click(CLAIM);
    browser.sees(STATE, "There is no Solana wallet in this browser.");
    // Ways on: a code for the phone, and where wallets are.
    assert_eq!(browser.run("return document.querySelectorAll('#sign .qr svg path').length"), 1);
    browser.sees("#sign-body", "Find a Solana wallet");
}

/// With several wallets the page's button is there for each, so that choosing costs no click.
#[test]
fn among_several_wallets() {
    let (node, offer) = (node(), offer(11, 0));
    let server = Server::start(node);
    let browser = Browser::with(&Mock::of(node, "alice"));
    browser.install(&Mock::of(node, "bob").named("Other"));
    browser.open(&server.offer(&offer));
    browser.click("button[data-wallet=Other]");
    browser.sees(FIRST, "Sign with Other");
    let bob = node.wallets.key("bob").to_string();
    let shown = browser.run("return document.querySelector('#wallet span').title");
    assert_eq!(shown, bob, "the wallet that was chosen");
}
