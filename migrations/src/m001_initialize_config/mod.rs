//! m001: creates the config, once, with what a reviewed file says.
//!
//! Whoever initialises the config names the admin, so the step proves first that it talks to the right program and the
//! right mint, and that the signer is the one whom the program will accept.

mod file;
mod refusal;
#[cfg(test)]
mod tests;
mod verify;

use co_staking_client::{Config, ID, account, instructions::admin, pda};

pub use self::{file::InitialConfig, refusal::Refusal};
use crate::{Difference, Ledger, Plan, Signers};

/// What is left to do so that the config exists as `wanted`.
///
/// # Errors
/// Every [`Refusal`]; nothing was sent.
pub fn plan(ledger: &impl Ledger, wanted: &InitialConfig, signers: Signers) -> Result<Plan, Refusal> {
    let mut verified = verify::program(ledger)?;
    if let Some(found) = existing(ledger)? {
        let differs = compare(wanted, &found)?;
        return Ok(Plan::AlreadyDone { verified, differs });
    }
    verified.extend(verify::upgrade_authority(ledger, &signers.authority)?);
    verified.extend(verify::mint(ledger, &wanted.mint)?);
    let initialize = admin::initialize_config(&signers.authority, &signers.payer, &wanted.mint, wanted.args);
    let sets = wanted.settings().into_iter().map(|setting| setting.fact).collect();
    Ok(Plan::Do { verified, sets, instructions: vec![initialize] })
}

fn existing(ledger: &impl Ledger) -> Result<Option<Config>, Refusal> {
    let address = pda::config();
    // Anyone may send lamports to an address before it is created: that is not a config yet.
    let created = ledger.account(&address)?.filter(|account| account.owner == ID);
    created.map(|found| account::config(&found.owner, &found.data)).transpose().map_err(Refusal::Config)
}

/// What may have been changed since is reported; anything else cannot have been meant.
fn compare(wanted: &InitialConfig, found: &Config) -> Result<Vec<Difference>, Refusal> {
    let found = InitialConfig::from(found);
    let pairs = wanted.settings().into_iter().zip(found.settings());
    let (fixed, changeable): (Vec<_>, Vec<_>) = pairs
        .filter(|(wanted, found)| wanted.fact.value != found.fact.value)
        .map(|(wanted, found)| {
            let (key, in_file, on_ledger) = (wanted.fact.what, wanted.fact.value, found.fact.value);
            (wanted.is_fixed, Difference { key, in_file, on_ledger })
        })
        .partition(|(is_fixed, _)| *is_fixed);
    let differences = |pairs: Vec<(bool, Difference)>| pairs.into_iter().map(|(_, difference)| difference).collect();
    if fixed.is_empty() { Ok(differences(changeable)) } else { Err(Refusal::FixedDiffers(differences(fixed))) }
}
