//! The devices that the demo plays, from a file that a user may edit.

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use co_staking_client::{
    format::{IO_DECIMALS, MULTIPLIER_DECIMALS, io},
    rules::{facts::MODEL_LEN, requirement::requirement},
};
use co_staking_migrations::document::{Decimal, Problem, Section, Text, Whole};

use crate::world::RESERVED_IO;

/// What is played where the user names no other file.
pub const DEFAULT: &str = include_str!("../../fleet.toml");

/// Ids and names that fit a line together.
const NAME_LEN: usize = 24;
/// More devices than anyone reads about.
const MOST: usize = 50;

/// The stakes, and what passer-by and treasury have, are one token's supply.
const MOST_STAKED: u64 = u64::MAX - RESERVED_IO;

/// One device, as the file has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its public id.
    pub id: String,
    /// The owner's name, from which its wallet is made.
    pub owner: String,
    pub model: String,
    pub cards: u32,
    pub multiplier_bps: u32,
    /// What the owner will stake, in base units.
    pub stake: u64,
}

/// The devices of a file.
///
/// # Errors
/// The first [`Problem`]: its line, what is wrong there and what is expected.
pub fn parse(text: &str, base_requirement: u64) -> Result<Vec<Entry>, Problem> {
    let mut file = Section::parse(text)?;
    let line = file.line();
    let sections = file.sections("device")?;
    file.finish()?;
    if sections.is_empty() {
        return Err(Problem { line, what: "no device is named; expected at least one table [[device]]".into() });
    }
    let (mut fleet, mut ids, mut sum) = (vec![], HashMap::new(), 0u64);
    for section in sections {
        let line = section.line();
        if fleet.len() == MOST {
            return Err(Problem { line, what: format!("another `device`; expected at most {MOST}") });
        }
        let entry = entry(section, base_requirement, &mut ids)?;
        sum = sum.checked_add(entry.stake).filter(|sum| *sum <= MOST_STAKED).ok_or_else(|| {
            let most = io(MOST_STAKED);
            Problem {
                line,
                what: format!("the stakes up to this device sum to more than {most}; expected at most that"),
            }
        })?;
        fleet.push(entry);
    }
    Ok(fleet)
}

fn entry(mut section: Section<'_>, base: u64, ids: &mut HashMap<String, usize>) -> Result<Entry, Problem> {
    let line = section.line();
    let name = || Text { longest: NAME_LEN };
    let amount = Decimal { decimals: IO_DECIMALS, range: 1..=u64::MAX, unit: "IO" };
    let multiplier = Decimal { decimals: MULTIPLIER_DECIMALS, range: 0..=u32::MAX.into(), unit: "times the base" };
    let id = section.required("id", name())?;
    let owner = section.required("owner", name())?.value;
    let model = section.required("model", Text { longest: MODEL_LEN })?.value;
    let cards = section.required("cards", Whole { range: 1..=u32::MAX.into(), unit: "cards" })?.value;
    let multiplier_bps = section.required("multiplier", multiplier)?.value;
    let stake = section.required("stake_io", amount)?.value;
    section.finish()?;

    if let Some(before) = ids.insert(id.value.clone(), id.line) {
        let what = format!("`device.id` is \"{}\", as on line {before}; expected an id of its own", id.value);
        return Err(Problem { line: id.line, what });
    }
    // The ranges leave no value that does not fit.
    let cards = u32::try_from(cards).unwrap_or(u32::MAX);
    let multiplier_bps = u32::try_from(multiplier_bps).unwrap_or(u32::MAX);
    requirement(cards, base, multiplier_bps).map_err(|refusal| Problem { line, what: refusal.to_string() })?;
    Ok(Entry { id: id.value, owner, model, cards, multiplier_bps, stake })
}
