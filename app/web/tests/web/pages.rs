//! What pages say without any script, and how large they get.

use co_staking_client::{marketplace::offset, pda};

use crate::scene::{NOW, Scene, device};

/// What a page may weigh.
const LIMIT: usize = 60_000;

/// A name that is five times as long once it is escaped.
fn name_everything(ledger: &co_staking_test_node::ledger::Ledger, devices: u32) {
    for number in 1..=devices {
        let address = device(number);
        let known = ledger.account(&pda::offer(&address, 0)).unwrap().data[offset::MODEL..offset::MODEL + 32].to_vec();
        let offers = (0..4).map(|index| pda::offer(&address, index));
        for key in offers.chain([address]) {
            let mut found = ledger.account(&key).unwrap();
            let at = found.data.windows(32).position(|part| part == known).unwrap();
            found.data[at..at + 32].copy_from_slice(&[b'&'; 32]);
            ledger.put(&key, found.owner, found.data);
        }
    }
}

#[tokio::test]
async fn pages_are_small() {
    const DEVICES: u32 = 30;
    let scene = Scene::with("small", DEVICES, |ledger| name_everything(ledger, DEVICES), |_| {}).await;
    let owner = scene.wallets.key("owner");
    let paths =
        ["/".into(), format!("/o/{}", pda::offer(&device(1), 0)), format!("/d/{}", device(1)), format!("/w/{owner}")];
    for path in paths {
        let (status, page) = scene.page(&path).await;
        assert_eq!(status, 200, "{path}");
        println!("{path}: {} bytes", page.len());
        assert!(page.len() < LIMIT, "{path}: {} bytes", page.len());
    }
    // As many as a page of the list has, and each name escaped.
    let (_, list) = scene.page("/").await;
    assert_eq!(list.matches("href=\"/o/").count(), 50);
    assert!(list.contains(&"&amp;".repeat(32)) && !list.contains("&&"));
}

/// What there is to gain, to lose, and when it is back stands on the page as the server sends it.
#[tokio::test]
async fn an_offer_tells_its_terms_and_risks() {
    let scene = Scene::new("terms", 1).await;
    let offer = pda::offer(&device(1), 0);
    let (status, page) = scene.page(&format!("/o/{offer}")).await;
    assert_eq!(status, 200);
    // The world's first device: 2,000 IO required, an eighth of it for 15%; it waits 10 s and cools down 20 s.
    for part in [
        "Co-stake 250 IO for 15% of the rewards",
        "Sufficient Stake (Waiting for Co-Staker)",
        "at worst: all of it",
        "can appeal for 40 s",
        "<time datetime=\"2026-03-01T12:00:10Z\">2026-03-01 12:00:10 UTC",
        "<time datetime=\"2026-03-01T12:00:30Z\">2026-03-01 12:00:30 UTC",
        "2,000 IO of 2,000 IO required",
        "<svg viewBox=",
        "data-operation=\"claim-offer\"",
    ] {
        assert!(page.contains(part), "expected {part} in:\n{page}");
    }
    // The clock of the page is the cluster's.
    assert!((0..60).any(|secs| page.contains(&format!("data-now=\"{}\"", NOW + secs))));
    // Nothing that the content security policy would stop.
    assert!(!page.contains(" style=") && !page.contains("<style") && !page.contains("onclick"));
    assert_eq!(page.matches("<script").count(), 1);
}

/// Whoever comes too late is told so, and there is nothing to click.
#[tokio::test]
async fn a_taken_offer_says_so() {
    let scene = Scene::new("taken", 1).await;
    let offer = pda::offer(&device(1), 0);
    let claimed = scene.act(&format!("/actions/claim-offer?offer={offer}"), "alice").await;
    assert_eq!(claimed["state"], "Approved", "{claimed}");
    let (_, page) = scene.page(&format!("/o/{offer}")).await;
    assert!(page.contains("This offer is taken, by"), "{page}");
    assert!(page.contains("/?model=H100") && !page.contains("claim-offer"), "{page}");
    let alice = scene.wallets.key("alice");
    let (_, page) = scene.page(&format!("/w/{alice}")).await;
    for part in ["250 IO", "1 of 2 claims are free", "data-operation=\"unstake-co-stake\"", "What cannot be done now"] {
        assert!(page.contains(part), "expected {part} in:\n{page}");
    }
}

#[tokio::test]
async fn an_address_leads_to_its_page() {
    let scene = Scene::new("find", 1).await;
    let (offer, device, wallet) = (pda::offer(&device(1), 0), device(1), scene.wallets.key("alice"));
    for (address, path) in [(offer, "o"), (device, "d"), (wallet, "w")] {
        let reply = scene.get(&format!("/find?address={address}")).header("accept", "text/html").send().await.unwrap();
        assert_eq!((reply.status().as_u16(), reply.url().path()), (200, format!("/{path}/{address}").as_str()));
    }
    let (status, page) = scene.page("/find?address=x").await;
    assert_eq!(status, 404);
    assert!(page.contains("Expected an address; found “x”."), "{page}");
}

/// A filter that cannot be read filters nothing, and says so.
#[tokio::test]
async fn a_filter_that_cannot_be_read() {
    let scene = Scene::new("filters", 1).await;
    let (_, page) = scene.page("/?amount_from=1%2C000").await;
    assert!(page.contains("found “1,000”. Nothing is filtered."), "{page}");
    let (_, page) = scene.page("/?reward_from=20&sort=amount").await;
    assert!(page.contains("1–2 of 2 offers") && page.contains("value=\"20\""), "{page}");
}
