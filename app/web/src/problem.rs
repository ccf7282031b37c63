//! What could not be done, and what to do: a page for readers, JSON for clients.

use std::fmt;

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use co_staking_client::{
    plan::{Plan, PlanError},
    rpc::RpcError,
};

/// Why a request was not answered with what it asked for. It leaves a handler without a body: the layer around all routes
/// writes it in the form that the client reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub status: StatusCode,
    /// One or two sentences: what was expected, what was found, what to do.
    pub message: String,
}

impl Problem {
    /// A problem in these words.
    pub fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into() }
    }

    /// The request itself makes no sense.
    pub fn input(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    /// There is no such thing.
    pub fn missing(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, message)
    }

    /// It is understood, and would be refused.
    pub fn unmet(message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, message)
    }

    /// The first of what stands in the way of a plan; `None` where nothing does.
    pub fn of_plan(plan: &Plan) -> Option<Self> {
        plan.obstacles().into_iter().next().map(Self::unmet)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// What a reader can do about a cluster that does not answer is to wait; which node it is, is the operator's affair.
impl From<RpcError> for Problem {
    fn from(error: RpcError) -> Self {
        log::warn!("the cluster cannot be asked: {error}");
        Self::new(StatusCode::BAD_GATEWAY, "The cluster does not answer. Nothing was sent: try again in a minute.")
    }
}

impl From<PlanError> for Problem {
    fn from(error: PlanError) -> Self {
        match error {
            PlanError::Rpc(error) => error.into(),
            PlanError::Input(why) => Self::input(why),
            PlanError::NoOffer { .. } => Self::missing(error.to_string()),
            PlanError::TokenAccount(_) | PlanError::Unmet(_) | PlanError::Figures(_) => Self::unmet(error.to_string()),
        }
    }
}
