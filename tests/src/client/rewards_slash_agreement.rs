//! Rewards, claim counters and slash cases: the client explains exactly what the program refuses, and first what it
//! refuses first, in random states around every bound.

use std::collections::BTreeSet;

use co_staking_client::CoStakingError as E;
use solana_signer::Signer;

use super::rewards_slash_scene::{KINDS, Scene};
use crate::world::Random;

const STATES: usize = 1_200;

#[tokio::test]
async fn explain_is_empty_exactly_where_the_program_accepts_and_starts_with_its_refusal() {
    let mut scene = Scene::new().await;
    let mut random = Random::new(4);
    let (mut accepted, mut met) = (BTreeSet::new(), BTreeSet::new());
    for _ in 0..STATES {
        scene.shuffle(&mut random).await;
        let kind = random.below(KINDS);
        let signer = scene.signer(kind, &mut random);
        let (action, ix, about) = scene.pick(kind, &signer.pubkey(), &mut random).await;
        let reasons = scene.reasons(action, &signer.pubkey(), &about).await;
        let answer = scene.world.would(&[ix], &[&signer]).await;
        assert_eq!(answer.err(), reasons.first().cloned(), "{action:?}: {reasons:?}");
        let name = format!("{action:?}");
        let name = name.split([' ', '(']).next().unwrap().to_owned();
        match reasons.first() {
            None => _ = accepted.insert(name),
            Some(failure) => _ = met.insert(format!("{failure:?}")),
        }
    }
    let actions = [
        "CloseClaims",
        "FundRewards",
        "ClaimOwnerRewards",
        "ClaimCoStakeRewards",
        "OpenSlash",
        "AppealSlash",
        "RuleSlash",
        "FinalizeSlash",
        "ReturnSlashed",
    ];
    assert!(actions.iter().all(|action| accepted.contains(*action)), "{accepted:?}");
    for refusal in [
        E::AmountZero,
        E::MathOverflow,
        E::Paused,
        E::ClaimsNotFree,
        E::NothingToClaim,
        E::SlashOutOfRange,
        E::OffenceInFuture,
        E::OffenceTooOld,
        E::NothingToSlash,
        E::NotInTheCase,
        E::CaseNotOpen,
        E::AppealWindowOver,
        E::CaseNotAppealed,
        E::RulingWindowOver,
        E::CaseDecided,
        E::CaseWindowOpen,
        E::CaseNotOverturned,
        E::NoSuchPart,
        E::PartReturned,
        E::OfferMissing,
        E::WrongOffer,
    ] {
        assert!(met.contains(&format!("Refused({refusal:?})")), "{refusal:?} was never met: {met:?}");
    }
}
