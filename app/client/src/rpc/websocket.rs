//! A node's websocket, connected again whenever it drops.

use std::time::Duration;

use futures_util::StreamExt;
use solana_account_decoder_client_types::{UiAccountEncoding, UiDataSliceConfig};
use solana_commitment_config::CommitmentConfig;
use solana_pubsub_client::nonblocking::pubsub_client::PubsubClient;
use solana_rpc_client_types::config::{RpcAccountInfoConfig, RpcProgramAccountsConfig};
use tokio::{sync::watch, task::JoinHandle};

use super::{Trigger, jitter};
use crate::ID;

/// A subscription to every change of the program's accounts.
pub struct Websocket {
    changes: watch::Receiver<u64>,
    task: JoinHandle<()>,
}

impl Websocket {
    /// Subscribes at `url`. `dropped` is told each time that the connection fails or ends, and why.
    pub fn new(url: String, commitment: CommitmentConfig, dropped: impl Fn(String) + Send + 'static) -> Self {
        let (told, changes) = watch::channel(0);
        let task = tokio::spawn(async move {
            let mut failures = 0;
            loop {
                let before = *told.borrow();
                let why = follow(&url, commitment, &told).await;
                // What it had told makes the next failure the first one again.
                failures = if *told.borrow() > before { 1 } else { failures + 1 };
                dropped(why);
                // Something may have happened in between.
                told.send_modify(|changes| *changes += 1);
                tokio::time::sleep(jitter::pause(failures).max(Duration::from_millis(250))).await;
            }
        });
        Self { changes, task }
    }
}

impl Trigger for Websocket {
    async fn wait(&mut self) {
        if self.changes.changed().await.is_err() {
            // Nobody is left to tell: the regular looks go on.
            std::future::pending().await
        }
    }
}

impl Drop for Websocket {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Counts changes until the connection ends; why it did.
async fn follow(url: &str, commitment: CommitmentConfig, told: &watch::Sender<u64>) -> String {
    let client = match PubsubClient::new(url).await {
        Ok(client) => client,
        Err(error) => return error.to_string(),
    };
    // That something changed is all that is asked for.
    let nothing = UiDataSliceConfig { offset: 0, length: 0 };
    let account_config = RpcAccountInfoConfig {
        encoding: Some(UiAccountEncoding::Base64),
        data_slice: Some(nothing),
        commitment: Some(commitment),
        min_context_slot: None,
    };
    let config = RpcProgramAccountsConfig { account_config, ..RpcProgramAccountsConfig::default() };
    match client.program_subscribe(&ID, Some(config)).await {
        Ok((mut changes, _unsubscribe)) => {
            told.send_modify(|changes| *changes += 1);
            while changes.next().await.is_some() {
                told.send_modify(|changes| *changes += 1);
            }
            "the connection ended".into()
        }
        Err(error) => error.to_string(),
    }
}
