//! An offer, to whoever may claim it.

use co_staking_client::{
    Device, ExpectedTerms, Offer, Pubkey,
    explain::{Accounts, Action, explain},
    format::{duration, io, percent},
    rules::status::OfferStatus,
};
use serde_json::Value;

use super::{action, link};
use crate::{app::App, index::Tables, known, problem::Problem};

/// An offer: to be claimed, or why it cannot be.
///
/// # Errors
/// Where there is none.
pub fn offer(app: &App, tables: &Tables, address: &Pubkey) -> Result<Value, Problem> {
    let (offer, device) = known::offer(tables, address)?;
    let terms = offer.terms();
    let (amount, share) = (io(terms.amount), percent(terms.reward_bps.into()));
    let title = format!("Co-stake {amount} for {share} of the rewards");
    let durations = &tables.config().durations;
    let back = duration(durations.wait_secs.saturating_add(durations.cooldown_secs));
    let only = match offer.reserved_for {
        wallet if wallet == Pubkey::default() => String::new(),
        wallet => format!(" Only {wallet} can claim it."),
    };
    let description = format!(
        "Stake {amount} on a device with {} × {} and get {share} of each of its block rewards. You can leave at any time and have it back after {back}. At worst a slash takes all of it.{only}",
        device.facts().cards,
        device.facts().model_name(),
    );
    let label = format!("Co-stake {amount}");
    let links = [link(&label, &app.links.to(&format!("/o/{address}")))];
    Ok(action(app, &title, &description, &label, &links, not_open(tables, offer, device, app.market.now())))
}

/// Why nobody can claim it now.
fn not_open(tables: &Tables, offer: &Offer, device: &Device, now: i64) -> Option<String> {
    let terms = offer.terms();
    let status = offer.status(device, now).ok()?;
    if !matches!(status, OfferStatus::WaitingForCoStaker { .. }) {
        return Some(format!("This offer cannot be claimed any more: {status}."));
    }
    let expected = ExpectedTerms { amount: terms.amount, reward_bps: terms.reward_bps };
    let mut accounts = Accounts::of_device(tables.config(), device, offer.device);
    accounts.offer = Some(offer);
    // The one wallet that may claim it, or one that nobody has.
    let reasons = explain(Action::ClaimOffer(expected), &offer.reserved_for, accounts, now).ok()?;
    reasons.first().map(|reason| reason.advice())
}
