//! All that the demo has to say, as data. What people read and what programs read are both made from it, so neither
//! knows more than the other.

mod device;
mod event;
mod names;
mod offer;
mod values;

use serde::Serialize;

pub use self::{
    device::DeviceView,
    event::EventView,
    names::{Names, Party},
    offer::OfferChange,
    values::{Amount, Lamports, Time},
};
use crate::books::Books;

/// The whole run.
#[derive(Serialize)]
pub struct Report {
    /// Changes when a field changes its meaning.
    pub schema: &'static str,
    pub program: Program,
    pub mint: Mint,
    pub wallets: Vec<WalletView>,
    pub devices: Vec<Planned>,
    /// What the addresses of this run are called.
    pub names: Vec<Party>,
    pub chapters: Vec<Chapter>,
    pub books: Books,
    pub costs: Vec<Cost>,
    pub tally: Tally,
    /// What went otherwise than it should have.
    pub problems: Vec<String>,
    pub ok: bool,
}

#[derive(Serialize)]
pub struct Program {
    pub id: String,
    pub file: &'static str,
    pub bytes: usize,
    pub sha256: String,
}

#[derive(Serialize)]
pub struct Mint {
    pub address: String,
    pub decimals: u8,
    pub supply: Amount,
}

#[derive(Serialize)]
pub struct WalletView {
    pub name: String,
    pub role: &'static str,
    pub address: String,
    pub sol: Lamports,
    pub minted: Amount,
}

/// A device as the fleet's file has it.
#[derive(Serialize)]
pub struct Planned {
    pub id: String,
    pub address: String,
    pub vault: String,
    pub owner: String,
    pub model: String,
    pub cards: u32,
    pub multiplier_bps: u32,
    pub multiplier: String,
    pub will_stake: Amount,
}

#[derive(Serialize)]
pub struct Chapter {
    pub title: &'static str,
    pub about: &'static str,
    pub starts_at: Time,
    pub steps: Vec<Step>,
    /// The books at its end, where that is worth showing.
    pub books: Option<Books>,
}

#[derive(Serialize)]
pub struct Step {
    pub number: String,
    pub title: String,
    pub at: Time,
    pub rules: Vec<Rule>,
    /// Offers that show another status than before.
    pub offers: Vec<OfferChange>,
    pub notes: Vec<Note>,
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// A rule of the program, by its id in the program's README.
#[derive(Clone, Copy, Serialize)]
pub struct Rule {
    pub id: &'static str,
    pub says: &'static str,
}

#[derive(Serialize)]
pub struct Note {
    pub about: &'static str,
    pub text: String,
}

#[derive(Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    Done { transaction: Transaction },
    Refused { transaction: Transaction, answer: Answer },
    Nothing { because: String },
    Waited { from: Time, until: Time, lasted: String },
}

#[derive(Serialize)]
pub struct Transaction {
    pub signature: String,
    pub instruction: String,
    /// The first pays the fee.
    pub signers: Vec<Party>,
    pub fee: Lamports,
    pub compute_units: u64,
    pub bytes: usize,
    pub moves: Vec<MoveView>,
    /// Of every token account that the transaction names.
    pub balances: Vec<Balance>,
    pub created: Vec<Rented>,
    pub closed: Vec<Rented>,
    /// Lamports that came back to a wallet.
    pub refunds: Vec<Refund>,
    pub events: Vec<EventView>,
    /// The device that it is about, afterwards, if the transaction names it.
    pub device: Option<DeviceView>,
}

#[derive(Serialize)]
pub struct MoveView {
    pub from: Option<Party>,
    pub to: Option<Party>,
    pub amount: Amount,
}

#[derive(Serialize)]
pub struct Balance {
    pub account: Party,
    pub before: Amount,
    pub after: Amount,
}

/// An account that is new or gone, and the rent that it holds or held.
#[derive(Serialize)]
pub struct Rented {
    pub account: Party,
    pub bytes: usize,
    pub rent: Lamports,
}

#[derive(Serialize)]
pub struct Refund {
    pub wallet: Party,
    pub amount: Lamports,
}

/// A refusal: what the program answered, and what the client had said from the accounts alone.
#[derive(Serialize)]
pub struct Answer {
    pub code: Option<u32>,
    pub text: String,
    pub explained: Vec<Reason>,
    /// Whether the first reason is the program's answer; absent where the client was not asked.
    pub agrees: Option<bool>,
    /// Whether every account is as before, but for the fee.
    pub unchanged: bool,
}

#[derive(Serialize)]
pub struct Reason {
    pub rule: &'static str,
    pub advice: String,
    pub expected: String,
    pub found: String,
}

/// What an instruction took, over all the times that it worked.
#[derive(Serialize)]
pub struct Cost {
    pub instruction: String,
    pub times: usize,
    pub least_compute_units: u64,
    pub most_compute_units: u64,
}

#[derive(Default, Serialize)]
pub struct Tally {
    pub transactions: usize,
    pub refused: usize,
    /// How often the client was asked beforehand, and how often it said what then happened.
    pub explained: usize,
    pub explained_alike: usize,
    /// How often the books were checked, and how often they agreed.
    pub books_checked: usize,
    pub books_agreed: usize,
}
