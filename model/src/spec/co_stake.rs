//! R17 to R19: a co-staker leaves.

use co_staking_client::CoStakingError as E;

use super::{
    Model, Outcome,
    figures::Phase,
    offers::OfferKey,
    reasons::{FOREIGN, NOTHING_THERE, Reasons},
    world::Span,
};
use crate::act::{DeviceNo, Purse, Wallet};

/// What no wallet's number is: of a party where there is none.
pub(super) const NOBODY: Wallet = Wallet::MAX;

impl Model {
    pub(super) fn unstake_co_stake(&mut self, co_staker: Wallet, number: DeviceNo, index: u32) -> Outcome {
        let mut why = Reasons::default();
        why.when(!self.world.counters.contains_key(&co_staker), FOREIGN);
        let Some(device) = self.device(number) else { return why.stop(&[FOREIGN]) };
        let Some(position) = device.position(index) else { return why.stop(&[E::NoSuchCoStake.into()]) };
        why.when(position.co_staker != co_staker, E::NotTheCoStaker);
        why.when(position.phase(self.now) != Phase::Active, E::CoStakeAlreadyLeft);
        why.none()?;
        let cooldown = self.now + self.span(Span::Wait);
        let unlock = cooldown + self.span(Span::Cooldown);
        let place = self.device_mut(number).place_of(index).and_then(Option::as_mut);
        let position = place.expect("it was found before");
        (position.cooldown_at, position.unlock_at) = (Some(cooldown), Some(unlock));
        let counter = self.world.counters.get_mut(&co_staker).expect("it was found before");
        if let Some(Some(slot)) = counter.slot_of((number, index)) {
            slot.free_from = Some(cooldown);
        }
        Ok(())
    }

    pub(super) fn withdraw_co_stake(&mut self, sender: Wallet, key: OfferKey, counter: Wallet, to: Purse) -> Outcome {
        let mut why = Reasons::default();
        let Some(offer) = self.world.offers.get(&key) else { return why.stop(&[FOREIGN, NOTHING_THERE]) };
        let device = self.device(key.0).expect("a device stays while it has offers");
        let party = offer.co_staker;
        why.when(party != Some(counter), E::WrongClaimCounter);
        let Some(position) = device.position(key.1) else {
            // Nobody is to be paid: whatever account was named may be found wrong first.
            self.may_pay(&mut why, party.unwrap_or(NOBODY), sender, to);
            return why.stop(&[E::NoSuchCoStake.into()]);
        };
        let (phase, party) = (position.phase(self.now), position.co_staker);
        let nothing_left = position.stake == 0;
        why.when(!nothing_left && phase == Phase::Active, E::CoStakeNotLeft);
        why.when(!nothing_left && matches!(phase, Phase::Waiting | Phase::Cooldown), E::CoStakeLocked);
        if nothing_left {
            // The program's documents: nobody is paid, so that whatever account was named will do.
            why.when(!self.world.tokens.contains_key(&to), self.no_token_account(to));
        } else {
            self.may_pay(&mut why, party, sender, to);
        }
        why.none()?;
        let place = self.device_mut(key.0).place_of(key.1).expect("it was found before");
        let position = place.take().expect("it was found before");
        self.pay(Purse::Vault(key.0), to, position.stake);
        self.offer_mut(key).rewards += position.rewards;
        self.free_claim(party, key);
        Ok(())
    }
}
