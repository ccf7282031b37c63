//! Pages for browsers, and at the same addresses what clients of actions read.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, Query, State, rejection::QueryRejection},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use co_staking_client::{CoStakingError, Pubkey, pda, plan::Source};
use maud::Markup;
use serde::Deserialize;

use crate::{
    actions,
    app::App,
    index::{Indexed, Query as Offers},
    known,
    layers::wants_html,
    pages::{device as device_page, error, market as market_page, offer as offer_page, wallet as wallet_page},
    problem::Problem,
    request::address,
};

/// Figures that do not add up are on no account that the program wrote.
fn broken(error: CoStakingError) -> Problem {
    log::error!("a page cannot be drawn: {error}");
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "The account's figures do not add up. Look again in a minute.")
}

/// `GET /`: the marketplace.
///
/// # Errors
/// Where the query is none of the form's.
pub async fn market(
    State(app): State<Arc<App>>,
    form: Result<Query<market_page::Form>, QueryRejection>,
) -> Result<Markup, Problem> {
    let wrong = |_| Problem::input("The address's query cannot be read. Begin anew at the open offers.");
    let Query(form) = form.map_err(wrong)?;
    let (query, problem) = match form.query(market_page::LIMIT) {
        Ok(query) => (query, None),
        Err(problem) => (Offers { limit: market_page::LIMIT, ..Offers::default() }, Some(problem)),
    };
    let tables = app.market.read();
    let frame = app.frame(&tables);
    let models = tables.models().iter().map(|(model, count)| (model.as_str(), *count)).collect();
    let view = market_page::View {
        form: &form,
        problem: problem.as_deref(),
        listing: &tables.list(&query, frame.now),
        models: &models,
        durations: &tables.config().durations,
    };
    Ok(market_page::market(&frame, &view))
}

/// `GET /o/{offer}`: the offer's page, or its action.
///
/// # Errors
/// Where there is none.
pub async fn offer(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Path(offer): Path<String>,
) -> Result<Response, Problem> {
    let address = address(&offer)?;
    let tables = app.market.read();
    if !wants_html(&headers) {
        return actions::offer(&app, &tables, &address).map(|told| Json(told).into_response());
    }
    let (offer, device) = known::offer(&tables, &address)?;
    let view = offer_page::View { address, offer, device, config: tables.config() };
    offer_page::offer(&app.frame(&tables), &view).map(IntoResponse::into_response).map_err(broken)
}

/// `GET /d/{device}`: the device's page, or its actions.
///
/// # Errors
/// Where there is none.
pub async fn device(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Path(device): Path<String>,
) -> Result<Response, Problem> {
    let address = address(&device)?;
    let tables = app.market.read();
    if !wants_html(&headers) {
        return actions::device(&app, &tables, &address).map(|told| Json(told).into_response());
    }
    let device = known::device(&tables, &address)?;
    let (offers, cases) = (tables.offers_of(&address), tables.cases_of(&address));
    let view = device_page::View { address, device, config: tables.config(), offers: &offers, cases: &cases };
    device_page::device(&app.frame(&tables), &view).map(IntoResponse::into_response).map_err(broken)
}

/// Where a wallet's page begins.
#[derive(Deserialize)]
pub struct From {
    /// Behind this address.
    after: Option<String>,
}

/// `GET /w/{wallet}`: the wallet's page, or its actions.
///
/// # Errors
/// Where that is no address.
pub async fn wallet(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Path(wallet): Path<String>,
    Query(from): Query<From>,
) -> Result<Response, Problem> {
    let wallet = address(&wallet)?;
    if !wants_html(&headers) {
        return Ok(Json(actions::wallet(&app, &app.market.read(), &wallet)).into_response());
    }
    let after = from.after.as_deref().map(address).transpose()?;
    let holdings = wallet_page::Holdings::of(&app.market.read(), &wallet, after, app.market.now());
    let source = Indexed::new(&app.market, &app.rpc);
    let in_wallet = balance(&app, &source, &wallet).await;
    let choices = wallet_page::plan(&source, wallet, &holdings).await;
    let tables = app.market.read();
    let counter = tables.counter(&wallet);
    let view = wallet_page::View { wallet, in_wallet, counter, holdings: &holdings, choices: &choices };
    Ok(wallet_page::wallet(&app.frame(&tables), &view).into_response())
}

/// What somebody looks for.
#[derive(Deserialize)]
pub struct Find {
    address: String,
}

/// `GET /find`: leads to the page of what is at an address. What is neither offer nor device is taken for a wallet.
///
/// # Errors
/// Where that is no address.
pub async fn find(
    State(app): State<Arc<App>>,
    Query(Find { address: text }): Query<Find>,
) -> Result<Redirect, Problem> {
    let address = address(text.trim())?;
    let tables = app.market.read();
    let kind = match (tables.offer(&address), tables.device(&address)) {
        (Some(_), _) => 'o',
        (None, Some(_)) => 'd',
        (None, None) => 'w',
    };
    Ok(Redirect::to(&format!("/{kind}/{address}")))
}

/// What a wallet's IO account holds, if it has one. A cluster that does not answer is no reason to show nothing else.
async fn balance(app: &App, source: &impl Source, wallet: &Pubkey) -> Option<u64> {
    let mint = app.market.read().config().mint;
    let found = source.accounts(&[pda::associated_token(wallet, &mint)]).await.ok()?;
    found.into_iter().next()??.token_account().map(|token| token.amount)
}

/// What went wrong, as a page.
pub fn problem(app: &App, problem: &Problem) -> Markup {
    let tables = app.market.read();
    let frame = app.frame(&tables);
    match problem.status {
        StatusCode::NOT_FOUND => error::not_found(&frame, &problem.message),
        status if status.is_client_error() => error::failed(&frame, "Not done", &problem.message, ""),
        _ => error::failed(&frame, "Not now", &problem.message, "Reload the page in a moment."),
    }
}
