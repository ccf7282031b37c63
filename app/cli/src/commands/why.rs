//! Why an action is refused.

use serde_json::json;

use super::plan;
use crate::{args::Command, context::Context, exit::Exit, output::show};

/// Every precondition of the command that does not hold, with what to do.
pub async fn why(context: &Context, command: &Command) -> Result<(), Exit> {
    let plan = plan(context, command).await?;
    context.save_accounts()?;
    let reasons: Vec<_> = plan
        .reasons
        .iter()
        .map(|reason| {
            json!({
                "rule": reason.rule, "advice": reason.advice(), "expected": reason.expected, "found": reason.found,
            })
        })
        .chain(plan.unmet.iter().map(|unmet| json!({ "advice": unmet })))
        .collect();
    let all = plan.obstacles();
    let text = match all.as_slice() {
        [] => format!("Nothing stands in the way: {}.", plan.title),
        all => format!(
            "{}:\n{}",
            plan.title,
            all.iter().map(|reason| format!("  - {reason}")).collect::<Vec<_>>().join("\n")
        ),
    };
    show(&context.globals.output, json!({ "action": plan.title, "reasons": reasons }), text);
    match all.len() {
        0 => Ok(()),
        1 => Err(Exit::unmet("One precondition is not met.")),
        more => Err(Exit::unmet(format!("{more} preconditions are not met."))),
    }
}
