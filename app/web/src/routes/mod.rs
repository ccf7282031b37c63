//! Which address is answered by what.

pub mod pages;

use std::sync::Arc;

use axum::{
    Router,
    routing::{get, post},
};

use crate::{actions, api, app::App, assets, problem::Problem};

/// All addresses.
pub fn routes(app: Arc<App>) -> Router {
    Router::new()
        .route("/", get(pages::market))
        .route("/o/{offer}", get(pages::offer).post(actions::claim))
        .route("/d/{device}", get(pages::device))
        .route("/w/{wallet}", get(pages::wallet))
        .route("/find", get(pages::find))
        .route("/actions.json", get(actions::rules))
        .route("/actions/{name}", get(actions::tell).post(actions::perform))
        .route("/api/transaction", post(api::transaction))
        .route("/api/send", post(api::send))
        .route("/api/follow/{signature}", get(api::follow))
        .route("/assets/{name}", get(assets::serve))
        .fallback(|| async { Problem::missing("There is no such page.") })
        .with_state(app)
}
