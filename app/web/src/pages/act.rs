//! What somebody can do: a form that names an operation as `/actions/…` does, and what is to be filled in.

use co_staking_client::Pubkey;
use maud::{Markup, html};

/// A form for one operation. Without JavaScript its button stays disabled: only a wallet can sign.
#[derive(Clone, Debug)]
pub struct Act {
    /// The operation's name in `/actions/{name}`.
    name: &'static str,
    /// What the button says.
    label: String,
    /// What the operation is about.
    given: Vec<(&'static str, String)>,
    fields: Vec<Field>,
    primary: bool,
}

/// Something that the reader fills in.
#[derive(Clone, Debug)]
struct Field {
    name: &'static str,
    label: &'static str,
    kind: Kind,
    value: String,
    required: bool,
}

/// What may be typed into it.
#[derive(Clone, Copy, Debug)]
enum Kind {
    /// IO with decimals, or `ALL` where that means something.
    Amount {
        all: bool,
    },
    Percent,
    Wallet,
    /// In UTC.
    Date,
}

impl Act {
    /// An operation that needs nothing filled in.
    pub fn new(name: &'static str, label: impl Into<String>) -> Self {
        Self { name, label: label.into(), given: vec![], fields: vec![], primary: false }
    }

    /// What it is about: `device`, `offer`, `case`, `number`.
    #[must_use]
    pub fn on(mut self, name: &'static str, value: impl ToString) -> Self {
        self.given.push((name, value.to_string()));
        self
    }

    /// What the page is for.
    #[must_use]
    pub const fn primary(mut self) -> Self {
        self.primary = true;
        self
    }

    /// Asks for an amount of IO; `all` if `ALL` means something here.
    #[must_use]
    pub fn amount(self, label: &'static str, all: bool, value: impl Into<String>) -> Self {
        self.field("amount", label, Kind::Amount { all }, value.into(), true)
    }

    /// Asks for the terms of an offer that do not follow from the device.
    #[must_use]
    pub fn terms(self) -> Self {
        self.field("amount", "Amount in IO", Kind::Amount { all: false }, String::new(), true)
            .field("reward", "Share of each block reward, in %", Kind::Percent, String::new(), true)
            .field("reserved_for", "Only for this wallet", Kind::Wallet, String::new(), false)
            .field("expires_at", "Claimable until, UTC", Kind::Date, String::new(), false)
    }

    fn field(mut self, name: &'static str, label: &'static str, kind: Kind, value: String, required: bool) -> Self {
        self.fields.push(Field { name, label, kind, value, required });
        self
    }

    /// What its button says.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// The form.
    pub fn form(&self) -> Markup {
        html! {
            form.act data-operation=(self.name) {
                @for (name, value) in &self.given { input type="hidden" name=(name) value=(value); }
                @for field in &self.fields { (field.input()) }
                button.primary[self.primary] disabled { (self.label) }
            }
        }
    }
}

impl Field {
    fn input(&self) -> Markup {
        let optional = if self.required { "" } else { ", if at all" };
        html! {
            label {
                span { (self.label) (optional) }
                @match self.kind {
                    Kind::Amount { all } => input name=(self.name) value=(self.value) inputmode="decimal" autocomplete="off"
                        required[self.required]
                        pattern=(if all { r"[0-9]+(\.[0-9]{1,8})?|ALL" } else { r"[0-9]+(\.[0-9]{1,8})?" })
                        title=(if all { "IO in plain digits, like 1250.5, or ALL" } else { "IO in plain digits, like 1250.5" });,
                    Kind::Percent => input name=(self.name) value=(self.value) inputmode="decimal" autocomplete="off"
                        required[self.required] pattern=r"[0-9]{1,3}(\.[0-9]{1,2})?" title="Percent, like 12.5";,
                    Kind::Wallet => input name=(self.name) value=(self.value) autocomplete="off" spellcheck="false"
                        required[self.required] minlength="32" maxlength="44" title="A wallet's address";,
                    Kind::Date => input name=(self.name) value=(self.value) type="datetime-local"
                        required[self.required];,
                }
            }
        }
    }
}

/// A co-staker's claim of an offer.
pub fn claim(offer: &Pubkey, amount: &str) -> Act {
    Act::new("claim-offer", format!("Co-stake {amount}")).on("offer", offer).primary()
}
