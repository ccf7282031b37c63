//! R11 to R14: offers, from their creation to the claim.

use co_staking_client::CoStakingError as E;

use super::{
    Model, Outcome,
    figures::{Phase, own_half},
    money::bytes,
    reasons::{FOREIGN, NOT_NAMED, NOTHING_THERE, Reasons, SEEDS},
    world::{Device, Offer, OfferState, Position, Slot},
};
use crate::act::{Call, DeviceNo, Key, Place, Purse, Wallet};

/// An offer, by its device and its index there.
pub type OfferKey = (DeviceNo, u32);

impl Offer {
    /// It may be claimed in its last second.
    pub fn is_expired(&self, now: i64) -> bool {
        self.expires_at.is_some_and(|last| now > last)
    }
}

/// What create and claim ask of owner and device alike.
fn may_promise(why: &mut Reasons, device: &Device, now: i64, more: u128) {
    why.when(!device.operational, E::DeviceNotOperational);
    why.when(device.is_exiting(), E::OwnerExiting);
    why.when(device.stake.active < own_half(device.required), E::OwnerBelowHalf);
    let promised = device.co_stake(Phase::Active, now) + device.totals.open_amount + more;
    let cap = (device.required / 2).min(device.stake.active);
    why.when(promised > u128::from(cap), E::CoStakeAboveHalf);
}

/// Whether one more offer fits.
fn has_room(why: &mut Reasons, device: &Device, now: i64, bps: u16) {
    why.when(device.promised_bps(now) + u32::from(bps) > 10_000, E::RewardSharesAboveWhole);
    let open = device.totals.open_offers as usize;
    let active = device.positions().filter(|position| position.phase(now) == Phase::Active).count();
    why.when(open + active >= 4, E::TooManyOffers);
    why.when(device.positions().count() + open >= 8, E::NoPlaceLeft);
}

impl Model {
    pub(super) fn create_offer(&mut self, call: &Call) -> Outcome {
        let Call::CreateOffer { owner, payer, device: number, skew, amount, bps, reserved_for, expires_at } = call
        else {
            unreachable!("of this call alone")
        };
        let (now, mut why) = (self.now, Reasons::default());
        why.when(self.paused(), E::Paused);
        why.when(*amount == 0, E::AmountZero);
        why.when(*bps > 10_000, E::RewardShareOutOfRange);
        why.when(expires_at.is_some_and(|last| last < now), E::OfferExpiresInPast);
        why.when(*reserved_for == Some(Key::Zero), E::ReservedForNobody);
        let Some(device) = self.device(*number) else { return why.stop(&[FOREIGN]) };
        why.when(device.owner != *owner, NOT_NAMED);
        why.when(*skew != 0, SEEDS);
        why.when(*reserved_for == Some(Key::Wallet(device.owner)), E::ReservedForNobody);
        may_promise(&mut why, device, now, u128::from(*amount));
        has_room(&mut why, device, now, *bps);
        why.none()?;
        let key = (*number, device.next_offer);
        let offer = Offer {
            state: OfferState::Open,
            owner: device.owner,
            co_staker: None,
            reserved_for: reserved_for.and_then(Key::wallet),
            model: device.model.clone(),
            amount: *amount,
            bps: *bps,
            // The end of all times is none.
            expires_at: expires_at.filter(|last| *last < i64::MAX),
            created_at: now,
            claimed_at: None,
            rewards: 0,
            rent_payer: *payer,
        };
        self.create(Place::Offer(key.0, key.1), bytes::OFFER, *payer);
        self.world.offers.insert(key, offer);
        self.device_mut(*number).next_offer += 1;
        Ok(())
    }

    pub(super) fn retract_offer(&mut self, sender: Wallet, key: OfferKey) -> Outcome {
        let mut why = Reasons::default();
        let Some(offer) = self.world.offers.get(&key) else { return why.stop(&[FOREIGN]) };
        why.when(offer.state != OfferState::Open, E::OfferNotOpen);
        why.when(sender != offer.owner && !offer.is_expired(self.now), E::OfferNotExpired);
        why.none()?;
        self.offer_mut(key).state = OfferState::Retracted;
        Ok(())
    }

