//! TOML that people review, read strictly: every key is known, every value is in its range, and a problem names its
//! line, what was found there and what is expected.

mod kind;

use std::fmt;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

pub use kind::{Address, Decimal, Kind, Text, Whole};

/// The longest piece of a file that a problem quotes, in characters.
const QUOTE: usize = 60;

/// What is wrong with a file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Counted from 1.
    pub line: usize,
    pub what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.what)
    }
}

impl std::error::Error for Problem {}

/// A table whose keys are taken out one by one; what is left in the end is unknown.
pub struct Section<'s> {
    source: &'s str,
    /// The keys above it, for messages: empty, or ending in a point.
    path: String,
    at: usize,
    keys: DeTable<'s>,
    known: Vec<&'static str>,
}

/// A value as it was read, and its line.
pub struct Read<T> {
    pub value: T,
    pub line: usize,
}

impl<'s> Section<'s> {
    /// The whole file.
    ///
    /// # Errors
    /// A [`Problem`] where it is no TOML.
    pub fn parse(source: &'s str) -> Result<Self, Problem> {
        let keys = DeTable::parse(source).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            Problem { line: line(source, at), what: error.message().lines().collect::<Vec<_>>().join("; ") }
        })?;
        Ok(Self { source, path: String::new(), at: 0, keys: keys.into_inner(), known: vec![] })
    }

    /// The line on which it starts.
    pub fn line(&self) -> usize {
        line(self.source, self.at)
    }

    /// The value of a key that must be there.
    ///
    /// # Errors
    /// A [`Problem`] where it is missing or not of that kind.
    pub fn required<K: Kind>(&mut self, key: &'static str, kind: K) -> Result<Read<K::Output>, Problem> {
        let expected = kind.expected();
        let missing =
            Problem { line: self.line(), what: format!("{} is missing; expected {expected}", self.name(key)) };
        self.optional(key, kind)?.ok_or(missing)
    }

    /// The value of a key that may be left out.
    ///
    /// # Errors
    /// A [`Problem`] where it is not of that kind.
    pub fn optional<K: Kind>(&mut self, key: &'static str, kind: K) -> Result<Option<Read<K::Output>>, Problem> {
        let Some(found) = self.take(key) else { return Ok(None) };
        match kind.read(found.get_ref()) {
            Ok(value) => Ok(Some(Read { value, line: line(self.source, found.span().start) })),
            Err(why) => Err(self.wrong(key, &found, &why, &kind.expected())),
        }
    }

    /// A table that may be left out.
    ///
    /// # Errors
    /// A [`Problem`] where the key is not a table.
    pub fn section(&mut self, key: &'static str) -> Result<Option<Self>, Problem> {
        self.take(key).map(|found| self.below(key, found, &format!("a table [{key}]"))).transpose()
    }

    /// The tables under a `[[key]]`, in their order.
    ///
    /// # Errors
    /// A [`Problem`] where the key holds anything else.
    pub fn sections(&mut self, key: &'static str) -> Result<Vec<Self>, Problem> {
        let expected = format!("tables that each start with [[{key}]]");
        let Some(found) = self.take(key) else { return Ok(vec![]) };
        let span = found.span();
        match found.into_inner() {
            DeValue::Array(tables) => tables.into_iter().map(|table| self.below(key, table, &expected)).collect(),
            other => Err(self.wrong(key, &Spanned::new(span, other), "", &expected)),
        }
    }

    /// Nothing may be left.
    ///
    /// # Errors
    /// A [`Problem`] that names the first unknown key.
    pub fn finish(self) -> Result<(), Problem> {
        let Some(unknown) = self.keys.keys().min_by_key(|key| key.span().start) else { return Ok(()) };
        let known = self.known.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
        let what = format!("{} is not known here; expected one of {known}", self.name(unknown.get_ref()));
        Err(Problem { line: line(self.source, unknown.span().start), what })
    }

    fn take(&mut self, key: &'static str) -> Option<Spanned<DeValue<'s>>> {
        self.known.push(key);
        self.keys.remove(key)
    }

    fn below(&self, key: &str, found: Spanned<DeValue<'s>>, expected: &str) -> Result<Self, Problem> {
        let at = found.span().start;
        match found.into_inner() {
            DeValue::Table(keys) => {
                let path = format!("{}{key}.", self.path);
                Ok(Self { source: self.source, path, at, keys, known: vec![] })
            }
            other => Err(self.wrong(key, &Spanned::new(at..at, other), "", expected)),
        }
    }

    fn wrong(&self, key: &str, found: &Spanned<DeValue<'_>>, why: &str, expected: &str) -> Problem {
        let span = found.span();
        let quoted: String = self.source.get(span.clone()).unwrap_or_default().chars().take(QUOTE).collect();
        let found_text = match (quoted.as_str(), why) {
            (_, "") => format!("is {}", kind::described(found.get_ref())),
            (quoted, why) => format!("is {quoted}, which {why}"),
        };
        Problem {
            line: line(self.source, span.start),
            what: format!("{} {found_text}; expected {expected}", self.name(key)),
        }
    }

    fn name(&self, key: &str) -> String {
        format!("`{}{key}`", self.path)
    }
}

fn line(source: &str, at: usize) -> usize {
    1 + source.bytes().take(at).filter(|byte| *byte == b'\n').count()
}
