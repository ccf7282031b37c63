//! What the pages' wallet module asks: of this origin alone.

use std::{sync::Arc, time::Duration};

use axum::{
    Json,
    body::Bytes,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode, header},
};
use serde::Deserialize;
use serde_json::{Value, json};
use solana_transaction::Transaction;

use crate::{
    app::App,
    deliveries::{self, deliver},
    operations::{self, Parameters},
    problem::Problem,
    request, signed,
    transaction::prepare,
};

/// How long an answer waits for a transaction to be decided, so that a page asks less often.
const PATIENCE: Duration = Duration::from_secs(5);

/// Pages of other sites can make a browser send a form, but not this.
fn is_json(headers: &HeaderMap) -> Result<(), Problem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    match kind.starts_with("application/json") {
        true => Ok(()),
        false => Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Expected a request in application/json.")),
    }
}

/// `POST /api/transaction`: an unsigned transaction, with what it would do.
///
/// # Errors
/// Where it would be refused, or the request cannot be read.
pub async fn transaction(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Result<Json<Value>, Problem> {
    is_json(&headers)?;
    let asked: Parameters = request::json(&body)?;
    let account = asked.account()?;
    let (_, operation) = operations::operation(&asked.operation_name()?, &asked)?;
    let prepared = prepare(&app, &operation, account).await?;
    let moves = prepared.moves.iter().map(|moved| {
        json!({
            "address": moved.address, "name": moved.name, "token": moved.token, "before": moved.before,
            "after": moved.after, "text": moved.to_string(),
        })
    });
    Ok(Json(json!({
        "transaction": prepared.transaction,
        "title": prepared.title,
        "moves": moves.collect::<Vec<_>>(),
        "notes": prepared.notes,
        "fee": prepared.fee,
        "lastValidBlockHeight": prepared.last_valid,
    })))
}

/// What the wallet module sends back.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Send {
    /// In base64.
    transaction: String,
    last_valid_block_height: u64,
    /// Whether the page has tried before: then it may be on its way already.
    #[serde(default)]
    sent_before: bool,
}

/// `POST /api/send`: sends a transaction of this program that its wallet has signed.
///
/// # Errors
/// Where it is another's, or not signed, or was refused at once.
pub async fn send(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Result<Json<Value>, Problem> {
    is_json(&headers)?;
    let Send { transaction, last_valid_block_height, sent_before } = request::json(&body)?;
    let transaction: Transaction = signed::read(&transaction)?;
    let signature = transaction.signatures.first().map(ToString::to_string).unwrap_or_default();
    // What no block takes any more is not worth a place. It may have landed: following it tells.
    if app.rpc.is_blockhash_valid(&transaction.message.recent_blockhash).await? {
        deliver(&app, transaction, last_valid_block_height, sent_before)?;
    }
    Ok(Json(json!({ "signature": signature, "state": "Sending" })))
}

/// Until when it can land, as far as whoever asks knows.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Until {
    last_valid_block_height: Option<u64>,
}

/// `GET /api/follow/{signature}`: where it stands. It waits a while for that to be decided. A server that was started
/// again asks the cluster, and so knows as much.
///
/// # Errors
/// Where that is no signature.
pub async fn follow(
    State(app): State<Arc<App>>,
    Path(signature): Path<String>,
    Query(until): Query<Until>,
) -> Result<Json<deliveries::State>, Problem> {
    let wrong = || Problem::input(format!("Expected a signature; found “{signature}”."));
    signature.parse::<solana_signature::Signature>().map_err(|_| wrong())?;
    Ok(Json(deliveries::follow(&app, &signature, until.last_valid_block_height, PATIENCE).await))
}
