use std::{env, fs, path::Path};

use anyhow::{Context, Result, bail};
use co_staking_client::{ID, Pubkey, pda};
use litesvm::LiteSVM;

use super::Ledger;

/// The program, as the build names it.
pub const FILE: &str = "co_staking.so";
/// In the program's data account: variant and slot, then whether there is an authority, and which.
const AUTHORITY_AT: usize = 12;
const HEADER_LEN: usize = 45;

/// The built program.
pub struct Elf(pub Vec<u8>);

impl Elf {
    /// Reads it from the folder that `SBF_OUT_DIR` names.
    ///
    /// # Errors
    /// Where there is none, with the command that builds it.
    pub fn read() -> Result<Self> {
        let Some(folder) = env::var_os("SBF_OUT_DIR").filter(|folder| !folder.is_empty()) else {
            bail!(
                "SBF_OUT_DIR names no folder with the built program: `cargo xtask demo` and `cargo xtask test` build and name it"
            );
        };
        let file = Path::new(&folder).join(FILE);
        match fs::read(&file) {
            Ok(bytes) => Ok(Self(bytes)),
            Err(error) => {
                bail!("the program {} cannot be read ({error}): build it with `cargo xtask build`", file.display())
            }
        }
    }
}

impl Ledger {
    /// A ledger on which `authority` has deployed the program, and whose clock shows `now`.
    ///
    /// # Errors
    /// Where the file is no program.
    pub fn with_program(elf: &Elf, authority: &Pubkey, now: i64) -> Result<Self> {
        let mut svm = LiteSVM::new();
        if let Err(error) = svm.add_program(ID, &elf.0) {
            bail!("{FILE} is no program that the virtual machine loads ({error}): build it with `cargo xtask build`");
        }
        // The ledger deploys without an authority, as if the program were final. So it is written as a deployment would.
        let address = pda::program_data();
        let mut data = svm.get_account(&address).context("the deployed program has no data account")?;
        let header = data.data.get_mut(AUTHORITY_AT..HEADER_LEN).and_then(|header| header.split_first_mut());
        let (is_some, key) = header.context("the program's data account is too short")?;
        *is_some = 1;
        key.copy_from_slice(authority.as_ref());
        if let Err(error) = svm.set_account(address, data) {
            bail!("the upgrade authority cannot be set: {error}");
        }
        let mut ledger = Self { svm };
        ledger.set_time(now);
        Ok(ledger)
    }
}
