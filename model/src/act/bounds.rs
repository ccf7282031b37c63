//! The times at which something changes by itself.

use super::choose::Chooser;
use crate::spec::{
    Model,
    world::{CaseState, Span},
};

const DAY: i64 = 86_400;

/// Every boundary that is still ahead, the nearest first.
fn ahead(model: &Model) -> Vec<i64> {
    let (now, config) = (model.now, model.config());
    let mut all = vec![];
    for device in model.world.devices.values() {
        all.extend(device.pending.map(|(_, from)| from));
        all.extend(device.stake.unlock_at);
        if let Some((_, to)) = device.hire {
            all.extend([to, to.saturating_add(config.span(Span::HireGap))]);
        }
        for position in device.positions() {
            all.extend([position.cooldown_at, position.unlock_at].into_iter().flatten());
        }
    }
    // The last second belongs to the window: the second after it is the boundary.
    all.extend(model.world.offers.values().filter_map(|offer| offer.expires_at).map(|last| last.saturating_add(1)));
    for case in model.world.cases.values() {
        let window = config.span(Span::Appeal);
        match case.state {
            CaseState::Open => all.push(case.opened_at + window + 1),
            CaseState::Appealed => all.extend(case.appealed_at.map(|at| at + window + 1)),
            CaseState::Upheld | CaseState::Overturned => {}
        }
    }
    // Beyond a year nobody waits.
    all.retain(|at| *at > now && *at - now <= 366 * DAY);
    all.sort_unstable();
    all.dedup();
    all
}

/// How long the clock runs on.
pub fn wait(chooser: &mut Chooser, model: &Model) -> i64 {
    let bounds = ahead(model);
    let nearest = bounds.first().copied();
    let bound = if chooser.percent(75) { nearest } else { chooser.of(&bounds) };
    let secs = match (chooser.rng.u8(..100), bound) {
        (0..=69, Some(bound)) => bound - model.now + chooser.one([-1, 0, 0, 0, 1]),
        (70..=84, _) => chooser.one([1, 1, 2, 60]),
        (85..=93, _) => chooser.rng.i64(1..=3_600 * 5),
        (94..=97, _) => chooser.rng.i64(1..=3 * DAY),
        (98, _) => chooser.rng.i64(1..=90 * DAY),
        _ => chooser.one([1, DAY]),
    };
    secs.max(0)
}
