//! One step: what was intended, what happened, and by which rule.

use std::collections::BTreeSet;

use co_staking_client::format::{duration, thousands};

use super::{
    named,
    page::{Page, Style},
};
use crate::report::{Answer, DeviceView, Outcome, Party, Rented, Rule, Step, Time, Transaction};

/// The step's lines. A rule is told in full where it is `told` for the first time.
pub fn show(page: &mut Page, step: &Step, names: &[Party], told: &mut BTreeSet<&'static str>) {
    let (mark, style) = match &step.outcome {
        Outcome::Done { .. } => ("✓", Style::Good),
        Outcome::Refused { .. } => ("✗", Style::Bad),
        Outcome::Nothing { .. } | Outcome::Waited { .. } => ("·", Style::Plain),
    };
    page.step(mark, style, &step.number, &step.title);
    match &step.outcome {
        Outcome::Done { transaction } => done(page, step, transaction, names),
        Outcome::Refused { transaction, answer } => {
            signed(page, transaction);
            refused(page, transaction, answer, names);
            notes(page, step, names);
        }
        Outcome::Nothing { because } => page.field("nothing", Style::Plain, &format!("to send: {because}")),
        Outcome::Waited { from, until, .. } => {
            page.field("clock", Style::Plain, &format!("{from} → {until}"));
            statuses(page, step);
            notes(page, step, names);
        }
    }
    rules(page, step, told);
}

fn rules(page: &mut Page, step: &Step, told: &mut BTreeSet<&'static str>) {
    let (new, known): (Vec<&Rule>, Vec<&Rule>) = step.rules.iter().partition(|rule| told.insert(rule.id));
    let known: Vec<&str> = known.iter().map(|rule| rule.id).collect();
    let told_before = (!known.is_empty()).then(|| known.join(", "));
    let lines = new.iter().map(|rule| format!("{}: {}", rule.id, rule.says)).chain(told_before);
    for (n, line) in lines.enumerate() {
        page.field(label(n, "rule"), Style::Faint, &line);
    }
}

fn signed(page: &mut Page, transaction: &Transaction) {
    let signers: Vec<_> = transaction.signers.iter().map(|signer| signer.name.as_str()).collect();
    page.field("signed", Style::Plain, &format!("by {}", signers.join(" and ")));
}

fn notes(page: &mut Page, step: &Step, names: &[Party]) {
    let mut last = "";
    for note in &step.notes {
        page.field(if note.about == last { "" } else { note.about }, Style::Plain, &named(&note.text, names));
        last = note.about;
    }
}

fn done(page: &mut Page, step: &Step, transaction: &Transaction, names: &[Party]) {
    signed(page, transaction);
    for (n, moved) in transaction.moves.iter().enumerate() {
        let text = match (&moved.from, &moved.to) {
            (Some(from), Some(to)) => format!("{} from {} to {}", moved.amount, from.name, to.name),
            (Some(from), None) => format!("{} of {}, burned", moved.amount, from.name),
            (None, to) => format!("{} minted to {}", moved.amount, to.as_ref().map_or("nobody", |to| &to.name)),
        };
        page.field(label(n, "moved"), Style::Plain, &text);
    }
    for (n, balance) in transaction.balances.iter().filter(|line| line.before != line.after).enumerate() {
        let text = format!("{}: {} → {}", balance.account.name, balance.before, balance.after);
        page.field(label(n, "balance"), Style::Plain, &text);
    }
    if let Some(view) = &transaction.device {
        device(page, view, step.at);
    }
    statuses(page, step);
    notes(page, step, names);
    rented(page, "created", &transaction.created);
    rented(page, "closed", &transaction.closed);
    for (n, refund) in transaction.refunds.iter().enumerate() {
        page.field(label(n, "rent"), Style::Plain, &format!("{} back to {}", refund.amount, refund.wallet.name));
    }
    cost(page, transaction);
}

