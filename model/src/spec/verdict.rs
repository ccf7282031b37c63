//! R30 to R32: a case is appealed, decided, and given back.

use co_staking_client::CoStakingError as E;

use super::{
    Model, Outcome,
    reasons::{FOREIGN, NOT_NAMED, NOTHING_THERE, Reasons},
    world::{Case, CaseState, Part, Role, Span},
};
use crate::act::{Call, DeviceNo, Purse, Wallet};

/// A case, by its device and offence.
pub type CaseKey = (DeviceNo, u8);

impl Case {
    /// The last second of the window that is open, if one is.
    pub fn window_ends(&self, window: i64) -> Option<i64> {
        match self.state {
            CaseState::Open => Some(self.opened_at + window),
            CaseState::Appealed => self.appealed_at.map(|at| at + window),
            CaseState::Upheld | CaseState::Overturned => None,
        }
    }

    fn is_decided(&self) -> bool {
        matches!(self.state, CaseState::Upheld | CaseState::Overturned)
    }
}

impl Model {
    fn window_is_over(&self, case: &Case) -> bool {
        case.window_ends(self.span(Span::Appeal)).is_some_and(|last| self.now > last)
    }

    pub(super) fn appeal_slash(&mut self, party: Wallet, key: CaseKey) -> Outcome {
        let mut why = Reasons::default();
        let Some(case) = self.world.cases.get(&key) else { return why.stop(&[FOREIGN]) };
        why.when(case.state != CaseState::Open, E::CaseNotOpen);
        why.when(self.window_is_over(case), E::AppealWindowOver);
        let in_it = case.owner == party || case.parts.iter().flatten().any(|part| part.party == party);
        why.when(!in_it, E::NotInTheCase);
        why.none()?;
        let now = self.now;
        let case = self.case_mut(key);
        (case.state, case.appealed_at) = (CaseState::Appealed, Some(now));
        Ok(())
    }

    pub(super) fn rule_slash(&mut self, arbiter: Wallet, key: CaseKey, uphold: bool) -> Outcome {
        let mut why = Reasons::default();
        why.when(self.is_not(Role::Arbiter, arbiter), NOT_NAMED);
        why.when(self.device(key.0).is_none(), FOREIGN);
        let Some(case) = self.world.cases.get(&key) else { return why.stop(&[FOREIGN]) };
        why.when(case.state != CaseState::Appealed, E::CaseNotAppealed);
        why.when(case.is_decided(), E::CaseDecided);
        why.when(self.window_is_over(case), E::RulingWindowOver);
        why.none()?;
        self.decide(key, uphold);
        Ok(())
    }

    pub(super) fn finalize_slash(&mut self, key: CaseKey) -> Outcome {
        let mut why = Reasons::default();
        why.when(self.device(key.0).is_none(), FOREIGN);
        let Some(case) = self.world.cases.get(&key) else { return why.stop(&[FOREIGN]) };
        why.when(case.is_decided(), E::CaseDecided);
        why.when(!case.is_decided() && !self.window_is_over(case), E::CaseWindowOpen);
        why.none()?;
        // The parties' silence burns, the arbiter's restores.
        let uphold = case.state == CaseState::Open;
        self.decide(key, uphold);
        Ok(())
    }

    fn decide(&mut self, key: CaseKey, uphold: bool) {
        let case = self.case_mut(key);
        if !uphold {
            case.state = CaseState::Overturned;
            return;
        }
        case.state = CaseState::Upheld;
        let stake: u64 = case.parts.iter().flatten().map(|part| part.stake).sum();
        let rewards: u64 = case.parts.iter().flatten().map(|part| part.rewards).sum();
        self.world.tokens.get_mut(&Purse::Escrow).expect("it comes with the config").amount -= stake;
        self.world.supply -= stake;
        self.burned += stake;
        let pool = self.pool_mut();
        pool.escrowed -= stake;
        pool.owed -= rewards;
    }

    pub(super) fn return_slashed(&mut self, call: &Call) -> Outcome {
        let Call::ReturnSlashed { sender, device: number, offence, number: part_no, offer, to } = call else {
            unreachable!("of this call alone")
        };
        let mut why = Reasons::default();
        let key = (*number, *offence);
        let device_is_gone = self.device(*number).is_none();
        let Some(case) = self.world.cases.get(&key) else { return why.stop(&[FOREIGN, NOTHING_THERE]) };
        why.when(case.state != CaseState::Overturned, E::CaseNotOverturned);
        let absent = |index: &u32| !self.world.offers.contains_key(&(*number, *index));
        why.when(device_is_gone || offer.as_ref().is_some_and(absent), FOREIGN);
        if let Some(to) = to.filter(|to| !self.world.tokens.contains_key(to)) {
            why.when(true, self.no_token_account(to));
        }
        if device_is_gone {
            return why.stop(&[FOREIGN, NOTHING_THERE]);
        }
        let part = case.parts.get(usize::from(*part_no)).cloned().flatten();
        let Some(part) = part else { return why.stop(&[E::NoSuchPart.into()]) };
        why.when(part.returned, E::PartReturned);
        let to_stake = self.still_there(*number, &part);
        if !to_stake && part.stake > 0 {
            match to {
                Some(to) => self.may_pay(&mut why, part.party, *sender, *to),
                None => why.when(true, E::DestinationMissing),
            }
        }
        if part.rewards > 0 && part.offer.is_some() && !to_stake {
            why.when(offer.is_none(), E::OfferMissing);
            why.when(offer.is_some() && *offer != part.offer, E::WrongOffer);
        }
        why.none()?;
        self.give_back(key, *part_no, &part, to_stake, *to);
        Ok(())
    }

    /// Whether the stake that the part was taken from has not ended.
    fn still_there(&self, number: DeviceNo, part: &Part) -> bool {
        let device = self.device(number).expect("a device stays while it has cases");
        match part.offer {
            None => device.stake.since == Some(part.since),
            Some(index) => device.position(index).is_some(),
        }
    }

    fn give_back(&mut self, key: CaseKey, part_no: u8, part: &Part, to_stake: bool, to: Option<Purse>) {
        if to_stake {
            self.pay(Purse::Escrow, Purse::Vault(key.0), part.stake);
            let device = self.device_mut(key.0);
            match part.offer {
                None if device.stake.exiting > 0 => device.stake.exiting += part.stake,
                None => device.stake.active += part.stake,
                Some(index) => {
                    let position = device.place_of(index).and_then(Option::as_mut);
                    position.expect("it was found before").stake += part.stake;
                }
            }
        } else if let Some(to) = to.filter(|_| part.stake > 0) {
            self.pay(Purse::Escrow, to, part.stake);
        }
        if part.rewards > 0 {
            *self.credit_of(key.0, part.offer) += part.rewards;
        }
        self.pool_mut().escrowed -= part.stake;
        let part = self.case_mut(key).parts[usize::from(part_no)].as_mut();
        part.expect("it was found before").returned = true;
    }

    fn case_mut(&mut self, key: CaseKey) -> &mut Case {
        self.world.cases.get_mut(&key).expect("it was found before")
    }
}
