//! All accounts of a walk, and the world that they hold.

use anchor_spl::token;
use co_staking_client::ID;
use solana_account::ReadableAccount;

use super::{
    Ledger, Snapshot,
    bytes::Bytes,
    keys::{DEVICES, OFFENCES, WALLETS},
    read::Reader,
};
use crate::{
    act::{Place, Purse},
    spec::world::World,
};

impl Ledger<'_> {
    /// Every address at which something of a walk may be.
    fn places(&self) -> impl Iterator<Item = Place> {
        let fixed =
            [Place::Config, Place::Pool, Place::Mint, Place::Purse(Purse::RewardVault), Place::Purse(Purse::Escrow)];
        let of_wallet = |wallet| {
            [
                Place::Wallet(wallet),
                Place::Claims(wallet),
                Place::Purse(Purse::Ata(wallet)),
                Place::Purse(Purse::Other(wallet)),
            ]
        };
        let seen = self.offers_seen;
        let of_device = move |device: u8| {
            let offers = (0..=seen[usize::from(device)]).map(move |index| Place::Offer(device, index));
            let cases = (0..OFFENCES).map(move |offence| Place::Case(device, offence));
            [Place::Device(device), Place::Purse(Purse::Vault(device))].into_iter().chain(offers).chain(cases)
        };
        fixed.into_iter().chain((0..WALLETS).flat_map(of_wallet)).chain((0..DEVICES).flat_map(of_device))
    }

    /// Every account that is there.
    pub fn snapshot(&mut self) -> Snapshot {
        let places: Vec<Place> = self.places().collect();
        let mut all = Snapshot::new();
        for place in places {
            let key = self.keys.at(place);
            if let Some(account) = self.svm.accounts_db().get_account(&key).filter(|account| account.lamports() > 0) {
                all.insert(place, account);
            }
        }
        all
    }

    /// What the accounts say.
    pub fn world(&self, snapshot: &Snapshot, now: i64) -> World {
        let reader = Reader { keys: self.keys, now };
        let mut world = World::default();
        for (place, account) in snapshot {
            let bytes = Bytes(account.data());
            world.lamports.insert(*place, account.lamports());
            if *account.owner() == token::ID {
                match *place {
                    Place::Mint => world.supply = bytes.u64(36),
                    Place::Purse(purse) => drop(world.tokens.insert(purse, reader.token(bytes))),
                    other => panic!("a token account at {other:?}"),
                }
            }
            if *account.owner() != ID {
                continue;
            }
            match *place {
                Place::Config => world.config = Some(reader.config(bytes)),
                Place::Pool => world.pool = Some(reader.pool(bytes)),
                Place::Device(device) => drop(world.devices.insert(device, reader.device(bytes))),
                Place::Offer(device, index) => drop(world.offers.insert((device, index), reader.offer(bytes))),
                Place::Claims(wallet) => drop(world.counters.insert(wallet, reader.counter(bytes))),
                Place::Case(device, offence) => drop(world.cases.insert((device, offence), reader.case(bytes))),
                other @ (Place::Mint | Place::Purse(_) | Place::Wallet(_)) => panic!("an account of ours at {other:?}"),
            }
        }
        world
    }
}
