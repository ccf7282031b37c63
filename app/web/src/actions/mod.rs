//! Solana Actions and Solana Pay: the same addresses as the pages', for clients that bring a wallet with them.
//!
//! Of the two specifications the first contains the second: what GET tells of an action has the label and icon of a
//! transaction request, and POST takes an account and returns its transaction.

mod describe;
mod handlers;

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderName, HeaderValue, Method, Response, StatusCode, header},
    middleware::Next,
};

pub use describe::{device, offer, wallet};
pub use handlers::{claim, perform, rules, tell};

use crate::app::App;

/// The version of the specification.
const VERSION: &str = "2.4";
const ACTION_VERSION: HeaderName = HeaderName::from_static("x-action-version");
const BLOCKCHAIN_IDS: HeaderName = HeaderName::from_static("x-blockchain-ids");

/// Whether clients of other sites may ask here.
fn is_action(path: &str) -> bool {
    let first = path.split('/').nth(1).unwrap_or_default();
    matches!(first, "o" | "d" | "w" | "actions" | "actions.json")
}

/// Actions are answered to clients of every origin, preflights included; pages are not.
pub async fn answered(State(app): State<Arc<App>>, request: Request, next: Next) -> Response<Body> {
    if !is_action(request.uri().path()) {
        return next.run(request).await;
    }
    let mut response = match *request.method() {
        Method::OPTIONS => {
            let mut empty = Response::new(Body::empty());
            *empty.status_mut() = StatusCode::NO_CONTENT;
            empty
        }
        _ => next.run(request).await,
    };
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("accept"));
    let is_page = headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if is_page {
        return response;
    }
    let mut set = |name, value: &str| HeaderValue::from_str(value).map(|value| headers.insert(name, value)).is_ok();
    set(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    set(header::ACCESS_CONTROL_ALLOW_METHODS, "GET,POST,PUT,OPTIONS");
    set(
        header::ACCESS_CONTROL_ALLOW_HEADERS,
        "Content-Type, Authorization, Content-Encoding, Accept-Encoding, X-Accept-Action-Version, X-Accept-Blockchain-Ids",
    );
    set(header::ACCESS_CONTROL_EXPOSE_HEADERS, "X-Action-Version, X-Blockchain-Ids");
    set(ACTION_VERSION, VERSION);
    set(BLOCKCHAIN_IDS, &app.cluster.blockchain_id);
    response
}
