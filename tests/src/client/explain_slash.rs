//! "Why not?" of slash cases: rule, expected and found of every reason. That there is a reason exactly where the program
//! refuses is proved in `client::rewards_slash_agreement`.

use anchor_lang::error::ErrorCode;
use co_staking_client::{CoStakingError as E, Slash, error::Failure, explain::Action, format::IO};

use super::asking::{About, assert_reason, device, reasons};
use crate::world::{DAY, START, World, slash::WINDOW};

#[tokio::test]
async fn opening_a_case() {
    let mut world = World::new().await;
    let (device, ..) = device(&mut world).await;
    let slasher = world.roles.keys().slasher;
    let ask = |bps, offence_at| (Action::OpenSlash(Slash { bps, offence_at, forfeit_rewards: false }), slasher);
    assert_eq!(reasons(&mut world, &device, ask(2_000, START), About::default()).await, []);
    for (bps, offence_at, refusal, figures) in [
        (0, START, E::SlashOutOfRange, "a share of 0.01% to 100%; found 0%"),
        (10_001, START, E::SlashOutOfRange, "a share of 0.01% to 100%; found 100.01%"),
        (1, START + 1, E::OffenceInFuture, "2026-03-01 12:00:00 UTC or earlier; found 2026-03-01 12:00:01 UTC"),
        (1, START - 21 * DAY - 1, E::OffenceTooOld, "2026-02-08 12:00:00 UTC or later; found 2026-02-08 11:59:59 UTC"),
        (
            2_000,
            START - 1,
            E::NothingToSlash,
            "a stake that counted 2026-03-01 11:59:59 UTC, is not unlocked, and of which 20% is above zero; found none",
        ),
    ] {
        let figures = format!("Expected {figures}. [R28]");
        assert_reason(&mut world, &device, ask(bps, offence_at), About::default(), refusal, &figures).await;
    }
    let stranger = world.key();
    let figures = format!("Expected the slasher {slasher}; found {stranger}. [Roles]");
    let (action, _) = ask(1, START);
    assert_reason(&mut world, &device, (action, stranger), About::default(), ErrorCode::ConstraintHasOne, &figures)
        .await;

    let case = world.slash(&device, "once", 2_000).await;
    let about = About { case: Some(&case), ..About::default() };
    let figures = "Expected an offence without a case; found a case that is open to appeal. [R28]";
    assert_reason(&mut world, &device, ask(2_000, START), about, Failure::Token { code: 0 }, figures).await;
    world.pause().await;
    let found = reasons(&mut world, &device, ask(0, START + 1), About::default()).await;
    let failures: Vec<_> = found.into_iter().map(|(failure, _)| failure).collect();
    assert_eq!(failures, [E::Paused, E::SlashOutOfRange, E::OffenceInFuture].map(Failure::from), "all at once");
}

