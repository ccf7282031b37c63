//! What cargo-mutants lists.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use serde::Deserialize;

/// A place in a file; lines and columns count from 1.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub line: usize,
    pub column: usize,
}

/// From a place to a place.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Span {
    pub start: Place,
    pub end: Place,
}

/// What kind of change a mutant is.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
pub enum Genre {
    FnValue,
    BinaryOperator,
    UnaryOperator,
    MatchArm,
    MatchArmGuard,
    StructField,
}

/// The function that a mutant is in.
#[derive(Clone, Debug, Deserialize)]
pub struct Function {
    pub function_name: String,
    pub span: Span,
}

/// One change of the source.
#[derive(Clone, Debug, Deserialize)]
pub struct Mutant {
    #[serde(skip)]
    pub number: u32,
    pub name: String,
    pub file: String,
    pub function: Option<Function>,
    pub span: Span,
    pub replacement: String,
    pub genre: Genre,
}

impl Mutant {
    /// The function's own name, without its type.
    pub fn function_name(&self) -> Option<&str> {
        self.function.as_ref().and_then(|function| function.function_name.rsplit("::").next())
    }
}

/// Reads the list and numbers it.
pub fn read(path: &Path, first: u32) -> Result<Vec<Mutant>> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mutants: Vec<Mutant> = serde_json::from_str(&text).context("not a list of cargo-mutants")?;
    let mut mutants: Vec<Mutant> = mutants.into_iter().filter_map(knowing_our_result).collect();
    for (mutant, number) in mutants.iter_mut().zip(first..) {
        mutant.number = number;
    }
    Ok(mutants)
}

/// The program's `RuleResult` is a name for `Result`, which cargo-mutants takes for a type that it does not know: one of
/// its four guesses is meant to be `Ok`, and the others are nothing.
fn knowing_our_result(mut mutant: Mutant) -> Option<Mutant> {
    if let Some(guess) = mutant.replacement.strip_prefix("RuleResult::") {
        let ok = format!("Ok{}", guess.strip_prefix("from")?.strip_prefix('(').map(|rest| format!("({rest}"))?);
        mutant.name = mutant.name.replace(&mutant.replacement, &ok);
        mutant.replacement = ok;
    }
    Some(mutant)
}
