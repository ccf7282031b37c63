//! Slash cases: what was taken, from whom, and what can still be done.

use co_staking_client::{
    Pubkey, SlashCase,
    format::{io, percent},
    rules::{RuleResult, slash::CaseState},
};
use maud::{Markup, html};

use super::View;
use crate::pages::{
    Frame,
    act::Act,
    parts::{self, Tone, tag, when},
};

/// All cases of a device.
pub fn cases(frame: &Frame<'_>, view: &View<'_>) -> RuleResult<Markup> {
    let window_secs = view.config.durations.appeal_window_secs;
    Ok(html! {
        section aria-labelledby="cases" {
            h2 #cases { "Slash cases" }
            @if view.cases.is_empty() { p { "None." } }
            @for (address, case) in view.cases { (one(frame, address, case, case.window_ends(window_secs)?)?) }
        }
    })
}

/// One case with what can be done about it now.
pub fn one(frame: &Frame<'_>, address: &Pubkey, case: &SlashCase, ends: i64) -> RuleResult<Markup> {
    Ok(html! {
        article.case {
            h3 { (percent(case.bps().into())) " of the stakes, " (io(case.stake()?)) " in all" }
            p { (tag(tone(case.state()), word(case.state()))) " " (stands(frame, case, ends)) }
            table {
                thead { tr { th scope="col" { "Taken" } th scope="col" { "From" } th scope="col" { "Withheld rewards" }
                    th scope="col" { "Given back" } } }
                tbody { @for part in case.parts().iter().filter(|part| part.is_some()) {
                    tr {
                        td { (io(part.stake())) }
                        td data-of="From" {
                            (parts::wallet(part.party()))
                            @match part.offer_index() { Some(index) => { ", offer " (index) }, None => ", the owner" }
                        }
                        td data-of="Withheld rewards" { (io(part.rewards())) }
                        td data-of="Given back" { (if part.is_returned() { "yes" } else { "no" }) }
                    }
                } }
            }
            ul.acts { @for act in acts(address, case, ends, frame.now) { li { (act.form()) } } }
        }
    })
}

const fn tone(state: CaseState) -> Tone {
    match state {
        CaseState::Open | CaseState::Appealed => Tone::Wait,
        CaseState::Upheld => Tone::Bad,
        CaseState::Overturned => Tone::Over,
    }
}

const fn word(state: CaseState) -> &'static str {
    match state {
        CaseState::Open => "Open",
        CaseState::Appealed => "Appealed",
        CaseState::Upheld => "Upheld",
        CaseState::Overturned => "Overturned",
    }
}

fn stands(frame: &Frame<'_>, case: &SlashCase, ends: i64) -> Markup {
    let at = |at| when(at, frame.now);
    html! {
        "For something that happened " (at(case.offence_at())) ". "
        @match case.state() {
            CaseState::Open => { "Whoever it meets can appeal until " (at(ends)) "; without an appeal it is burned." },
            CaseState::Appealed => { "The arbiter can rule until " (at(ends)) "; silence overturns it." },
            CaseState::Upheld => "What it took is burned.",
            CaseState::Overturned => "What it took goes back.",
        }
    }
}

/// What time and state allow; who may, the program says before anything is signed.
pub fn acts(address: &Pubkey, case: &SlashCase, ends: i64, now: i64) -> Vec<Act> {
    let on = |name, label: String| Act::new(name, label).on("case", address);
    match case.state() {
        CaseState::Open if now <= ends => vec![on("appeal-slash", "Appeal".into())],
        CaseState::Appealed if now <= ends => vec![],
        CaseState::Open | CaseState::Appealed => vec![on("finalize-slash", "Finalize".into())],
        CaseState::Upheld => vec![],
        CaseState::Overturned => {
            let due = case.parts().iter().enumerate().filter(|(_, part)| part.is_due());
            due.map(|(number, part)| {
                on("return-slashed", format!("Give {} back", io(part.stake()))).on("number", number)
            })
            .collect()
        }
    }
}
