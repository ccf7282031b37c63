//! "Why not?": the figures and the rule of every reason around offers and co-stakes. That there is a reason exactly where
//! the program refuses is proved in every state of `lifecycle::offers`.

use co_staking_client::{
    CoStakingError as E, CreateOfferArgs, ExpectedTerms, Pubkey,
    explain::{Accounts, Action, explain},
};

use crate::{
    layout::{self, at, at_place},
    world::{
        DAY, Device, START, Wallet, World,
        offers::{anchor, asking},
    },
};

const UNIT: u64 = 100_000_000;

/// Who asks, about which offer, with whose counter.
struct Question<'a> {
    action: Action,
    signer: Pubkey,
    offer: Option<u32>,
    counter: Option<&'a Wallet>,
    balance: Option<u64>,
}

fn ask(action: Action, signer: Pubkey) -> Question<'static> {
    Question { action, signer, offer: None, counter: None, balance: None }
}

/// Rule, refusal, expected and found of each reason.
async fn reasons(world: &mut World, device: &Device, question: Question<'_>) -> Vec<String> {
    let (config, read, now) = (world.config().await, world.read(device).await, world.now().await);
    let offer = match question.offer {
        Some(index) => Some(world.offer(device, index).await),
        None => None,
    };
    let counter = match question.counter {
        Some(wallet) => Some(world.counter(wallet).await),
        None => None,
    };
    let accounts = Accounts {
        offer: offer.as_ref(),
        counter: counter.as_ref(),
        balance: question.balance,
        ..Accounts::of_device(&config, &read, device.key)
    };
    let all = explain(question.action, &question.signer, accounts, now).unwrap();
    all.iter()
        .map(|reason| {
            assert!(reason.to_string().starts_with(&reason.advice()));
            assert!(reason.to_string().ends_with(&format!("[{}]", reason.rule)));
            let name = match &reason.failure {
                co_staking_client::error::Failure::Refused(refusal) => refusal.name(),
                other if *other == anchor(anchor_lang::error::ErrorCode::ConstraintHasOne) => "HasOne".into(),
                other => other.to_string().split(':').next().unwrap().to_owned(),
            };
            format!("{} {name}: {}; {}", reason.rule, reason.expected, reason.found)
        })
        .collect()
}

/// R11, each with its figures.
#[tokio::test]
async fn why_an_offer_cannot_be_made() {
    let mut world = World::new().await;
    let device = world.market(1_001 * UNIT, 501 * UNIT).await;
    let owner = device.owner.key();
    let create = |args| ask(Action::CreateOffer(args), owner);
    assert!(reasons(&mut world, &device, create(asking(500 * UNIT, 10_000))).await.is_empty());
    let open = world.create(&device, asking(500 * UNIT, 10_000)).await;
    let past = CreateOfferArgs { expires_at: Some(START - 1), reserved_for: Some(owner), ..asking(UNIT, 10_001) };
    assert_eq!(
        reasons(&mut world, &device, create(past)).await,
        [
            "R11 RewardShareOutOfRange: a share of at most 100%; 100.01%",
            "R11 OfferExpiresInPast: 2026-03-01 12:00:00 UTC or later; 2026-03-01 11:59:59 UTC",
            "R11 ReservedForNobody: a co-staker's wallet; the owner, or the zero address",
            "R11 CoStakeAboveHalf: offers and co-stakes of at most 500.5 IO; 501 IO",
            "R11 RewardSharesAboveWhole: shares of at most 100%; 200.01%",
        ]
    );
    // Amounts beyond every sum are explained, too.
    assert_eq!(
        reasons(&mut world, &device, create(asking(u64::MAX, 0))).await,
        ["R11 CoStakeAboveHalf: offers and co-stakes of at most 500.5 IO; 184,467,440,737.09551615 IO"]
    );
    world.retract(&device, open).await;
    world.set_operational(&device, false).await;
    world.switch(true).await;
    let stranger = Pubkey::new_unique();
    assert_eq!(
        reasons(&mut world, &device, ask(Action::CreateOffer(asking(0, 0)), stranger)).await,
        [
            format!("Roles HasOne: the owner {owner}; {stranger}"),
            "R34 Paused: a running program; a paused one".into(),
            "R11 AmountZero: at least 0.00000001 IO; 0 IO".into(),
            "R11 DeviceNotOperational: an operational device; one that the registrar attests is not".into(),
        ]
    );
    world.unstake(&device).await;
    let exiting = &reasons(&mut world, &device, create(asking(1, 0))).await[2..];
    assert_eq!(
        exiting,
        [
            "R10 OwnerExiting: an owner that is not unstaking; 501 IO unstaked, unlocked from 2026-03-15 12:00:00 UTC",
            "R11 OwnerBelowHalf: the owner to stake at least 500.5 IO; 0 IO",
        ]
    );
}

