//! `/w/{wallet}`: all that a wallet has here, and what it can do with it now.

mod choices;
mod holdings;

use co_staking_client::{
    ClaimCounter, Pubkey,
    format::{io, thousands},
    rules::{claims::CLAIMS, time::NEVER},
};
use maud::{Markup, html};

pub use choices::{Choice, plan};
pub use holdings::{Held, Holdings, Own};

use super::{
    Frame, page,
    parts::{self, when},
};

/// A wallet's stakes with what it can do.
pub struct View<'a> {
    pub wallet: Pubkey,
    /// What its IO account holds, in base units; `None` where it has none, or it was not read.
    pub in_wallet: Option<u64>,
    pub counter: Option<&'a ClaimCounter>,
    pub holdings: &'a Holdings,
    /// One for each of the devices and co-stakes, in their order, and one for the wallet itself.
    pub choices: &'a Planned,
}

/// What can be done, by what it is done on.
#[derive(Debug, Default)]
pub struct Planned {
    pub devices: Vec<Vec<Choice>>,
    pub co_stakes: Vec<Vec<Choice>>,
    pub wallet: Vec<Choice>,
}

/// The wallet's page.
pub fn wallet(frame: &Frame<'_>, view: &View<'_>) -> Markup {
    let holdings = view.holdings;
    let content = html! {
        h1 { "Stakes of " (parts::short(&view.wallet)) }
        p { code { (view.wallet) } }
        (totals(view))
        @if holdings.is_empty() {
            p { "This wallet has no device and no co-stake here. " a href="/" { "See the open offers" } }
        }
        @if !holdings.co_stakes.is_empty() {
            section aria-labelledby="co-stakes" {
                h2 #co-stakes { "Co-stakes" }
                @for (it, choices) in holdings.co_stakes.iter().zip(&view.choices.co_stakes) {
                    (holdings::co_stake(frame, it, choices))
                }
            }
        }
        @if !holdings.devices.is_empty() {
            section aria-labelledby="devices" {
                h2 #devices { "Devices" }
                @for (it, choices) in holdings.devices.iter().zip(&view.choices.devices) {
                    (holdings::own(frame, it, choices))
                }
            }
        }
        (more(view))
        section aria-labelledby="claims" {
            h2 #claims { "Claims" }
            p { (free_claims(frame, view)) }
            (choices::choices(&view.choices.wallet))
        }
    };
    page(frame, "Stakes", content)
}

fn totals(view: &View<'_>) -> Markup {
    let totals = &view.holdings.totals;
    html! {
        dl.totals {
            div { dt { "Active" } dd { (io(totals.active)) } }
            div { dt { "Leaving" } dd { (io(totals.leaving)) } }
            div { dt { "Withdrawable" } dd { (io(totals.withdrawable)) } }
            div { dt { "Rewards to claim" } dd { (io(totals.claimable)) } }
            @if view.holdings.in_cases > 0 { div { dt { "In slash cases" } dd { (io(view.holdings.in_cases)) } } }
            @if let Some(amount) = view.in_wallet { div { dt { "In the wallet" } dd { (io(amount)) } } }
        }
    }
}

/// R20.
fn free_claims(frame: &Frame<'_>, view: &View<'_>) -> Markup {
    let slots = view.counter.map(ClaimCounter::slots).into_iter().flatten();
    let leaving = slots.filter(|slot| !slot.is_free(frame.now) && slot.free_from() != NEVER);
    html! {
        (view.holdings.free_claims) " of " (CLAIMS) " claims are free."
        @for slot in leaving { " One more is " (when(slot.free_from(), frame.now)) "." }
    }
}

/// Where there is more than a page shows.
fn more(view: &View<'_>) -> Markup {
    let holdings = view.holdings;
    html! {
        @if let Some(last) = holdings.more {
            p {
                "The sums are of all " (thousands(u64::try_from(holdings.of_all).unwrap_or(u64::MAX)))
                " devices and co-stakes. "
                a rel="next" href={ "/w/" (view.wallet) "?after=" (last) } { "Show the next ones" }
            }
        }
    }
}
