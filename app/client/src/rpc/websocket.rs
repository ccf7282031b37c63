//! A node's websocket, connected again whenever it drops.

use std::time::Duration;

use futures_util::StreamExt;
use solana_account_decoder_client_types::{UiAccountEncoding, UiDataSliceConfig};
use solana_commitment_config::CommitmentConfig;
use solana_pubsub_client::nonblocking::pubsub_client::PubsubClient;
use solana_rpc_client_types::{
    config::{RpcAccountInfoConfig, RpcProgramAccountsConfig},
    response::{Response, RpcKeyedAccount},
};
use tokio::{sync::watch, task::JoinHandle};

use super::{Found, Trigger, jitter, wire};
use crate::{ID, Pubkey};

/// A subscription to every change of the program's accounts, which only says that there was one.
pub struct Websocket {
    changes: watch::Receiver<u64>,
    task: JoinHandle<()>,
}

impl Websocket {
    /// Subscribes at `url`. `dropped` is told each time that the connection fails or ends, and why.
    pub fn new(url: String, commitment: CommitmentConfig, dropped: impl Fn(String) + Send + 'static) -> Self {
        let (told, changes) = watch::channel(0);
        // That something changed is all that is asked for.
        let nothing = UiDataSliceConfig { offset: 0, length: 0 };
        let task = tokio::spawn(subscribe(url, commitment, Some(nothing), move |change| {
            if let Change::Dropped(why) = change {
                dropped(why);
            }
            // After a drop something may have happened in between.
            told.send_modify(|changes| *changes += 1);
        }));
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

/// What a subscription tells.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// It is connected, perhaps again: whatever happened before is not told.
    Connected,
    /// An account of the program, as of that slot. That one was closed is not told.
    Account { slot: u64, address: Pubkey, found: Found },
    /// Something that cannot be read, and why.
    Unreadable(String),
    /// The connection failed or ended, and why. It is made again.
    Dropped(String),
}

/// Tells every change of the program's accounts, over connections that may drop. Never ends.
pub async fn follow_accounts(url: String, commitment: CommitmentConfig, told: impl FnMut(Change) + Send) {
    subscribe(url, commitment, None, told).await;
}

async fn subscribe(
    url: String,
    commitment: CommitmentConfig,
    slice: Option<UiDataSliceConfig>,
    mut told: impl FnMut(Change) + Send,
) {
    let account_config = RpcAccountInfoConfig {
        encoding: Some(UiAccountEncoding::Base64),
        data_slice: slice,
        commitment: Some(commitment),
        min_context_slot: None,
    };
    let config = RpcProgramAccountsConfig { account_config, ..RpcProgramAccountsConfig::default() };
    let mut failures = 0;
    loop {
        let (connected, why) = follow(&url, config.clone(), &mut told).await;
        // What was connected makes the next failure the first one again.
        failures = if connected { 1 } else { failures + 1 };
        told(Change::Dropped(why));
        tokio::time::sleep(jitter::pause(failures).max(Duration::from_millis(250))).await;
    }
}

/// Tells changes until the connection ends: whether there was one, and why it ended.
async fn follow(url: &str, config: RpcProgramAccountsConfig, told: &mut impl FnMut(Change)) -> (bool, String) {
    let client = match PubsubClient::new(url).await {
        Ok(client) => client,
        Err(error) => return (false, error.to_string()),
    };
    match client.program_subscribe(&ID, Some(config)).await {
        Ok((mut changes, _unsubscribe)) => {
            told(Change::Connected);
            while let Some(change) = changes.next().await {
                told(read(change).unwrap_or_else(Change::Unreadable));
            }
            (true, "the connection ended".into())
        }
        Err(error) => (false, error.to_string()),
    }
}

fn read(Response { context, value }: Response<RpcKeyedAccount>) -> Result<Change, String> {
    let RpcKeyedAccount { pubkey, account } = value;
    let data = account.data.decode().ok_or_else(|| format!("the data of {pubkey} are not in base64"))?;
    let (address, owner) = (wire::key(&pubkey)?, wire::key(&account.owner)?);
    let found = Found { owner, lamports: account.lamports, executable: account.executable, data };
    Ok(Change::Account { slot: context.slot, address, found })
}
