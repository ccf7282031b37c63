//! Which address each small number stands for, and back.

use std::collections::HashMap;

use co_staking_client::{ID, Pubkey, pda};

use crate::act::{DeviceNo, Place, Purse, Wallet};

/// So many wallets take part in a walk.
pub const WALLETS: u8 = 12;
/// So many device ids.
pub const DEVICES: u8 = 3;
/// So many offence ids of each device.
pub const OFFENCES: u8 = 12;
/// A key that is none of a walk's reads as this, which no walk has.
pub const STRANGE: u8 = 250;

/// Every address of a walk, derived once.
pub struct Keys {
    of: HashMap<Place, Pubkey>,
    devices: HashMap<Pubkey, DeviceNo>,
    wallets: HashMap<Pubkey, Wallet>,
}

impl Default for Keys {
    fn default() -> Self {
        let mut keys = Self { of: HashMap::new(), devices: HashMap::new(), wallets: HashMap::new() };
        let mint = fixed(0, b"mint");
        for (place, key) in [
            (Place::Config, pda::config()),
            (Place::Pool, pda::reward_pool()),
            (Place::Purse(Purse::RewardVault), pda::reward_vault()),
            (Place::Purse(Purse::Escrow), pda::escrow()),
            (Place::Mint, mint),
        ] {
            keys.of.insert(place, key);
        }
        for wallet in 0..WALLETS {
            let key = fixed(wallet, b"wallet");
            keys.wallets.insert(key, wallet);
            keys.of.insert(Place::Wallet(wallet), key);
            keys.of.insert(Place::Claims(wallet), pda::claims(&key));
            keys.of.insert(Place::Purse(Purse::Ata(wallet)), pda::associated_token(&key, &mint));
            keys.of.insert(Place::Purse(Purse::Other(wallet)), fixed(wallet, b"other"));
        }
        for device in 0..DEVICES {
            let key = pda::device(&device_id(device));
            keys.devices.insert(key, device);
            keys.of.insert(Place::Device(device), key);
            keys.of.insert(Place::Purse(Purse::Vault(device)), pda::vault(&key));
            for offence in 0..OFFENCES {
                keys.of.insert(Place::Case(device, offence), pda::slash_case(&key, &offence_id(offence)));
            }
        }
        keys
    }
}

impl Keys {
    /// The address of that; an offer's is derived when it is first asked for.
    pub fn at(&mut self, place: Place) -> Pubkey {
        if let Some(key) = self.of.get(&place) {
            return *key;
        }
        let Place::Offer(device, index) = place else { panic!("{place:?} is none of a walk's places") };
        let key = pda::offer(&self.at(Place::Device(device)), index);
        self.of.insert(place, key);
        key
    }

    pub fn deployer(&self) -> Pubkey {
        self.of[&Place::Wallet(crate::spec::DEPLOYER)]
    }

    pub fn pool(&self) -> Pubkey {
        self.of[&Place::Pool]
    }

    pub fn mint(&self) -> Pubkey {
        self.of[&Place::Mint]
    }

    /// `None` for the zero address.
    pub fn wallet(&self, key: Pubkey) -> Option<Wallet> {
        (key != Pubkey::default()).then(|| self.wallets.get(&key).copied().unwrap_or(STRANGE))
    }

    pub fn device(&self, key: &Pubkey) -> DeviceNo {
        self.devices.get(key).copied().unwrap_or(STRANGE)
    }
}

/// The public half of a device id.
pub fn device_id(device: DeviceNo) -> [u8; 32] {
    pda::device_id(&format!("device {device}"))
}

/// The id of an offence.
pub fn offence_id(offence: u8) -> [u8; 32] {
    pda::offence_id(&format!("offence {offence}"))
}

/// An address that does not follow from anything; signatures are not verified here.
pub fn fixed(number: u8, what: &[u8]) -> Pubkey {
    Pubkey::find_program_address(&[b"a walk", what, &[number]], &ID).0
}
