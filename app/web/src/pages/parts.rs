//! Small things that every page shows alike: amounts, times, addresses, dates in a row.

use co_staking_client::{
    Pubkey,
    format::{duration, time},
    plan::timeline::Entry,
    rules::time::{LONG_AGO, NEVER},
};
use jiff::Timestamp;
use maud::{Markup, html};

/// A time in UTC with how far away it is. The wallet module shows it in the reader's zone.
pub fn when(at: i64, now: i64) -> Markup {
    let machine = Timestamp::from_second(at).ok().filter(|_| at != NEVER && at != LONG_AGO);
    html! {
        @match machine {
            Some(machine) => time datetime=(machine) { (time(at)) ", " (relative(at, now)) },
            None => (time(at)),
        }
    }
}

/// How far away a time is: `in 7 d`, `now`, `2 h ago`.
pub fn relative(at: i64, now: i64) -> String {
    match at.saturating_sub(now) {
        0 => "now".into(),
        left @ 1.. => format!("in {}", duration(left)),
        past => format!("{} ago", duration(past)),
    }
}

/// An address as people compare it: beginning and end. The whole is in the title and in what is copied.
pub fn short(address: &Pubkey) -> Markup {
    let text = address.to_string();
    let (begin, end) = (text.get(..4).unwrap_or_default(), text.get(text.len() - 4..).unwrap_or_default());
    html! { abbr.address title=(text) { (begin) "…" (end) } }
}

/// A link to a wallet's page.
pub fn wallet(address: &Pubkey) -> Markup {
    html! { a href={ "/w/" (address) } { (short(address)) } }
}

/// A link to a device's page.
pub fn device(address: &Pubkey) -> Markup {
    html! { a href={ "/d/" (address) } { (short(address)) } }
}

/// A term and what it is.
pub fn row(term: &str, value: impl maud::Render) -> Markup {
    html! { div { dt { (term) } dd { (value) } } }
}

/// Dates in a row, those that are over marked as such.
pub fn timeline(dates: &[Entry], now: i64) -> Markup {
    html! {
        ol.timeline {
            @for Entry { at, what } in dates {
                li.over[*at <= now] { span { (what) } " " (when(*at, now)) }
            }
        }
    }
}

/// A word about where something stands; never by its colour alone.
pub fn tag(kind: Tone, text: &str) -> Markup {
    html! { span class={ "tag " (kind.class()) } { (text) } }
}

/// What a word means to the reader's money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Good,
    Wait,
    Bad,
    Over,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Wait => "wait",
            Self::Bad => "bad",
            Self::Over => "over",
        }
    }
}
