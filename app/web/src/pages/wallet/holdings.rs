//! What a wallet has: devices of its own, and co-stakes on others'.

use co_staking_client::{
    Device, Offer, Pubkey, SlashCase,
    format::io,
    plan::{
        holdings::{self, CoStake, Totals},
        timeline,
    },
};
use maud::{Markup, html};

use super::choices::{Choice, choices};
use crate::{
    cases,
    index::Tables,
    pages::{
        Frame, device,
        parts::{self, row},
    },
};

/// Devices on a page, and as many co-stakes: what can be done with each takes room.
const LIMIT: usize = 8;

/// A device of the wallet's own.
#[derive(Clone, Debug)]
pub struct Own {
    pub address: Pubkey,
    pub device: Device,
    /// The offers that still exist.
    pub offers: Vec<(Pubkey, Offer)>,
    /// The slash cases that are not settled.
    pub cases: Vec<(Pubkey, SlashCase)>,
}

/// A co-stake that still holds something of the wallet's.
#[derive(Clone, Debug)]
pub struct Held {
    pub of: CoStake,
    pub cases: Vec<(Pubkey, SlashCase)>,
}

/// A page of what a wallet has.
#[derive(Clone, Debug)]
pub struct Holdings {
    pub devices: Vec<Own>,
    pub co_stakes: Vec<Held>,
    /// Over all pages.
    pub totals: Totals,
    /// Base units that slash cases hold of the wallet's, over all pages: what may come back.
    pub in_cases: u64,
    pub free_claims: usize,
    /// How many devices and co-stakes there are on all pages.
    pub of_all: usize,
    /// Behind which address the next page begins, if there is one.
    pub more: Option<Pubkey>,
}

impl Holdings {
    /// What `wallet` has, from behind the address `after` on.
    pub fn of(tables: &Tables, wallet: &Pubkey, after: Option<Pubkey>, now: i64) -> Self {
        let devices = tables.devices_of(wallet).into_iter().map(|(key, device)| (key, *device)).collect();
        let cases = tables.cases_with(wallet);
        let claimed = tables.claimed_by(wallet).into_iter().filter_map(|(key, offer)| {
            let co_stake = CoStake { key, offer: *offer, device: *tables.device(&offer.device)? };
            holds(&co_stake, &cases).then_some(co_stake)
        });
        let all = holdings::Holdings::new(devices, claimed.collect(), tables.counter(wallet), now);
        let of_all = all.devices.len().saturating_add(all.co_stakes.len());
        let (mut devices, mut co_stakes) = (all.devices, all.co_stakes);
        devices.retain(|(key, _)| after.is_none_or(|after| *key > after));
        co_stakes.retain(|it| after.is_none_or(|after| it.key > after));
        let more = cut(&mut devices, &mut co_stakes);
        Self {
            devices: devices.into_iter().map(|(address, device)| Own::of(tables, address, device)).collect(),
            co_stakes: co_stakes
                .into_iter()
                .map(|of| Held { cases: unsettled(tables, &of.offer.device), of })
                .collect(),
            totals: all.totals,
            in_cases: cases::held_of(wallet, &cases),
            free_claims: all.free_claims,
            of_all,
            more,
        }
    }

    /// Whether this page shows nothing.
    pub const fn is_empty(&self) -> bool {
        self.devices.is_empty() && self.co_stakes.is_empty()
    }
}

impl Own {
    fn of(tables: &Tables, address: Pubkey, device: Device) -> Self {
        let offers = tables.offers_of(&address).into_iter().map(|(key, offer)| (key, *offer)).collect();
        Self { address, device, offers, cases: unsettled(tables, &address) }
    }
}

