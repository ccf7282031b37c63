//! Where an offer stands, honestly: open, taken, over, or open and still not to be claimed.

use co_staking_client::{
    explain::Reason,
    format::io,
    plan::timeline::{self, Entry},
    rules::{status::OfferStatus, time::NEVER},
};
use maud::{Markup, html};

use super::View;
use crate::pages::{
    Frame,
    act::Act,
    market::Form,
    parts::{self, Tone, tag, when},
};

/// What a status is to whoever opens the link.
const fn tone(status: OfferStatus) -> Tone {
    match status {
        OfferStatus::WaitingForCoStaker { sufficient: true } | OfferStatus::Active { sufficient: true } => Tone::Good,
        OfferStatus::WaitingForCoStaker { sufficient: false }
        | OfferStatus::Active { sufficient: false }
        | OfferStatus::WaitPeriod { .. }
        | OfferStatus::Cooldown { .. } => Tone::Wait,
        OfferStatus::Expired | OfferStatus::Withdrawn | OfferStatus::Closed => Tone::Over,
    }
}

/// The status in the network's words, and in a sentence what it means.
pub fn card(frame: &Frame<'_>, view: &View<'_>, status: OfferStatus, obstacles: &[Reason]) -> Markup {
    let open = matches!(status, OfferStatus::WaitingForCoStaker { .. });
    html! {
        p { (tag(tone(status), &status.to_string())) }
        @if !open { p.lead { (meaning(frame, view, status)) " " (others(view)) } }
        @if !obstacles.is_empty() {
            div.notice role="note" {
                strong { "It cannot be claimed now." }
                ul { @for reason in obstacles { li { (reason) } } }
                p { (others(view)) }
            }
        }
    }
}

fn meaning(frame: &Frame<'_>, view: &View<'_>, status: OfferStatus) -> Markup {
    let at = |at| when(at, frame.now);
    html! {
        @match status {
            OfferStatus::WaitingForCoStaker { .. } => "Nobody has claimed it yet.",
            OfferStatus::Expired => { "This offer has expired: it could be claimed until "
                (at(view.offer.terms().expires_at)) "." },
            OfferStatus::Active { .. } => { (taken(view)) " It was claimed " (at(view.offer.claimed_at())) "." },
            OfferStatus::WaitPeriod { .. } => { (taken(view)) " The co-stake is leaving, and still counts toward the \
                requirement." },
            OfferStatus::Cooldown { withdrawable: false } => { (taken(view)) " The co-stake has left, and cools down." },
            OfferStatus::Cooldown { withdrawable: true } => { (taken(view)) " The co-stake has left, and can be withdrawn." },
            OfferStatus::Withdrawn => "This offer was taken, and its co-stake has ended.",
            OfferStatus::Closed => "Its owner has retracted this offer.",
        }
    }
}

/// By whom, and what a slash has left of it.
fn taken(view: &View<'_>) -> Markup {
    let amount = view.offer.terms().amount;
    let position = view.device.position(view.offer.index());
    let left = position.map(|position| position.stake()).filter(|stake| *stake != amount);
    html! {
        "This offer is taken, by " (parts::wallet(&view.offer.co_staker)) "."
        @if let Some(stake) = left { " Of its " (io(amount)) ", " (io(stake)) " is staked after a slash." }
    }
}

/// A way on for whoever came too late.
fn others(view: &View<'_>) -> Markup {
    let form = Form { model: view.offer.model_name().into(), ..Form::default() };
    html! { a href=(form.link(None)) { "See the open offers on " (view.offer.model_name()) "." } }
}

/// Its life as dates.
pub fn dates(frame: &Frame<'_>, view: &View<'_>, status: OfferStatus) -> Markup {
    let (offer, expires_at) = (view.offer, view.offer.terms().expires_at);
    let entry = |at, what: &str| Entry { at, what: what.into() };
    let mut all = vec![entry(offer.created_at(), "offered")];
    if offer.is_open() && expires_at != NEVER {
        all.push(entry(expires_at, "can be claimed until then"));
    }
    match view.device.position(offer.index()) {
        Some(position) => all.extend(timeline::of_co_stake(position)),
        None if offer.claimed_at() != 0 => all.push(entry(offer.claimed_at(), "claimed")),
        None => {}
    }
    html! {
        (parts::timeline(&all, frame.now))
        @if offer.is_open() && expires_at == NEVER { p.muted { "It does not expire; its owner can retract it." } }
        // When it ended is not stored.
        @match status {
            OfferStatus::Withdrawn => p.muted { "The co-stake has been withdrawn." },
            OfferStatus::Closed => p.muted { "The offer has been retracted." },
            OfferStatus::WaitingForCoStaker { .. }
            | OfferStatus::Expired
            | OfferStatus::Active { .. }
            | OfferStatus::WaitPeriod { .. }
            | OfferStatus::Cooldown { .. } => {}
        }
    }
}

/// What owner, co-staker or anyone can do with it now, but for the claim.
pub fn acts(view: &View<'_>, status: OfferStatus) -> Markup {
    let on = |name, label: &str| Act::new(name, label).on("offer", view.address);
    let rewards = view.device.co_stake_rewards(view.offer);
    let acts = match status {
        OfferStatus::WaitingForCoStaker { .. } => vec![("The owner", on("retract-offer", "Retract the offer"))],
        OfferStatus::Expired => vec![("Anyone", on("retract-offer", "Retract the offer"))],
        OfferStatus::Active { .. } => vec![("The co-staker", on("unstake-co-stake", "Leave the co-stake"))],
        OfferStatus::Cooldown { withdrawable: true } => {
            vec![("Anyone, for the co-staker", on("withdraw-co-stake", "Withdraw the co-stake"))]
        }
        OfferStatus::WaitPeriod { .. } | OfferStatus::Cooldown { withdrawable: false } => vec![],
        OfferStatus::Withdrawn | OfferStatus::Closed => vec![("The owner", on("close-offer", "Close the offer"))],
    };
    let paid = (rewards > 0).then(|| {
        ("Anyone, for the co-staker", on("claim-co-stake-rewards", &format!("Claim {} of rewards", io(rewards))))
    });
    let all: Vec<_> = acts.into_iter().chain(paid).collect();
    html! {
        @if !all.is_empty() {
            section aria-labelledby="acts" {
                h2 #acts { "What else can be done" }
                ul.acts { @for (who, act) in &all { li { span.who { (who) } (act.form()) } } }
            }
        }
    }
}
