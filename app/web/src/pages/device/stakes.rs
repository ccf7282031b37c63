//! Who stakes on a device, and who may.

use co_staking_client::{
    format::{io, percent},
    marketplace::estimate_reward,
    pda,
    plan::timeline,
    rules::{RuleResult, phase::CoStakePhase},
};
use maud::{Markup, html};

use super::View;
use crate::pages::{
    Frame,
    act::Act,
    parts::{self, row, when},
};

/// The owner's stake.
pub fn owner(frame: &Frame<'_>, view: &View<'_>) -> RuleResult<Markup> {
    let (stake, now) = (view.device.owner_stake(), frame.now);
    let on = |name, label: &str| Act::new(name, label).on("device", view.address);
    let exiting = stake.is_exiting();
    Ok(html! {
        section {
            h2 { "The owner's stake" }
            dl {
                (row("Staked", io(stake.active())))
                @if exiting { (row("Leaving", io(stake.exiting()))) }
                (row("Not needed", html! { (io(view.device.overflow(now)?)) " can leave at once" }))
                (row("Unclaimed rewards", io(stake.rewards())))
            }
            (parts::timeline(&timeline::of_owner(view.device, now), now))
            details {
                summary { "What the owner can do" }
                ul.acts {
                    @if exiting {
                        li { (on("withdraw", "Withdraw").form()) }
                    } @else {
                        li { (on("stake", "Stake").amount("Amount in IO", true, "").form()) }
                        li { (on("withdraw-overflow", "Withdraw overflow").amount("Amount in IO", true, "ALL").form()) }
                        li { (on("create-offer", "Make an offer").terms().form()) }
                        li { (on("unstake", "Unstake everything").form()) }
                    }
                    @if stake.rewards() > 0 { li { (on("claim-owner-rewards", "Claim rewards").form()) } }
                    li { (on("close-device", "Close the device").form()) }
                }
            }
        }
    })
}

/// A phase in words.
pub const fn phase_name(phase: CoStakePhase) -> &'static str {
    match phase {
        CoStakePhase::Active => "Active",
        CoStakePhase::Waiting => "Waiting",
        CoStakePhase::Cooldown => "In cooldown",
        CoStakePhase::Unlocked => "Withdrawable",
    }
}

/// The co-stakes that are on it.
pub fn co_stakes(frame: &Frame<'_>, view: &View<'_>) -> Markup {
    let held: Vec<_> = view.device.held().filter_map(|held| Some((held, held.phase(frame.now)?))).collect();
    html! {
        section aria-labelledby="co-stakes" {
            h2 #co-stakes { "Co-stakes" }
            @if held.is_empty() { p { "Nobody co-stakes on it." } } @else {
                table {
                    thead { tr {
                        th scope="col" { "Stake" } th scope="col" { "Share" } th scope="col" { "Co-staker" }
                        th scope="col" { "Phase" } th scope="col" { "Unclaimed rewards" }
                    } }
                    tbody { @for (position, phase) in held {
                        tr {
                            td { a.amount href={ "/o/" (pda::offer(&view.address, position.offer_index())) } {
                                (io(position.stake()))
                            } }
                            td data-of="Share" { (percent(position.reward_bps().into())) }
                            td data-of="Co-staker" { (parts::wallet(position.co_staker())) }
                            td data-of="Phase" { (phase_name(phase)) @match phase {
                                CoStakePhase::Active | CoStakePhase::Unlocked => {},
                                CoStakePhase::Waiting => { ", until " (when(position.cooldown_at(), frame.now)) },
                                CoStakePhase::Cooldown => { ", until " (when(position.unlock_at(), frame.now)) },
                            } }
                            td data-of="Unclaimed rewards" { (io(position.rewards())) }
                        }
                    } }
                }
            }
        }
    }
}

/// The offers that are still stored as Open.
pub fn offers(frame: &Frame<'_>, view: &View<'_>) -> RuleResult<Markup> {
    let open: Vec<_> = view.offers.iter().filter(|(_, offer)| offer.is_open()).collect();
    Ok(html! {
        section aria-labelledby="offers" {
            h2 #offers { "Open offers" }
            @if open.is_empty() { p { "It has no open offer." } } @else {
                table {
                    thead { tr {
                        th scope="col" { "You stake" } th scope="col" { "Your share" } th scope="col" { "Per block" }
                        th scope="col" { "Expires" }
                    } }
                    tbody { @for (address, offer) in open {
                        tr {
                            td { a.amount href={ "/o/" (address) } { (io(offer.terms().amount)) } }
                            td data-of="Your share" { (percent(offer.terms().reward_bps.into())) }
                            td data-of="Per block" {
                                (estimate_reward(offer, view.device, frame.now)?.map_or_else(|| "none yet".into(), io))
                            }
                            td data-of="Expires" { (when(offer.terms().expires_at, frame.now)) }
                        }
                    } }
                }
            }
        }
    })
}
