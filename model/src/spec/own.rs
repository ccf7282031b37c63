//! R6 to R10: the owner's stake.

use co_staking_client::CoStakingError as E;

use super::{
    Model, Outcome,
    reasons::{FOREIGN, NOT_NAMED, NOTHING_THERE, Reasons},
    world::{OwnStake, Span},
};
use crate::act::{DeviceNo, Purse, Wallet};

impl Model {
    pub(super) fn stake(&mut self, owner: Wallet, number: DeviceNo, source: Purse, amount: u64) -> Outcome {
        let mut why = Reasons::default();
        why.when(self.paused(), E::Paused);
        why.when(amount == 0, E::AmountZero);
        self.may_spend(&mut why, owner, source, amount);
        let Some(device) = self.device(number) else { return why.stop(&[FOREIGN, NOTHING_THERE]) };
        why.when(device.owner != owner, NOT_NAMED);
        why.when(device.is_exiting(), E::OwnerExiting);
        // Nobody has so much; the sum may be met before the token program is asked.
        why.when(device.held() + u128::from(amount) > u128::from(u64::MAX), E::MathOverflow);
        why.none()?;
        self.pay(source, Purse::Vault(number), amount);
        let now = self.now;
        let device = self.device_mut(number);
        device.stake.active += amount;
        device.stake.since.get_or_insert(now);
        device.ever_staked = true;
        Ok(())
    }

    pub(super) fn withdraw_overflow(&mut self, owner: Wallet, number: DeviceNo, to: Purse, amount: u64) -> Outcome {
        let mut why = Reasons::default();
        why.when(amount == 0, E::AmountZero);
        let Some(device) = self.device(number) else { return why.stop(&[FOREIGN, NOTHING_THERE]) };
        why.when(device.owner != owner, NOT_NAMED);
        why.when(amount > device.overflow(self.now), E::AmountExceedsOverflow);
        let party = device.owner;
        self.may_pay(&mut why, party, owner, to);
        why.none()?;
        self.pay(Purse::Vault(number), to, amount);
        self.device_mut(number).stake.active -= amount;
        Ok(())
    }

    /// R8 and R9
    pub(super) fn unstake(&mut self, owner: Wallet, number: DeviceNo) -> Outcome {
        let mut why = Reasons::default();
        let Some(device) = self.device(number) else { return why.stop(&[FOREIGN]) };
        why.when(device.owner != owner, NOT_NAMED);
        why.when(device.stake.active == 0, E::NothingStaked);
        why.when(device.is_hired(self.now), E::DeviceHired);
        why.when(device.totals.open_offers > 0, E::RetractOffersFirst);
        why.when(device.is_exiting(), E::OwnerExiting);
        why.none()?;
        let (now, unlock) = (self.now, self.now + self.span(Span::Cooldown));
        let device = self.device_mut(number);
        device.stake.exiting = std::mem::take(&mut device.stake.active);
        device.stake.unlock_at = Some(unlock);
        for position in device.places.iter_mut().flatten().filter(|position| position.counts(now)) {
            position.cooldown_at = Some(now);
            position.unlock_at = Some(position.unlock_at.map_or(unlock, |own| own.min(unlock)));
        }
        Ok(())
    }

    pub(super) fn withdraw(&mut self, sender: Wallet, number: DeviceNo, to: Purse) -> Outcome {
        let mut why = Reasons::default();
        let Some(device) = self.device(number) else { return why.stop(&[FOREIGN, NOTHING_THERE]) };
        why.when(!device.is_exiting(), E::NotExiting);
        why.when(device.stake.unlock_at.is_some_and(|unlock| self.now < unlock), E::CooldownNotOver);
        let (owner, amount) = (device.owner, device.stake.exiting);
        self.may_pay(&mut why, owner, sender, to);
        why.none()?;
        self.pay(Purse::Vault(number), to, amount);
        self.device_mut(number).stake = OwnStake::default();
        Ok(())
    }
}
