//! A device and a wallet: what can be done about them.

use co_staking_client::{
    Pubkey, SlashCase,
    format::{io, percent},
    plan::holdings::{self, CoStake, Holdings},
    rules::{
        Precondition, RuleResult,
        phase::CoStakePhase,
        slash::{CaseState, Verdict},
    },
};
use serde_json::Value;

use super::{action, link, operation::parameter};
use crate::{app::App, cases, index::Tables, known, operations::offered, problem::Problem};

/// Buttons of one action; clients show no more.
const MOST_LINKS: usize = 10;

/// A device: what its owner can do, and what others can claim.
///
/// # Errors
/// Where there is none.
pub fn device(app: &App, tables: &Tables, address: &Pubkey) -> Result<Value, Problem> {
    let device = known::device(tables, address)?;
    let (facts, now) = (device.facts(), app.market.now());
    let title = format!("{} × {}", facts.cards, facts.model_name());
    let description = format!(
        "{} staked of {} required.",
        io(device.counted(now).unwrap_or_default()),
        io(device.requirement().at(now)),
    );
    let on = |name: &str, label: &str| link(label, &app.links.to(&format!("/actions/{name}?device={address}")));
    let open =
        tables.offers_of(address).into_iter().filter(|(_, offer)| offer.is_open() && !offer.terms().expired(now));
    let mut links: Vec<Value> = open
        .map(|(key, offer)| {
            let terms = offer.terms();
            let label = format!("Co-stake {} for {}", io(terms.amount), percent(terms.reward_bps.into()));
            link(&label, &app.links.to(&format!("/o/{key}")))
        })
        .collect();
    let with_amount = |name: &str, label: &str| {
        let mut link = link(label, &app.links.to(&format!("/actions/{name}?device={address}&amount={{amount}}")));
        let asks = offered(name).map_or(&[][..], |known| known.asks);
        link["parameters"] = asks.iter().filter(|ask| ask.shown).map(parameter).collect();
        link
    };
    links.push(with_amount("stake", "Owner: stake"));
    links.push(with_amount("withdraw-overflow", "Owner: withdraw overflow"));
    links.push(on("claim-owner-rewards", "Owner: claim rewards"));
    links.push(on("unstake", "Owner: unstake everything"));
    links.truncate(MOST_LINKS);
    Ok(action(app, &title, &description, "Show", &links, None))
}

/// A wallet: what it has, and what is due to it.
pub fn wallet(app: &App, tables: &Tables, wallet: &Pubkey) -> Value {
    let now = app.market.now();
    let devices: Vec<_> = tables.devices_of(wallet).into_iter().map(|(key, device)| (key, *device)).collect();
    let co_stakes = tables
        .claimed_by(wallet)
        .into_iter()
        .filter_map(|(key, offer)| Some(CoStake { key, offer: *offer, device: *tables.device(&offer.device)? }));
    let holdings = Holdings::new(devices, co_stakes.collect(), tables.counter(wallet), now);
    let (totals, in_cases) = (holdings.totals, tables.cases_with(wallet));
    let description = format!(
        "Active: {}. Leaving: {}. Withdrawable: {}. Rewards to claim: {}. In slash cases: {}.",
        io(totals.active),
        io(totals.leaving),
        io(totals.withdrawable),
        io(totals.claimable),
        io(cases::held_of(wallet, &in_cases)),
    );
    // An appeal cannot wait.
    let window_secs = tables.config().durations.appeal_window_secs;
    let of_cases = in_cases.iter().flat_map(|(key, case)| about(app, wallet, (key, case), window_secs, now));
    let mut links: Vec<_> = of_cases.chain(due(app, &holdings, now)).collect();
    links.truncate(MOST_LINKS);
    let obstacle = links.is_empty().then(|| "There is nothing to claim or to withdraw now.".into());
    action(app, "Stakes", &description, "Show", &links, obstacle)
}

/// What a wallet that a slash case names can do about it now.
fn about(app: &App, wallet: &Pubkey, (key, case): (&Pubkey, &SlashCase), window_secs: i64, now: i64) -> Vec<Value> {
    let on =
        |name: &str, label: &str, more: &str| link(label, &app.links.to(&format!("/actions/{name}?case={key}{more}")));
    let mut links = vec![];
    if all_hold(case.may_appeal(wallet, window_secs, now)) {
        links.push(on("appeal-slash", "Appeal the slash", ""));
    }
    // Whom silence would cost something need not end it.
    if case.state().by_silence() == Some(Verdict::Overturn) && all_hold(case.may_finalize(window_secs, now)) {
        links.push(on("finalize-slash", "Finalize the slash case", ""));
    }
    if case.state() == CaseState::Overturned {
        let due = case.parts().iter().zip(0u8..).filter(|(part, _)| part.is_due() && part.party() == wallet);
        links.extend(due.map(|(part, number)| {
            on("return-slashed", &format!("Get {} back", io(part.stake())), &format!("&number={number}"))
        }));
    }
    links
}

fn all_hold<const N: usize>(all: RuleResult<[Precondition; N]>) -> bool {
    all.is_ok_and(|all| all.iter().all(|it| it.holds))
}

/// What can be paid out now.
fn due(app: &App, holdings: &Holdings, now: i64) -> Vec<Value> {
    let on = |name: &str, about: &str, key: &Pubkey, label: &str| {
        link(label, &app.links.to(&format!("/actions/{name}?{about}={key}")))
    };
    let mut links = vec![];
    for it in &holdings.co_stakes {
        let rewards = it.device.co_stake_rewards(&it.offer);
        if rewards > 0 {
            links.push(on("claim-co-stake-rewards", "offer", &it.key, &format!("Claim {}", io(rewards))));
        }
        let Some(position) = it.device.position(it.offer.index()) else { continue };
        if position.phase(now) == Some(CoStakePhase::Unlocked) {
            links.push(on("withdraw-co-stake", "offer", &it.key, &format!("Withdraw {}", io(position.stake()))));
        }
    }
    for (key, device) in &holdings.devices {
        let stake = device.owner_stake();
        if stake.rewards() > 0 {
            links.push(on("claim-owner-rewards", "device", key, &format!("Claim {}", io(stake.rewards()))));
        }
        if holdings::is_unlocked(stake, now) {
            links.push(on("withdraw", "device", key, &format!("Withdraw {}", io(stake.exiting()))));
        }
    }
    links
}
