//! Choices: mostly what fits the world, sometimes what is next to it, seldom anything.

use super::{Call, DeviceNo, Place, Purse, Wallet};
use crate::{
    ledger::keys::{DEVICES, WALLETS},
    spec::{
        Model,
        world::{Device, Offer, OfferState, Position, Role},
    },
};

/// Randomness, and how careless a walk is.
pub struct Chooser {
    pub rng: fastrand::Rng,
    /// Of a hundred choices, so many are made without looking at the world.
    pub careless: u8,
}

impl Chooser {
    /// True so many times in a hundred.
    pub fn percent(&mut self, percent: u8) -> bool {
        self.rng.u8(..100) < percent
    }

    pub fn of<T: Clone>(&mut self, all: &[T]) -> Option<T> {
        self.rng.choice(all).cloned()
    }

    /// One of these, of which there is at least one.
    pub fn one<T: Copy, const N: usize>(&mut self, all: [T; N]) -> T {
        all[self.rng.usize(..N)]
    }

    pub fn wallet(&mut self) -> Wallet {
        self.rng.u8(..WALLETS)
    }

    /// That wallet, or carelessly any.
    pub fn wallet_or(&mut self, right: Option<Wallet>) -> Wallet {
        match right {
            Some(right) if !self.is_careless() => right,
            _ => self.wallet(),
        }
    }

    pub fn is_careless(&mut self) -> bool {
        let careless = self.careless;
        self.percent(careless)
    }

    pub fn device(&mut self, model: &Model) -> DeviceNo {
        let known: Vec<_> = model.world.devices.keys().copied().collect();
        match self.of(&known) {
            Some(device) if !self.percent(2) => device,
            _ => self.rng.u8(..DEVICES),
        }
    }

    pub fn role(&mut self, model: &Model, role: Role) -> Wallet {
        let right = model.config().roles[role as usize];
        self.wallet_or(right)
    }

    pub fn admin(&mut self, model: &Model) -> Wallet {
        self.wallet_or(model.config().admin)
    }

    /// Where a wallet pays from, or wants to be paid.
    pub fn purse_of(&mut self, wallet: Wallet) -> Purse {
        if self.is_careless() {
            return self.any_purse();
        }
        if self.percent(70) { Purse::Ata(wallet) } else { Purse::Other(wallet) }
    }

    pub fn any_purse(&mut self) -> Purse {
        let (wallet, device) = (self.wallet(), self.rng.u8(..DEVICES));
        let vault = [Purse::Vault(device), Purse::RewardVault, Purse::Escrow];
        match self.rng.u8(..10) {
            0 => self.one(vault),
            1..=5 => Purse::Ata(wallet),
            _ => Purse::Other(wallet),
        }
    }

    /// The party's account that a payout sent by that wallet may go to.
    pub fn payout(&mut self, party: Wallet) -> (Wallet, Purse) {
        if self.percent(50) {
            return (party, self.purse_of(party));
        }
        let to = match self.rng.u8(..20) {
            0 => self.any_purse(),
            1 => Purse::Other(party),
            _ => Purse::Ata(party),
        };
        (self.wallet(), to)
    }

    /// Close to that, and now and then far from it.
    pub fn near(&mut self, x: u64) -> u64 {
        match self.rng.u8(..16) {
            0..=5 => x,
            6 => x.saturating_add(1),
            7 => x.saturating_sub(1),
            8 => x / 2,
            9 => x.div_ceil(2),
            10 => x / 3,
            11 => 1,
            12 if self.percent(30) => self.one([0, u64::MAX, u64::MAX - 1, 1 << 63]),
            _ => self.rng.u64(..=x),
        }
    }

    /// An offer that satisfies that, with its device and index; carelessly any.
    pub fn offer(&mut self, model: &Model, fits: impl Fn(&Offer, DeviceNo, u32) -> bool) -> (DeviceNo, u32) {
        let all = model.world.offers.iter();
        let fitting: Vec<_> =
            all.clone().filter(|((device, index), offer)| fits(offer, *device, *index)).map(|(key, _)| *key).collect();
        let any: Vec<_> = all.map(|(key, _)| *key).collect();
        match (self.of(&fitting), self.of(&any)) {
            (Some(key), _) if !self.is_careless() => key,
            (_, Some(key)) if !self.percent(10) => key,
            _ => (self.device(model), self.rng.u32(..6)),
        }
    }

    /// A co-stake that satisfies that, with its device.
    pub fn position(
        &mut self,
        model: &Model,
        fits: impl Fn(&Position, &Device) -> bool,
    ) -> Option<(DeviceNo, Position)> {
        let devices = model.world.devices.iter();
        let all =
            devices.flat_map(|(number, device)| device.positions().map(move |position| (number, device, position)));
        let all: Vec<_> = all.collect();
        let fitting: Vec<_> = all.iter().filter(|(_, device, position)| fits(position, device)).copied().collect();
        let found = if self.is_careless() { self.of(&all) } else { self.of(&fitting).or_else(|| self.of(&all)) };
        found.map(|(number, _, position)| (*number, position.clone()))
    }
}

/// An offer that may be claimed.
pub fn is_open(offer: &Offer) -> bool {
    offer.state == OfferState::Open
}

/// Who gets the rent of an account that the call closes.
pub fn rent_payer(model: &Model, place: Place) -> Option<Wallet> {
    match place {
        Place::Device(device) => model.device(device).map(|device| device.rent_payer),
        Place::Offer(device, index) => model.world.offers.get(&(device, index)).map(|offer| offer.rent_payer),
        Place::Claims(wallet) => model.world.counters.get(&wallet).map(|counter| counter.rent_payer),
        _ => None,
    }
}

/// What makes one kind of call.
pub type Maker = fn(&mut Chooser, &Model) -> Option<Call>;
