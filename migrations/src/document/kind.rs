use std::ops::RangeInclusive;

use co_staking_client::{
    Pubkey,
    format::{decimal, parse_decimal, thousands},
};
use toml::de::DeValue;

/// What a value may be.
pub trait Kind {
    type Output;
    /// It in words, as they follow on "expected".
    fn expected(&self) -> String;
    /// The value, or what is wrong with it, as the words follow on "which".
    fn read(&self, found: &DeValue<'_>) -> Result<Self::Output, String>;
}

/// A name that reads the same wherever it is shown.
pub struct Text {
    /// Characters, all of ASCII.
    pub longest: usize,
}

impl Kind for Text {
    type Output = String;

    fn expected(&self) -> String {
        format!("1 to {} printable ASCII characters, in quotes", self.longest)
    }

    fn read(&self, found: &DeValue<'_>) -> Result<String, String> {
        let text = found.as_str().ok_or_else(|| not("text", found))?;
        let strange = text.chars().find(|char| !(' '..='~').contains(char));
        match (strange, text.len()) {
            (_, 0) => Err("is empty".into()),
            (Some(strange), _) => Err(format!("contains {strange:?}")),
            (None, length) if length > self.longest => Err(format!("has {length} characters")),
            (None, _) => Ok(text.into()),
        }
    }
}

/// An address that somebody can sign for.
pub struct Address;

impl Kind for Address {
    type Output = Pubkey;

    fn expected(&self) -> String {
        "an address of 32 bytes in base58, in quotes".into()
    }

    fn read(&self, found: &DeValue<'_>) -> Result<Pubkey, String> {
        let text = found.as_str().ok_or_else(|| not("text", found))?;
        let address: Pubkey = text.parse().map_err(|_| String::from("is no address"))?;
        if address == Pubkey::default() { Err("nobody can sign for".into()) } else { Ok(address) }
    }
}

/// A whole number.
pub struct Whole {
    pub range: RangeInclusive<u64>,
    pub unit: &'static str,
}

impl Kind for Whole {
    type Output = u64;

    fn expected(&self) -> String {
        let (least, most) = (self.range.start(), self.range.end());
        format!("a whole number of {} from {} to {}", self.unit, thousands(*least), thousands(*most))
    }

    fn read(&self, found: &DeValue<'_>) -> Result<u64, String> {
        let integer = found.as_integer().ok_or_else(|| not("a whole number", found))?;
        let value = u64::from_str_radix(integer.as_str(), integer.radix());
        value.ok().filter(|value| self.range.contains(value)).ok_or_else(|| "is out of range".into())
    }
}

/// A number with decimals, read exactly: as it is written, never through a floating-point number.
pub struct Decimal {
    pub decimals: u32,
    /// In the smallest unit.
    pub range: RangeInclusive<u64>,
    pub unit: &'static str,
}

impl Kind for Decimal {
    type Output = u64;

    fn expected(&self) -> String {
        let [least, most] = [self.range.start(), self.range.end()].map(|end| decimal(*end, self.decimals));
        format!("a number of {} from {least} to {most}, with at most {} decimals", self.unit, self.decimals)
    }

    fn read(&self, found: &DeValue<'_>) -> Result<u64, String> {
        let written = match found {
            DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str(),
            DeValue::Float(float) => float.as_str(),
            other => return Err(not("a decimal number", other)),
        };
        if written.starts_with('-') {
            return Err("is below zero".into());
        }
        let value = parse_decimal(written, self.decimals).map_err(|error| error.to_string())?;
        if self.range.contains(&value) { Ok(value) } else { Err("is out of range".into()) }
    }
}

fn not(wanted: &str, found: &DeValue<'_>) -> String {
    format!("is {}, not {wanted}", described(found))
}

/// What a value is, in words.
pub(super) fn described(found: &DeValue<'_>) -> &'static str {
    match found {
        DeValue::String(_) => "text",
        DeValue::Integer(integer) if integer.radix() == 10 => "a whole number",
        DeValue::Integer(_) => "a number in another base than ten",
        DeValue::Float(_) => "a number with decimals",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
