//! An operation by its name, and what it asks for.

use serde_json::{Value, json};

use super::{action, link};
use crate::{
    app::App,
    operations::{Ask, Kind, Offered, Parameters, said},
};

/// An operation by its name, about what the link names already. What the link gives stands at the end of the description;
/// where that cannot be read, there is nothing to press.
pub fn operation(app: &App, offered: &Offered, given: &Parameters) -> Value {
    let asks: Vec<Ask> = offered.about.ask().into_iter().chain(offered.asks.iter().copied()).collect();
    let (mut query, mut parameters, mut obstacle) = (vec![], vec![], None);
    let mut description = vec![offered.description.to_owned()];
    for ask in &asks {
        match given.plain(ask.name) {
            Some(value) => {
                query.push(format!("{}={value}", ask.name));
                match said(ask, given) {
                    Ok(words) => description.extend(words),
                    Err(problem) => obstacle = obstacle.or(Some(problem.message)),
                }
            }
            None if ask.shown => {
                query.push(format!("{name}={{{name}}}", name = ask.name));
                parameters.push(parameter(ask));
            }
            None => {}
        }
    }
    let path = format!("/actions/{}", offered.name);
    let path = if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) };
    let mut link = link(offered.label, &app.links.to(&path));
    if !parameters.is_empty() {
        link["parameters"] = Value::Array(parameters);
    }
    action(app, offered.label, &description.join(" "), offered.label, &[link], obstacle)
}

pub(super) fn parameter(ask: &Ask) -> Value {
    let mut told = json!({ "name": ask.name, "label": ask.label, "required": ask.required });
    match ask.kind {
        Kind::Amount => told["type"] = json!("number"),
        Kind::AmountOrAll => {
            told["type"] = json!("text");
            told["pattern"] = json!(r"^([0-9]+(\.[0-9]{1,8})?|ALL)$");
            told["patternDescription"] = json!("IO in plain digits, like 1250.5, or ALL");
        }
        Kind::Percent => {
            told["type"] = json!("number");
            told["min"] = json!(0);
            told["max"] = json!(100);
        }
        Kind::Number => {
            told["type"] = json!("number");
            told["min"] = json!(0);
            told["max"] = json!(u8::MAX);
        }
        Kind::Address => {
            told["type"] = json!("text");
            told["pattern"] = json!("^[1-9A-HJ-NP-Za-km-z]{32,44}$");
            told["patternDescription"] = json!("An address");
        }
        Kind::Time => told["type"] = json!("datetime-local"),
    }
    told
}
