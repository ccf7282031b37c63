//! Transactions that this server is sending, and how those that it sent ended. What it forgets, by a restart too, the
//! cluster still knows.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use co_staking_client::{
    error::Failure,
    rpc::{Outcome, Sent, written},
};
use serde::Serialize;
use solana_transaction::Transaction;
use tokio::sync::{Semaphore, watch};

use crate::{app::App, problem::Problem};

/// So many are remembered; the cluster tells of those before.
const REMEMBERED: usize = 4_096;

/// Where a transaction stands, as the wallet module reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "state")]
pub enum State {
    /// It may land yet.
    Sending,
    /// It landed, and did what it says.
    Approved { slot: u64 },
    /// It did nothing: what the program, or a node, says of it, and what to do.
    Refused { message: String },
    /// It did not land, and cannot any more.
    Expired { message: String },
    /// Nobody could be asked. It may have landed.
    Unknown { message: String },
}

impl State {
    /// Whether it can still become another.
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Sending | Self::Unknown { .. })
    }
}

impl From<Outcome> for State {
    fn from(outcome: Outcome) -> Self {
        let refused = |failure: Failure| failure.advice();
        match outcome {
            Outcome::Done(Sent { slot, .. }) => Self::Approved { slot },
            Outcome::Refused { failure, .. } => Self::Refused { message: refused(failure) },
            Outcome::Failed { failure, .. } => {
                Self::Refused { message: format!("{} Nothing has moved but the network's fee.", refused(failure)) }
            }
            Outcome::Expired { .. } => Self::Expired {
                message: "The transaction came too late and can no longer land. Nothing has moved: try again.".into(),
            },
            Outcome::Unknown { .. } => Self::Unknown {
                message:
                    "The cluster does not tell whether the transaction landed. It may have: look before you try again."
                        .into(),
            },
        }
    }
}

type Told = watch::Receiver<State>;

/// What is being sent, and what was.
pub struct Deliveries {
    places: Arc<Semaphore>,
    /// By signature, the oldest first.
    known: Mutex<VecDeque<(String, Told)>>,
}

impl Deliveries {
    /// So many at the same time.
    pub fn new(places: usize) -> Self {
        Self { places: Arc::new(Semaphore::new(places)), known: Mutex::default() }
    }

    fn known(&self) -> MutexGuard<'_, VecDeque<(String, Told)>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is known of that signature here.
    pub fn of(&self, signature: &str) -> Option<Told> {
        self.known().iter().find(|(known, _)| known == signature).map(|(_, told)| told.clone())
    }
}

/// Begins to send a transaction, unless that is being done already, or was.
///
/// # Errors
/// Where too many are being sent.
pub fn deliver(app: &Arc<App>, transaction: Transaction, last_valid: u64, sent_before: bool) -> Result<Told, Problem> {
    let signature = transaction.signatures.first().map(ToString::to_string).unwrap_or_default();
    let deliveries = &app.deliveries;
    let mut known = deliveries.known();
    if let Some((_, told)) = known.iter().find(|(other, _)| *other == signature) {
        // One that no node could be asked about may be sent again: the same bytes land once.
        if !matches!(*told.borrow(), State::Unknown { .. }) {
            return Ok(told.clone());
        }
    }
    known.retain(|(other, _)| *other != signature);
    let busy = || {
        Problem::new(
            axum::http::StatusCode::SERVICE_UNAVAILABLE,
            "The server is sending too much. Try again in a moment.",
        )
    };
    let place = deliveries.places.clone().try_acquire_owned().map_err(|_| busy())?;
    let (tell, told) = watch::channel(State::Sending);
    known.push_back((signature, told.clone()));
    if known.len() > REMEMBERED {
        known.pop_front();
    }
    drop(known);
    let app = app.clone();
    tokio::spawn(async move {
        let state = land(&app, &transaction, last_valid, sent_before).await;
        tell.send_replace(state);
        drop(place);
    });
    Ok(told)
}

async fn land(app: &App, transaction: &Transaction, last_valid: u64, sent_before: bool) -> State {
    let state = app.rpc.deliver(transaction, last_valid, sent_before).await.into();
    if let State::Approved { slot } = state {
        show(app, transaction, slot).await;
    }
    state
}

/// What it has changed is shown without waiting for the subscription. Where that fails the next reading shows it.
async fn show(app: &App, transaction: &Transaction, slot: u64) {
    let written = written(&transaction.message);
    let Ok(found) = app.rpc.accounts(&written).await else { return };
    for (address, found) in written.into_iter().zip(found) {
        app.market.update(slot, address, found.as_ref());
    }
}

/// Where a transaction stands, by what is known here or else by the cluster. Waits a while for it to be decided.
///
/// # Errors
/// None: a cluster that does not answer is an answer.
pub async fn follow(app: &App, signature: &str, last_valid: Option<u64>, patience: Duration) -> State {
    if let Some(mut told) = app.deliveries.of(signature) {
        let decided = tokio::time::timeout(patience, told.wait_for(|state| *state != State::Sending)).await;
        let state = decided.ok().and_then(Result::ok).map_or(State::Sending, |state| state.clone());
        if !matches!(state, State::Unknown { .. }) {
            return state;
        }
    }
    match app.rpc.fate(signature, last_valid).await {
        Ok(Some(outcome)) => outcome.into(),
        Ok(None) => State::Sending,
        Err(error) => {
            log::warn!("the fate of {signature} cannot be asked for: {error}");
            State::Unknown { message: "The cluster does not answer. The transaction may have landed.".into() }
        }
    }
}
