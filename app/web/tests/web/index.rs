//! The index: what it lists, what it believes, and how fast it is.

use std::{
    cmp::Reverse,
    time::{Duration, Instant},
};

use co_staking_client::{
    Pubkey,
    format::IO,
    marketplace::OfferFilter,
    pda,
    rpc::{CommitmentConfig, Found, Http, Rpc},
};
use co_staking_test_node::ledger::Ledger;
use co_staking_web::index::{Cursor, Market, Query, Sort};

use crate::{
    bench::DEVICES,
    scene::{Scene, device, ledger},
};

async fn market(ledger: &Ledger) -> (Market, Rpc<Http>, co_staking_test_node::http::Server) {
    let node = ledger.node().unwrap();
    let rpc = Rpc::new(Http::new(&node.url()).unwrap(), CommitmentConfig::confirmed());
    (Market::fill(&rpc).await.unwrap(), rpc, node)
}

/// An offer as the test knows it: address, model, amount in IO, reward and reliability in bps.
type Known = (Pubkey, &'static str, u64, u16, u16);

/// The world's offers, by what is written of it and not by its accounts.
fn known(devices: u32) -> Vec<Known> {
    const MODELS: [(&str, u64); 4] = [("H100", 2_000), ("A100", 2_000), ("RTX 4090", 800), ("Ryzen 9", 200)];
    const REWARDS: [u16; 5] = [1_000, 1_500, 2_000, 2_500, 1_200];
    let of = |number: u32| {
        let (model, required) = MODELS[(number as usize - 1) % 4];
        (0..4).map(move |index| {
            let reward = REWARDS[(number as usize + index as usize) % 5];
            let reliability = 9_000 + u16::try_from(number % 1_000).unwrap();
            (pda::offer(&device(number), index), model, required / 8, reward, reliability)
        })
    };
    (1..=devices).flat_map(of).collect()
}

/// All pages of a query, one behind the other.
fn pages(market: &Market, query: &Query) -> Vec<Pubkey> {
    let (tables, mut found, mut query) = (market.read(), vec![], query.clone());
    loop {
        let page = tables.list(&query, market.now());
        assert_eq!(page.before, found.len());
        found.extend(page.rows.iter().map(|row| row.address));
        match page.next {
            Some(next) => query.after = Some(next),
            None => {
                assert_eq!(page.total, found.len());
                return found;
            }
        }
    }
}

fn expected(passes: impl Fn(&Known) -> bool) -> Vec<Known> {
    known(13).into_iter().filter(passes).collect()
}

#[tokio::test]
async fn filters_choose_what_they_say() {
    let (_, ledger) = ledger("filters", 13);
    let (market, _rpc, _node) = market(&ledger).await;
    let any = OfferFilter::default;
    let cases: [(OfferFilter, Vec<Known>); 7] = [
        (any(), expected(|_| true)),
        (OfferFilter { model: Some("A100".into()), ..any() }, expected(|it| it.1 == "A100")),
        (OfferFilter { model: Some("A10".into()), ..any() }, vec![]),
        (OfferFilter { amount_from: Some(100 * IO), amount_to: Some(100 * IO), ..any() }, expected(|it| it.2 == 100)),
        (OfferFilter { reward_from_bps: Some(2_000), ..any() }, expected(|it| it.3 >= 2_000)),
        (OfferFilter { reliability_from_bps: Some(9_010), ..any() }, expected(|it| it.4 >= 9_010)),
        (OfferFilter { device: Some(device(7)), ..any() }, known(13)[24..28].to_vec()),
    ];
    for (filter, expected) in cases {
        let mut expected: Vec<_> = expected.into_iter().map(|it| (Reverse(it.3), it.0)).collect();
        expected.sort();
        let expected: Vec<_> = expected.into_iter().map(|(_, key)| key).collect();
        for limit in [1, 7, 100] {
            let query = Query { filter: filter.clone(), limit, ..Query::default() };
            assert_eq!(pages(&market, &query), expected, "{filter:?} by {limit}");
        }
    }
}

#[tokio::test]
async fn sorts_put_first_what_they_say() {
    let (_, ledger) = ledger("sorts", 13);
    let (market, _rpc, _node) = market(&ledger).await;
    let sorted = |key: &dyn Fn(&Known) -> i64| {
        let mut all: Vec<_> = known(13).iter().map(|it| (key(it), it.0)).collect();
        all.sort();
        all.into_iter().map(|(_, key)| key).collect::<Vec<_>>()
    };
    for (sort, expected) in [
        (Sort::Reward, sorted(&|it| -i64::from(it.3))),
        (Sort::Amount, sorted(&|it| it.2.cast_signed())),
        (Sort::Reliability, sorted(&|it| -i64::from(it.4))),
        // No device has earned, and all were made at once: the address alone decides.
        (Sort::Estimate, sorted(&|_| 0)),
        (Sort::Newest, sorted(&|_| 0)),
    ] {
        let query = Query { sort, limit: 5, ..Query::default() };
        assert_eq!(pages(&market, &query), expected, "{sort:?}");
    }
    // A cursor whose offer is gone meanwhile is still a place.
    let gone = Cursor { value: 2_000, address: Pubkey::default() };
    let query = Query { after: Some(gone), limit: 100, ..Query::default() };
    let tables = market.read();
    let page = tables.list(&query, market.now());
    let before = known(13).iter().filter(|it| it.3 > 2_000).count();
    assert_eq!((page.before, page.rows.len()), (before, 52 - before));
}

#[tokio::test]
async fn only_what_a_wallet_could_claim() {
    let scene = Scene::new("claimable", 3).await;
    let query = |name: &str| {
        let filter = OfferFilter { claimable_by: Some(scene.wallets.key(name)), ..OfferFilter::default() };
        Query { filter, limit: 100, ..Query::default() }
    };
    // The owners take turns: one of three devices each.
    assert_eq!(pages(&scene.app.market, &query("owner")).len(), 8);
    assert_eq!(pages(&scene.app.market, &query("alice")).len(), 12);
    for index in 0..2 {
        let path = format!("/o/{}", pda::offer(&device(1), index));
        assert_eq!(scene.act(&path, "alice").await["state"], "Approved");
    }
    // Two claims are all that a wallet has.
    assert_eq!(pages(&scene.app.market, &query("alice")).len(), 0);
    assert_eq!(pages(&scene.app.market, &query("bob")).len(), 10);
}

#[tokio::test]
async fn what_is_older_never_overwrites() {
    let (_, ledger) = ledger("stale", 1);
    let (market, rpc, _node) = market(&ledger).await;
    let key = pda::offer(&device(1), 0);
    let is_open = || market.read().offer(&key).map(|offer| offer.is_open());
    let open = ledger.account(&key).unwrap();
    let mut claimed = open.clone();
    // Version and state stand side by side behind the discriminator.
    claimed.data[9] = 1;
    let known = market.read().slot();
    market.update(known - 1, key, Some(&claimed));
    assert_eq!(is_open(), Some(true), "an older word was believed");
    market.update(known + 5, key, Some(&claimed));
    assert_eq!((is_open(), market.read().slot()), (Some(false), known + 5));
    market.update(known + 4, key, Some(&open));
    assert_eq!(is_open(), Some(false), "an older word was believed");
    // The node has not seen that yet: what it lists is older than what is known of this one account.
    market.reconcile(&rpc).await.unwrap();
    assert_eq!(is_open(), Some(false), "an older list was believed");
    // Gone, and an older word does not bring it back.
    market.update(known + 6, key, None);
    market.update(known + 5, key, Some(&claimed));
    assert_eq!(is_open(), None);
    // What another program owns is none of the program's, whatever it holds.
    let foreign = Found { owner: Pubkey::new_unique(), ..open };
    market.update(known + 9, Pubkey::new_unique(), Some(&foreign));
    assert_eq!(market.read().slot(), known + 6);
}

#[tokio::test]
async fn what_is_gone_is_forgotten_at_the_next_reading() {
    let scene = Scene::new("gone", 1).await;
    let (offer, owner) = (pda::offer(&device(1), 0), scene.wallets.key("owner"));
    use co_staking_client::instructions::owner as instructions;
    let both =
        [instructions::retract_offer(&device(1), 0, &owner), instructions::close_offer(&device(1), 0, &owner, &owner)];
    scene.play("owner", &both).await;
    assert!(scene.app.market.read().offer(&offer).is_some());
    scene.wait(7).await;
    assert!(scene.app.market.read().offer(&offer).is_none());
    assert_eq!(scene.app.market.now(), scene.ledger.now());
    assert_eq!(scene.page(&format!("/o/{offer}")).await.0, 404);
}

/// With 10,000 open offers. The bound is for a slow machine and an unoptimised build: `cargo xtask bench-web` measures.
#[tokio::test]
async fn a_large_market_is_searched_quickly() {
    let (wallets, ledger) = ledger("large", DEVICES);
    let (market, _rpc, _node) = market(&ledger).await;
    let filter = OfferFilter {
        model: Some("H100".into()),
        reward_from_bps: Some(1_200),
        reliability_from_bps: Some(9_100),
        claimable_by: Some(wallets.key("alice")),
        ..OfferFilter::default()
    };
    let query = Query { filter, sort: Sort::Estimate, limit: 50, ..Query::default() };
    let tables = market.read();
    assert_eq!(tables.list(&Query { limit: 50, ..Query::default() }, market.now()).total, 10_000);
    let best = (0..10).map(|_| {
        let started = Instant::now();
        assert!(tables.list(&query, market.now()).total > 1_000);
        started.elapsed()
    });
    let best = best.min().unwrap();
    println!("a filtered page of 10,000 offers: {best:?}");
    assert!(best < Duration::from_millis(500), "{best:?}");
}
