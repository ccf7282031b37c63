//! `/d/{device}`: what is staked against what is required, by whom, what it earned, and what was slashed.

mod cases;
mod meter;
mod stakes;

use co_staking_client::{
    Config, Device, Offer, Pubkey, SlashCase,
    format::{io, multiplier, percent},
    rules::RuleResult,
};
use maud::{Markup, html};

use super::{
    Frame, page,
    parts::{self, Tone, row, tag, when},
};

/// A device with what hangs on it.
pub struct View<'a> {
    pub address: Pubkey,
    pub device: &'a Device,
    pub config: &'a Config,
    /// Its offers in whatever state, the oldest first.
    pub offers: &'a [(Pubkey, &'a Offer)],
    /// The oldest first.
    pub cases: &'a [(Pubkey, &'a SlashCase)],
}

/// The device's page.
///
/// # Errors
/// None that figures of the program can raise.
pub fn device(frame: &Frame<'_>, view: &View<'_>) -> RuleResult<Markup> {
    let facts = view.device.facts();
    let title = format!("{} × {}", facts.cards, facts.model_name());
    let content = html! {
        h1 { (title) }
        p { code { (view.address) } }
        p { (standing(frame, view.device)?) }
        (meter::meter(frame, view.device)?)
        div.cards {
            (attested(frame, view))
            (stakes::owner(frame, view)?)
        }
        (stakes::co_stakes(frame, view))
        (stakes::offers(frame, view)?)
        (rewards(frame, view.device))
        (cases::cases(frame, view)?)
    };
    Ok(page(frame, &title, content))
}

/// Whether it earns now, in words.
pub fn standing(frame: &Frame<'_>, device: &Device) -> RuleResult<Markup> {
    let sufficient = device.is_sufficient(frame.now)?;
    let operational = device.facts().is_operational();
    Ok(html! {
        @if !operational { (tag(Tone::Bad, "Not operational")) " " }
        @if sufficient { (tag(Tone::Good, "Sufficient stake")) } @else { (tag(Tone::Wait, "Insufficient stake")) }
        @if device.owner_stake().is_exiting() { " " (tag(Tone::Wait, "The owner is leaving")) }
        @if device.hire().is_on(frame.now) { " " (tag(Tone::Good, "Hired")) }
        @if device.has_slash_cases() { " " (tag(Tone::Bad, "Slash case")) }
    })
}

/// What the registrar says of it.
fn attested(frame: &Frame<'_>, view: &View<'_>) -> Markup {
    let (facts, requirement) = (view.device.facts(), view.device.requirement());
    html! {
        section {
            h2 { "Attested by the registrar" }
            dl {
                (row("Multiplier", multiplier(facts.multiplier_bps)))
                (row("Reliability", percent(facts.reliability_bps.into())))
                (row("Operational", if facts.is_operational() { "yes" } else { "no" }))
                @if view.device.hire().is_on(frame.now) {
                    (row("Hired until", when(view.device.hire().ends_at(), frame.now)))
                }
                @if let Some((value, from)) = requirement.pending_at(frame.now) {
                    (row("Requirement becomes", html! { (io(value)) " " (when(from, frame.now)) }))
                }
                (row("Owner", parts::wallet(&view.device.owner)))
            }
        }
    }
}

/// R27: seven days.
fn rewards(frame: &Frame<'_>, device: &Device) -> Markup {
    let today = frame.now.div_euclid(86_400);
    let mut days: Vec<_> = device
        .buckets()
        .iter()
        .filter(|bucket| bucket.blocks > 0 && (0..7).contains(&(today - i64::from(bucket.day))))
        .collect();
    days.sort_by_key(|bucket| std::cmp::Reverse(bucket.day));
    html! {
        section aria-labelledby="rewards" {
            h2 #rewards { "Rewards of the last 7 days" }
            @if days.is_empty() {
                p { "It earned nothing in the last 7 days." }
            } @else {
                table {
                    thead { tr { th scope="col" { "Day, UTC" } th scope="col" { "Blocks" } th scope="col" { "Rewards" } } }
                    tbody {
                        @for bucket in days {
                            tr {
                                td { (day(bucket.day)) }
                                td data-of="Blocks" { (bucket.blocks) }
                                td data-of="Rewards" { (io(bucket.rewards)) }
                            }
                        }
                    }
                }
            }
            @if device.last_block_ended_at() > 0 {
                p.muted { "The last rewarded block ended " (when(device.last_block_ended_at(), frame.now)) "." }
            }
        }
    }
}

fn day(days: u32) -> String {
    let text = co_staking_client::format::time(i64::from(days).saturating_mul(86_400));
    text.split(' ').next().unwrap_or_default().into()
}
