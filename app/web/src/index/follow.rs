//! Keeping the index: a subscription for what happens, and regular readings for what it did not tell.

use std::time::Duration;

use co_staking_client::rpc::{Change, Clock, Rpc, Transport, follow_accounts};
use tokio::sync::Notify;

use super::Market;

/// Between two readings of everything, while the subscription works.
const RECONCILE: Duration = Duration::from_secs(20);
/// Not more often than this, however often the connection drops.
const SHORTEST: Duration = Duration::from_secs(2);

/// Keeps `market` as long as it is awaited. Everything is read anew regularly and after each new connection of the
/// websocket at `url`, so that what a dropped one did not tell is made good.
pub async fn follow<T: Transport, C: Clock>(market: &Market, rpc: &Rpc<T, C>, url: String) {
    let connected = Notify::new();
    let subscription = follow_accounts(url, rpc.commitment(), |change| match change {
        Change::Connected => connected.notify_one(),
        Change::Account { slot, address, found } => market.update(slot, address, Some(&found)),
        Change::Unreadable(why) => log::warn!("the subscription tells something that cannot be read: {why}"),
        Change::Dropped(why) => log::warn!("no live connection to the cluster ({why}); reading regularly"),
    });
    tokio::select! {
        () = subscription => {}
        () = reconcile(market, rpc, &connected) => {}
    }
}

async fn reconcile<T: Transport, C: Clock>(market: &Market, rpc: &Rpc<T, C>, connected: &Notify) {
    loop {
        tokio::select! {
            () = connected.notified() => {}
            () = tokio::time::sleep(RECONCILE) => {}
        }
        if let Err(error) = market.reconcile(rpc).await {
            log::warn!("the program's accounts cannot be read: {error}");
        }
        tokio::time::sleep(SHORTEST).await;
    }
}
