//! The demo through its own functions, with the built program. `cargo xtask test` builds it and says where it is;
//! without it these tests fail and say so.

use std::collections::BTreeSet;

use co_staking_client::format::IO;
use serde_json::Value;

use crate::{
    books::Books,
    fleet,
    ledger::Elf,
    render,
    report::{Outcome, Report, Step},
    story::{self, Story},
};

fn elf() -> Elf {
    Elf::read().unwrap_or_else(|error| panic!("{error:#}"))
}

fn played(fleet: &str) -> Report {
    let fleet = fleet::parse(fleet, story::base_requirement().unwrap()).unwrap();
    story::play(&elf(), fleet).unwrap()
}

fn begun() -> Story {
    let fleet = fleet::parse(fleet::DEFAULT, story::base_requirement().unwrap()).unwrap();
    Story::begin(&elf(), fleet).unwrap()
}

fn device(id: &str, owner: &str, stake_io: &str) -> String {
    format!(
        "[[device]]\nid = '{id}'\nowner = '{owner}'\nmodel = 'NVIDIA H100'\ncards = 4\nmultiplier = 1.5\n\
         stake_io = {stake_io}\n"
    )
}

fn steps(report: &Report) -> impl Iterator<Item = &Step> {
    report.chapters.iter().flat_map(|chapter| &chapter.steps)
}

#[track_caller]
fn assert_good(report: &Report) {
    assert_eq!(report.problems, Vec::<String>::new());
    assert!(report.ok && report.books.agree);
    assert_eq!(report.tally.books_agreed, report.tally.books_checked);
    assert_eq!(report.tally.explained_alike, report.tally.explained);
    let text = render::display(report, false);
    let widest = text.lines().map(|line| line.chars().count()).max();
    assert!(widest <= Some(100), "{widest:?}");
    assert!(!text.contains('\x1b'));
}

#[test]
fn the_default_story() {
    let report = played(fleet::DEFAULT);
    assert_good(&report);
    let count = |of: fn(&Outcome) -> bool| steps(&report).filter(|step| of(&step.outcome)).count();
    assert_eq!(count(|outcome| matches!(outcome, Outcome::Done { .. })), 34);
    assert_eq!(count(|outcome| matches!(outcome, Outcome::Refused { .. })), 11);
    assert_eq!(count(|outcome| matches!(outcome, Outcome::Waited { .. })), 5);
    // What a reader of the documents' examples expects to find.
    let text = render::display(&report, false);
    for line in [
        "8 cards × 200 IO × 10× = 16,000 IO",
        "4 cards × 200 IO × 1× = 800 IO (0.25× counts as 1×)",
        "requires 16,000 IO, counted 16,500 IO: sufficient, overflow 500 IO",
        "500 IO from gpu-7f3a's vault to Alice's IO account",
        "Sufficient Stake (Waiting for Co-Staker) → Active",
        "SelfCoStake (6053)",
        "expected 5,000 IO at 80%; found 5,000 IO at 74%",
        "OfferNotOpen (6049)",
        "expected at most 2 claims; found 2, none on its way out",
        "expected at most 2 claims; found 2, the next free 2026-03-15 12:00:00 UTC",
        "Active → Sufficient Stake (Wait Period)",
        "counts until 2026-03-15 12:00:00 UTC, in 7 d",
        "locked until 2026-03-29 12:00:00 UTC, in 21 d",
        "CoStakeLocked (6062)",
        "5,000 IO from gpu-7f3a's vault to Carol's IO account",
        "RetractOffersFirst (6023)",
        "unstaked 9,000 IO, unlocks 2026-04-16 00:00:00 UTC, in 14 d",
        "CooldownNotOver (6026)",
        "0.01870848 SOL back to Alice",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
}

#[test]
fn the_same_run_twice_is_the_same() {
    let [once, again] = [played(fleet::DEFAULT), played(fleet::DEFAULT)];
    assert_eq!(serde_json::to_value(once).unwrap(), serde_json::to_value(again).unwrap());
}

#[test]
fn json_says_the_same_under_stable_names() {
    let json = serde_json::to_value(played(fleet::DEFAULT)).unwrap();
    let at = |pointer: &str| json.pointer(pointer).unwrap_or_else(|| panic!("{pointer} is missing")).clone();
    assert_eq!(at("/schema"), "co-staking-demo/2");
    assert_eq!(at("/ok"), true);
    assert_eq!(at("/problems"), Value::Array(vec![]));
    let stake = "/chapters/2/steps/1";
    assert_eq!(at(&format!("{stake}/number")), "3.2");
    assert_eq!(at(&format!("{stake}/outcome")), "done");
    assert_eq!(at(&format!("{stake}/transaction/instruction")), "stake");
    assert_eq!(at(&format!("{stake}/transaction/moves/0/amount/base_units")), "1650000000000");
    assert_eq!(at(&format!("{stake}/transaction/moves/0/to/name")), "gpu-7f3a's vault");
    assert_eq!(at(&format!("{stake}/transaction/device/overflow/io")), "500 IO");
    assert_eq!(at(&format!("{stake}/transaction/events/0/name")), "OwnerStaked");
    assert_eq!(at(&format!("{stake}/transaction/events/0/fields/stake_after/base_units")), "1650000000000");
    assert!(at(&format!("{stake}/transaction/compute_units")).as_u64() > Some(0));
    assert_eq!(at("/chapters/2/books/vaults/1/holds/base_units"), (800 * IO).to_string());

    let claim = "/chapters/3/steps/5";
    assert_eq!(at(&format!("{claim}/transaction/instruction")), "open_claims and claim_offer");
    assert_eq!(at(&format!("{claim}/offers/0/status")), "Active");
    assert_eq!(at(&format!("{claim}/offers/0/co_staker/name")), "Carol");
    assert_eq!(at(&format!("{claim}/transaction/device/co_stakes_active/io")), "5,000 IO");
    assert_eq!(at(&format!("{claim}/notes/0/about")), "counts");
    assert_eq!(at("/chapters/5/steps/1/offers/0/unlocks_at/unix"), 1_774_785_600);
    let exit = "/chapters/6/steps/5";
    assert_eq!(at(&format!("{exit}/transaction/events/0/fields/pushed_out/3/co_staker/name")), "Carol");
    let early = "/chapters/6/steps/8";
    assert_eq!(at(&format!("{early}/outcome")), "refused");
    assert_eq!(at(&format!("{early}/answer/code")), 6026);
    assert_eq!(at(&format!("{early}/answer/explained/0/rule")), "R10");
    assert_eq!(at(&format!("{early}/answer/agrees")), true);
    assert_eq!(at(&format!("{early}/transaction/device/unlocks_at/unix")), 1_776_297_600);
    assert_eq!(at("/chapters/7/steps/0/transaction/refunds/0/wallet/name"), "Alice");
    assert_eq!(at("/books/vaults"), Value::Array(vec![]));
    assert_eq!(at("/books/wallets/2/holds/io"), "7,000 IO");
}

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
    let widest = device(&"i".repeat(24), &"o".repeat(24), "184_467_439_737.09551615");
    assert_good(&played(&widest.replace("NVIDIA H100", &"m".repeat(32))));
    let fifty: String = (0..50).map(|n| device(&format!("device {n}"), &format!("Owner {}", n % 40), "1300")).collect();
    let report = played(&fifty);
    assert_good(&report);
    let addresses: BTreeSet<_> = report.devices.iter().map(|device| &device.address).collect();
    assert_eq!((addresses.len(), report.books.wallets.len()), (50, 44));
}