/// R11's counts.
#[tokio::test]
async fn why_no_fifth_offer_and_no_ninth_place() {
    let mut world = World::new().await;
    let device = world.market(1_000, 500).await;
    for _ in 0..3 {
        world.co_staked(&device, 1, 1).await;
    }
    world.create(&device, asking(1, 1)).await;
    let fifth = ask(Action::CreateOffer(asking(1, 1)), device.owner.key());
    assert_eq!(
        reasons(&mut world, &device, fifth).await,
        ["R11 TooManyOffers: at most 4 open or active; 2 open and 3 active"]
    );
    let device = world.market(1_000, 500).await;
    for _ in 0..8 {
        let (index, wallet) = world.co_staked(&device, 1, 1).await;
        world.leave(&device, index, &wallet).await;
    }
    let ninth = ask(Action::CreateOffer(asking(1, 1)), device.owner.key());
    assert_eq!(reasons(&mut world, &device, ninth).await, ["R11 NoPlaceLeft: at most 8 places; 8 held and 1 open"]);
}

/// R14 and R20.
#[tokio::test]
async fn why_an_offer_cannot_be_claimed() {
    let mut world = World::new().await;
    let device = world.market(1_000, 500).await;
    let (guest, other) = (Pubkey::new_unique(), world.co_staker(10).await);
    let terms = CreateOfferArgs { reserved_for: Some(guest), expires_at: Some(START), ..asking(2 * UNIT, 2_500) };
    world.poke(&device.key, 208, &(8 * UNIT).to_le_bytes()).await;
    world.change_token(&device.vault, |vault| vault.amount += 4 * UNIT).await;
    world.poke(&device.key, at(layout::DEVICE, "owner_stake.active"), &(4 * UNIT).to_le_bytes()).await;
    let index = world.create(&device, terms).await;
    let expected = ExpectedTerms { amount: UNIT, reward_bps: 1 };
    let by = |signer, counter, balance| Question {
        offer: Some(index),
        counter,
        balance,
        ..ask(Action::ClaimOffer(expected), signer)
    };
    let elsewhere = world.market(1_000, 500).await;
    for index in 0..2 {
        world.create(&elsewhere, asking(1, 1)).await;
        world.claim(&elsewhere, index, &other).await;
    }
    world.set_time(START + 1);
    assert_eq!(
        reasons(&mut world, &device, by(other.key(), Some(&other), Some(UNIT))).await,
        [
            "R14 OfferExpired: a claim until 2026-03-01 12:00:00 UTC; 2026-03-01 12:00:01 UTC".into(),
            "R14 TermsDiffer: 1 IO at 0.01%; 2 IO at 25%".into(),
            format!("R14 ReservedForAnother: {guest}; {}", other.key()),
            "R20 TooManyClaims: at most 2 claims; 2, none on its way out".into(),
            "R14 token program 1: at least 2 IO; 1 IO".into(),
        ]
    );
    world.leave(&elsewhere, 1, &other).await;
    let slots = reasons(&mut world, &device, by(other.key(), Some(&other), None)).await;
    assert!(slots.contains(&"R20 TooManyClaims: at most 2 claims; 2, the next free 2026-03-08 12:00:01 UTC".into()));
    let owner = device.owner.key();
    let own = reasons(&mut world, &device, by(owner, None, Some(2 * UNIT))).await;
    assert!(own.contains(&format!("R14 SelfCoStake: another wallet than the owner's; {owner}")));
    world.retract(&device, index).await;
    let over = reasons(&mut world, &device, by(other.key(), None, None)).await;
    assert!(over.contains(&"R14 OfferNotOpen: an open offer; retracted".into()));
    let absent = reasons(&mut world, &device, ask(Action::ClaimOffer(expected), other.key())).await;
    assert_eq!(absent, ["R14 OfferNotOpen: an open offer; no such offer"]);
}

