//! Who there is, with a keypair file each.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow};
use co_staking_client::{Pubkey, pda};
use solana_account::Account;
use solana_keypair::{Keypair, write_keypair_file};
use solana_signer::Signer;

use crate::{WALLET_IO, WALLET_LAMPORTS, accounts};

/// Roles, and people without devices.
pub const WALLETS: [&str; 12] = [
    "deployer",
    "admin",
    "registrar",
    "rewarder",
    "slasher",
    "arbiter",
    "guardian",
    "alice",
    "bob",
    "carol",
    "dave",
    "stranger",
];
/// Those who own devices, in turn.
pub const OWNERS: [&str; 3] = ["owner", "olivia", "oscar"];

/// The folder of their keypair files.
#[derive(Clone, Debug)]
pub struct Wallets {
    folder: PathBuf,
}

impl Wallets {
    /// Those whose files somebody has written there.
    pub fn of(folder: &Path) -> Self {
        Self { folder: folder.into() }
    }

    /// Writes their files, and the mint's.
    pub(crate) fn write(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
        let wallets = Self::of(folder);
        for name in WALLETS.iter().chain(&OWNERS).chain(&["mint"]) {
            let path = wallets.path(name);
            write_keypair_file(&keypair(name), &path).map_err(|error| anyhow!("{}: {error}", path.display()))?;
        }
        Ok(wallets)
    }

    /// Where a wallet's keypair lies.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.json"))
    }

    /// A wallet's address.
    pub fn key(&self, name: &str) -> Pubkey {
        keypair(name).pubkey()
    }

    /// The mint of IO.
    pub fn mint(&self) -> Pubkey {
        self.key("mint")
    }

    /// SOL and IO of each.
    pub(crate) fn accounts(&self) -> Vec<(Pubkey, Account)> {
        let mint = self.mint();
        let of = |name: &&str| {
            let key = self.key(name);
            let io = (pda::associated_token(&key, &mint), accounts::token(&mint, &key, WALLET_IO));
            [(key, accounts::wallet(WALLET_LAMPORTS)), io]
        };
        WALLETS.iter().chain(&OWNERS).flat_map(of).collect()
    }
}

/// The same in every world, so that what is printed is too. Nobody keeps anything of worth with a key that is public.
fn keypair(name: &str) -> Keypair {
    Keypair::new_from_array(pda::device_id(&format!("a wallet of the local network: {name}")))
}
