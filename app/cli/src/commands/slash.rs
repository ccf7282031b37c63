//! Slash cases as they stand.

use co_staking_client::{
    format::{io, percent, time},
    plan::CaseSubject,
    rules::{slash::CaseState, time::NEVER},
};
use serde_json::json;

use crate::{
    args::Case,
    context::Context,
    exit::Exit,
    output::{Lines, show},
};

pub async fn show_case(context: &Context, args: &Case) -> Result<(), Exit> {
    context.announce().await?;
    let it = CaseSubject::read(&context.accounts, args.address()).await?;
    let case = &it.case;
    let ends = case.window_ends(it.of.chain.config.durations.appeal_window_secs)?;
    let mut lines = Lines::default();
    lines
        .line("Case", it.key)
        .line("State", case.state())
        .line("Share", percent(case.bps().into()))
        .line("Offence at", time(case.offence_at()))
        .line("Opened at", time(case.opened_at()));
    match case.state() {
        CaseState::Open => {
            lines.line("Appeal until", time(ends));
        }
        CaseState::Appealed => {
            lines.line("Appealed at", time(case.appealed_at())).line("Ruling until", time(ends));
        }
        CaseState::Upheld | CaseState::Overturned => {}
    }
    let parts: Vec<_> = case.parts().iter().enumerate().filter(|(_, part)| part.is_some()).collect();
    for (number, part) in &parts {
        let returned = if part.is_returned() { ", returned" } else { "" };
        let whose = part.offer_index().map_or("the owner".into(), |index| format!("offer {index}"));
        lines.line(&format!("Part {number}"), format!("{} of {whose}, {}{returned}", io(part.stake()), part.party()));
    }
    let told = parts.iter().map(|(number, part)| {
        json!({
            "number": number, "party": part.party().to_string(), "offerIndex": part.offer_index(),
            "stake": part.stake(), "rewards": part.rewards(), "returned": part.is_returned(),
        })
    });
    let data = json!({
        "case": it.key.to_string(), "device": it.of.key.to_string(), "state": case.state().to_string(),
        "bps": case.bps(), "offenceAt": case.offence_at(), "openedAt": case.opened_at(),
        "appealedAt": Some(case.appealed_at()).filter(|at| *at != NEVER), "windowEnds": ends,
        "parts": told.collect::<Vec<_>>(),
    });
    show(&context.globals.output, data, lines.take());
    Ok(())
}