    pub(super) fn close_offer(&mut self, owner: Wallet, key: OfferKey, rent_to: Wallet) -> Outcome {
        let mut why = Reasons::default();
        let Some(offer) = self.world.offers.get(&key) else { return why.stop(&[FOREIGN]) };
        let device = self.device(key.0).expect("a device stays while it has offers");
        let held = device.position(key.1).is_some();
        why.when(offer.owner != owner, NOT_NAMED);
        why.when(offer.rent_payer != rent_to, NOT_NAMED);
        why.when(offer.state == OfferState::Open || held, E::OfferNotOver);
        why.when(offer.rewards > 0, E::OfferHasRewards);
        // The program's documents: what a case withholds of a co-stake that ended may yet come back to its offer.
        let in_case = device.totals.undecided + device.totals.unreturned > 0;
        why.when(offer.state == OfferState::Claimed && in_case, E::DeviceHasSlashCases);
        why.none()?;
        self.destroy(Place::Offer(key.0, key.1), rent_to);
        self.world.offers.remove(&key);
        Ok(())
    }

    pub(super) fn claim_offer(&mut self, call: &Call) -> Outcome {
        let Call::ClaimOffer { co_staker, device: number, offer: index, source, amount, bps } = call else {
            unreachable!("of this call alone")
        };
        let (now, key) = (self.now, (*number, *index));
        let mut why = Reasons::default();
        why.when(self.paused(), E::Paused);
        let counter = self.world.counters.get(co_staker);
        why.when(counter.is_none(), FOREIGN);
        why.when(counter.is_some_and(|counter| counter.free_slot(now).is_none()), E::TooManyClaims);
        let Some(offer) = self.world.offers.get(&key) else {
            self.may_spend(&mut why, *co_staker, *source, 0);
            return why.stop(&[FOREIGN, NOTHING_THERE]);
        };
        let device = self.device(*number).expect("a device stays while it has offers");
        why.when(offer.state != OfferState::Open, E::OfferNotOpen);
        why.when(offer.is_expired(now), E::OfferExpired);
        why.when((*amount, *bps) != (offer.amount, offer.bps), E::TermsDiffer);
        why.when(*co_staker == device.owner, E::SelfCoStake);
        why.when(offer.reserved_for.is_some_and(|only| only != *co_staker), E::ReservedForAnother);
        may_promise(&mut why, device, now, 0);
        self.may_spend(&mut why, *co_staker, *source, offer.amount);
        why.none()?;
        self.claimed(*co_staker, key, *source);
        Ok(())
    }

    fn claimed(&mut self, co_staker: Wallet, key: OfferKey, source: Purse) {
        let now = self.now;
        let offer = self.offer_mut(key);
        (offer.state, offer.co_staker, offer.claimed_at) = (OfferState::Claimed, Some(co_staker), Some(now));
        let position = Position {
            co_staker,
            offer: key.1,
            bps: offer.bps,
            stake: offer.amount,
            claimed: offer.amount,
            rewards: 0,
            claimed_at: now,
            cooldown_at: None,
            unlock_at: None,
        };
        self.pay(source, Purse::Vault(key.0), position.stake);
        // The documents speak of places; the first empty one is taken.
        let place = self.device_mut(key.0).places.iter_mut().find(|place| place.is_none());
        *place.expect("open offers and positions share eight places") = Some(position);
        let counter = self.world.counters.get_mut(&co_staker).expect("it was found before");
        let free = counter.free_slot(now).expect("refused otherwise");
        counter.slots[free] = Some(Slot { device: key.0, offer: key.1, free_from: None });
    }

    pub(super) fn offer_mut(&mut self, key: OfferKey) -> &mut Offer {
        self.world.offers.get_mut(&key).expect("it was found before")
    }
}
