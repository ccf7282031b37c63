//! Every operation of a user, and what has to be said to ask for it.

use super::list::OPERATIONS;
use crate::problem::Problem;

/// What an operation is about: a parameter that has to be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    Device,
    Offer,
    Case,
    /// The wallet alone.
    Wallet,
}

impl About {
    /// What a link may give of it.
    pub fn ask(self) -> Option<Ask> {
        let said = match self {
            Self::Device => "Device:",
            Self::Offer => "Offer:",
            Self::Case => "Slash case:",
            Self::Wallet => return None,
        };
        let (label, kind) = ("Address", Kind::Address);
        self.parameter().map(|name| Ask { name, label, said, kind, required: true, shown: true })
    }

    /// The parameter's name.
    pub const fn parameter(self) -> Option<&'static str> {
        match self {
            Self::Device => Some("device"),
            Self::Offer => Some("offer"),
            Self::Case => Some("case"),
            Self::Wallet => None,
        }
    }
}

/// How a parameter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// IO with decimals.
    Amount,
    /// The same, or `ALL`.
    AmountOrAll,
    /// With two decimals at most.
    Percent,
    Address,
    /// In UTC: `2026-03-01T12:00`.
    Time,
    /// A whole number below 256.
    Number,
}

/// A parameter beside what the operation is about.
#[derive(Clone, Copy, Debug)]
pub struct Ask {
    pub name: &'static str,
    pub label: &'static str,
    /// What stands before its value, where a link gives one.
    pub said: &'static str,
    pub kind: Kind,
    pub required: bool,
    /// Whether a form asks for it. What is not asked for may be given all the same.
    pub shown: bool,
}

/// An operation as it is offered.
#[derive(Clone, Copy, Debug)]
pub struct Offered {
    pub name: &'static str,
    /// What its button says.
    pub label: &'static str,
    /// What it does, and what can be lost.
    pub description: &'static str,
    pub about: About,
    pub asks: &'static [Ask],
}

/// The operation of that name.
///
/// # Errors
/// Where there is none.
pub fn offered(name: &str) -> Result<&'static Offered, Problem> {
    OPERATIONS.iter().find(|known| known.name == name).ok_or_else(|| unknown(name))
}

/// Nobody can ask for it here.
pub(super) fn unknown(name: &str) -> Problem {
    Problem::missing(format!("There is no operation “{name}”."))
}
