//! Tokens and lamports: who may spend, who may be paid, and what rent comes to.

use co_staking_client::CoStakingError as E;

use super::{
    Model,
    reasons::{Code, FOREIGN, INSUFFICIENT, NOT_ITS_OWNER, NOTHING_THERE, Reasons, TWICE},
    world::{Holder, Token},
};
use crate::act::{Place, Purse, Wallet};

/// Bytes of the accounts, as the documented layouts say.
pub mod bytes {
    pub const CONFIG: u64 = 464;
    pub const DEVICE: u64 = 1_248;
    pub const OFFER: u64 = 320;
    pub const COUNTER: u64 = 240;
    pub const POOL: u64 = 176;
    pub const CASE: u64 = 776;
    pub const TOKEN: u64 = 165;
}

/// What an account of so many bytes must hold to exist: two years at the cluster's price, 128 bytes more for itself.
pub const fn rent(bytes: u64) -> u64 {
    (bytes + 128) * 3_480 * 2
}

impl Model {
    pub fn balance(&self, purse: Purse) -> u64 {
        self.world.tokens.get(&purse).map_or(0, |token| token.amount)
    }

    pub fn lamports(&self, place: Place) -> u64 {
        self.world.lamports.get(&place).copied().unwrap_or(0)
    }

    /// Whether that signer can pay so much out of that account.
    pub(super) fn may_spend(&self, why: &mut Reasons, signer: Wallet, source: Purse, amount: u64) {
        let Some(token) = self.world.tokens.get(&source) else {
            return why.when(true, self.no_token_account(source));
        };
        why.when(token.holder != Holder::Wallet(signer), NOT_ITS_OWNER);
        why.when(token.amount < amount, INSUFFICIENT);
        why.when(!source.is_a_wallets(), TWICE);
    }

    /// Payouts: signed by the party to any account of its own, else to its associated one.
    pub(super) fn may_pay(&self, why: &mut Reasons, party: Wallet, sender: Wallet, to: Purse) {
        let Some(token) = self.world.tokens.get(&to) else {
            return why.when(true, self.no_token_account(to));
        };
        why.when(token.holder != Holder::Wallet(party), E::DestinationNotOwned);
        why.when(sender != party && to != Purse::Ata(party), E::DestinationNotAssociated);
        why.when(!to.is_a_wallets(), TWICE);
    }

    /// Where SOL lies at its address, it is the system program's account.
    pub(super) fn no_token_account(&self, purse: Purse) -> Code {
        if self.lamports(Place::Purse(purse)) > 0 { FOREIGN } else { NOTHING_THERE }
    }

    pub(super) fn pay(&mut self, from: Purse, to: Purse, amount: u64) {
        let source = self.world.tokens.get_mut(&from).expect("it was found before");
        source.amount -= amount;
        let destination = self.world.tokens.get_mut(&to).expect("it was found before");
        destination.amount += amount;
    }

    /// An account comes to be: `payer` adds what is missing of its rent.
    pub(super) fn create(&mut self, place: Place, bytes: u64, payer: Wallet) {
        let there = self.lamports(place);
        let missing = rent(bytes).saturating_sub(there);
        *self.world.lamports.entry(Place::Wallet(payer)).or_default() -= missing;
        self.world.lamports.insert(place, there + missing);
    }

    /// An account goes: all its lamports are `to`'s.
    pub(super) fn destroy(&mut self, place: Place, to: Wallet) {
        let all = self.world.lamports.remove(&place).unwrap_or(0);
        *self.world.lamports.entry(Place::Wallet(to)).or_default() += all;
    }

    pub(super) fn donate(&mut self, from: Purse, to: Purse, amount: u64) {
        let amount = amount.min(self.balance(from));
        if amount == 0 || from == to || !from.is_a_wallets() || !self.world.tokens.contains_key(&to) {
            return;
        }
        self.pay(from, to, amount);
        *self.donated.entry(to).or_default() += amount;
    }

    pub(super) fn tip(&mut self, to: Place, lamports: u64) {
        *self.world.lamports.entry(to).or_default() += lamports;
    }

    pub(super) fn open_purse(&mut self, purse: Purse) {
        let (Purse::Ata(wallet) | Purse::Other(wallet)) = purse else { return };
        self.world.tokens.entry(purse).or_insert_with(|| {
            self.world.lamports.insert(Place::Purse(purse), rent(bytes::TOKEN));
            Token { holder: Holder::Wallet(wallet), amount: 0 }
        });
    }

    pub(super) fn close_purse(&mut self, purse: Purse) {
        if !purse.is_a_wallets() {
            return;
        }
        if let Some(token) = self.world.tokens.remove(&purse) {
            self.world.supply -= token.amount;
            self.world.lamports.remove(&Place::Purse(purse));
        }
    }

    pub(super) fn give_purse(&mut self, purse: Purse, to: Wallet) {
        if let Some(token) = self.world.tokens.get_mut(&purse).filter(|_| purse.is_a_wallets()) {
            token.holder = Holder::Wallet(to);
        }
    }
}

impl Purse {
    /// Not one of the program's.
    pub const fn is_a_wallets(self) -> bool {
        matches!(self, Self::Ata(_) | Self::Other(_))
    }
}
