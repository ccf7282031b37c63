//! What a wallet can do now, and for what it cannot the reason and the fix: from the plans that would be signed.

use co_staking_client::{
    Offer, Pubkey, SlashCase,
    format::{IO, io},
    plan::{Amount, Operation, Plan, PlanError, Planner, Source},
    rules::amount::half_down,
};
use maud::{Markup, html};

use super::{
    Planned,
    holdings::{Held, Holdings, Own},
};
use crate::pages::act::Act;

/// Something that a wallet may want to do, and what is in the way.
#[derive(Clone, Debug)]
pub struct Choice {
    act: Act,
    /// What it is, where it cannot be done.
    what: String,
    /// Each with what to do; nothing where it can be done now.
    obstacles: Vec<String>,
}

/// Plans everything that `wallet` may want to do with what it has. The plans' accounts are read from `source`.
pub async fn plan(source: &impl Source, wallet: Pubkey, holdings: &Holdings) -> Planned {
    let planner = Planner::new(source, wallet, wallet);
    let mut planned = Planned::default();
    for it in &holdings.co_stakes {
        planned.co_stakes.push(all(&planner, of_co_stake(it, &wallet)).await);
    }
    for it in &holdings.devices {
        planned.devices.push(all(&planner, of_device(it)).await);
    }
    let act = Act::new("close-claims", "Close the claim counter");
    planned.wallet = all(&planner, vec![(Operation::CloseClaims, act)]).await;
    planned
}

async fn all<S: Source>(planner: &Planner<'_, S>, wanted: Vec<(Operation, Act)>) -> Vec<Choice> {
    let mut choices = Vec::with_capacity(wanted.len());
    for (operation, act) in wanted {
        choices.push(Choice::of(act, planner.plan(&operation).await));
    }
    choices
}

impl Choice {
    fn of(act: Act, plan: Result<Plan, PlanError>) -> Self {
        let what = act.label().to_owned();
        match plan {
            Ok(plan) => Self { act, what, obstacles: plan.obstacles() },
            Err(error) => Self { act, what, obstacles: vec![error.to_string()] },
        }
    }

    const fn is_possible(&self) -> bool {
        self.obstacles.is_empty()
    }
}

fn of_co_stake(Held { of: it, cases }: &Held, wallet: &Pubkey) -> Vec<(Operation, Act)> {
    let offer = it.key;
    let on = |name, label: &str| Act::new(name, label).on("offer", offer);
    let rewards = io(it.device.co_stake_rewards(&it.offer));
    let mut wanted = vec![
        (Operation::UnstakeCoStake { offer }, on("unstake-co-stake", "Leave the co-stake")),
        (Operation::WithdrawCoStake { offer, to: None }, on("withdraw-co-stake", "Withdraw the co-stake")),
        (
            Operation::ClaimCoStakeRewards { offer, to: None },
            on("claim-co-stake-rewards", &format!("Claim {rewards} of rewards")),
        ),
        (Operation::ReleaseClaim { offer, wallet: None }, on("release-claim", "Free the claim slot")),
    ];
    wanted.extend(cases.iter().flat_map(|(key, case)| of_case(*key, case, wallet)));
    wanted
}

fn of_device(it: &Own) -> Vec<(Operation, Act)> {
    let (device, owner) = (it.address, it.device.owner);
    let on = |name, label: &str| Act::new(name, label).on("device", device);
    let rewards = io(it.device.owner_stake().rewards());
    let mut wanted = vec![
        (
            Operation::Stake { device, amount: Amount::Units(IO), from: None },
            on("stake", "Stake").amount("Amount in IO", true, ""),
        ),
        (sample_offer(it), on("create-offer", "Make an offer").terms()),
        (
            Operation::WithdrawOverflow { device, amount: Amount::All, to: None },
            on("withdraw-overflow", "Withdraw overflow").amount("Amount in IO", true, "ALL"),
        ),
        (
            Operation::ClaimOwnerRewards { device, to: None },
            on("claim-owner-rewards", &format!("Claim {rewards} of rewards")),
        ),
        (Operation::Unstake { device }, on("unstake", "Unstake everything")),
        (Operation::Withdraw { device, to: None }, on("withdraw", "Withdraw the stake")),
        (Operation::CloseDevice { device }, on("close-device", "Close the device")),
    ];
    wanted.extend(it.offers.iter().map(|(offer, account)| of_own_offer(*offer, account)));
    wanted.extend(it.cases.iter().flat_map(|(key, case)| of_case(*key, case, &owner)));
    wanted
}

/// The largest offer that the owner could make, to learn whether any can be made.
fn sample_offer(it: &Own) -> Operation {
    let most = half_down(it.device.requirement().at(i64::MAX)).min(it.device.owner_stake().active());
    let amount = most.saturating_sub(it.device.open_amount()).clamp(1, IO);
    Operation::CreateOffer { device: it.address, amount, reward_bps: 1, reserved_for: None, expires_at: None }
}

fn of_own_offer(offer: Pubkey, account: &Offer) -> (Operation, Act) {
    let index = account.index();
    if account.is_open() {
        let label = format!("Retract offer {index} of {}", io(account.terms().amount));
        (Operation::RetractOffer { offer }, Act::new("retract-offer", label).on("offer", offer))
    } else {
        (Operation::CloseOffer { offer }, Act::new("close-offer", format!("Close offer {index}")).on("offer", offer))
    }
}

/// What a party of a case, or anyone, can do about it.
fn of_case(case: Pubkey, account: &SlashCase, party: &Pubkey) -> Vec<(Operation, Act)> {
    let on = |name, label: &str| Act::new(name, label).on("case", case);
    let mut wanted = vec![];
    if account.state().by_silence().is_some() {
        wanted.push((Operation::AppealSlash { case }, on("appeal-slash", "Appeal the slash")));
        wanted.push((Operation::FinalizeSlash { case }, on("finalize-slash", "Finalize the slash case")));
    }
    let due = account.parts().iter().zip(0u8..).filter(|(part, _)| part.is_due() && part.party() == party);
    wanted.extend(due.filter(|_| account.state().by_silence().is_none()).map(|(part, number)| {
        let act = on("return-slashed", &format!("Get {} back", io(part.stake()))).on("number", number);
        (Operation::ReturnSlashed { case, number, to: None }, act)
    }));
    wanted
}

/// What can be done as forms, and behind a word why the rest cannot.
pub fn choices(all: &[Choice]) -> Markup {
    let (possible, refused): (Vec<_>, Vec<_>) = all.iter().partition(|choice| choice.is_possible());
    html! {
        @if !possible.is_empty() {
            ul.acts { @for choice in possible { li { (choice.act.form()) } } }
        }
        @if !refused.is_empty() {
            details {
                summary { "What cannot be done now, and why (" (refused.len()) ")" }
                ul.refused {
                    @for choice in refused {
                        li { strong { (choice.what) } @for why in &choice.obstacles { br; (why) } }
                    }
                }
            }
        }
    }
}
