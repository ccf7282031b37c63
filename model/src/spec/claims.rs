//! R20: a wallet's two claim slots.

use co_staking_client::CoStakingError as E;

use super::{
    Model, Outcome,
    money::bytes,
    offers::OfferKey,
    reasons::{FOREIGN, IN_USE, NOT_NAMED, Reasons},
    world::{Counter, Slot},
};
use crate::act::{Place, Wallet};

impl Slot {
    fn is_of(&self, key: OfferKey) -> bool {
        (self.device, self.offer) == key
    }

    /// From then on it is free by itself.
    fn is_free(&self, now: i64) -> bool {
        self.free_from.is_some_and(|from| now >= from)
    }
}

impl Counter {
    /// The first one that a claim may take.
    pub fn free_slot(&self, now: i64) -> Option<usize> {
        self.slots.iter().position(|slot| slot.as_ref().is_none_or(|slot| slot.is_free(now)))
    }

    pub fn slot_of(&mut self, key: OfferKey) -> Option<&mut Option<Slot>> {
        self.slots.iter_mut().find(|slot| slot.as_ref().is_some_and(|slot| slot.is_of(key)))
    }
}

impl Model {
    pub(super) fn open_claims(&mut self, payer: Wallet, wallet: Wallet) -> Outcome {
        let mut why = Reasons::default();
        why.when(self.world.counters.contains_key(&wallet), IN_USE);
        why.none()?;
        self.create(Place::Claims(wallet), bytes::COUNTER, payer);
        self.world.counters.insert(wallet, Counter { rent_payer: payer, slots: [None, None] });
        Ok(())
    }

    pub(super) fn close_claims(&mut self, wallet: Wallet, rent_to: Wallet) -> Outcome {
        let mut why = Reasons::default();
        let Some(counter) = self.world.counters.get(&wallet) else { return why.stop(&[FOREIGN]) };
        why.when(counter.rent_payer != rent_to, NOT_NAMED);
        why.when(counter.slots.iter().flatten().any(|slot| !slot.is_free(self.now)), E::ClaimsNotFree);
        why.none()?;
        self.destroy(Place::Claims(wallet), rent_to);
        self.world.counters.remove(&wallet);
        Ok(())
    }

    pub(super) fn release_claim(&mut self, key: OfferKey, wallet: Wallet) -> Outcome {
        let mut why = Reasons::default();
        let now = self.now;
        let position = self.device(key.0).and_then(|device| device.position(key.1));
        let counts = position.is_some_and(|position| position.co_staker == wallet && position.counts(now));
        let Some(counter) = self.world.counters.get_mut(&wallet) else { return why.stop(&[FOREIGN]) };
        let Some(slot) = counter.slot_of(key) else { return why.stop(&[E::NoSuchClaim.into()]) };
        why.when(counts, E::ClaimStillHeld);
        why.none()?;
        *slot = None;
        Ok(())
    }

    /// Freed by its key, where it is still there.
    pub(super) fn free_claim(&mut self, wallet: Wallet, key: OfferKey) {
        if let Some(slot) = self.world.counters.get_mut(&wallet).and_then(|counter| counter.slot_of(key)) {
            *slot = None;
        }
    }
}
