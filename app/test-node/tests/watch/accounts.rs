//! F12: following accounts over connections that drop: what was told is believed, and each new connection is said, so
//! that what happened in between can be read.

use std::{net::TcpListener, sync::mpsc, thread, time::Duration};

use co_staking_client::{
    ID, Pubkey,
    rpc::{Change, CommitmentConfig, Found, follow_accounts},
};
use serde_json::{Value, json};
use tungstenite::Message as Frame;

/// What a node tells of an account.
fn told(slot: u64, address: &Pubkey, data: Value) -> String {
    let account = json!({
        "data": data, "owner": ID.to_string(), "lamports": 7, "executable": false, "rentEpoch": 0, "space": 2,
    });
    let value = json!({ "pubkey": address.to_string(), "account": account });
    let result = json!({ "context": { "slot": slot }, "value": value });
    let params = json!({ "subscription": 1, "result": result });
    json!({ "jsonrpc": "2.0", "method": "programNotification", "params": params }).to_string()
}

/// Tells each connection the next of `frames`, and ends it.
fn node(frames: Vec<String>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("ws://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for (stream, frame) in listener.incoming().flatten().zip(frames) {
            let mut socket = tungstenite::accept(stream).unwrap();
            let Ok(Frame::Text(request)) = socket.read() else { continue };
            let request: Value = serde_json::from_str(&request).unwrap();
            assert_eq!(request["params"][0], json!(ID.to_string()));
            assert_eq!(request["params"][1]["dataSlice"], Value::Null, "the whole account is asked for");
            let subscribed = json!({ "jsonrpc": "2.0", "result": 1, "id": request["id"] });
            socket.send(Frame::text(subscribed.to_string())).unwrap();
            socket.send(Frame::text(frame)).unwrap();
            // It is dropped here.
        }
    });
    url
}

#[tokio::test]
async fn accounts_are_told_over_connections_that_drop() {
    let address = Pubkey::new_unique();
    let url = node(vec![
        told(5, &address, json!(["AQI=", "base64"])),
        told(6, &address, json!(["AQI", "base64"])),
        told(7, &address, json!(["Aw==", "base64"])),
    ]);
    let (tell, heard) = mpsc::channel();
    let following = follow_accounts(url, CommitmentConfig::confirmed(), move |change| {
        let _ = tell.send(change);
    });
    let _ = tokio::time::timeout(Duration::from_secs(4), following).await;
    let account = |slot, data: &[u8]| {
        let found = Found { owner: ID, lamports: 7, executable: false, data: data.to_vec() };
        Change::Account { slot, address, found }
    };
    let all: Vec<Change> = heard.try_iter().collect();
    let dropped = |change: &&Change| !matches!(change, Change::Dropped(_));
    let expected = [
        Change::Connected,
        account(5, &[1, 2]),
        Change::Connected,
        Change::Unreadable(format!("the data of {address} are not in base64")),
        Change::Connected,
        account(7, &[3]),
    ];
    assert_eq!(all.iter().filter(dropped).take(6).cloned().collect::<Vec<_>>(), expected);
    let drops = all.iter().filter(|change| matches!(change, Change::Dropped(_))).count();
    assert!(drops >= 2, "{all:?}");
}
