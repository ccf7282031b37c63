//! Who signs, and who pays.

use std::rc::Rc;

use co_staking_client::Pubkey;
use solana_clap_v3_utils::{
    input_parsers::signer::{SignerSource, SignerSourceError},
    keypair::{SignerFromPathConfig, signer_from_path_with_config},
};
use solana_signer::Signer;

use super::Context;
use crate::exit::Exit;

impl Context {
    /// Who signs: the wallet of `--keypair` or of solana's config file.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn wallet(&self) -> Result<Rc<dyn Signer>, Exit> {
        self.signer(&self.keypair, "keypair")
    }

    /// Its address.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn wallet_key(&self) -> Result<Pubkey, Exit> {
        self.wallet().map(|wallet| wallet.pubkey())
    }

    /// Who pays the fee: the wallet, unless a flag says otherwise.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn fee_payer(&self) -> Result<Rc<dyn Signer>, Exit> {
        match &self.globals.fee_payer {
            Some(path) => self.signer(path, "fee-payer"),
            None => self.wallet(),
        }
    }

    /// A signer, asked for once.
    fn signer(&self, path: &str, name: &str) -> Result<Rc<dyn Signer>, Exit> {
        let known = self.signers.borrow().iter().find(|(known, _)| known == path).map(|(_, signer)| signer.clone());
        if let Some(signer) = known {
            return Ok(signer);
        }
        check_file(path)?;
        // An address alone signs elsewhere: what is printed or simulated needs no signature of it.
        let without = self.globals.sign_only || self.globals.print_tx || self.globals.dry_run;
        let config = SignerFromPathConfig { allow_null_signer: without };
        let signer = signer_from_path_with_config(&self.matches, path, name, &mut None, &config)
            .map_err(|error| Exit::Failed(format!("The signer of --{name} cannot be used: {error}.")))?;
        let signer: Rc<dyn Signer> = signer.into();
        self.signers.borrow_mut().push((path.into(), signer.clone()));
        Ok(signer)
    }
}

/// The sentence for the case that everybody meets first.
fn check_file(path: &str) -> Result<(), Exit> {
    match SignerSource::parse(path) {
        Err(SignerSourceError::IoError(_)) => Err(Exit::Failed(format!(
            "There is no keypair file {path}. Give one with --keypair, or run `solana-keygen new`."
        ))),
        _ => Ok(()),
    }
}
