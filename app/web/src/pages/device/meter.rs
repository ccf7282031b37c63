//! The stake against the requirement, as a bar and in words.

use co_staking_client::{
    Device,
    format::{io, percent},
    rules::{RuleResult, phase::CoStakePhase},
};
use maud::{Markup, html};

use crate::pages::Frame;

/// The bar's width in its own units: hundredths of a percent.
const WHOLE: u64 = 10_000;

/// `part` of `whole` in hundredths of a percent, at most all of it.
fn share(part: u64, whole: u64) -> u64 {
    let scaled = u128::from(part).saturating_mul(u128::from(WHOLE)).checked_div(u128::from(whole)).unwrap_or_default();
    u64::try_from(scaled).unwrap_or(WHOLE).min(WHOLE)
}

/// What counts toward the requirement, and by whom it is staked.
pub fn meter(frame: &Frame<'_>, device: &Device) -> RuleResult<Markup> {
    let (required, counted) = (device.requirement().at(frame.now), device.counted(frame.now)?);
    let active = device.co_stake_in(CoStakePhase::Active, frame.now)?;
    let waiting = device.co_stake_in(CoStakePhase::Waiting, frame.now)?;
    let parts = [
        ("owner", "the owner's", device.owner_stake().active()),
        ("active", "co-staked", active),
        ("waiting", "leaving, and still counting", waiting),
    ];
    let of_required = percent(u32::try_from(share(counted, required)).unwrap_or_default());
    let words = format!("{} staked of {} required", io(counted), io(required));
    Ok(html! {
        section.meter aria-labelledby="stake" {
            h2 #stake { "Stake against requirement" }
            p.figure { (io(counted)) " " small { "of " (io(required)) " required" @if counted < required { ", " (of_required) } } }
            (bar(&parts, required.max(counted), required, &words))
            ul.legend {
                @for (class, what, amount) in parts.iter().filter(|(_, _, amount)| *amount > 0) {
                    li class=(class) { (io(*amount)) " " (what) }
                }
                @if counted < required { li.missing { (io(required.saturating_sub(counted))) " missing" } }
            }
        }
    })
}

/// Widths are attributes: the content security policy allows no style of its own.
fn bar(parts: &[(&str, &str, u64)], whole: u64, required: u64, words: &str) -> Markup {
    let starts = parts.iter().scan(0u64, |at, (_, _, amount)| {
        let start = *at;
        *at = at.saturating_add(*amount);
        Some(start)
    });
    html! {
        svg.bar viewBox="0 0 10000 100" preserveAspectRatio="none" role="img" aria-label=(words) {
            rect.empty width="10000" height="100" {}
            @for (start, (class, _, amount)) in starts.zip(parts) {
                rect class=(class) x=(share(start, whole)) width=(share(*amount, whole)) height="100" {}
            }
            @if required < whole { rect.mark x=(share(required, whole)) width="30" height="100" {} }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_anything_are_within_the_bar() {
        assert_eq!([share(0, 5), share(1, 3), share(5, 5), share(6, 5)], [0, 3_333, WHOLE, WHOLE]);
        assert_eq!(share(u64::MAX, u64::MAX), WHOLE);
        assert_eq!(share(1, 0), 0, "a requirement is at least one unit, and this no panic");
    }
}
