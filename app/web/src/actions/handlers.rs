//! Actions as they are asked for.

use std::sync::Arc;

use axum::{
    Json,
    body::Bytes,
    extract::{Path, Query, State},
};
use co_staking_client::{Pubkey, plan::Operation};
use serde::Deserialize;
use serde_json::{Value, json};

use super::describe;
use crate::{
    app::App,
    operations::{self, Parameters},
    problem::Problem,
    request,
    transaction::prepare,
};

/// What a client posts: whose transaction it wants, and what was typed into the action's form.
#[derive(Deserialize)]
struct Posted {
    account: String,
    #[serde(default)]
    data: Parameters,
}

/// `GET /actions.json`: the addresses here at which there are actions.
pub async fn rules() -> Json<Value> {
    let paths = ["/o/*", "/d/*", "/w/*", "/actions/*"];
    let rule = |path: &&str| json!({ "pathPattern": path, "apiPath": path });
    Json(json!({ "rules": paths.iter().map(rule).collect::<Vec<_>>() }))
}

/// `GET /actions/{name}`: what it does, and what it asks for.
///
/// # Errors
/// Where there is no operation of that name.
pub async fn tell(
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
    Query(given): Query<Parameters>,
) -> Result<Json<Value>, Problem> {
    let known = operations::offered(&name)?;
    Ok(Json(describe::operation(&app, known, &given)))
}

/// `POST /actions/{name}`: the transaction.
///
/// # Errors
/// Where it would be refused, or the request cannot be read.
pub async fn perform(
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
    Query(given): Query<Parameters>,
    body: Bytes,
) -> Result<Json<Value>, Problem> {
    let posted: Posted = request::json(&body)?;
    let (_, operation) = operations::operation(&name, &given.or(posted.data))?;
    transaction(&app, &operation, &posted.account).await
}

/// `POST /o/{offer}`: the transaction that claims it.
///
/// # Errors
/// Those of [`perform`].
pub async fn claim(
    State(app): State<Arc<App>>,
    Path(offer): Path<String>,
    body: Bytes,
) -> Result<Json<Value>, Problem> {
    let offer = request::address(&offer)?;
    let posted: Posted = request::json(&body)?;
    transaction(&app, &Operation::ClaimOffer { offer, from: None }, &posted.account).await
}

async fn transaction(app: &App, operation: &Operation, account: &str) -> Result<Json<Value>, Problem> {
    let account: Pubkey = request::account(account)?;
    let prepared = prepare(app, operation, account).await?;
    // Some wallets show nothing but this before they sign.
    let message = std::iter::once(format!("{}.", prepared.title)).chain(prepared.notes).collect::<Vec<_>>().join(" ");
    Ok(Json(json!({ "type": "transaction", "transaction": prepared.transaction, "message": message })))
}
