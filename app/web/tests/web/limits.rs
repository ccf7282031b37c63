//! How much, how often, and with which headers.

use std::{
    num::NonZeroU32,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use co_staking_client::pda;
use co_staking_web::{BODY, Limits, Options, Rate, Server};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::scene::{Scene, device, ledger, options, start};

const fn rate(burst: u32) -> Rate {
    Rate { burst: NonZeroU32::new(burst).unwrap(), period: Duration::from_secs(60) }
}

#[tokio::test]
async fn bodies_have_a_bound() {
    let scene = Scene::new("bodies", 1).await;
    let post = |body: String| {
        scene.client.post(format!("{}/api/send", scene.url)).header("content-type", "application/json").body(body)
    };
    let filler = |length: usize| format!("{{\"transaction\":\"{}\"}}", "A".repeat(length - 18));
    assert_eq!(filler(100).len(), 100);
    assert_eq!(post(filler(BODY)).send().await.unwrap().status(), 400);
    let refused = post(filler(BODY + 1)).send().await.unwrap();
    assert_eq!(refused.status(), 413);
    assert!(refused.text().await.unwrap().contains("16 KiB are the most"));
    assert_eq!(endless(&scene.url).await, "HTTP/1.1 413");
}

/// A body that does not say how long it is; the answer's beginning.
async fn endless(url: &str) -> String {
    let mut stream = TcpStream::connect(url.strip_prefix("http://").unwrap()).await.unwrap();
    let head =
        "POST /api/send HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";
    let chunk = format!("{BODY:x}\r\n{}\r\n", "A".repeat(BODY));
    stream.write_all(head.as_bytes()).await.unwrap();
    for _ in 0..2 {
        stream.write_all(chunk.as_bytes()).await.unwrap();
    }
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn each_address_has_a_rate_and_writes_a_lower_one() {
    let limits = Limits { reads: rate(5), writes: rate(2), ..Limits::default() };
    let scene = Scene::with("rates", 1, |_| {}, |options| options.limits = limits).await;
    let offer = format!("/o/{}", pda::offer(&device(1), 0));
    for expected in [400, 400, 429] {
        // What another site's client, or a proxy that is not trusted, says of the address counts for nothing.
        let posted = scene.post(&offer, &json!({})).header("x-forwarded-for", format!("10.0.0.{expected}"));
        assert_eq!(posted.send().await.unwrap().status(), expected);
    }
    for _ in 0..5 {
        assert_eq!(scene.page("/").await.0, 200);
    }
    let refused = scene.get("/").header("accept", "text/html").send().await.unwrap();
    assert_eq!(refused.status(), 429);
    assert!(refused.headers().contains_key("retry-after"));
    let page = refused.text().await.unwrap();
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("too many requests"), "{page}");
}

#[tokio::test]
async fn behind_a_proxy_the_address_is_the_one_that_it_saw() {
    let change = |options: &mut Options| {
        options.limits = Limits { reads: rate(1), ..Limits::default() };
        options.trust_proxy = true;
    };
    let scene = Scene::with("proxy", 1, |_| {}, change).await;
    let from = |forwarded: &'static str| {
        let request = scene.get("/").header("x-forwarded-for", forwarded);
        async move { request.send().await.unwrap().status().as_u16() }
    };
    assert_eq!(from("203.0.113.1").await, 200);
    assert_eq!(from("203.0.113.2").await, 200);
    // The first address is the client's own word.
    assert_eq!(from("198.51.100.9, 203.0.113.1").await, 429);
    // A subscriber has a whole network of IPv6.
    assert_eq!(from("2001:db8::1").await, 200);
    assert_eq!(from("2001:db8::2").await, 429);
}

#[tokio::test]
async fn a_full_server_sends_away_at_once() {
    let limits = Limits { concurrent: 0, ..Limits::default() };
    let scene = Scene::with("full", 1, |_| {}, |options| options.limits = limits).await;
    let reply = scene.get("/").header("accept", "text/html").send().await.unwrap();
    assert_eq!((reply.status().as_u16(), &reply.headers()["retry-after"]), (503, &"2".parse().unwrap()));
    assert!(reply.text().await.unwrap().contains("The server is busy"));
}

#[tokio::test]
async fn a_slow_cluster_ends_in_words() {
    let (wallets, ledger) = ledger("slow", 1);
    let slow = Arc::new(AtomicBool::new(false));
    let is_slow = slow.clone();
    let node = ledger.node_with(move |_, _| {
        if is_slow.load(Ordering::Relaxed) {
            std::thread::sleep(Duration::from_secs(2));
        }
        None
    });
    let node = node.unwrap();
    let limits = Limits { timeout: Duration::from_millis(300), ..Limits::default() };
    let (url, _) = start(&Options { limits, ..options(&node) }).await;
    slow.store(true, Ordering::Relaxed);
    let body = json!({ "account": wallets.key("alice").to_string() });
    let path = format!("{url}/o/{}", pda::offer(&device(1), 0));
    let reply = reqwest::Client::new().post(path).json(&body).send().await.unwrap();
    assert_eq!((reply.status().as_u16(), &reply.headers()["retry-after"]), (503, &"2".parse().unwrap()));
    assert!(reply.text().await.unwrap().contains("the cluster answers slowly"));
}

