//! `/`: the open offers, filtered, sorted, and page by page.

mod form;

use std::collections::BTreeMap;

use co_staking_client::{
    Durations,
    format::{duration, io, percent, thousands},
    rules::time::NEVER,
};
use maud::{Markup, html};

pub use form::Form;

use super::{
    Frame, page,
    parts::{Tone, tag, when},
};
use crate::index::{Listing, Row, Sort};

/// Offers on a page.
pub const LIMIT: usize = 50;
/// Models that are suggested: those with the most offers.
const MODELS: usize = 30;

/// What the marketplace shows.
pub struct View<'a> {
    pub form: &'a Form,
    /// What of the form could not be read.
    pub problem: Option<&'a str>,
    pub listing: &'a Listing<'a>,
    /// The models of the open offers, with how many each has.
    pub models: &'a BTreeMap<&'a str, usize>,
    pub durations: &'a Durations,
}

/// The marketplace.
pub fn market(frame: &Frame<'_>, view: &View<'_>) -> Markup {
    let content = html! {
        h1 { "Open offers" }
        p.lead {
            "Stake IO on somebody's device and get a share of its block rewards. "
            (risk(view.durations))
        }
        (filters(view))
        @if let Some(problem) = view.problem { p.notice role="alert" { (problem) } }
        (results(frame, view))
    };
    page(frame, "Open offers", content)
}

/// What whoever co-stakes has to know, wherever offers are listed.
fn risk(durations: &Durations) -> String {
    let (wait, cooldown) = (durations.wait_secs, durations.cooldown_secs);
    let [wait, cooldown, all, window] =
        [wait, cooldown, wait.saturating_add(cooldown), durations.appeal_window_secs].map(duration);
    format!(
        "You can leave at any time and have it back after {all}: {wait} of waiting and {cooldown} of cooldown. At worst a \
         slash takes all of it; whoever it meets can appeal for {window}."
    )
}

fn filters(view: &View<'_>) -> Markup {
    let form = view.form;
    html! {
        form.filters action="/" method="get" role="search" aria-label="Filter the offers" {
            label { span { "Model" } input name="model" list="models" value=(form.model) maxlength="32"; }
            datalist #models { @for (model, _) in most_offered(view.models) { option value=(model) {} } }
            label { span { "Device" } input name="device" value=(form.device) placeholder="Id or address" spellcheck="false"; }
            label { span { "Amount from, IO" } input name="amount_from" value=(form.amount_from) inputmode="decimal"; }
            label { span { "Amount to, IO" } input name="amount_to" value=(form.amount_to) inputmode="decimal"; }
            label { span { "Reliability from, %" } input name="reliability_from" value=(form.reliability_from)
                inputmode="decimal"; }
            label { span { "Reward from, %" } input name="reward_from" value=(form.reward_from) inputmode="decimal"; }
            label { span { "Claimable by wallet" } input name="claimable_by" value=(form.claimable_by)
                placeholder="Address" spellcheck="false"; }
            label { span { "Sort by" } select name="sort" {
                @for (_, name) in Sort::ALL {
                    option value=(name) selected[name == form.sort] { (sorted(name)) }
                }
            } }
            div.buttons {
                button { "Show offers" }
                @if form.filters() { a href="/" { "Clear" } }
            }
        }
    }
}

/// An order, in words.
fn sorted(name: &str) -> &str {
    match name {
        "reward" => "Highest reward",
        "amount" => "Smallest amount",
        "reliability" => "Most reliable",
        "estimate" => "Highest estimate",
        "newest" => "Newest",
        other => other,
    }
}

fn most_offered<'a>(models: &BTreeMap<&'a str, usize>) -> Vec<(&'a str, usize)> {
    let mut all: Vec<_> = models.iter().map(|(model, count)| (*model, *count)).collect();
    all.sort_by_key(|(model, count)| (std::cmp::Reverse(*count), *model));
    all.truncate(MODELS);
    all
}

fn results(frame: &Frame<'_>, view: &View<'_>) -> Markup {
    let listing = view.listing;
    let count = |n: usize| thousands(u64::try_from(n).unwrap_or(u64::MAX));
    html! {
        @if listing.rows.is_empty() {
            p { "No open offer passes these filters. " a href="/" { "Show all" } }
        } @else {
            p.muted {
                (count(listing.before.saturating_add(1))) "–" (count(listing.before.saturating_add(listing.rows.len())))
                " of " (count(listing.total)) " offers"
            }
            (table(frame, &listing.rows))
        }
        nav.pages aria-label="Pages" {
            @if listing.before > 0 { a href=(view.form.link(None)) { "First page" } }
            @if let Some(next) = listing.next { a rel="next" href=(view.form.link(Some(next))) { "Next page" } }
        }
    }
}

/// Offers as a table; on a narrow screen its rows are cards.
fn table(frame: &Frame<'_>, rows: &[Row<'_>]) -> Markup {
    html! {
        table.offers {
            thead { tr {
                th scope="col" { "You stake" }
                th scope="col" { "Your share" }
                th scope="col" { "Per block, 7-day average" }
                th scope="col" { "Device" }
                th scope="col" { "Reliability" }
                th scope="col" { "Expires" }
            } }
            tbody { @for row in rows { (offer(frame, row)) } }
        }
    }
}

fn offer(frame: &Frame<'_>, row: &Row<'_>) -> Markup {
    let (terms, facts) = (row.offer.terms(), row.device.facts());
    let sufficient = row.device.is_sufficient(frame.now).unwrap_or_default();
    html! {
        tr {
            td { a.amount href={ "/o/" (row.address) } { (io(terms.amount)) } }
            td data-of="Your share" { (percent(terms.reward_bps.into())) }
            td data-of="Per block" { (row.estimate.map_or_else(|| "none yet".into(), io)) }
            td data-of="Device" {
                a href={ "/d/" (row.offer.device) } { (facts.cards) " × " (row.offer.model_name()) }
                @if !facts.is_operational() { " " (tag(Tone::Bad, "not operational")) }
                @else if !sufficient { " " (tag(Tone::Wait, "insufficient")) }
            }
            td data-of="Reliability" { (percent(facts.reliability_bps.into())) }
            td data-of="Expires" {
                @if terms.expires_at == NEVER { "never" } @else { (when(terms.expires_at, frame.now)) }
            }
        }
    }
}
