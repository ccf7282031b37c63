//! What a transaction offers for being executed.

use std::rc::Rc;

use co_staking_client::{
    format::sol,
    plan::Plan,
    rpc::{Fees, Simulation, limit, priority_price, written},
};
use solana_signer::Signer;

use super::message;
use crate::{context::Context, exit::Exit};

/// Limit and price: the flags', or what simulation and cluster suggest. Where others sign the same transaction with a
/// blockhash from elsewhere, only the flags count, so that all sign the same.
pub async fn fees(
    context: &Context,
    plan: &Plan,
    payer: &Rc<dyn Signer>,
    simulation: &Simulation,
) -> Result<Fees, Exit> {
    let globals = &context.globals;
    if globals.blockhash.is_some() {
        return Ok(Fees { limit: globals.limit, price: globals.price });
    }
    let limit = globals.limit.unwrap_or_else(|| limit(simulation.units));
    let price = match globals.price {
        Some(price) => price,
        None => {
            let accounts = written(&message(Fees::default(), plan, payer));
            priority_price(&context.rpc()?.recent_prices(&accounts).await?, limit)
        }
    };
    let fees = Fees { limit: Some(limit), price: Some(price) };
    if fees.priority_lamports() > 0 {
        eprintln!("  Priority fee: {}", sol(fees.priority_lamports()));
    }
    Ok(fees)
}