/// R8, R13, R17, R19, R20: along a co-stake's life.
#[tokio::test]
async fn why_nothing_can_be_ended_yet() {
    let mut world = World::new().await;
    let device = world.market(1_000, 500).await;
    let (owner, stranger) = (device.owner.key(), Pubkey::new_unique());
    let args = CreateOfferArgs { expires_at: Some(START + DAY), ..asking(300, 1) };
    let index = world.create(&device, args).await;
    let of = |action, signer| Question { offer: Some(index), ..ask(action, signer) };
    assert_eq!(
        reasons(&mut world, &device, of(Action::RetractOffer, stranger)).await,
        [format!("R13 OfferNotExpired: the owner {owner}, or anyone after 2026-03-02 12:00:00 UTC; {stranger}")]
    );
    assert_eq!(
        reasons(&mut world, &device, of(Action::CloseOffer, owner)).await,
        ["R13 OfferNotOver: an offer that is over; Insufficient Stake (Waiting for Co-Staker)"]
    );
    assert_eq!(
        reasons(&mut world, &device, ask(Action::Unstake, owner)).await,
        ["R8 RetractOffersFirst: no open offer; 1 open"]
    );
    let wallet = world.co_staker(300).await;
    world.claim(&device, index, &wallet).await;
    assert_eq!(
        reasons(&mut world, &device, of(Action::RetractOffer, owner)).await,
        ["R13 OfferNotOpen: an open offer; claimed"]
    );
    let (unstake, withdraw) =
        (Action::UnstakeCoStake { offer_index: index }, Action::WithdrawCoStake { offer_index: index });
    let release = Question { counter: Some(&wallet), ..ask(Action::ReleaseClaim { offer_index: index }, stranger) };
    assert_eq!(
        reasons(&mut world, &device, ask(unstake, stranger)).await,
        [format!("R17 NotTheCoStaker: {}; {stranger}", wallet.key())]
    );
    assert_eq!(
        reasons(&mut world, &device, ask(withdraw, stranger)).await,
        [
            "R19 CoStakeNotLeft: a co-stake that was unstaked; 0.000003 IO active",
            "R19 CoStakeLocked: never or later; 2026-03-01 12:00:00 UTC, 106748890614366 d 2 h too early",
        ]
        .map(|line| line.replace("106748890614366 d 2 h", &co_staking_client::format::duration(i64::MAX - START)))
    );
    assert_eq!(
        reasons(&mut world, &device, release).await,
        ["R20 ClaimStillHeld: a co-stake in its cooldown, or none; one whose cooldown starts: never"]
    );
    world.leave(&device, index, &wallet).await;
    assert_eq!(
        reasons(&mut world, &device, ask(unstake, wallet.key())).await,
        ["R17 CoStakeAlreadyLeft: an active co-stake; one that unlocks 2026-03-22 12:00:00 UTC"]
    );
    world.wait(DAY).await;
    assert_eq!(
        reasons(&mut world, &device, ask(withdraw, stranger)).await,
        ["R19 CoStakeLocked: 2026-03-22 12:00:00 UTC or later; 2026-03-02 12:00:00 UTC, 20 d too early"]
    );
    world.poke(&device.key, at_place(0, "rewards"), &UNIT.to_le_bytes()).await;
    world.wait(20 * DAY).await;
    world.pay_out(&device, index, &wallet).await;
    assert_eq!(
        reasons(&mut world, &device, of(Action::CloseOffer, owner)).await,
        ["R13 OfferHasRewards: no unclaimed rewards; 1 IO"]
    );
    for (action, rule) in [(unstake, "R17"), (withdraw, "R19")] {
        assert_eq!(
            reasons(&mut world, &device, ask(action, stranger)).await,
            [format!("{rule} {}: a co-stake of that offer; none", E::NoSuchCoStake.name())]
        );
    }
    let gone = Question { counter: Some(&wallet), ..ask(Action::ReleaseClaim { offer_index: index }, stranger) };
    assert_eq!(reasons(&mut world, &device, gone).await, ["R20 NoSuchClaim: a claim of that offer; none"]);
}