/// The proof is one only if it can fail.
#[test]
fn the_books_find_what_is_missing() {
    let mut story = begun();
    let tokens: Vec<_> = story.world.machines.iter().map(|machine| machine.owner.token(&story.world.mint)).collect();
    let agree = |story: &Story| Books::read(&story.world).unwrap().agree;
    assert!(agree(&story));
    // Moved by nobody's instruction: first the sum is wrong, then it is right and the owners' lines are not.
    story.world.ledger.add_tokens(&tokens[0], 1);
    assert!(!agree(&story));
    story.world.ledger.add_tokens(&tokens[1], -1);
    let books = Books::read(&story.world).unwrap();
    assert_eq!(books.supply, books.held);
    assert!(!books.agree);
}

#[test]
fn a_run_whose_books_disagree_says_so_and_is_not_ok() {
    let mut story = begun();
    let alice = story.world.machines[0].owner.token(&story.world.mint);
    story.world.ledger.add_tokens(&alice, 1);
    let report = story.tell(&elf()).unwrap();
    assert!(!report.ok);
    assert_eq!(report.tally.books_agreed, 0);
    let text = render::display(&report, false);
    assert!(text.contains("✗ at the end, vaults and ledgers do not agree"), "{text}");
    assert!(!text.contains("✓ Vaults and ledgers agree"));
}

#[test]
fn a_step_that_ends_otherwise_ends_the_story() {
    let mut story = begun();
    let alice = story.world.machines[0].owner.token(&story.world.mint);
    story.world.ledger.add_tokens(&alice, -1);
    let report = story.tell(&elf()).unwrap();
    let last = report.problems.iter().find(|problem| problem.contains("was refused"));
    let expected = "\"Alice stakes 16,500 IO on gpu-7f3a\" was refused: token program 1";
    assert!(last.is_some_and(|problem| problem.starts_with(expected)), "{:?}", report.problems);
    assert_eq!((report.ok, report.chapters.len()), (false, 3));
    assert_eq!(report.tally.explained_alike, report.tally.explained, "the client foresaw it");
}
