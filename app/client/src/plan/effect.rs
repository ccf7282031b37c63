//! What a transaction moves, by the simulation: the figures are the cluster's and not this client's.

use std::fmt;

use serde::Serialize;

use super::Plan;
use crate::{
    Pubkey,
    format::{io, sol},
    rpc::Simulation,
};

/// What one account gains or loses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Move {
    pub address: String,
    /// What the account is to the sender.
    #[serde(skip)]
    pub name: String,
    /// `IO` or `SOL`.
    pub token: &'static str,
    /// Base units or lamports.
    pub before: u64,
    pub after: u64,
}

impl fmt::Display for Move {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.after >= self.before { '+' } else { '-' };
        let amount = self.after.abs_diff(self.before);
        let amount = if self.token == "IO" { io(amount) } else { sol(amount) };
        write!(f, "{sign}{amount}: {}", self.name)
    }
}

/// Every token account whose amount changes; what the payer pays in SOL, rents and fee together; and rents that come
/// back to others.
pub fn moves(plan: &Plan, simulation: &Simulation, payer: &Pubkey) -> Vec<Move> {
    let mut all = vec![];
    for effect in &simulation.effects {
        let address = effect.address.to_string();
        if let Some((before, after)) = effect.tokens().filter(|(before, after)| before != after) {
            all.push(Move { address, name: plan.name_of(&effect.address), token: "IO", before, after });
            continue;
        }
        let (before, after) = effect.lamports();
        let is_wallet = effect.before.as_ref().is_some_and(|found| found.data.is_empty());
        if is_wallet && before != after {
            let name = match effect.address == *payer {
                true => format!("the fee payer ({address}), fee and rents together"),
                false => plan.name_of(&effect.address),
            };
            all.push(Move { address, name, token: "SOL", before, after });
        }
    }
    all
}
