//! How a walk begins: wallets with SOL and tokens, and no config yet.

use serde::{Deserialize, Serialize};

use crate::{
    act::{Place, Purse, Spans, Wallet},
    ledger::keys::WALLETS,
    spec::{
        Model,
        world::{Holder, Token},
    },
};

/// 2026-03-01 00:00:00 UTC, so that a day is ahead.
const START: i64 = 1_772_323_200;
const LAMPORTS: u64 = 1_000_000_000_000;

/// What one walk differs in from another before it begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Genesis {
    /// What each of a wallet's two token accounts holds at first, in base units.
    pub wealth: u64,
    pub base: u64,
    pub spans: Spans,
}

impl Genesis {
    pub fn model(&self) -> Model {
        let mut model = Model { now: START, ..Model::default() };
        let world = &mut model.world;
        world.lamports.insert(Place::Mint, LAMPORTS);
        for wallet in 0..WALLETS {
            world.lamports.insert(Place::Wallet(wallet), LAMPORTS);
            for purse in purses(wallet) {
                world.tokens.insert(purse, Token { holder: Holder::Wallet(wallet), amount: self.wealth });
                world.lamports.insert(Place::Purse(purse), crate::spec::rent_of_a_purse());
                world.supply += self.wealth;
            }
        }
        model
    }
}

/// A wallet's token accounts.
pub const fn purses(wallet: Wallet) -> [Purse; 2] {
    [Purse::Ata(wallet), Purse::Other(wallet)]
}
