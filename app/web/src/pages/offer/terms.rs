//! What a co-staker gets, what it can lose, and when it has it back.

use co_staking_client::{
    Durations,
    format::{duration, io, multiplier, percent},
    marketplace::estimate_reward,
    plan::timeline::Entry,
    rules::{RuleResult, status::OfferStatus},
};
use maud::{Markup, html};

use super::View;
use crate::pages::{
    Frame,
    parts::{self, row},
};

/// What still holds of an offer that stands there: of one that is over, nothing; of a co-stake that is leaving, what a slash
/// can take until it is unlocked.
pub fn cards(frame: &Frame<'_>, view: &View<'_>, status: OfferStatus) -> RuleResult<Markup> {
    Ok(match status {
        OfferStatus::WaitingForCoStaker { .. } | OfferStatus::Active { .. } => html! {
            div.cards {
                (earned(frame, view)?)
                (risked(view))
                (way_out(frame, &view.config.durations))
            }
        },
        OfferStatus::WaitPeriod { .. } | OfferStatus::Cooldown { withdrawable: false } => {
            html! { div.cards { (risked(view)) } }
        }
        OfferStatus::Cooldown { withdrawable: true }
        | OfferStatus::Expired
        | OfferStatus::Withdrawn
        | OfferStatus::Closed => html! {},
    })
}

/// What there is to earn.
fn earned(frame: &Frame<'_>, view: &View<'_>) -> RuleResult<Markup> {
    let share = percent(view.offer.terms().reward_bps.into());
    let estimate = estimate_reward(view.offer, view.device, frame.now)?;
    let earns = view.device.facts().is_operational() && view.device.is_sufficient(frame.now)?;
    Ok(html! {
        section {
            h2 { "What it earns" }
            p.figure { (share) " " small { "of each block reward" } }
            @match estimate {
                Some(estimate) => p { "About " strong { (io(estimate)) } " per block, by the average of the last 7 days." },
                None => p { "There is no estimate: the device earned nothing in the last 7 days." },
            }
            p {
                "It earns while the device works and has its requirement staked: "
                @if earns { "it does now." } @else { strong { "it does not now." } }
                " It earns nothing once it is leaving."
            }
        }
    })
}

/// What there is to lose.
fn risked(view: &View<'_>) -> Markup {
    let durations = &view.config.durations;
    let staked = view.device.position(view.offer.index()).map(|position| position.stake());
    let amount = staked.unwrap_or(view.offer.terms().amount);
    html! {
        section {
            h2 { "What it risks" }
            p.figure { (io(amount)) " " small { "at worst: all of it" } }
            p {
                "If the device breaks the network's rules, a slash can take any part of it until it is withdrawable. Whoever \
                 it meets can appeal for " (duration(durations.appeal_window_secs)) "; without an appeal it is burned."
            }
        }
    }
}

/// R17 and R9, with the dates of somebody who would leave now.
fn way_out(frame: &Frame<'_>, durations: &Durations) -> Markup {
    let cooldown_at = frame.now.saturating_add(durations.wait_secs);
    let unlock_at = cooldown_at.saturating_add(durations.cooldown_secs);
    let (wait, cooldown) = (duration(durations.wait_secs), duration(durations.cooldown_secs));
    let dates = [
        Entry { at: cooldown_at, what: format!("{wait} of waiting is over") },
        Entry { at: unlock_at, what: format!("{cooldown} of cooldown is over: it is back") },
    ];
    html! {
        section {
            h2 { "When it is back" }
            p.figure { (duration(durations.wait_secs.saturating_add(durations.cooldown_secs))) " " small { "after you leave" } }
            p { "You can leave at any time. If you left now:" }
            (parts::timeline(&dates, frame.now))
            p.muted { "If the owner leaves first, so does your co-stake: it is back " (cooldown) " later at the latest." }
        }
    }
}

/// What it is staked on.
pub fn hardware(frame: &Frame<'_>, view: &View<'_>) -> RuleResult<Markup> {
    let (device, facts) = (view.device, view.device.facts());
    Ok(html! {
        section {
            h2 { "The device" }
            dl {
                (row("Device", parts::device(&view.offer.device)))
                (row("Hardware", format!("{} × {}", facts.cards, facts.model_name())))
                @if view.offer.model_name() != facts.model_name() {
                    (row("When offered", view.offer.model_name()))
                }
                (row("Multiplier", multiplier(facts.multiplier_bps)))
                (row("Reliability", percent(facts.reliability_bps.into())))
                (row("Operational", if facts.is_operational() { "yes" } else { "no" }))
                (row("Staked", html! {
                    (io(device.counted(frame.now)?)) " of " (io(device.requirement().at(frame.now))) " required"
                }))
                (row("Of that by its owner", io(device.owner_stake().active())))
                (row("Owner", parts::wallet(&device.owner)))
                @if device.has_slash_cases() {
                    (row("Slash cases", html! { a href={ "/d/" (view.offer.device) "#cases" } {
                        (device.slash_cases()) " unsettled"
                    } }))
                }
            }
        }
    })
}
