//! From an operation to a transaction that only its sender's signature is missing from.

use co_staking_client::{
    Instruction, Pubkey,
    plan::{Move, Operation, Plan, Planner, moves},
    rpc::{Fees, MOST_UNITS, Simulation, encode, limit, priority_price, written},
};
use solana_message::Message;
use solana_transaction::Transaction;

use crate::{app::App, problem::Problem};

/// Lamports for the one signature.
const SIGNATURE_LAMPORTS: u64 = 5_000;

/// A transaction before it is signed, and what its signer should know of it.
#[derive(Debug)]
pub struct Prepared {
    /// In base64, with room for the signature.
    pub transaction: String,
    pub title: String,
    /// What it moves, by the cluster's own simulation.
    pub moves: Vec<Move>,
    /// Dates, and what can be lost.
    pub notes: Vec<String>,
    /// In lamports: for the signature, and for priority.
    pub fee: u64,
    /// No block after this height takes it.
    pub last_valid: u64,
}

/// Plans and simulates `operation` for `account`, which signs and pays.
///
/// # Errors
/// Why it would be refused, in the program's words; where accounts do not exist, and where the cluster does not answer.
pub async fn prepare(app: &App, operation: &Operation, account: Pubkey) -> Result<Prepared, Problem> {
    let plan = Planner::new(&app.rpc, account, account).plan(operation).await?;
    if let Some(problem) = Problem::of_plan(&plan) {
        return Err(problem);
    }
    let simulation = simulate(app, &plan, account).await?;
    let limit = limit(simulation.units);
    let accounts = written(&message(&plan, Fees::default(), account));
    let (recent, latest) = tokio::join!(app.rpc.recent_prices(&accounts), app.rpc.blockhash());
    let fees = Fees { limit: Some(limit), price: Some(priority_price(&recent?, limit)) };
    let (hash, last_valid, _) = latest?;
    let mut message = message(&plan, fees, account);
    message.recent_blockhash = hash;
    Ok(Prepared {
        transaction: encode(&Transaction::new_unsigned(message)),
        moves: moves(&plan, &simulation, &account),
        title: plan.title,
        notes: plan.notes,
        fee: SIGNATURE_LAMPORTS.saturating_add(fees.priority_lamports()),
        last_valid,
    })
}

fn message(plan: &Plan, fees: Fees, payer: Pubkey) -> Message {
    let all: Vec<Instruction> = fees.instructions().into_iter().chain(plan.instructions.iter().cloned()).collect();
    Message::new(&all, Some(&payer))
}

async fn simulate(app: &App, plan: &Plan, payer: Pubkey) -> Result<Simulation, Problem> {
    let lamports = app.rpc.account(&payer).await?.map_or(0, |found| found.lamports);
    if lamports == 0 {
        return Err(Problem::unmet(format!("The wallet {payer} has no SOL to pay the fee with. Send it some first.")));
    }
    let most = Fees { limit: Some(MOST_UNITS), price: None };
    let simulation = app.rpc.simulate(&message(plan, most, payer)).await?;
    match &simulation.failure {
        None => Ok(simulation),
        Some(failure) => Err(Problem::unmet(failure.advice())),
    }
}
