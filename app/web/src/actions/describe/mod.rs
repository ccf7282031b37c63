//! What clients are told of an action before anybody signs.

mod holdings;
mod offer;
mod operation;

use serde_json::{Value, json};

pub use holdings::{device, wallet};
pub use offer::offer;
pub use operation::operation;

use crate::{app::App, assets};

/// The parts that every action has. `obstacle` says why none of its buttons can be pressed now.
fn action(app: &App, title: &str, description: &str, label: &str, links: &[Value], obstacle: Option<String>) -> Value {
    let mut all = json!({
        "type": "action",
        "icon": app.links.to(assets::url("icon.svg")),
        "title": title,
        "description": description,
        "label": label,
        "disabled": obstacle.is_some(),
    });
    if !links.is_empty() {
        all["links"] = json!({ "actions": links });
    }
    if let Some(message) = obstacle {
        all["error"] = json!({ "message": message });
    }
    all
}

fn link(label: &str, href: &str) -> Value {
    json!({ "type": "transaction", "label": label, "href": href })
}