/// The offers that show another status than before, and when their co-stakes come back.
fn statuses(page: &mut Page, step: &Step) {
    let until = |at: Time| format!("{at}, in {}", duration(at.0.saturating_sub(step.at.0)));
    for (n, change) in step.offers.iter().enumerate() {
        let before = change.before.as_ref().map(|before| format!("{before} → ")).unwrap_or_default();
        let text = format!("{}: {before}{}", change.offer.name, change.status);
        page.field(label(n, "status"), Style::Plain, &text);
        // Where several come back together, that is told once.
        let next = step.offers.get(n + 1);
        if next.is_some_and(|next| next.unlocks_at == change.unlocks_at && next.counts_until == change.counts_until) {
            continue;
        }
        let counts = change.counts_until.map(|at| format!("counts until {}", until(at)));
        let locked = change.unlocks_at.map(|at| format!("locked until {}", until(at)));
        for line in counts.iter().chain(&locked) {
            page.field("", Style::Plain, &format!("  {line}"));
        }
    }
}

fn rented(page: &mut Page, what: &'static str, accounts: &[Rented]) {
    for (n, account) in accounts.iter().enumerate() {
        let (bytes, rent) = (thousands(u64::try_from(account.bytes).unwrap_or(u64::MAX)), account.rent);
        let text = format!("{}: {bytes} bytes, rent {rent}", account.account.name);
        page.field(label(n, what), Style::Plain, &text);
    }
}

fn cost(page: &mut Page, transaction: &Transaction) {
    let mut events: Vec<(&str, usize)> = vec![];
    for event in &transaction.events {
        match events.last_mut().filter(|(name, _)| *name == event.name) {
            Some((_, times)) => *times += 1,
            None => events.push((event.name, 1)),
        }
    }
    let told = |(name, times): &(&str, usize)| if *times == 1 { (*name).into() } else { format!("{times} × {name}") };
    let events: Vec<String> = events.iter().map(told).collect();
    let event = if events.is_empty() { String::new() } else { format!(", event {}", events.join(", ")) };
    let units = thousands(transaction.compute_units);
    page.field("cost", Style::Plain, &format!("{units} compute units, fee {}{event}", transaction.fee));
}

fn refused(page: &mut Page, transaction: &Transaction, answer: &Answer, names: &[Party]) {
    page.field("refused", Style::Bad, &answer.text);
    for (n, reason) in answer.explained.iter().enumerate() {
        let (expected, found) = (named(&reason.expected, names), named(&reason.found, names));
        page.field(label(n, "figures"), Style::Plain, &format!("expected {expected}; found {found} [{}]", reason.rule));
    }
    let foreseen = match answer.agrees {
        Some(true) => "the client foresaw it; ",
        Some(false) => "the client did NOT foresee this; ",
        None => "",
    };
    let changed = if answer.unchanged { "nothing changed but the fee" } else { "accounts CHANGED" };
    page.field("proved", Style::Plain, &format!("{foreseen}{changed} of {}", transaction.fee));
}

fn device(page: &mut Page, view: &DeviceView, at: Time) {
    let state = if view.sufficient {
        format!("sufficient, overflow {}", view.overflow)
    } else {
        format!("insufficient, {} missing", view.missing)
    };
    page.field("device", Style::Plain, &format!("requires {}, counted {}: {state}", view.requirement, view.counted));
    co_staked(page, view);
    if let Some(unlocks_at) = view.unlocks_at {
        let left = unlocks_at.0.saturating_sub(at.0);
        let when = if left > 0 { format!("unlocks {unlocks_at}, in {}", duration(left)) } else { "unlocked".into() };
        page.field("", Style::Plain, &format!("unstaked {}, {when}", view.exiting));
    }
    if let Some(pending) = &view.pending_requirement {
        page.field("", Style::Plain, &format!("will require {} from {}", pending.requirement, pending.from));
    }
    if let Some(until) = view.hired_until {
        page.field("", Style::Plain, &format!("hired until {until}"));
    }
}

/// Whose stake it is, where co-stakers are among them.
fn co_staked(page: &mut Page, view: &DeviceView) {
    let parts = [
        (view.co_stakes_active, "of co-stakers"),
        (view.co_stakes_waiting, "of co-stakers in their wait"),
        (view.co_stakes_leaving, "on the way out, not counted"),
    ];
    let parts: Vec<_> =
        parts.iter().filter(|(amount, _)| amount.0 > 0).map(|(amount, what)| format!("{amount} {what}")).collect();
    if !parts.is_empty() {
        let owner = &view.owner.name;
        page.field("", Style::Plain, &format!("{} of {owner}, {}", view.owner_stake, parts.join(", ")));
    }
}

const fn label(n: usize, label: &'static str) -> &'static str {
    if n == 0 { label } else { "" }
}
