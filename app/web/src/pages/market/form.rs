//! What a reader types to find an offer, and what it means.

use std::fmt::Write;

use co_staking_client::{
    Pubkey,
    format::{parse_io, parse_percent},
    marketplace::OfferFilter,
    pda,
};
use serde::Deserialize;

use crate::index::{Cursor, Query, Sort};

/// The marketplace's GET form as it was typed. An empty field filters nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Form {
    pub model: String,
    /// The device's address or its public id.
    pub device: String,
    /// In IO.
    pub amount_from: String,
    pub amount_to: String,
    /// In percent.
    pub reliability_from: String,
    pub reward_from: String,
    /// A wallet's address.
    pub claimable_by: String,
    pub sort: String,
    /// Behind which place in the order the page begins.
    pub cursor: String,
}

impl Form {
    /// The offers that it asks for, `limit` a page.
    ///
    /// # Errors
    /// A sentence: what was expected in which field, and what is there.
    pub fn query(&self, limit: usize) -> Result<Query, String> {
        let filter = OfferFilter {
            model: Some(self.model.trim().to_owned()).filter(|model| !model.is_empty()),
            device: typed(&self.device, |text| Some(device(text)), "a device's address or id")?,
            amount_from: typed(&self.amount_from, amount, "a least amount in IO, like 1250.5")?,
            amount_to: typed(&self.amount_to, amount, "a largest amount in IO, like 1250.5")?,
            reliability_from_bps: typed(&self.reliability_from, bps, "a reliability in percent, like 97.5")?,
            reward_from_bps: typed(&self.reward_from, bps, "a share of the rewards in percent, like 12.5")?,
            claimable_by: typed(&self.claimable_by, |text| text.parse().ok(), "a wallet's address")?,
        };
        let sort = typed(&self.sort, Sort::named, "a known order")?.unwrap_or_default();
        let after = typed(&self.cursor, |text| text.parse::<Cursor>().ok(), "a place in the list")?;
        Ok(Query { filter, sort, after, limit })
    }

    /// Whether it filters anything.
    pub fn filters(&self) -> bool {
        self.fields().iter().any(|(name, value)| *name != "sort" && *name != "cursor" && !value.trim().is_empty())
    }

    /// The link to the page that begins behind `cursor`, or to the first.
    pub fn link(&self, cursor: Option<Cursor>) -> String {
        let cursor = cursor.map(|cursor| cursor.to_string()).unwrap_or_default();
        let fields = self.fields().map(|(name, value)| (name, if name == "cursor" { cursor.as_str() } else { value }));
        let given = fields.iter().filter(|(_, value)| !value.trim().is_empty());
        let pairs: Vec<_> = given.map(|(name, value)| format!("{name}={}", encoded(value.trim()))).collect();
        if pairs.is_empty() { "/".into() } else { format!("/?{}", pairs.join("&")) }
    }

    fn fields(&self) -> [(&'static str, &str); 9] {
        [
            ("model", &self.model),
            ("device", &self.device),
            ("amount_from", &self.amount_from),
            ("amount_to", &self.amount_to),
            ("reliability_from", &self.reliability_from),
            ("reward_from", &self.reward_from),
            ("claimable_by", &self.claimable_by),
            ("sort", &self.sort),
            ("cursor", &self.cursor),
        ]
    }
}

/// `None` for an empty field.
fn typed<R>(text: &str, read: impl Fn(&str) -> Option<R>, expected: &str) -> Result<Option<R>, String> {
    match text.trim() {
        "" => Ok(None),
        text => {
            read(text).map(Some).ok_or_else(|| format!("Expected {expected}; found “{text}”. Nothing is filtered."))
        }
    }
}

fn amount(text: &str) -> Option<u64> {
    parse_io(text).ok()
}

fn bps(text: &str) -> Option<u16> {
    parse_percent(text).ok()
}

/// What is no address is a public id, of which the address is made.
fn device(text: &str) -> Pubkey {
    text.parse().unwrap_or_else(|_| pda::device(&pda::device_id(text)))
}

/// A value as it stands in a query.
fn encoded(value: &str) -> String {
    value.bytes().fold(String::new(), |mut text, byte| {
        let plain = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        // A String takes everything.
        let _ = if plain { write!(text, "{}", char::from(byte)) } else { write!(text, "%{byte:02X}") };
        text
    })
}

#[cfg(test)]
mod tests {
    use co_staking_client::format::IO;

    use super::*;

    #[test]
    fn what_is_typed_is_what_is_asked() {
        let wallet = Pubkey::new_unique();
        let form = Form {
            model: " H100 ".into(),
            device: "gpu-1".into(),
            amount_from: "0.5".into(),
            amount_to: "1250".into(),
            reliability_from: "97.5".into(),
            reward_from: "100".into(),
            claimable_by: wallet.to_string(),
            sort: "amount".into(),
            cursor: format!("17.{wallet}"),
        };
        let query = form.query(50).unwrap();
        let expected = OfferFilter {
            model: Some("H100".into()),
            device: Some(pda::device(&pda::device_id("gpu-1"))),
            amount_from: Some(IO / 2),
            amount_to: Some(1_250 * IO),
            reliability_from_bps: Some(9_750),
            reward_from_bps: Some(10_000),
            claimable_by: Some(wallet),
        };
        assert_eq!((query.filter, query.sort, query.limit), (expected, Sort::Amount, 50));
        assert_eq!(query.after, Some(Cursor { value: 17, address: wallet }));
    }

    #[test]
    fn nothing_typed_filters_nothing() {
        let form = Form { model: "  ".into(), sort: "newest".into(), ..Form::default() };
        assert_eq!(form.query(50).unwrap().filter, OfferFilter::default());
        assert!(!form.filters());
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        let broken = |change: fn(&mut Form, String), text: &str| {
            let mut form = Form::default();
            change(&mut form, text.into());
            form.query(1).unwrap_err()
        };
        for text in ["1,000", "-1", "x", "1.123456789"] {
            let problem = broken(|form, text| form.amount_from = text, text);
            assert_eq!(
                problem,
                format!("Expected a least amount in IO, like 1250.5; found “{text}”. Nothing is filtered.")
            );
        }
        for text in ["100.01", "12.345", "%"] {
            assert!(broken(|form, text| form.reward_from = text, text).contains("in percent"), "{text}");
        }
        assert!(broken(|form, text| form.claimable_by = text, "alice").contains("a wallet's address"));
        assert!(broken(|form, text| form.sort = text, "luck").contains("a known order"));
        assert!(broken(|form, text| form.cursor = text, "17").contains("a place in the list"));
    }

    #[test]
    fn a_link_keeps_what_was_typed() {
        let form = Form { model: "RTX 4090 & <co>".into(), cursor: "1.x".into(), ..Form::default() };
        assert_eq!(form.link(None), "/?model=RTX%204090%20%26%20%3Cco%3E");
        let cursor = Cursor { value: 7, address: Pubkey::default() };
        assert_eq!(form.link(Some(cursor)), format!("{}&cursor=7.{}", form.link(None), Pubkey::default()));
        assert_eq!(Form::default().link(None), "/");
    }
}
