//! Wallets whose keys follow from names, so that every run shows the same addresses.

use std::rc::Rc;

use co_staking_client::{Pubkey, pda};
use sha2::{Digest, Sha256};
use solana_keypair::Keypair;
use solana_signer::Signer;

/// What a wallet is there for. It is part of what the key is made from: an owner called "Registrar" is not the
/// registrar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Network,
    Owner,
    CoStaker,
    Passer,
    Mint,
}

impl Part {
    const fn word(self) -> &'static str {
        match self {
            Self::Network => "network",
            Self::Owner => "owner",
            Self::CoStaker => "co-staker",
            Self::Passer => "passer-by",
            Self::Mint => "mint",
        }
    }
}

/// A name and its key.
pub struct Wallet {
    pub name: String,
    pub keypair: Keypair,
}

impl Wallet {
    /// The wallet of that name. Anyone can make its key: it is of no use but here.
    pub fn named(part: Part, name: &str) -> Rc<Self> {
        let seed = Sha256::digest(format!("co-staking demo, {} {name}: known to everybody", part.word()));
        Rc::new(Self { name: name.into(), keypair: Keypair::new_from_array(seed.into()) })
    }

    /// Its address.
    pub fn key(&self) -> Pubkey {
        self.keypair.pubkey()
    }

    /// Its associated token account.
    pub fn token(&self, mint: &Pubkey) -> Pubkey {
        pda::associated_token(&self.key(), mint)
    }
}
