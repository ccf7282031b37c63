//! Signing without sending.

use std::rc::Rc;

use co_staking_client::{
    plan::Plan,
    rpc::{Fees, encode},
};
use serde_json::json;
use solana_cli_output::{ReturnSignersConfig, return_signers_with_config};
use solana_signer::Signer;
use solana_transaction::Transaction;

use super::{message, tell};
use crate::{context::Context, exit::Exit, output::show};

/// Prints the transaction, or the signatures of those who sign here, and sends nothing.
pub async fn offline(context: &Context, plan: &Plan, signers: &[Rc<dyn Signer>]) -> Result<(), Exit> {
    // Whoever signs sees what, on a machine that cannot simulate what it moves.
    tell(plan, &[]);
    let globals = &context.globals;
    let fees = Fees { limit: globals.limit, price: globals.price };
    let blockhash = match globals.blockhash {
        Some(blockhash) => blockhash,
        None => context.rpc()?.blockhash().await?.0,
    };
    let mut transaction = Transaction::new_unsigned(message(fees, plan, &signers[0]));
    if globals.print_tx {
        transaction.message.recent_blockhash = blockhash;
        let bytes = encode(&transaction);
        show(&globals.output, json!({ "transaction": bytes, "blockhash": blockhash.to_string() }), bytes.clone());
        return Ok(());
    }
    let signers: Vec<&dyn Signer> = signers.iter().map(AsRef::as_ref).collect();
    transaction
        .try_partial_sign(&signers, blockhash)
        .map_err(|error| Exit::Failed(format!("The transaction cannot be signed: {error}.")))?;
    let dump = ReturnSignersConfig { dump_transaction_message: context.dumps_message() };
    let text = return_signers_with_config(&transaction, &globals.output, &dump);
    println!("{}", text.map_err(|error| Exit::Failed(error.to_string()))?);
    Ok(())
}
