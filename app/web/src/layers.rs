//! What holds for every request, whatever it asks for: how much, how often, how long, and with which headers.

use std::{
    net::{IpAddr, Ipv6Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
};
use tokio::sync::Semaphore;
use tower_governor::{GovernorError, GovernorLayer, governor::GovernorConfigBuilder, key_extractor::KeyExtractor};
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer, limit::RequestBodyLimitLayer};

use crate::{
    actions,
    app::{App, Places},
    options::{BODY, Rate},
    problem::Problem,
    routes,
};

/// Between two times that addresses which are quiet again are forgotten.
const FORGET: Duration = Duration::from_secs(60);

const CONTENT_SECURITY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The routes with everything around them. The outermost layer stands last.
pub fn around(app: &Arc<App>, routes: Router) -> Router {
    let limits = app.limits;
    let by = ByAddress { trust_proxy: app.trust_proxy };
    let routes = routes.layer(RequestBodyLimitLayer::new(BODY)).layer(from_fn_with_state(app.clone(), bounded));
    let routes = limited(routes, by, limits.writes, vec![Method::POST]);
    let routes = limited(routes, by, limits.reads, vec![Method::GET, Method::HEAD]);
    routes
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(app.clone(), told))
        .layer(from_fn_with_state(app.clone(), actions::answered))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(app.clone(), secured))
}

/// A reader's address; of IPv6 the network that one subscriber has.
#[derive(Clone, Copy, Debug)]
struct ByAddress {
    trust_proxy: bool,
}

impl KeyExtractor for ByAddress {
    type Key = IpAddr;

    fn extract<T>(&self, request: &axum::http::Request<T>) -> Result<IpAddr, GovernorError> {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
        let forwarded = self.trust_proxy.then(|| forwarded(request.headers())).flatten();
        forwarded.or(peer).map(subscriber).ok_or(GovernorError::UnableToExtractKey)
    }
}

/// The address that the proxy in front saw: the last one. Those before it are the client's own words.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
    last.rsplit(',').next()?.trim().parse().ok()
}

fn subscriber(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
    }
}

/// Lets each reader make as many requests with those methods as `rate` says.
fn limited(routes: Router, by: ByAddress, rate: Rate, methods: Vec<Method>) -> Router {
    let mut builder = GovernorConfigBuilder::default().key_extractor(by);
    let Some(config) = builder.period(rate.period).burst_size(rate.burst.get()).methods(methods).finish() else {
        // A period of nothing limits nothing.
        return routes;
    };
    let limiter = Arc::downgrade(config.limiter());
    tokio::spawn(async move {
        while let Some(limiter) = limiter.upgrade() {
            limiter.retain_recent();
            drop(limiter);
            tokio::time::sleep(FORGET).await;
        }
    });
    routes.layer(GovernorLayer::new(config))
}

/// As many requests at the same time as there are places, each for a limited time; others are to come again.
async fn bounded(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let Ok(_place) = places(&app.places, request.method(), request.uri().path()).try_acquire() else {
        return later("The server is busy. Try again in a moment.");
    };
    match tokio::time::timeout(app.limits.timeout, next.run(request)).await {
        Ok(response) => response,
        Err(_) => later("It took too long, since the cluster answers slowly. Try again in a moment."),
    }
}

/// Which places a request is answered in.
fn places<'a>(places: &'a Places, method: &Method, path: &str) -> &'a Semaphore {
    match path {
        path if path.starts_with("/api/follow/") => &places.following,
        // What a wallet holds only the cluster knows.
        path if path.starts_with("/w/") => &places.asking,
        _ if method == Method::POST => &places.asking,
        _ => &places.here,
    }
}

fn later(message: &str) -> Response {
    let problem = Problem::new(StatusCode::SERVICE_UNAVAILABLE, message);
    ([(header::RETRY_AFTER, HeaderValue::from_static("2"))], problem).into_response()
}

/// Writes what went wrong in the form that the client reads, whoever noticed it.
async fn told(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let reads_html = wants_html(request.headers());
    let is_head = request.method() == Method::HEAD;
    let response = next.run(request).await;
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let known = response.extensions().get::<Problem>().cloned();
    let problem = known.unwrap_or_else(|| Problem::new(status, in_words(status)));
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    let (kind, text) = match reads_html {
        true => ("text/html; charset=utf-8", routes::pages::problem(&app, &problem).into_string()),
        false => ("application/json", serde_json::json!({ "message": problem.message }).to_string()),
    };
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Response::from_parts(parts, if is_head { Body::empty() } else { Body::from(text) })
}

/// What has no words of its own.
fn in_words(status: StatusCode) -> &'static str {
    match status {
        StatusCode::NOT_FOUND => "There is no such page.",
        StatusCode::METHOD_NOT_ALLOWED => "This address does not take that method.",
        StatusCode::PAYLOAD_TOO_LARGE => "The request is too large: 16 KiB are the most.",
        StatusCode::TOO_MANY_REQUESTS => "These are too many requests. Wait a few seconds, and try again.",
        status if status.is_client_error() => "The request cannot be read.",
        _ => "Something went wrong here. Nothing was sent: try again.",
    }
}

/// Browsers name it; clients of Actions and wallets do not.
pub fn wants_html(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|value| value.split(',')).any(|kind| kind.trim().starts_with("text/html"))
}

/// What browsers must and must not do with what they get from here.
async fn secured(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value| headers.insert(name, HeaderValue::from_static(value));
    set(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::REFERRER_POLICY, "no-referrer");
    if app.links.is_https() {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}
