//! Open offers, filtered, sorted, and cut into pages that begin behind a place and not at a number: an offer that comes
//! or goes meanwhile shows nothing twice and hides nothing.

use std::{fmt, str::FromStr};

use co_staking_client::{
    ClaimCounter, Device, Offer, Pubkey,
    explain::Accounts,
    marketplace::{OfferFilter, estimate_reward},
};

use super::Tables;

/// By what offers are sorted; equal ones by their addresses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// The largest share of the rewards first.
    #[default]
    Reward,
    /// The smallest amount first.
    Amount,
    /// The most reliable device first.
    Reliability,
    /// The largest estimate per block first.
    Estimate,
    /// The newest first.
    Newest,
}

impl Sort {
    /// All, with their names in a URL.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Reward, "reward"),
        (Self::Amount, "amount"),
        (Self::Reliability, "reliability"),
        (Self::Estimate, "estimate"),
        (Self::Newest, "newest"),
    ];

    /// Its name in a URL.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(sort, _)| *sort == self).map_or("reward", |(_, name)| name)
    }

    /// The sort of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(sort, _)| *sort)
    }

    /// What it sorts by.
    fn value(self, row: &Row<'_>) -> u64 {
        let terms = row.offer.terms();
        match self {
            Self::Reward => terms.reward_bps.into(),
            Self::Amount => terms.amount,
            Self::Reliability => row.device.facts().reliability_bps.into(),
            Self::Estimate => row.estimate.unwrap_or_default(),
            Self::Newest => u64::try_from(row.offer.created_at()).unwrap_or_default(),
        }
    }

    /// Values in the order of the list: the smaller the earlier.
    const fn order(self, value: u64) -> u64 {
        match self {
            Self::Amount => value,
            Self::Reward | Self::Reliability | Self::Estimate | Self::Newest => !value,
        }
    }
}

/// The place of a row in its order: behind it the next page begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// What the list is sorted by.
    pub value: u64,
    pub address: Pubkey,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.value, self.address)
    }
}

/// The text is no place in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadCursor;

impl FromStr for Cursor {
    type Err = BadCursor;

    fn from_str(text: &str) -> Result<Self, BadCursor> {
        let (value, address) = text.split_once('.').ok_or(BadCursor)?;
        let value = value.parse().map_err(|_| BadCursor)?;
        Ok(Self { value, address: address.parse().map_err(|_| BadCursor)? })
    }
}

/// What somebody looks for.
#[derive(Clone, Debug, Default)]
pub struct Query {
    pub filter: OfferFilter,
    pub sort: Sort,
    /// Where the page begins; at the beginning if `None`.
    pub after: Option<Cursor>,
    /// Rows a page.
    pub limit: usize,
}

/// An open offer with its device.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    pub address: Pubkey,
    pub offer: &'a Offer,
    pub device: &'a Device,
    /// What a block may pay its co-staker, in base units; `None` where the device earned nothing for a week.
    pub estimate: Option<u64>,
}

/// One page of a list.
#[derive(Debug)]
pub struct Listing<'a> {
    pub rows: Vec<Row<'a>>,
    /// Offers on all pages together.
    pub total: usize,
    /// Offers on the pages before this one.
    pub before: usize,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
}

impl Tables {
    /// The page of the open offers that `query` asks for, as of `now`. Expired ones are not open to anybody.
    pub fn list(&self, query: &Query, now: i64) -> Listing<'_> {
        let sort = query.sort;
        let place = |value: u64, address: Pubkey| (sort.order(value), address);
        let after = query.after.map(|cursor| place(cursor.value, cursor.address));
        // Its address takes longer to find than all that is asked of an offer.
        let counter = query.filter.claimable_by.and_then(|wallet| self.counter(&wallet));
        let (mut total, mut before, mut found) = (0, 0, vec![]);
        for row in self.offers().filter_map(|(address, offer)| self.row(address, offer, (&query.filter, counter), now))
        {
            total += 1;
            let at = place(sort.value(&row), row.address);
            match after {
                Some(after) if at <= after => before += 1,
                _ => found.push((at, row)),
            }
        }
        let more = found.len() > query.limit;
        if more {
            // All that stand on this page come before those that do not; their own order comes next.
            found.select_nth_unstable_by_key(query.limit, |(at, _)| *at);
            found.truncate(query.limit);
        }
        found.sort_unstable_by_key(|(at, _)| *at);
        let rows: Vec<Row<'_>> = found.into_iter().map(|(_, row)| row).collect();
        let last = rows.last().map(|row| Cursor { value: sort.value(row), address: row.address });
        Listing { rows, total, before, next: last.filter(|_| more) }
    }

    /// The offer as a row, if it is among those that are looked for.
    fn row<'a>(
        &'a self,
        address: Pubkey,
        offer: &'a Offer,
        (filter, counter): (&OfferFilter, Option<&ClaimCounter>),
        now: i64,
    ) -> Option<Row<'a>> {
        if !offer.is_open() || offer.terms().expired(now) {
            return None;
        }
        let device = self.device(&offer.device)?;
        let mut accounts = Accounts::of_device(self.config(), device, offer.device);
        accounts.counter = counter;
        // Figures that cannot be summed are on no account that the program wrote.
        if !filter.matches(offer, accounts, now).unwrap_or_default() {
            return None;
        }
        Some(Row { address, offer, device, estimate: estimate_reward(offer, device, now).unwrap_or_default() })
    }
}
