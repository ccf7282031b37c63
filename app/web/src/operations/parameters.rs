//! Parameters as somebody wrote them.

use std::collections::BTreeMap;

use co_staking_client::Pubkey;
use serde::Deserialize;
use serde_json::Value;

use super::read::address;
use crate::problem::Problem;

/// Parameters by name, as they were written. An empty one is as good as none.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct Parameters(BTreeMap<String, Value>);

impl Parameters {
    /// Those of `others` that are not given here.
    #[must_use]
    pub fn or(mut self, others: Self) -> Self {
        for (name, value) in others.0 {
            self.0.entry(name).or_insert(value);
        }
        self
    }

    /// A parameter's text; a number's digits.
    fn text(&self, name: &str) -> Option<String> {
        let text = match self.0.get(name)? {
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }

    /// A parameter's text, if it can stand in a link as it is: what means something here can.
    pub fn plain(&self, name: &str) -> Option<String> {
        self.text(name).filter(|text| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".:-".contains(&byte)))
    }

    /// A parameter that need not be there.
    pub(super) fn maybe<R>(&self, name: &str, read: impl Fn(&str) -> Result<R, String>) -> Result<Option<R>, Problem> {
        let read = |text: String| read(&text).map_err(|expected| wrong(name, &expected, &format!("“{text}”")));
        self.text(name).map(read).transpose()
    }

    /// A parameter that has to be there.
    pub(super) fn given<R>(&self, name: &str, read: impl Fn(&str) -> Result<R, String>) -> Result<R, Problem> {
        match self.text(name) {
            None => {
                let expected = read("").err().unwrap_or_default();
                Err(wrong(name, &expected, "nothing"))
            }
            Some(text) => read(&text).map_err(|expected| wrong(name, &expected, &format!("“{text}”"))),
        }
    }

    /// The wallet that asks.
    ///
    /// # Errors
    /// Where it is missing or no address.
    pub fn account(&self) -> Result<Pubkey, Problem> {
        self.given("account", address)
    }

    /// What is asked for, by name.
    ///
    /// # Errors
    /// Where it is missing.
    pub fn operation_name(&self) -> Result<String, Problem> {
        self.text("operation")
            .ok_or_else(|| wrong("operation", "the name of an operation, like claim-offer", "nothing"))
    }
}

fn wrong(name: &str, expected: &str, found: &str) -> Problem {
    Problem::input(format!("Expected {expected} as “{name}”; found {found}."))
}
