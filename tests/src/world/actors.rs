//! Who takes part.

use co_staking_client::{Roles, pda};
use solana_keypair::Keypair;
use solana_program::pubkey::Pubkey;
use solana_signer::Signer;

/// The keys of the admin and of each role.
pub struct RoleKeys {
    pub admin: Keypair,
    pub registrar: Keypair,
    pub rewarder: Keypair,
    pub slasher: Keypair,
    pub arbiter: Keypair,
    pub guardian: Keypair,
}

impl RoleKeys {
    pub fn new(mut keypair: impl FnMut() -> Keypair) -> Self {
        Self {
            admin: keypair(),
            registrar: keypair(),
            rewarder: keypair(),
            slasher: keypair(),
            arbiter: keypair(),
            guardian: keypair(),
        }
    }

    pub fn keys(&self) -> Roles {
        Roles {
            registrar: self.registrar.pubkey(),
            rewarder: self.rewarder.pubkey(),
            slasher: self.slasher.pubkey(),
            arbiter: self.arbiter.pubkey(),
            guardian: self.guardian.pubkey(),
        }
    }

    /// All of them, by name.
    pub fn all(&self) -> [(&'static str, Keypair); 6] {
        [
            ("admin", &self.admin),
            ("registrar", &self.registrar),
            ("rewarder", &self.rewarder),
            ("slasher", &self.slasher),
            ("arbiter", &self.arbiter),
            ("guardian", &self.guardian),
        ]
        .map(|(name, keypair)| (name, keypair.insecure_clone()))
    }
}

/// A wallet with SOL and its associated token account.
pub struct Wallet {
    pub keypair: Keypair,
    pub token: Pubkey,
}

impl Wallet {
    pub fn key(&self) -> Pubkey {
        self.keypair.pubkey()
    }
}

impl Clone for Wallet {
    fn clone(&self) -> Self {
        Self { keypair: self.keypair.insecure_clone(), token: self.token }
    }
}

/// A device's addresses and its owner.
#[derive(Clone)]
pub struct Device {
    pub id: [u8; 32],
    pub key: Pubkey,
    pub vault: Pubkey,
    pub owner: Wallet,
}

impl Device {
    /// One that is not registered yet.
    pub fn new(public_id: &str, owner: Wallet) -> Self {
        let id = pda::device_id(public_id);
        let key = pda::device(&id);
        Self { id, key, vault: pda::vault(&key), owner }
    }
}
