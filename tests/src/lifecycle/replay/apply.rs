//! What each event changes.

use co_staking_client::{event::Event, pda, rules::status::OfferState};

use super::{
    case::CaseCopy, config::ConfigCopy, counter::CounterCopy, device::DeviceCopy, offer::OfferCopy, pool::PoolCopy,
    replayer::Replayer,
};

impl Replayer {
    pub(super) fn apply(&mut self, event: &Event) {
        match event {
            Event::ConfigInitialized(e) => {
                assert!(self.config.replace(ConfigCopy::initialized(e)).is_none(), "initialized twice");
                self.pool = Some(PoolCopy::opened());
            }
            Event::ConfigUpdated(e) => self.config().updated(e),
            Event::AdminProposed(e) => self.config().proposed_admin = e.proposed,
            Event::AdminAccepted(e) => self.config().accepted(e),
            Event::PauseSet(e) => self.config().paused = e.paused,
            Event::DeviceRegistered(e) => {
                let copy = DeviceCopy::registered(e);
                assert!(self.devices.insert(e.device, copy).is_none(), "registered twice");
            }
            Event::DeviceUpdated(e) => {
                let device = self.device(&e.device);
                (device.facts, device.hire, device.requirement) = (e.facts, e.hire, e.requirement);
            }
            Event::RequirementRefreshed(e) => self.device(&e.device).requirement = e.requirement,
            Event::OwnerStaked(e) => {
                let device = self.device(&e.device);
                device.owner_stake = (&e.owner_stake).into();
                device.ever_staked = true;
                device.ledger += e.amount;
            }
            Event::OverflowWithdrawn(e) => {
                let device = self.device(&e.device);
                device.owner_stake = (&e.owner_stake).into();
                device.ledger -= e.amount;
            }
            Event::OwnerUnstaked(e) => self.device(&e.device).owner_unstaked(e),
            Event::OwnerWithdrew(e) => {
                let device = self.device(&e.device);
                device.owner_stake = (&e.owner_stake).into();
                device.ledger -= e.amount;
            }
            Event::DeviceClosed(e) => {
                let device = self.devices.remove(&e.device).expect("the device was registered");
                assert_eq!((device.device_id, device.owner, device.ledger), (e.device_id, e.owner, 0));
                assert_eq!(device.rent_payer, e.rent_payer);
            }
            Event::OfferCreated(_)
            | Event::OfferRetracted(_)
            | Event::OfferClosed(_)
            | Event::OfferClaimed(_)
            | Event::CoStakeUnstaked(_)
            | Event::CoStakeWithdrawn(_)
            | Event::ClaimsOpened(_)
            | Event::ClaimsClosed(_)
            | Event::ClaimReleased(_) => self.apply_to_offers(event),
            Event::RewardsFunded(_) | Event::RewardsAccrued(_) | Event::RewardsClaimed(_) => {
                self.apply_to_rewards(event);
            }
            Event::SlashOpened(_) | Event::SlashAppealed(_) | Event::SlashDecided(_) | Event::SlashReturned(_) => {
                self.apply_to_cases(event);
            }
        }
    }

    fn apply_to_offers(&mut self, event: &Event) {
        match event {
            Event::OfferCreated(e) => {
                let device = self.device(&e.device);
                assert_eq!(device.next_offer_index, e.index);
                device.next_offer_index += 1;
                device.offer_accounts += 1;
                device.open_offers += 1;
                device.open_amount += e.terms.amount;
                assert!(self.offers.insert(e.offer, OfferCopy::created(e)).is_none(), "created twice");
            }
            Event::OfferRetracted(e) => {
                let device = self.device(&e.device);
                device.open_offers -= 1;
                device.open_amount -= e.terms.amount;
                self.offer(&e.offer).state = OfferState::Retracted;
            }
            Event::OfferClosed(e) => {
                self.device(&e.device).offer_accounts -= 1;
                assert_eq!(self.offers.remove(&e.offer).unwrap().rent_payer, e.rent_payer);
            }
            Event::OfferClaimed(e) => {
                self.device(&e.device).claimed(e);
                self.offer(&e.offer).claimed(e);
                self.counter(&e.co_staker).claimed(e);
            }
            Event::CoStakeUnstaked(e) => {
                self.device(&e.device).co_stake_unstaked(e);
                self.counter(&e.co_staker).unstaked(e);
            }
            Event::CoStakeWithdrawn(e) => {
                self.device(&e.device).co_stake_withdrawn(e);
                self.offer(&e.offer).rewards += e.rewards;
                self.free(&e.co_staker, &e.device, e.index);
            }
            Event::ClaimsOpened(e) => {
                assert!(self.counters.insert(e.counter, CounterCopy::opened(e)).is_none(), "opened twice");
            }
            Event::ClaimsClosed(e) => {
                assert_eq!(self.counters.remove(&e.counter).unwrap().rent_payer, e.rent_payer);
            }
            Event::ClaimReleased(e) => self.free(&e.wallet, &e.device, e.index),
            other => unreachable!("not of offers: {other:?}"),
        }
    }

    fn apply_to_rewards(&mut self, event: &Event) {
        match event {
            Event::RewardsFunded(e) => self.pool().funded(e),
            Event::RewardsAccrued(e) => {
                // A row may name what is no device, or one that was closed.
                let credited = e.rows.iter().filter_map(|row| {
                    let device = self.devices.get_mut(&row.device)?;
                    Some(device.accrued(&row.accrual, e.ended_at))
                });
                let credited = credited.sum();
                self.pool().credited(credited, e.owed);
            }
            Event::RewardsClaimed(e) => {
                self.pool().claimed(e);
                let device = self.devices.get_mut(&e.device).expect("the device was registered");
                let rewards = match e.offer_index {
                    None => &mut device.owner_stake.rewards,
                    Some(index) => match device.find(index) {
                        Some(position) => &mut position.rewards,
                        None => &mut self.offers.get_mut(&pda::offer(&e.device, index)).unwrap().rewards,
                    },
                };
                assert_eq!(std::mem::take(rewards), e.amount);
            }
            other => unreachable!("not of rewards: {other:?}"),
        }
    }

    fn apply_to_cases(&mut self, event: &Event) {
        match event {
            Event::SlashOpened(e) => {
                let device = self.device(&e.device);
                device.slashed(e);
                let copy = CaseCopy::opened(e, device.owner);
                assert!(self.cases.insert(e.case, copy).is_none(), "opened twice");
                self.pool().slashed(e);
            }
            Event::SlashAppealed(e) => self.case(&e.case).appealed(e),
            Event::SlashDecided(e) => {
                self.case(&e.case).decided(e);
                self.pool().decided(e);
                // An overturned one counts until all is returned.
                self.device(&e.device).slash_cases -= u32::from(e.upheld);
            }
            Event::SlashReturned(e) => {
                self.pool().returned(e);
                let ended = self.case(&e.case).returned(e);
                let device = self.device(&e.device);
                device.slash_cases -= u32::from(ended);
                if e.to_stake {
                    device.restored(&e.part);
                }
                match e.part.offer_index() {
                    None => device.owner_stake.rewards += e.part.rewards(),
                    Some(index) if e.to_stake => device.position(index).rewards += e.part.rewards(),
                    Some(index) => self.offer(&pda::offer(&e.device, index)).rewards += e.part.rewards(),
                }
            }
            other => unreachable!("not of cases: {other:?}"),
        }
    }
}
