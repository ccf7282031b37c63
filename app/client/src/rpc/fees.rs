//! What a transaction offers for being executed.

use serde::Deserialize;
use serde_json::json;
use solana_compute_budget_interface::ComputeBudgetInstruction;

use super::{Clock, Rpc, RpcError, Transport};
use crate::{Instruction, Pubkey};

/// What a transaction may take at most.
pub const MOST_UNITS: u32 = 1_400_000;
/// A tenth more than the simulation took, since another transaction may come in between; and the two instructions that
/// set limit and price.
const MARGIN: u64 = 10;
const BUDGET_UNITS: u64 = 300;
/// However busy the cluster, no transaction offers more than this for priority unless its sender says so: 0.0001 SOL.
const MOST_PRIORITY_LAMPORTS: u64 = 100_000;
const MICRO: u64 = 1_000_000;

/// Compute limit and price, as the sender wants them; `None` leaves it to the cluster's state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fees {
    /// Compute units.
    pub limit: Option<u32>,
    /// Micro-lamports per compute unit.
    pub price: Option<u64>,
}

impl Fees {
    /// The instructions that set them, to stand before all others.
    pub fn instructions(&self) -> Vec<Instruction> {
        let limit = self.limit.map(ComputeBudgetInstruction::set_compute_unit_limit);
        let price = self.price.filter(|price| *price > 0).map(ComputeBudgetInstruction::set_compute_unit_price);
        limit.into_iter().chain(price).collect()
    }

    /// What they come to beside the fee for signatures, in lamports, rounded up as the cluster does.
    pub fn priority_lamports(&self) -> u64 {
        let (limit, price) = (u64::from(self.limit.unwrap_or_default()), self.price.unwrap_or_default());
        limit.saturating_mul(price).div_ceil(MICRO)
    }
}

/// The limit for what a simulation took.
pub fn limit(units: u64) -> u32 {
    let with_margin = units.saturating_add(units / MARGIN).saturating_add(BUDGET_UNITS);
    u32::try_from(with_margin).unwrap_or(MOST_UNITS).min(MOST_UNITS)
}

/// What three of four recent transactions were content with, but no more than the cap. In micro-lamports per unit.
pub fn priority_price(recent: &[u64], limit: u32) -> u64 {
    let mut sorted = recent.to_vec();
    sorted.sort_unstable();
    let usual = sorted.get(sorted.len() * 3 / 4).copied().unwrap_or_default();
    usual.min(MOST_PRIORITY_LAMPORTS * MICRO / u64::from(limit.max(1)))
}

impl<T: Transport, C: Clock> Rpc<T, C> {
    /// What transactions that write these accounts offered lately, in micro-lamports per unit.
    ///
    /// # Errors
    /// Where no node answers.
    pub async fn recent_prices(&self, written: &[Pubkey]) -> Result<Vec<u64>, RpcError> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Recent {
            prioritization_fee: u64,
        }
        let keys: Vec<_> = written.iter().map(ToString::to_string).collect();
        let recent: Vec<Recent> = self.ask("getRecentPrioritizationFees", json!([keys])).await?;
        Ok(recent.into_iter().map(|recent| recent.prioritization_fee).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fee_spike_is_paid_up_to_the_cap() {
        assert_eq!(priority_price(&[], 10_000), 0);
        assert_eq!(priority_price(&[0, 0, 0, 900], 10_000), 900);
        assert_eq!(priority_price(&[0, 1, 2, 3, 4, 5, 6, 7], 10_000), 6);
        for limit in [1, 9_000, 200_000, MOST_UNITS] {
            let price = priority_price(&[u64::MAX], limit);
            let fees = Fees { limit: Some(limit), price: Some(price) };
            assert!(fees.priority_lamports() <= MOST_PRIORITY_LAMPORTS, "{limit}: {}", fees.priority_lamports());
        }
        assert_eq!(priority_price(&[u64::MAX], 200_000), 500_000);
    }

    #[test]
    fn the_limit_is_a_tenth_above_the_simulation() {
        assert_eq!([0, 10_000, 2_000_000, u64::MAX].map(limit), [300, 11_300, MOST_UNITS, MOST_UNITS]);
    }

    #[test]
    fn a_price_of_nothing_takes_no_room() {
        assert_eq!(Fees { limit: None, price: Some(0) }.instructions().len(), 0);
        assert_eq!(Fees { limit: Some(1), price: Some(1) }.instructions().len(), 2);
    }
}