#[tokio::test]
async fn the_course_of_a_case() {
    let mut world = World::new().await;
    let (device, index, wallet) = device(&mut world).await;
    let roles = world.roles.keys();
    let (stranger, party) = (world.key(), wallet.key());
    let case = world.slash(&device, "once", 2_000).await;
    let about = || About { case: Some(&case), ..About::default() };
    let (appeal, rule) = ((Action::AppealSlash, party), (Action::RuleSlash, roles.arbiter));
    let finalize = (Action::FinalizeSlash, stranger);
    let give = |number| (Action::ReturnSlashed { number }, stranger);

    // Open.
    assert_eq!(reasons(&mut world, &device, appeal, about()).await, []);
    let figures =
        format!("Expected the owner {} or a co-staker in the case; found {stranger}. [R30]", device.owner.key());
    assert_reason(&mut world, &device, (appeal.0, stranger), about(), E::NotInTheCase, &figures).await;
    let figures = "Expected a case under appeal; found one that is open to appeal. [R31]";
    assert_reason(&mut world, &device, rule, about(), E::CaseNotAppealed, figures).await;
    let figures = format!("Expected the arbiter {}; found {stranger}. [Roles]", roles.arbiter);
    let found = reasons(&mut world, &device, (rule.0, stranger), about()).await;
    assert_eq!(found[0].0, ErrorCode::ConstraintHasOne.into());
    assert!(found[0].1.ends_with(&figures), "{found:?}");
    let figures = "Expected a time after 2026-03-31 12:00:00 UTC; found 2026-03-01 12:00:00 UTC, 30 d before its end. \
                   [R30, R31]";
    assert_reason(&mut world, &device, finalize, about(), E::CaseWindowOpen, figures).await;
    let figures = "Expected a case that is overturned; found one that is open to appeal. [R32]";
    assert_reason(&mut world, &device, give(0), about(), E::CaseNotOverturned, figures).await;
    for (question, id) in [(appeal, "R30"), (rule, "R31"), (finalize, "R30, R31"), (give(0), "R32")] {
        let figures = format!("Expected a slash case; found none. [{id}]");
        let missing = ErrorCode::AccountOwnedByWrongProgram;
        assert_reason(&mut world, &device, question, About::default(), missing, &figures).await;
    }
    world.wait(WINDOW + 60).await;
    let figures =
        "Expected an appeal until 2026-03-31 12:00:00 UTC; found 2026-03-31 12:01:00 UTC, 1 min too late. [R30]";
    assert_reason(&mut world, &device, appeal, about(), E::AppealWindowOver, figures).await;
    assert_eq!(reasons(&mut world, &device, finalize, about()).await, []);

    // Appealed.
    world.set_time(START);
    world.appeal(&case, &wallet).await;
    let figures = "Expected a case that is open to appeal; found one that is under appeal. [R30]";
    assert_reason(&mut world, &device, appeal, about(), E::CaseNotOpen, figures).await;
    assert_eq!(reasons(&mut world, &device, rule, about()).await, []);
    world.wait(WINDOW + 1).await;
    let figures = "Expected a ruling until 2026-03-31 12:00:00 UTC; found 2026-03-31 12:00:01 UTC, 1 s too late. [R31]";
    assert_reason(&mut world, &device, rule, about(), E::RulingWindowOver, figures).await;

    // Overturned.
    world.finalize(&case).await;
    let figures = "Expected an undecided case; found one that is overturned. [R30, R31]";
    assert_reason(&mut world, &device, finalize, about(), E::CaseDecided, figures).await;
    let figures = "Expected one of its parts: 0, 1; found 2. [R32]";
    assert_reason(&mut world, &device, give(2), about(), E::NoSuchPart, figures).await;
    assert_eq!(reasons(&mut world, &device, give(1), about()).await, []);
    world.return_part(&case, 1, Default::default()).await;
    let figures = "Expected a part that is not returned yet; found part 1, returned. [R32]";
    assert_reason(&mut world, &device, give(1), about(), E::PartReturned, figures).await;
    assert_eq!(index, 0);
}

/// The co-stake has ended, and its rewards were withheld: they go to its offer.
#[tokio::test]
async fn a_part_whose_co_stake_has_ended() {
    let mut world = World::new().await;
    let (device, index, wallet) = device(&mut world).await;
    world.fund_pool(10 * IO).await;
    world.earn(&device, 10 * IO).await;
    let case = world.slash_with_rewards(&device, "once", 2_000).await;
    world.appeal(&case, &wallet).await;
    world.rule(&case, false).await;
    world.leave(&device, index, &wallet).await;
    world.wait(21 * DAY).await;
    world.pay_out(&device, index, &wallet).await;

    let (other, _) = world.co_staked(&device, 100 * IO, 1).await;
    let give = (Action::ReturnSlashed { number: 1 }, world.key());
    let of = |offer| About { offer, case: Some(&case), ..About::default() };
    let figures = format!("Expected the account of offer {index}; found none. [R32]");
    assert_reason(&mut world, &device, give, of(None), E::OfferMissing, &figures).await;
    let figures = format!("Expected offer {index}; found offer {other}. [R32]");
    assert_reason(&mut world, &device, give, of(Some(other)), E::WrongOffer, &figures).await;
    assert_eq!(reasons(&mut world, &device, give, of(Some(index))).await, []);
}
