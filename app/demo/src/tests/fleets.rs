//! Other fleets than the default one.

use std::collections::BTreeSet;

use co_staking_client::format::IO;

use super::{assert_good, device, played, steps};
use crate::report::Outcome;

/// 4 cards at 1.5× require 1,200 IO.
#[test]
fn stakes_below_at_and_above_the_requirement() {
    let fleet = [device("low", "Ann", "0.00000001"), device("exact", "Ann", "1200"), device("high", "Cy", "1200.5")];
    let report = played(&fleet.concat());
    assert_good(&report);
    let without_overflow: Vec<_> = steps(&report)
        .filter(|step| step.title.contains("no overflow"))
        .map(|step| match &step.outcome {
            Outcome::Nothing { because } => because.as_str(),
            _ => panic!("something was sent"),
        })
        .collect();
    assert_eq!(
        without_overflow,
        [
            "0.00000001 IO of the 1,200 IO that low requires are staked; 1,199.99999999 IO are missing",
            "1,200 IO of the 1,200 IO that exact requires are staked",
        ]
    );
    let given: Vec<_> = report.books.wallets.iter().map(|line| (line.wallet.name.as_str(), line.given.0)).collect();
    assert_eq!(
        given[..2],
        [("Ann", 1_200 * IO + 1), ("Cy", 1_200 * IO + IO / 2)],
        "one line for an owner of two devices"
    );
    assert!(steps(&report).any(|step| step.title.starts_with("Ann offers co-stakes on exact")), "the first that can");
}

/// 1,200 IO are required; co-stakes of 375, 75 and 75 IO make up for what the owner lacks, or do not.
#[test]
fn co_stakes_on_a_device_that_lacks_stake() {
    for (stake, status) in [("800", "Active (Insufficient Stake)"), ("1000", "Active")] {
        let report = played(&device("low", "Carol", stake));
        assert_good(&report);
        // An owner of the co-staker's name is not mistaken for it.
        let claim = steps(&report).find(|step| step.title.starts_with("Carol the co-staker claims offer 0"));
        let [change] = &claim.unwrap().offers[..] else { panic!("one offer changes") };
        assert_eq!(change.before.as_deref(), Some("Insufficient Stake (Waiting for Co-Staker)"));
        assert_eq!(change.status, status);
        // What is not sufficient earns nothing, and all the rest of the story is the same.
        let earned = report.books.wallets.iter().any(|line| line.earned.0 > 0);
        assert_eq!(earned, status == "Active");
        assert!(report.books.burned.0 > 0);
    }
}

#[test]
fn a_fleet_on_which_nobody_can_co_stake() {
    let tiny = device("tiny", "Bo", "0.00000001");
    let report = played(&tiny);
    assert_good(&report);
    assert_eq!(report.chapters.len(), 6, "what follows from an offer is not told");
    let because = steps(&report).find_map(|step| match &step.outcome {
        Outcome::Nothing { because } if step.title.contains("can carry an offer") => Some(because.as_str()),
        _ => None,
    });
    let expected = "Bo will stake 0.00000001 IO on tiny, less than half of what it requires, 600 IO";
    assert_eq!(because, Some(expected));
}

#[test]
fn the_widest_and_the_largest_fleet() {
    let widest = device(&"i".repeat(24), &"o".repeat(24), "184_467_438_737.09551615");
    assert_good(&played(&widest.replace("NVIDIA H100", &"m".repeat(32))));
    let fifty: String = (0..50).map(|n| device(&format!("device {n}"), &format!("Owner {}", n % 40), "1300")).collect();
    let report = played(&fifty);
    assert_good(&report);
    let addresses: BTreeSet<_> = report.devices.iter().map(|device| &device.address).collect();
    assert_eq!((addresses.len(), report.books.wallets.len()), (50, 45));
}
