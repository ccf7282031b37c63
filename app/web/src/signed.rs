//! A transaction that came back from a wallet.

use anchor_lang::pubkey;
use base64::{Engine, prelude::BASE64_STANDARD};
use co_staking_client::{ID, Pubkey};
use solana_transaction::Transaction;

use crate::problem::Problem;

/// Sets limit and price.
const COMPUTE_BUDGET: Pubkey = pubkey!("ComputeBudget111111111111111111111111111111");
/// Asserts what a transaction leaves: some wallets add it to what they sign, to hold it to what they showed.
const LIGHTHOUSE: Pubkey = pubkey!("L2TExMFKdjpN9kozasaurPirfHy9P8sbXoAN1qA3S95");
/// A packet's size less its headers: no longer one can land.
const LONGEST: usize = 1_232;

/// The signed transaction of this program. What the wallet added is looked at by its program alone: the signature is the
/// wallet's, and no other site's transactions are sent from here.
///
/// # Errors
/// A sentence: what it is not.
pub fn read(text: &str) -> Result<Transaction, Problem> {
    let unreadable =
        || Problem::input("Expected a signed transaction in base64, as this server made it; this one cannot be read.");
    let bytes = BASE64_STANDARD.decode(text).map_err(|_| unreadable())?;
    if bytes.len() > LONGEST {
        return Err(unreadable());
    }
    let transaction: Transaction = bincode::deserialize(&bytes).map_err(|_| unreadable())?;
    if !is_ours(&transaction) {
        return Err(Problem::input("This transaction is not one of this program: only those are sent from here."));
    }
    let unsigned = || Problem::input("The transaction's signature is missing or wrong: sign it again.");
    // `verify` looks at those that are there, however few.
    let needed = usize::from(transaction.message.header.num_required_signatures);
    if needed == 0 || transaction.signatures.len() != needed {
        return Err(unsigned());
    }
    transaction.verify().map_err(|_| unsigned())?;
    Ok(transaction)
}

fn is_ours(transaction: &Transaction) -> bool {
    let message = &transaction.message;
    let programs: Vec<_> =
        message.instructions.iter().map(|it| message.account_keys.get(usize::from(it.program_id_index))).collect();
    let known = [ID, COMPUTE_BUDGET, LIGHTHOUSE, anchor_spl::associated_token::ID];
    programs.contains(&Some(&ID))
        && programs.iter().all(|program| program.is_some_and(|program| known.contains(program)))
}
