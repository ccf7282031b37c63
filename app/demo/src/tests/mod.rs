//! The demo through its own functions, with the built program. `cargo xtask test` builds it and says where it is;
//! without it these tests fail and say so.

mod fleets;
mod json;

use co_staking_client::{
    Accrual, CoStakingError as E,
    error::Failure,
    event::{AccruedRow, Event, RewardsAccrued},
    pda,
};

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
    assert_eq!(count(|outcome| matches!(outcome, Outcome::Done { .. })), 51);
    assert_eq!(count(|outcome| matches!(outcome, Outcome::Refused { .. })), 15);
    assert_eq!(count(|outcome| matches!(outcome, Outcome::Waited { .. })), 11);
    // What a reader of the documents' examples expects to find.
    let text = render::display(&report, false).split_whitespace().collect::<Vec<_>>().join(" ");
    for line in [
        "8 cards × 200 IO × 10× = 16,000 IO",
        "4 cards × 200 IO × 1× = 800 IO (0.25× counts as 1×)",
        "requires 16,000 IO, counted 16,500 IO: sufficient, overflow 500 IO",
        "500 IO from gpu-7f3a's vault to Alice's IO account",
        "Sufficient Stake (Waiting for Co-Staker) → Active",
        "expected 5,000 IO at 80%; found 5,000 IO at 74%",
        "gpu-7f3a: 10 IO = 7.4 IO to Carol + 2.6 IO to Alice",
        "cpu-19c2: not operational",
        "gpu-7f3a, cpu-19c2: already paid for this time",
        "7.4 IO from the reward vault to Carol's IO account",
        "1 IO a block for offer 1, 1 IO a block for offer 2, by the average block of",
        "expected at most 2 claims; found 2, none on its way out",
        "expected at most 2 claims; found 2, the next free 2026-03-15 14:00:00 UTC",
        "Active → Sufficient Stake (Wait Period)",
        "counts until 2026-03-15 14:00:00 UTC, in 7 d",
        "locked until 2026-03-29 14:00:00 UTC, in 21 d",
        "gpu-7f3a: 10 IO = 1 IO to Carol + 1 IO to Dave + 8 IO to Alice",
        "7.4 IO a block for offer 3, 0.6 IO a block for offer 4",
        "5,000 IO from gpu-7f3a's vault to Carol's IO account",
        "Carol claims the 7.4 IO that the co-stake had earned and left",
        "3,400 IO from gpu-7f3a's vault to the escrow",
        "200 IO from Dave, of offer 2",
        "1,000 IO from the escrow to gpu-7f3a's vault",
        "unstaked 9,000 IO, unlocks 2026-04-17 03:00:00 UTC, in 14 d",
        "1,000 IO from Erin, of offer 3, and 7.4 IO of unclaimed rewards",
        "expected an appeal until 2026-05-03 03:00:00 UTC; found 2026-05-03 03:00:01 UTC, 1 s too late",
        "3,400 IO of the escrow, burned",
        "32,350 IO → 28,950 IO",
        "0.01870848 SOL back to Alice",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    for refusal in [
        E::SelfCoStake,
        E::OfferNotOpen,
        E::CoStakeLocked,
        E::RetractOffersFirst,
        E::CooldownNotOver,
        E::RewardAboveMaximum,
        E::DestinationNotOwned,
        E::CaseWindowOpen,
        E::AppealWindowOver,
    ] {
        let shown = Failure::from(refusal).to_string();
        assert!(text.contains(&shown), "{shown}\n{text}");
    }
}

#[test]
fn the_same_run_twice_is_the_same() {
    let [once, again] = [played(fleet::DEFAULT), played(fleet::DEFAULT)];
    assert_eq!(serde_json::to_value(once).unwrap(), serde_json::to_value(again).unwrap());
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

/// A token that vanishes out of the reward vault or the escrow shows, whatever the wallets' lines say.
#[test]
fn the_books_find_what_the_funds_lack() {
    for fund in [pda::reward_vault(), pda::escrow()] {
        let mut story = begun();
        story.prelude().unwrap();
        let alice = story.world.machines[0].owner.token(&story.world.mint);
        story.world.ledger.add_tokens(&fund, 1);
        story.world.ledger.add_tokens(&alice, -1);
        let books = Books::read(&story.world).unwrap();
        assert_eq!(books.supply, books.held);
        assert_eq!(books.funds.iter().filter(|line| !line.agrees).count(), 1);
        assert!(!books.agree);
    }
}

/// Rewards that the events told and no account has.
#[test]
fn the_books_find_a_reward_that_nobody_has() {
    let mut story = begun();
    story.prelude().unwrap();
    assert!(Books::read(&story.world).unwrap().agree);
    let machine = &story.world.machines[0];
    let accrual = Accrual::Credited { amount: 1, co_stakes: vec![] };
    let rows = vec![AccruedRow { device: machine.key, accrual }];
    let told = Event::RewardsAccrued(RewardsAccrued { started_at: 0, ended_at: 1, owed: 1, rows });
    story.world.told.follow(&told);
    let books = Books::read(&story.world).unwrap();
    let wrong: Vec<_> = books.wallets.iter().filter(|line| !line.agrees).map(|line| &line.wallet.name[..]).collect();
    assert_eq!((wrong, books.agree), (vec!["Alice"], false));
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