/// Keeps what fits a page. Both lists, which are sorted, go on behind one address, so that nothing is left out between
/// pages.
fn cut(devices: &mut Vec<(Pubkey, Device)>, co_stakes: &mut Vec<CoStake>) -> Option<Pubkey> {
    let of_devices = devices.get(LIMIT).and(devices.get(LIMIT.saturating_sub(1))).map(|(key, _)| *key);
    let of_co_stakes = co_stakes.get(LIMIT).and(co_stakes.get(LIMIT.saturating_sub(1))).map(|it| it.key);
    let until = [of_devices, of_co_stakes].into_iter().flatten().min()?;
    devices.retain(|(key, _)| *key <= until);
    co_stakes.retain(|it| it.key <= until);
    Some(until)
}

/// Whether an offer that was claimed still has something of the co-staker's: in its place, as rewards, or in one of the
/// unsettled `cases`.
fn holds(it: &CoStake, cases: &[(Pubkey, &SlashCase)]) -> bool {
    let index = it.offer.index();
    let is_in = |case: &SlashCase| {
        let mut parts = case.parts().iter();
        case.device == it.offer.device && parts.any(|part| part.is_due() && part.offer_index() == Some(index))
    };
    it.device.position(index).is_some()
        || it.device.co_stake_rewards(&it.offer) > 0
        || cases.iter().any(|(_, case)| is_in(case))
}

/// A device's slash cases about which something can still be done.
fn unsettled(tables: &Tables, device: &Pubkey) -> Vec<(Pubkey, SlashCase)> {
    let all = tables.cases_of(device).into_iter().filter(|(_, case)| cases::is_unsettled(case));
    all.map(|(key, case)| (key, *case)).collect()
}

/// What slash cases hold of a device's owner, or of the co-stake that came from that offer.
fn in_cases(cases: &[(Pubkey, SlashCase)], offer_index: Option<u32>) -> Markup {
    let of = |case| cases::held(case, |part| part.offer_index() == offer_index);
    let held = cases.iter().map(|(_, case)| of(case)).fold(0, u64::saturating_add);
    html! { @if held > 0 { (row("In slash cases", io(held))) } }
}

/// A co-stake as a card.
pub fn co_stake(frame: &Frame<'_>, Held { of: it, cases }: &Held, all: &[Choice]) -> Markup {
    let position = it.device.position(it.offer.index());
    let status = it.offer.status(&it.device, frame.now);
    html! {
        article {
            h3 { a href={ "/o/" (it.key) } { (io(position.map_or(0, |position| position.stake()))) }
                " on " (it.offer.model_name()) }
            div.sides { dl {
                (row("Status", status.map_or_else(|refusal| refusal.to_string(), |status| status.to_string())))
                (row("Earning", timeline::earning(&it.device, &it.offer, frame.now)))
                (row("Rewards to claim", io(it.device.co_stake_rewards(&it.offer))))
                (in_cases(cases, Some(it.offer.index())))
                (row("Device", parts::device(&it.offer.device)))
            }
            @if let Some(position) = position { (parts::timeline(&timeline::of_co_stake(position), frame.now)) } }
            (choices(all))
        }
    }
}

/// A device of the wallet's own as a card.
pub fn own(frame: &Frame<'_>, it: &Own, all: &[Choice]) -> Markup {
    let facts = it.device.facts();
    let counted = it.device.counted(frame.now).unwrap_or_default();
    html! {
        article {
            h3 { a href={ "/d/" (it.address) } { (facts.cards) " × " (facts.model_name()) } }
            @if let Ok(standing) = device::standing(frame, &it.device) { p { (standing) } }
            div.sides { dl {
                (row("The owner's stake", io(it.device.owner_stake().total().unwrap_or_default())))
                (row("Counted", format!("{} of {} required", io(counted), io(it.device.requirement().at(frame.now)))))
                (row("Rewards to claim", io(it.device.owner_stake().rewards())))
                (in_cases(&it.cases, None))
                (row("Open offers", it.device.open_offers().to_string()))
            }
            (parts::timeline(&timeline::of_owner(&it.device, frame.now), frame.now)) }
            (choices(all))
        }
    }
}
