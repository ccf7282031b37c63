//! What clients are told of an action before anybody signs.

use co_staking_client::{
    Device, ExpectedTerms, Offer, Pubkey,
    explain::{Accounts, Action, explain},
    format::{io, percent},
    plan::holdings::{CoStake, Holdings},
    rules::{phase::CoStakePhase, status::OfferStatus},
};
use serde_json::{Value, json};

use crate::{
    app::App,
    assets,
    index::Tables,
    operations::{Ask, Kind, Offered, Parameters},
    problem::Problem,
};

/// Buttons of one action; clients show no more.
const MOST_LINKS: usize = 10;

/// The parts that every action has. `obstacle` says why none of its buttons can be pressed now.
fn action(app: &App, title: &str, description: &str, label: &str, links: &[Value], obstacle: Option<String>) -> Value {
    let mut all = json!({
        "type": "action",
        "icon": app.links.to(assets::url("icon.svg")),
        "title": title,
        "description": description,
        "label": label,
        "disabled": obstacle.is_some(),
    });
    if !links.is_empty() {
        all["links"] = json!({ "actions": links });
    }
    if let Some(message) = obstacle {
        all["error"] = json!({ "message": message });
    }
    all
}

fn link(label: &str, href: &str) -> Value {
    json!({ "type": "transaction", "label": label, "href": href })
}

/// An offer: to be claimed, or why it cannot be.
///
/// # Errors
/// Where there is none.
pub fn offer(app: &App, tables: &Tables, address: &Pubkey) -> Result<Value, Problem> {
    let (offer, device) = of_offer(tables, address)?;
    let terms = offer.terms();
    let (amount, share) = (io(terms.amount), percent(terms.reward_bps.into()));
    let title = format!("Co-stake {amount} for {share} of the rewards");
    let durations = &tables.config().durations;
    let back = co_staking_client::format::duration(durations.wait_secs.saturating_add(durations.cooldown_secs));
    let description = format!(
        "Stake {amount} on a device with {} × {} and get {share} of each of its block rewards. You can leave at any time and have it back after {back}. At worst a slash takes all of it.",
        device.facts().cards,
        device.facts().model_name(),
    );
    let label = format!("Co-stake {amount}");
    let links = [link(&label, &app.links.to(&format!("/o/{address}")))];
    Ok(action(app, &title, &description, &label, &links, not_open(tables, offer, device, app.market.now())))
}

fn of_offer<'a>(tables: &'a Tables, address: &Pubkey) -> Result<(&'a Offer, &'a Device), Problem> {
    let none = || {
        Problem::missing(format!(
            "There is no offer at {address}: it was closed, or the address or the cluster is wrong."
        ))
    };
    let offer = tables.offer(address).ok_or_else(none)?;
    Ok((offer, tables.device(&offer.device).ok_or_else(none)?))
}

/// Why nobody can claim it now.
fn not_open(tables: &Tables, offer: &Offer, device: &Device, now: i64) -> Option<String> {
    let terms = offer.terms();
    let status = offer.status(device, now).ok()?;
    if !matches!(status, OfferStatus::WaitingForCoStaker { .. }) {
        return Some(format!("This offer cannot be claimed any more: {status}."));
    }
    let expected = ExpectedTerms { amount: terms.amount, reward_bps: terms.reward_bps };
    let mut accounts = Accounts::of_device(tables.config(), device, offer.device);
    accounts.offer = Some(offer);
    // The one wallet that may claim it, or one that nobody has.
    let reasons = explain(Action::ClaimOffer(expected), &offer.reserved_for, accounts, now).ok()?;
    reasons.first().map(|reason| reason.advice())
}

/// An operation by its name, about what the link names already.
pub fn operation(app: &App, offered: &Offered, given: &Parameters) -> Value {
    let about = offered.about.parameter().map(|name| Ask {
        name,
        label: "Address",
        kind: Kind::Address,
        required: true,
        shown: true,
    });
    let asks: Vec<Ask> = about.into_iter().chain(offered.asks.iter().copied()).collect();
    let (mut query, mut parameters) = (vec![], vec![]);
    for ask in &asks {
        match given.plain(ask.name) {
            Some(value) => query.push(format!("{}={value}", ask.name)),
            None if ask.shown => {
                query.push(format!("{name}={{{name}}}", name = ask.name));
                parameters.push(parameter(ask));
            }
            None => {}
        }
    }
    let path = format!("/actions/{}", offered.name);
    let path = if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) };
    let mut link = link(offered.label, &app.links.to(&path));
    if !parameters.is_empty() {
        link["parameters"] = Value::Array(parameters);
    }
    action(app, offered.label, offered.description, offered.label, &[link], None)
}

fn parameter(ask: &Ask) -> Value {
    let mut told = json!({ "name": ask.name, "label": ask.label, "required": ask.required });
    match ask.kind {
        Kind::Amount => told["type"] = json!("number"),
        Kind::AmountOrAll => {
            told["type"] = json!("text");
            told["pattern"] = json!(r"^([0-9]+(\.[0-9]{1,8})?|ALL)$");
            told["patternDescription"] = json!("IO in plain digits, like 1250.5, or ALL");
        }
        Kind::Percent => {
            told["type"] = json!("number");
            told["min"] = json!(0);
            told["max"] = json!(100);
        }
        Kind::Number => {
            told["type"] = json!("number");
            told["min"] = json!(0);
            told["max"] = json!(u8::MAX);
        }
        Kind::Address => {
            told["type"] = json!("text");
            told["pattern"] = json!("^[1-9A-HJ-NP-Za-km-z]{32,44}$");
            told["patternDescription"] = json!("An address");
        }
        Kind::Time => told["type"] = json!("datetime-local"),
    }
    told
}

/// A device: what its owner can do, and what others can claim.
///
/// # Errors
/// Where there is none.
pub fn device(app: &App, tables: &Tables, address: &Pubkey) -> Result<Value, Problem> {
    let none = || Problem::missing(format!("There is no device at {address}: the address or the cluster is wrong."));
    let device = tables.device(address).ok_or_else(none)?;
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
        let ask =
            Ask { name: "amount", label: "Amount in IO, or ALL", kind: Kind::AmountOrAll, required: true, shown: true };
        link["parameters"] = json!([parameter(&ask)]);
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
