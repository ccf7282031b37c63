//! What the accounts of the stage hold, and that it is what the model says.

use co_staking_client::{
    ClaimCounter, Config, Device, Offer, account,
    rules::{
        phase::CoStakePhase,
        time::{LONG_AGO, NEVER},
    },
};
use spl_token::{solana_program::program_pack::Pack, state::Account as TokenAccount};

use super::{
    offers_model::{AMOUNTS, Model, OWNER, Phase, SHARES, Slot, WALLET},
    offers_stage::{Snapshot, Stage},
};
use crate::world::{START, offers::claims_in};

/// The accounts, read.
pub struct Seen {
    pub config: Config,
    pub device: Device,
    pub offers: [Offer; 2],
    pub counters: [ClaimCounter; 3],
    tokens: Vec<u64>,
}

impl Stage {
    /// What the accounts hold.
    pub fn read(&self, saved: &Snapshot) -> Seen {
        let at = |number: usize| saved[number].1.as_ref().expect("the account exists");
        let counter = |number: usize| account::claim_counter(&at(number).owner, &at(number).data).unwrap();
        let offer = |number: usize| account::offer(&at(number).owner, &at(number).data).unwrap();
        Seen {
            config: account::config(&at(0).owner, &at(0).data).unwrap(),
            device: account::device(&at(1).owner, &at(1).data).unwrap(),
            offers: [offer(2), offer(3)],
            counters: [counter(4), counter(5), counter(6)],
            tokens: (7..12).map(|number| TokenAccount::unpack(&at(number).data).unwrap().amount).collect(),
        }
    }
}

fn time(at: Option<i64>) -> i64 {
    at.map_or(NEVER, |at| START + at)
}

impl Stage {
    /// Every figure of the accounts is the model's, and the invariants hold.
    pub fn compare(&self, seen: &Seen, model: &Model) {
        let (device, now) = (&seen.device, START + model.now);
        assert_eq!(seen.config.is_paused(), model.paused);
        let owner = device.owner_stake();
        assert_eq!((owner.active(), owner.exiting()), (model.owner, model.exit.map_or(0, |(amount, _)| amount)));
        if let Some((_, unlock_at)) = model.exit {
            assert_eq!(owner.unlock_at(), START + unlock_at);
        }
        let (started, ends) = model.hire.map_or((LONG_AGO, LONG_AGO), |(a, b)| (START + a, START + b));
        assert_eq!((device.hire().started_at(), device.hire().ends_at()), (started, ends));
        assert_eq!(device.requirement().at(now), model.req_now());
        let pending = model.pending.filter(|(_, from)| model.now < *from);
        assert_eq!(device.requirement().pending_at(now), pending.map(|(value, from)| (value, START + from)));
        let open = (0..2).filter(|offer| model.is_open(*offer));
        assert_eq!((device.open_offers() as usize, device.open_amount()), (open.count(), model.promised()));
        assert_eq!((device.remains().unwrap().offer_accounts, device.next_offer_index()), (2, 2));
        for (phase, theirs) in [
            (Phase::Active, CoStakePhase::Active),
            (Phase::Waiting, CoStakePhase::Waiting),
            (Phase::Cooldown, CoStakePhase::Cooldown),
            (Phase::Unlocked, CoStakePhase::Unlocked),
        ] {
            assert_eq!(device.co_stake_in(theirs, now).unwrap(), model.sum(phase));
        }
        assert_eq!(device.counted(now).unwrap(), model.counted());
        assert_eq!(device.overflow(now).unwrap(), model.overflow());
        let shares = (0..2).filter(|of| model.is_open(*of) || model.phase(*of) == Some(Phase::Active));
        let shares: u32 = shares.map(|offer| u32::from(SHARES[offer])).sum();
        assert_eq!(device.load(now).unwrap().shares, shares);
        assert!(shares <= 10_000, "I4");
        for offer in 0..2 {
            self.compare_offer(seen, model, offer);
        }
        for wallet in 0..3 {
            self.compare_slots(seen, model, wallet);
        }
        self.compare_money(seen, model);
    }

    fn compare_offer(&self, seen: &Seen, model: &Model, number: usize) {
        let (offer, held) = (&seen.offers[number], model.held(number));
        let status = offer.status(&seen.device, START + model.now).unwrap();
        assert_eq!(status.to_string(), model.words(number));
        // R12, I5: the terms are those of the first day.
        let terms = (offer.terms().amount, offer.terms().reward_bps, offer.terms().expires_at);
        assert_eq!(terms, (AMOUNTS[number], SHARES[number], time(model.expires_at[number])));
        let position = seen.device.position(number as u32);
        assert_eq!(position.is_some(), held.is_some());
        if let (Some(position), Some(held)) = (position, held) {
            assert_eq!(*position.co_staker(), self.wallets[held.wallet].key());
            assert_eq!(offer.co_staker, self.wallets[held.wallet].key());
            assert_eq!((position.stake(), position.claimed_stake()), (AMOUNTS[number], AMOUNTS[number]));
            assert_eq!((position.claimed_at(), offer.claimed_at()), (START + held.claimed_at, START + held.claimed_at));
            let times = (time(held.leave.map(|(at, _)| at)), time(held.leave.map(|(_, at)| at)));
            assert_eq!((position.cooldown_at(), position.unlock_at()), times);
            // I9: only what is Active keeps a share to earn by.
            assert_eq!(position.is_active(), model.phase(number) == Some(Phase::Active));
        }
    }

    fn compare_slots(&self, seen: &Seen, model: &Model, wallet: usize) {
        let claims = claims_in(seen.counters[wallet].slots());
        let claims = claims.map(|claim| claim.map(|(device, index, at)| (device == self.device.key, index, at)));
        let expected = model.slots[wallet].map(|slot| {
            // Of the two claims elsewhere, the first was left.
            let elsewhere = |slot: Slot| u32::from(slot.free_from.is_none());
            let index = |slot: Slot| slot.offer.map_or_else(|| elsewhere(slot), |offer| offer as u32);
            slot.map(|slot| (slot.offer.is_some(), index(slot), time(slot.free_from)))
        });
        assert_eq!(claims, expected, "wallet {wallet}");
        assert!(model.taken(wallet) <= 2, "I3");
        for offer in (0..2).filter(|of| matches!(model.phase(*of), Some(Phase::Active | Phase::Waiting))) {
            let mine = model.held(offer).unwrap().wallet == wallet;
            let slots = claims.iter().flatten().filter(|(here, index, _)| *here && *index == offer as u32).count();
            assert_eq!(slots, usize::from(mine), "I3");
        }
    }

    /// I1 as an equality, and I6: every unit is where the model says.
    fn compare_money(&self, seen: &Seen, model: &Model) {
        let mut wallets = [WALLET; 3];
        let staked = if model.left { 0 } else { OWNER };
        let mut vault = staked;
        for (offer, amount) in AMOUNTS.into_iter().enumerate() {
            if let Some(held) = model.held(offer) {
                wallets[held.wallet] -= amount;
                vault += amount;
            }
        }
        assert_eq!(seen.device.ledger().unwrap(), vault);
        assert_eq!(seen.tokens, [wallets[0], wallets[1], wallets[2], OWNER - staked, vault]);
    }
}
