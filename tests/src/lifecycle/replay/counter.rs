//! A claim counter, as the events tell it.

use co_staking_client::{
    ClaimCounter, Pubkey,
    event::{ClaimsOpened, CoStakeUnstaked, OfferClaimed},
};

use crate::world::offers::claims_in;

#[derive(Debug, PartialEq)]
pub struct CounterCopy {
    wallet: Pubkey,
    pub rent_payer: Pubkey,
    /// Device, offer index and when it counts as free.
    slots: [Option<(Pubkey, u32, i64)>; 2],
}

impl CounterCopy {
    pub fn opened(e: &ClaimsOpened) -> Self {
        Self { wallet: e.wallet, rent_payer: e.rent_payer, slots: [None; 2] }
    }

    pub fn claimed(&mut self, e: &OfferClaimed) {
        self.slots = claims_in(&e.slots);
    }

    pub fn unstaked(&mut self, e: &CoStakeUnstaked) {
        let slot = self.slots.iter_mut().flatten().find(|slot| (slot.0, slot.1) == (e.device, e.index));
        slot.expect("the claim holds a slot").2 = e.cooldown_at;
    }

    pub fn free(&mut self, device: &Pubkey, index: u32) {
        for slot in &mut self.slots {
            *slot = slot.filter(|slot| (slot.0, slot.1) != (*device, index));
        }
    }
}

impl From<&ClaimCounter> for CounterCopy {
    fn from(counter: &ClaimCounter) -> Self {
        Self { wallet: counter.wallet, rent_payer: counter.rent_payer, slots: claims_in(counter.slots()) }
    }
}
