//! R1 to R5: devices, their facts, hires and requirements.

use co_staking_client::CoStakingError as E;

use super::{
    Model, Outcome,
    figures::requirement,
    money::bytes,
    reasons::{FOREIGN, IN_USE, NOT_NAMED, NOTHING_THERE, Reasons},
    world::{Device, Holder, Role, Span, Token},
};
use crate::act::{Call, DeviceNo, HireCall, Place, Purse, Wallet};

const MODEL_BYTES: usize = 32;

fn is_a_name(model: &str) -> bool {
    (1..=MODEL_BYTES).contains(&model.len()) && model.chars().all(|c| c.is_ascii_graphic() || c == ' ')
}

impl Model {
    pub(super) fn register_device(&mut self, call: &Call) -> Outcome {
        let Call::RegisterDevice { registrar, payer, device, owner, model, cards, multiplier } = call else {
            unreachable!("of this call alone")
        };
        let mut why = Reasons::default();
        why.when(self.is_not(Role::Registrar, *registrar), NOT_NAMED);
        why.when(self.paused(), E::Paused);
        why.when(owner.is_none(), E::OwnerIsZero);
        why.when(!is_a_name(model), E::ModelInvalid);
        why.when(*cards == 0, E::CardsZero);
        let required = requirement(*cards, self.config().base, *multiplier);
        why.when(required.is_none(), E::RequirementTooLarge);
        why.when(self.world.devices.contains_key(device), IN_USE);
        why.none()?;
        let (Some(owner), Some(required)) = (*owner, required) else { unreachable!("refused above") };
        self.create(Place::Device(*device), bytes::DEVICE, *payer);
        self.create(Place::Purse(Purse::Vault(*device)), bytes::TOKEN, *payer);
        self.world.tokens.insert(Purse::Vault(*device), Token { holder: Holder::Device(*device), amount: 0 });
        // What nobody has attested yet is not so: the device is not operational, and nobody relies on it.
        let (rent_payer, model, cards, multiplier) = (*payer, model.clone(), *cards, *multiplier);
        let new = Device { owner, rent_payer, model, cards, multiplier, required, ..Device::default() };
        self.world.devices.insert(*device, new);
        Ok(())
    }

    pub(super) fn update_device(&mut self, call: &Call) -> Outcome {
        let Call::UpdateDevice { registrar, device: number, model, cards, multiplier, reliability, operational, hire } =
            call
        else {
            unreachable!("of this call alone")
        };
        let mut why = Reasons::default();
        why.when(self.is_not(Role::Registrar, *registrar), NOT_NAMED);
        why.when(self.paused(), E::Paused);
        why.when(model.as_ref().is_some_and(|model| !is_a_name(model)), E::ModelInvalid);
        why.when(*cards == Some(0), E::CardsZero);
        why.when(reliability.is_some_and(|bps| bps > 10_000), E::ReliabilityOutOfRange);
        let Some(device) = self.device(*number) else { return why.stop(&[FOREIGN]) };
        let mut next = device.clone();
        next.model = model.clone().unwrap_or(next.model);
        next.cards = cards.unwrap_or(next.cards);
        next.multiplier = multiplier.unwrap_or(next.multiplier);
        next.reliability = reliability.unwrap_or(next.reliability);
        next.operational = operational.unwrap_or(next.operational);
        if let Some(hire) = hire {
            self.hire(&mut why, &mut next, *hire);
        }
        if (next.cards, next.multiplier) != (device.cards, device.multiplier) {
            self.require(&mut why, &mut next);
        }
        why.none()?;
        self.world.devices.insert(*number, next);
        Ok(())
    }

    /// R2
    fn hire(&self, why: &mut Reasons, device: &mut Device, call: HireCall) {
        let now = i128::from(self.now);
        let too_long = |from: i128, to: i64| i128::from(to) - from > i128::from(self.span(Span::LongestHire));
        let is_on = device.is_hired(self.now);
        match call {
            HireCall::Start(to) => {
                let gap = i128::from(self.span(Span::HireGap));
                why.when(is_on, E::AlreadyHired);
                why.when(to <= self.now, E::HireEndsInPast);
                why.when(too_long(now, to), E::HireTooLong);
                let too_soon = device.hire.is_some_and(|(_, end)| now < i128::from(end) + gap);
                why.when(too_soon && !is_on, E::HireGapNotOver);
                device.hire = Some((self.now, to));
            }
            HireCall::MoveEnd(to) => {
                why.when(!is_on, E::NotHired);
                why.when(to <= self.now, E::HireEndsInPast);
                let from = device.hire.map_or(self.now, |(from, _)| from);
                why.when(is_on && too_long(i128::from(from), to), E::HireTooLong);
                device.hire = Some((from, to));
            }
            HireCall::End => {
                why.when(!is_on, E::NotHired);
                device.hire = device.hire.map(|(from, _)| (from, self.now));
            }
        }
    }

    pub(super) fn refresh_requirement(&mut self, number: DeviceNo) -> Outcome {
        let mut why = Reasons::default();
        let Some(device) = self.device(number) else { return why.stop(&[FOREIGN]) };
        let mut next = device.clone();
        self.require(&mut why, &mut next);
        why.none()?;
        self.world.devices.insert(number, next);
        Ok(())
    }

    /// R3, where what has matured counts already.
    fn require(&self, why: &mut Reasons, device: &mut Device) {
        let Some(required) = requirement(device.cards, self.config().base, device.multiplier) else {
            return why.when(true, E::RequirementTooLarge);
        };
        device.pending = match device.pending {
            same @ Some((pending, _)) if pending == required => same,
            _ if device.required == required => None,
            _ => Some((required, self.now + self.span(Span::Notice))),
        };
    }

    /// R5
    pub(super) fn close_device(&mut self, closer: Wallet, number: DeviceNo, to: Purse, rent_to: Wallet) -> Outcome {
        let mut why = Reasons::default();
        let Some(device) = self.device(number) else { return why.stop(&[FOREIGN, NOTHING_THERE]) };
        let unused = !device.ever_staked && self.config().is(Role::Registrar, closer);
        why.when(closer != device.owner && !unused, E::NotYoursToClose);
        why.when(device.stake.active > 0 || device.is_exiting(), E::DeviceHasStake);
        why.when(device.positions().next().is_some(), E::DeviceHasPositions);
        why.when(device.totals.offers > 0, E::DeviceHasOffers);
        why.when(device.totals.undecided + device.totals.unreturned > 0, E::DeviceHasSlashCases);
        why.when(device.rewards > 0, E::DeviceHasRewards);
        why.when(rent_to != device.rent_payer, NOT_NAMED);
        let owner = device.owner;
        self.may_pay(&mut why, owner, closer, to);
        why.none()?;
        let vault = Purse::Vault(number);
        self.pay(vault, to, self.balance(vault));
        self.donated.remove(&vault);
        self.world.tokens.remove(&vault);
        self.destroy(Place::Purse(vault), rent_to);
        self.destroy(Place::Device(number), rent_to);
        self.world.devices.remove(&number);
        Ok(())
    }
}
