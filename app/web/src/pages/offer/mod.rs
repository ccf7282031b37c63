//! `/o/{offer}`: what its owner shares. The terms, what can be lost and when it is back stand before the button.

mod standing;
mod terms;

use co_staking_client::{
    Config, Device, ExpectedTerms, Offer, Pubkey,
    explain::{Accounts, Action, Reason, explain},
    format::{io, percent},
    rules::{RuleResult, status::OfferStatus},
};
use maud::{Markup, html};

use super::{Frame, act, page, qr};

/// An offer with what decides about it.
pub struct View<'a> {
    pub address: Pubkey,
    pub offer: &'a Offer,
    pub device: &'a Device,
    pub config: &'a Config,
}

/// The offer's page.
///
/// # Errors
/// None that figures of the program can raise.
pub fn offer(frame: &Frame<'_>, view: &View<'_>) -> RuleResult<Markup> {
    let status = view.offer.status(view.device, frame.now)?;
    let terms = view.offer.terms();
    let title = format!("Co-stake {} for {} of the rewards", io(terms.amount), percent(terms.reward_bps.into()));
    let open = matches!(status, OfferStatus::WaitingForCoStaker { .. });
    let obstacles = if open { view.obstacles(frame.now)? } else { vec![] };
    let content = html! {
        h1 { (title) }
        (standing::card(frame, view, status, &obstacles))
        (terms::cards(frame, view, status)?)
        @if open && obstacles.is_empty() { (claim(frame, view)) }
        div.cards {
            section { h2 { "Dates" } (standing::dates(frame, view, status)) }
            (terms::hardware(frame, view)?)
        }
        (standing::acts(view, status))
    };
    Ok(page(frame, &title, content))
}

impl View<'_> {
    /// Why nobody could claim it now, whoever it is.
    fn obstacles(&self, now: i64) -> RuleResult<Vec<Reason>> {
        let terms = self.offer.terms();
        let expected = ExpectedTerms { amount: terms.amount, reward_bps: terms.reward_bps };
        let mut accounts = Accounts::of_device(self.config, self.device, self.offer.device);
        accounts.offer = Some(self.offer);
        // The one wallet that may, or one that nobody has.
        explain(Action::ClaimOffer(expected), &self.offer.reserved_for, accounts, now)
    }

    /// Whether one wallet alone may claim it.
    fn reserved(&self) -> Option<&Pubkey> {
        Some(&self.offer.reserved_for).filter(|wallet| **wallet != Pubkey::default())
    }
}

/// The button, and the way to it from a phone.
fn claim(frame: &Frame<'_>, view: &View<'_>) -> Markup {
    let path = format!("/o/{}", view.address);
    html! {
        section.sign aria-labelledby="claim" {
            div {
                h2 #claim { "Co-stake" }
                @if let Some(wallet) = view.reserved() {
                    p { "Only the wallet " (super::parts::wallet(wallet)) " can claim it." }
                }
                p { "Before you sign, this page shows what your wallet would pay, and what it would get." }
                (act::claim(&view.address, &io(view.offer.terms().amount)).form())
                noscript { p { "Signing in a browser takes JavaScript. A wallet on your phone can sign from the code." } }
            }
            (qr::code(frame, &path))
        }
    }
}
