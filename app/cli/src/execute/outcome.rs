//! What became of a transaction, as data and as an exit code.

use co_staking_client::{
    plan::{Move, Plan},
    rpc::{Outcome, Sent},
};
use serde::Serialize;

use super::refused;
use crate::{
    context::Context,
    exit::Exit,
    output::{Lines, show},
};

/// What was done, as data.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Done<'a> {
    action: &'a str,
    signature: &'a str,
    slot: u64,
    commitment: String,
    fee_payer: String,
    moves: &'a [Move],
    notes: &'a [String],
}

/// Says how it ended.
pub fn conclude(context: &Context, plan: &Plan, moves: &[Move], outcome: Outcome, payer: &str) -> Result<(), Exit> {
    match outcome {
        Outcome::Done(Sent { signature, slot }) => {
            let commitment = context.commitment().commitment.to_string();
            let text = Lines::default().text("").line("Signature", &signature).take();
            let (action, notes) = (plan.title.as_str(), plan.notes.as_slice());
            let fee_payer = payer.to_owned();
            let done = Done { action, signature: &signature, slot, commitment, fee_payer, moves, notes };
            show(&context.globals.output, done, text);
            Ok(())
        }
        Outcome::Failed { sent, failure } => {
            eprintln!(
                "The transaction {} was executed and failed: its fee was paid, and nothing else happened.",
                sent.signature
            );
            Err(refused(context, failure, vec![]))
        }
        Outcome::Refused { failure, logs } => Err(refused(context, failure, logs)),
        Outcome::Expired { signatures } => Err(Exit::NotConfirmed(format!(
            "Nothing happened: no block took the transaction ({} signed, the last one {}). Try again, with a higher --with-compute-unit-price if the cluster is busy.",
            signatures.len(),
            signatures.last().map_or("none", String::as_str)
        ))),
        Outcome::Unknown { signature } => Err(Exit::NotConfirmed(format!(
            "It is not known whether the transaction landed. Look it up with `solana confirm {signature}` before you try again."
        ))),
    }
}
