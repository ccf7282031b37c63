//! A device and a wallet: what can be done about them.

use co_staking_client::{
    Pubkey,
    format::{io, percent},
    plan::holdings::{CoStake, Holdings},
    rules::phase::CoStakePhase,
};
use serde_json::Value;

use super::{action, link, operation::parameter};
use crate::{app::App, index::Tables, known, operations::offered, problem::Problem};

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
    let totals = holdings.totals;
    let description = format!(
        "Active: {}. Leaving: {}. Withdrawable: {}. Rewards to claim: {}.",
        io(totals.active),
        io(totals.leaving),
        io(totals.withdrawable),
        io(totals.claimable),
    );
    let mut links = due(app, &holdings, now);
    links.truncate(MOST_LINKS);
    let obstacle = links.is_empty().then(|| "There is nothing to claim or to withdraw now.".into());
    action(app, "Stakes", &description, "Show", &links, obstacle)
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
        if stake.is_exiting() && now >= stake.unlock_at() {
            links.push(on("withdraw", "device", key, &format!("Withdraw {}", io(stake.exiting()))));
        }
    }
    links
}
