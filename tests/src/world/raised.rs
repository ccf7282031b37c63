//! Which refusals the program has raised: `cargo xtask test` expects that a whole run raises every one.

use std::{env, fs, path::Path};

use co_staking_client::error::Failure;
use solana_transaction_error::TransactionError;

/// The folder that gets an empty file for each refusal, named by its code. Unset, nothing is recorded.
const FOLDER: &str = "REFUSALS_RAISED";

/// What the ledger answered, decoded; a refusal of the program is recorded.
pub fn failure(error: TransactionError) -> Failure {
    let failure = Failure::from(error);
    if let (Failure::Refused(refusal), Some(folder)) = (&failure, env::var_os(FOLDER)) {
        let file = Path::new(&folder).join(u32::from(*refusal).to_string());
        // Tests run side by side and raise the same: whoever comes first writes, and again does no harm.
        fs::write(&file, []).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    }
    failure
}
