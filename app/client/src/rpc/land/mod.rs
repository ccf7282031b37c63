//! One signed transaction: sent as the same bytes until it has landed or can no longer land.

mod ended;
mod submit;

use std::time::Duration;

use serde_json::json;
use solana_transaction_error::TransactionError;
use solana_transaction_status_client_types::TransactionStatus;

use self::submit::Submitted;
use super::{
    Clock, Rpc, RpcError, Transport,
    call::{Contextual, Try},
};

/// Between two questions for the status.
const POLL: Duration = Duration::from_secs(1);
/// Between two times that the same bytes are sent.
const RESEND: Duration = Duration::from_secs(2);
/// Even where the next node is asked at once, not faster than this.
const SHORTEST: Duration = Duration::from_millis(100);
/// Between two questions for the height.
const HEIGHT: Duration = Duration::from_secs(5);

/// A transaction that goes over the wire.
pub(super) struct Signed {
    /// In base64.
    pub bytes: String,
    pub signature: String,
    /// The height after which no block takes it; `None` where the blockhash came from elsewhere.
    pub last_valid: Option<u64>,
    /// The slot that the blockhash is from.
    pub slot: u64,
}

/// What became of it.
pub(super) enum Landing {
    Landed {
        slot: u64,
        error: Option<TransactionError>,
    },
    /// A node simulated and refused it before it was ever sent on.
    Refused {
        error: TransactionError,
        logs: Vec<String>,
    },
    /// It was never sent on, and this is why.
    NotSent(RpcError),
    /// No block took it, and none will.
    Expired,
    /// It may have landed, or land yet.
    Unknown,
}

/// What is known so far.
struct Attempt {
    started: Duration,
    /// Some node may have sent it on: from now on only its status tells.
    sent: bool,
    sent_at: Option<Duration>,
    asked_height_at: Duration,
    /// Rounds in a row in which something failed.
    failures: u32,
    last: Option<RpcError>,
}

/// What one round showed.
#[derive(Default)]
struct Round {
    failed: bool,
    /// How long a node asks to be left alone.
    wait: Option<Duration>,
}

impl Round {
    fn fails(&mut self, wait: Option<Duration>) {
        self.failed = true;
        self.wait = wait.or(self.wait);
    }
}

impl<T: Transport, C: Clock> Rpc<T, C> {
    /// Sends it until its fate is known or the patience is over.
    pub(super) async fn land(&self, signed: &Signed) -> Landing {
        let now = self.clock.now();
        let mut attempt =
            Attempt { started: now, sent: false, sent_at: None, asked_height_at: now, failures: 0, last: None };
        loop {
            match self.round(signed, &mut attempt).await {
                Ok(landing) => return landing,
                Err(pause) if self.clock.now() + pause > attempt.started + self.patience(attempt.sent) => {
                    return match attempt.last {
                        Some(error) if !attempt.sent => Landing::NotSent(error),
                        _ => Landing::Unknown,
                    };
                }
                Err(pause) => self.clock.sleep(pause).await,
            }
        }
    }

    /// Until it is sent on it is a question like any other. From then on its fate is worth waiting for.
    const fn patience(&self, sent: bool) -> Duration {
        if sent { self.patience.transaction } else { self.patience.question }
    }

    /// Sends it if that is due, and asks what became of it; else how long to wait.
    async fn round(&self, signed: &Signed, attempt: &mut Attempt) -> Result<Landing, Duration> {
        let mut round = Round::default();
        let mut landing = None;
        if attempt.sent_at.is_none_or(|at| self.clock.now() >= at + RESEND) {
            landing = self.send_on(signed, attempt, &mut round).await;
        }
        // What was never sent on has no status; but its blockhash ends all the same.
        if landing.is_none() && attempt.sent {
            landing = self.look(signed, attempt, &mut round).await;
        }
        if landing.is_none() && self.clock.now() >= attempt.asked_height_at + HEIGHT {
            attempt.asked_height_at = self.clock.now();
            landing = self.ended(signed).await;
        }
        landing.ok_or_else(|| self.after(attempt, round))
    }

    async fn send_on(&self, signed: &Signed, attempt: &mut Attempt, round: &mut Round) -> Option<Landing> {
        attempt.sent_at = Some(self.clock.now());
        match self.submit(signed, attempt.sent).await {
            Submitted::Sent => attempt.sent = true,
            Submitted::Refused { error, logs } if !attempt.sent => return Some(Landing::Refused { error, logs }),
            Submitted::Never(error) if !attempt.sent => return Some(Landing::NotSent(error)),
            Submitted::Refused { .. } | Submitted::Never(_) => round.failed = true,
            Submitted::Maybe(error, wait) => {
                attempt.sent = true;
                attempt.last = Some(error);
                round.fails(wait);
            }
            Submitted::No(error, wait) => {
                attempt.last = Some(error);
                round.fails(wait);
            }
        }
        None
    }

    async fn look(&self, signed: &Signed, attempt: &mut Attempt, round: &mut Round) -> Option<Landing> {
        match self.status(signed, false).await {
            Ok((_, Some(status))) if status.satisfies_commitment(self.commitment) => return Some(landed(&status)),
            // Seen, and not yet beyond doubt: a fork may still drop it, and then it is sent again.
            Ok((_, Some(_))) => attempt.sent_at = Some(self.clock.now()),
            Ok((_, None)) => {}
            Err(Try::Again(error, wait)) => {
                attempt.last = Some(error);
                round.fails(wait);
            }
            Err(Try::Never(error)) => {
                attempt.last = Some(error);
                round.fails(None);
            }
        }
        None
    }

    /// How long to wait for the next round; after a failure another node is asked.
    fn after(&self, attempt: &mut Attempt, round: Round) -> Duration {
        if !round.failed {
            attempt.failures = 0;
            return POLL;
        }
        attempt.failures += 1;
        self.next_node();
        self.pause(attempt.failures, round.wait).max(SHORTEST)
    }

    /// The transaction's status, from a node's whole history; asked until one answers.
    pub(super) async fn seen(&self, signed: &Signed) -> Result<Option<TransactionStatus>, RpcError> {
        let params = json!([[signed.signature], { "searchTransactionHistory": true }]);
        let found: Vec<Option<TransactionStatus>> = self.ask_at("getSignatureStatuses", params).await?;
        Ok(found.into_iter().next().flatten())
    }

    /// The slot of the answer, and the transaction's status if that node knows one.
    async fn status(&self, signed: &Signed, history: bool) -> Result<(u64, Option<TransactionStatus>), Try> {
        let params = json!([[signed.signature], { "searchTransactionHistory": history }]);
        let answer: Contextual<Vec<Option<TransactionStatus>>> = self.ask_once("getSignatureStatuses", params).await?;
        Ok((answer.context.slot, answer.value.into_iter().next().flatten()))
    }
}

pub(super) fn landed(status: &TransactionStatus) -> Landing {
    Landing::Landed { slot: status.slot, error: status.err.clone() }
}
