//! F12 and F13: following events over connections that drop, and past events that cannot be read.

use std::{
    net::TcpListener,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use co_staking_client::{
    ID,
    rpc::{CommitmentConfig, Http, Rpc, RpcError, Told, Trigger, Watch, Websocket},
};
use co_staking_test_node::http::Answer;
use serde_json::{Value, json};
use tungstenite::Message as Frame;

use super::scene::Scene;

/// Signatures and names of events.
fn names(told: &[Told]) -> Vec<(&str, Vec<&str>)> {
    let events = |told: &Told| -> Vec<&'static str> { told.events.iter().map(|event| event.name()).collect() };
    told.iter().map(|told| (told.signature.as_str(), events(told))).collect()
}

/// Says at once, and always, that there may be something.
struct Always;

impl Trigger for Always {
    async fn wait(&mut self) {}
}

#[tokio::test]
async fn each_transaction_is_told_once_and_in_order() {
    let scene = Scene::new().await;
    let mut watch = Watch::new(&scene.rpc, ID, 0);
    assert_eq!(names(&watch.look().await.unwrap())[0].1, ["ConfigInitialized"]);
    let first = scene.pause(true).await;
    let second = scene.pause(false).await;
    let told = watch.next(&mut Always).await.unwrap();
    assert_eq!(names(&told), [(first.as_str(), vec!["PauseSet"]), (second.as_str(), vec!["PauseSet"])]);
    for _ in 0..3 {
        assert_eq!(watch.next(&mut Always).await.unwrap(), []);
    }
    let later = Watch::new(&scene.rpc, ID, told[1].slot).look().await.unwrap();
    assert_eq!(names(&later), [(second.as_str(), vec!["PauseSet"])]);
}

/// F12: a node lists the newest transactions twice, in another order, and does not have the last one yet.
#[tokio::test]
async fn repeated_and_reordered_lists_and_a_transaction_that_comes_late() {
    let scene = Scene::new().await;
    let (first, second) = (scene.pause(true).await, scene.pause(false).await);
    let whole = scene.rpc.node();
    assert!(whole.transferred().requests > 0);
    let list = {
        let options = json!([ID.to_string(), {}]);
        let ledger = scene.ledger.clone();
        let node = ledger.node().unwrap();
        let http = Http::new(&node.url()).unwrap();
        let reply = co_staking_client::rpc::Transport::call(&http, "getSignaturesForAddress", options).await.unwrap();
        let co_staking_client::rpc::Reply::Result(Value::Array(list)) = reply else { panic!("{reply:?}") };
        list
    };
    // The newest first; each twice.
    let doubled: Vec<_> = list.iter().flat_map(|listed| [listed.clone(), listed.clone()]).collect();
    let asked = Arc::new(AtomicUsize::new(0));
    let (counter, late) = (asked.clone(), second.clone());
    let node = scene.ledger.node_with(move |method, params| match method {
        "getSignaturesForAddress" => Some(Answer::Result(json!(doubled))),
        "getTransaction" if params[0] == json!(late) && counter.fetch_add(1, Ordering::Relaxed) == 0 => {
            Some(Answer::Result(Value::Null))
        }
        _ => None,
    });
    let node = node.unwrap();
    let rpc = Rpc::new(Http::new(&node.url()).unwrap(), CommitmentConfig::confirmed());
    let mut watch = Watch::new(&rpc, ID, 0);
    let mut told = watch.look().await.unwrap();
    assert_eq!(told.len(), 2, "the last one cannot be had yet");
    told.extend(watch.look().await.unwrap());
    let told = names(&told);
    assert_eq!(told.iter().map(|(signature, _)| *signature).skip(1).collect::<Vec<_>>(), [first, second]);
}

/// F4: the second of two transactions cannot be read at first. The first one is told all the same, and each once.
#[tokio::test]
async fn an_answer_that_fails_in_the_middle_of_a_look() {
    let scene = Scene::new().await;
    let slot = scene.ledger.transaction(&scene.pause(true).await)["slot"].as_u64().unwrap();
    let sent = [scene.pause(false).await, scene.pause(true).await];
    let (asked, failing) = (AtomicUsize::new(0), sent[1].clone());
    let node = scene.ledger.node_with(move |method, params| {
        let fails = method == "getTransaction" && params[0] == json!(failing);
        (fails && asked.fetch_add(1, Ordering::Relaxed) < 2).then(|| Answer::Error {
            code: -32_602,
            message: "not now".into(),
            data: Value::Null,
        })
    });
    let node = node.unwrap();
    let rpc = Rpc::new(Http::new(&node.url()).unwrap(), CommitmentConfig::confirmed());
    let mut watch = Watch::new(&rpc, ID, slot + 1);
    assert_eq!(names(&watch.look().await.unwrap()), [(sent[0].as_str(), vec!["PauseSet"])]);
    // Now there is nothing before it.
    let error = watch.look().await.unwrap_err();
    assert!(matches!(error, RpcError::Refused { code: -32_602, .. }), "{error}");
    assert_eq!(names(&watch.look().await.unwrap()), [(sent[1].as_str(), vec!["PauseSet"])]);
    assert_eq!(watch.look().await.unwrap(), []);
}

/// F13: an event of a newer program is counted, and everything else is told.
#[tokio::test]
async fn what_cannot_be_read_is_counted() {
    let scene = Scene::new().await;
    let (strange, known) = (scene.pause(true).await, scene.pause(false).await);
    let ledger = scene.ledger.clone();
    let node = scene.ledger.node_with(move |method, params| {
        if method != "getTransaction" || params[0] != json!(strange) {
            return None;
        }
        let mut told = ledger.transaction(&strange);
        // The tag of an event, and a discriminator that no event has.
        let event = [anchor_lang::event::EVENT_IX_TAG_LE, &[255; 8]].concat();
        told["meta"]["innerInstructions"][0]["instructions"][0]["data"] = json!(bs58::encode(event).into_string());
        Some(Answer::Result(told))
    });
    let node = node.unwrap();
    let rpc = Rpc::new(Http::new(&node.url()).unwrap(), CommitmentConfig::confirmed());
    let told = Watch::new(&rpc, ID, 0).look().await.unwrap();
    let counts: Vec<_> = told.iter().map(|told| (told.events.len(), told.unreadable)).collect();
    assert_eq!(counts, [(1, 0), (0, 1), (1, 0)]);
    assert_eq!(told[2].signature, known);
}

/// A node that keeps no inner instructions has no events to tell: that is said, and not taken for silence.
#[tokio::test]
async fn a_node_without_inner_instructions_is_not_believed() {
    let scene = Scene::new().await;
    let ledger = scene.ledger.clone();
    let node = scene.ledger.node_with(move |method, params| {
        if method != "getTransaction" {
            return None;
        }
        let mut told = ledger.transaction(params[0].as_str()?);
        told["meta"]["innerInstructions"] = Value::Null;
        Some(Answer::Result(told))
    });
    let node = node.unwrap();
    let rpc = Rpc::new(Http::new(&node.url()).unwrap(), CommitmentConfig::confirmed());
    let error = Watch::new(&rpc, ID, 0).look().await.unwrap_err();
    assert!(matches!(error, RpcError::Unexpected { method: "getTransaction", .. }), "{error}");
    assert!(error.to_string().contains("--enable-extended-tx-metadata-storage"), "{error}");
}

/// F12: a websocket that ends without a word after each message, for as long as it is asked.
#[tokio::test]
async fn a_connection_that_drops_again_and_again() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("ws://{}", listener.local_addr().unwrap());
    let connections = Arc::new(AtomicUsize::new(0));
    let counter = connections.clone();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            counter.fetch_add(1, Ordering::Relaxed);
            let Ok(mut socket) = tungstenite::accept(stream) else { continue };
            let Ok(Frame::Text(request)) = socket.read() else { continue };
            let request: Value = serde_json::from_str(&request).unwrap();
            assert_eq!(
                (&request["method"], &request["params"][0]),
                (&json!("programSubscribe"), &json!(ID.to_string()))
            );
            let subscribed = json!({ "jsonrpc": "2.0", "result": 1, "id": request["id"] });
            let _ = socket.send(Frame::text(subscribed.to_string()));
            // It is dropped here.
        }
    });
    let scene = Scene::new().await;
    let mut watch = Watch::new(&scene.rpc, ID, 0);
    let drops = Arc::new(AtomicUsize::new(0));
    let dropped = drops.clone();
    let mut live = Websocket::new(url, CommitmentConfig::confirmed(), move |_| {
        dropped.fetch_add(1, Ordering::Relaxed);
    });
    watch.look().await.unwrap();
    let mut told = vec![];
    let mut sent = vec![];
    for paused in [true, false, true] {
        sent.push(scene.pause(paused).await);
        // Far below the time of a regular look: it is the connection that tells.
        let until = tokio::time::Instant::now() + Duration::from_secs(8);
        while told.len() < sent.len() && tokio::time::Instant::now() < until {
            let news = tokio::time::timeout_at(until, watch.next(&mut live)).await;
            told.extend(news.map_or(vec![], Result::unwrap));
        }
    }
    assert_eq!(told.iter().map(|told| told.signature.clone()).collect::<Vec<_>>(), sent);
    assert!(connections.load(Ordering::Relaxed) > 1, "it never connected again");
    assert!(drops.load(Ordering::Relaxed) > 0, "nobody was told that the connection dropped");
}