/// A cluster that does not answer at all keeps nobody from what is known without it, and a wallet's page waits two seconds
/// for it, however many things it would ask.
#[tokio::test]
async fn a_cluster_that_hangs_takes_no_page_with_it() {
    let (wallets, ledger) = ledger("hanging", 3);
    let hangs = Arc::new(AtomicBool::new(false));
    let is_hanging = hangs.clone();
    let node = ledger.node_with(move |_, _| {
        if is_hanging.load(Ordering::Relaxed) {
            std::thread::sleep(Duration::from_secs(20));
        }
        None
    });
    let node = node.unwrap();
    let limits = Limits { concurrent: 2, ..options(&node).limits };
    let (url, _) = start(&Options { limits, ..options(&node) }).await;
    hangs.store(true, Ordering::Relaxed);
    let client = reqwest::Client::new();
    let get = async |path: String| {
        let reply = client.get(format!("{url}{path}")).header("accept", "text/html").send().await.unwrap();
        (reply.status().as_u16(), reply.text().await.unwrap())
    };
    let wallet = format!("/w/{}", wallets.key("owner"));
    let started = Instant::now();
    let waiting = [wallet.clone(), wallet.clone(), wallet].map(|path| {
        let request = client.get(format!("{url}{path}")).header("accept", "text/html");
        tokio::spawn(async move { request.send().await.unwrap().status().as_u16() })
    });
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(get("/".into()).await.0, 200, "what is known here");
    assert_eq!(get(format!("/o/{}", pda::offer(&device(1), 0))).await.0, 200);
    let mut statuses = vec![];
    for page in waiting {
        statuses.push(page.await.unwrap());
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 200, 503], "two have a place");
    assert!(started.elapsed() < Duration::from_secs(8), "{:?}", started.elapsed());
}

/// Half a request holds up neither the end nor others.
#[tokio::test]
async fn who_never_finishes_asking_is_not_waited_for() {
    let (_, ledger) = ledger("half", 1);
    let node = ledger.node().unwrap();
    let server = Server::start(&options(&node)).await.unwrap();
    let address = server.address();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let running = tokio::spawn(server.run(async move { drop(stopped.await) }));
    let mut half = TcpStream::connect(address).await.unwrap();
    half.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n").await.unwrap();
    assert_eq!(reqwest::get(format!("http://{address}/")).await.unwrap().status(), 200);
    stop.send(()).unwrap();
    tokio::time::timeout(Duration::from_secs(10), running).await.expect("it ends").unwrap();
}

#[tokio::test]
async fn every_answer_has_the_headers_of_a_safe_site() {
    let scene = Scene::new("headers", 1).await;
    let offer = format!("/o/{}", pda::offer(&device(1), 0));
    for path in ["/", "/nowhere", &offer, "/actions.json"] {
        let reply = scene.get(path).header("accept", "text/html").send().await.unwrap();
        let of = |name: &str| reply.headers().get(name).map(|value| value.to_str().unwrap());
        let csp = of("content-security-policy").unwrap();
        for part in [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ] {
            assert!(csp.split("; ").any(|found| found == part), "{path}: {part}: {csp}");
        }
        assert!(!csp.contains("unsafe"), "{csp}");
        assert_eq!(of("x-content-type-options"), Some("nosniff"));
        assert_eq!(of("referrer-policy"), Some("no-referrer"));
        assert_eq!(of("strict-transport-security"), None);
    }
}

#[tokio::test]
async fn links_are_absolute_https_where_the_operator_says_so() {
    let public = |options: &mut Options| options.public_url = Some("https://stake.example/".into());
    let scene = Scene::with("public", 1, |_| {}, public).await;
    let path = format!("/o/{}", pda::offer(&device(1), 0));
    let (_, told) = scene.json(&path).await;
    assert!(told["icon"].as_str().unwrap().starts_with("https://stake.example/assets/icon."), "{told}");
    assert_eq!(told["links"]["actions"][0]["href"], format!("https://stake.example{path}"));
    // What a request says of its host is never repeated.
    let lie = scene.get(&path).header("host", "evil.example").send().await.unwrap();
    assert!(lie.headers().contains_key("strict-transport-security"));
    assert!(!lie.text().await.unwrap().contains("evil.example"));
    let (_, page) = scene.page(&path).await;
    assert!(page.contains("https://stake.example"), "the code for phones has the public address");
}

#[tokio::test]
async fn assets_are_kept_for_ever_under_their_hash() {
    let scene = Scene::new("assets", 1).await;
    let (_, page) = scene.page("/").await;
    let urls: Vec<&str> = page.split('"').filter(|part| part.starts_with("/assets/")).collect();
    assert!(urls.len() >= 3, "{urls:?}");
    for url in urls {
        let reply = scene.get(url).send().await.unwrap();
        assert_eq!(reply.headers()["cache-control"], "public, max-age=31536000, immutable", "{url}");
        let kind = reply.headers()["content-type"].to_str().unwrap().to_owned();
        let expected = if url.ends_with("js") {
            "text/javascript"
        } else if url.ends_with("css") {
            "text/css"
        } else {
            "image/svg"
        };
        assert!(kind.starts_with(expected), "{url}: {kind}");
        let (stem, rest) = url.split_once('.').unwrap();
        let ending = rest.rsplit('.').next().unwrap();
        let older = scene.get(&format!("{stem}.0000000000000000.{ending}")).send().await.unwrap();
        assert_eq!(older.headers()["cache-control"], "no-store");
    }
    assert_eq!(scene.get("/assets/secret.key").send().await.unwrap().status(), 404);
}
