//! The events alone rebuild the accounts.
//!
//! The replayer shares no code with the program: it knows only what each event says of itself.

use std::collections::BTreeMap;

use co_staking_client::{
    ClaimSlot, ConfigChanges, Durations, OwnerStake, Position, Pubkey, Roles, account,
    event::Event,
    format::IO,
    instructions::{
        admin::{accept_admin, propose_admin},
        co_staker::close_claims,
    },
    pda,
    rules::{
        facts::{DeviceFacts, FactsUpdate},
        hire::{Hire, HireUpdate},
        offer::Terms,
        requirement::Requirement,
        status::OfferState,
    },
};
use solana_signer::Signer;

use crate::world::{BASE, COOLDOWN, DAY, NOTICE, World, figures::no_owner_stake, offers::asking};

/// What the events say, so far.
#[derive(Default)]
pub struct Replayer {
    config: Option<ConfigCopy>,
    devices: BTreeMap<Pubkey, DeviceCopy>,
    offers: BTreeMap<Pubkey, OfferCopy>,
    counters: BTreeMap<Pubkey, CounterCopy>,
}

#[derive(Debug, PartialEq)]
struct ConfigCopy {
    admin: Pubkey,
    proposed_admin: Pubkey,
    roles: Roles,
    mint: Pubkey,
    durations: Durations,
    base_requirement: u64,
    max_block_reward: u64,
    paused: bool,
}

#[derive(Debug, PartialEq)]
struct DeviceCopy {
    device_id: [u8; 32],
    owner: Pubkey,
    vault: Pubkey,
    rent_payer: Pubkey,
    facts: DeviceFacts,
    hire: Hire,
    requirement: Requirement,
    owner_stake: OwnerStake,
    ever_staked: bool,
    /// By place.
    positions: BTreeMap<u8, PositionCopy>,
    open_offers: u8,
    open_amount: u64,
    offer_accounts: u32,
    next_offer_index: u32,
    /// What the amounts in the events sum up to; the vault holds it.
    ledger: u64,
}

#[derive(Clone, Debug, PartialEq)]
struct PositionCopy {
    index: u32,
    co_staker: Pubkey,
    stake: u64,
    reward_bps: u16,
    claimed_at: i64,
    cooldown_at: i64,
    unlock_at: i64,
}

#[derive(Debug, PartialEq)]
struct OfferCopy {
    device: Pubkey,
    index: u32,
    owner: Pubkey,
    co_staker: Pubkey,
    reserved_for: Pubkey,
    model: [u8; 32],
    terms: Terms,
    state: OfferState,
    created_at: i64,
    claimed_at: i64,
    rewards: u64,
    rent_payer: Pubkey,
}

#[derive(Debug, PartialEq)]
struct CounterCopy {
    wallet: Pubkey,
    rent_payer: Pubkey,
    /// Device, offer index and when it counts as free.
    slots: [Option<(Pubkey, u32, i64)>; 2],
}

impl DeviceCopy {
    fn position(&mut self, index: u32) -> &mut PositionCopy {
        self.positions.values_mut().find(|position| position.index == index).expect("the co-stake is held")
    }
}

impl Replayer {
    pub fn of(events: &[Event]) -> Self {
        let mut replayer = Self::default();
        events.iter().for_each(|event| replayer.apply(event));
        replayer
    }

    fn config(&mut self) -> &mut ConfigCopy {
        self.config.as_mut().expect("the config was initialized")
    }

    fn device(&mut self, key: &Pubkey) -> &mut DeviceCopy {
        self.devices.get_mut(key).expect("the device was registered")
    }

    fn apply(&mut self, event: &Event) {
        match event.clone() {
            Event::ConfigInitialized(e) => {
                assert!(self.config.is_none());
                self.config = Some(ConfigCopy {
                    admin: e.admin,
                    proposed_admin: Pubkey::default(),
                    roles: e.roles,
                    mint: e.mint,
                    durations: e.durations,
                    base_requirement: e.base_requirement,
                    max_block_reward: e.max_block_reward,
                    paused: false,
                });
            }
            Event::ConfigUpdated(e) => {
                let config = self.config();
                config.roles = e.roles;
                config.base_requirement = e.base_requirement;
                config.max_block_reward = e.max_block_reward;
            }
            Event::AdminProposed(e) => self.config().proposed_admin = e.proposed,
            Event::AdminAccepted(e) => {
                let config = self.config();
                assert_eq!((config.admin, config.proposed_admin), (e.previous, e.admin));
                config.admin = e.admin;
                config.proposed_admin = Pubkey::default();
            }
            Event::PauseSet(e) => self.config().paused = e.paused,
            Event::DeviceRegistered(e) => {
                let copy = DeviceCopy {
                    device_id: e.device_id,
                    owner: e.owner,
                    vault: e.vault,
                    rent_payer: e.rent_payer,
                    facts: e.facts,
                    hire: e.hire,
                    requirement: e.requirement,
                    owner_stake: no_owner_stake(0),
                    ever_staked: false,
                    positions: BTreeMap::new(),
                    open_offers: 0,
                    open_amount: 0,
                    offer_accounts: 0,
                    next_offer_index: 0,
                    ledger: 0,
                };
                assert!(self.devices.insert(e.device, copy).is_none(), "registered twice");
            }
            Event::DeviceUpdated(e) => {
                let device = self.device(&e.device);
                (device.facts, device.hire, device.requirement) = (e.facts, e.hire, e.requirement);
            }
            Event::RequirementRefreshed(e) => self.device(&e.device).requirement = e.requirement,
            Event::OwnerStaked(e) => {
                let device = self.device(&e.device);
                device.owner_stake = e.owner_stake;
                device.ever_staked = true;
                device.ledger += e.amount;
            }
            Event::OverflowWithdrawn(e) => {
                let device = self.device(&e.device);
                device.owner_stake = e.owner_stake;
                device.ledger -= e.amount;
            }
            Event::OwnerUnstaked(e) => {
                let device = self.device(&e.device);
                device.owner_stake = e.owner_stake;
                for pushed in e.pushed_out {
                    let position = device.position(pushed.index);
                    assert_eq!(position.co_staker, pushed.co_staker);
                    (position.cooldown_at, position.unlock_at) = (pushed.cooldown_at, pushed.unlock_at);
                }
            }
            Event::OwnerWithdrew(e) => {
                let device = self.device(&e.device);
                device.owner_stake = e.owner_stake;
                device.ledger -= e.amount;
            }
            Event::DeviceClosed(e) => {
                let device = self.devices.remove(&e.device).expect("the device was registered");
                assert_eq!((device.device_id, device.owner, device.ledger), (e.device_id, e.owner, 0));
                assert_eq!(device.rent_payer, e.rent_payer);
            }
            other => self.apply_to_offers(other),
        }
    }

    fn apply_to_offers(&mut self, event: Event) {
        match event {
            Event::OfferCreated(e) => {
                let device = self.device(&e.device);
                assert_eq!(device.next_offer_index, e.index);
                device.next_offer_index += 1;
                device.offer_accounts += 1;
                device.open_offers += 1;
                device.open_amount += e.terms.amount;
                let copy = OfferCopy {
                    device: e.device,
                    index: e.index,
                    owner: e.owner,
                    co_staker: Pubkey::default(),
                    reserved_for: e.reserved_for,
                    model: e.model,
                    terms: e.terms,
                    state: OfferState::Open,
                    created_at: e.created_at,
                    claimed_at: 0,
                    rewards: 0,
                    rent_payer: e.rent_payer,
                };
                assert!(self.offers.insert(e.offer, copy).is_none(), "created twice");
            }
            Event::OfferRetracted(e) => {
                let device = self.device(&e.device);
                device.open_offers -= 1;
                device.open_amount -= e.terms.amount;
                self.offers.get_mut(&e.offer).unwrap().state = OfferState::Retracted;
            }
            Event::OfferClosed(e) => {
                self.device(&e.device).offer_accounts -= 1;
                assert_eq!(self.offers.remove(&e.offer).unwrap().rent_payer, e.rent_payer);
            }
            Event::OfferClaimed(e) => {
                let device = self.device(&e.device);
                device.open_offers -= 1;
                device.open_amount -= e.terms.amount;
                device.ledger += e.terms.amount;
                let position = PositionCopy {
                    index: e.index,
                    co_staker: e.co_staker,
                    stake: e.terms.amount,
                    reward_bps: e.terms.reward_bps,
                    claimed_at: e.claimed_at,
                    cooldown_at: i64::MAX,
                    unlock_at: i64::MAX,
                };
                assert!(device.positions.insert(e.place, position).is_none(), "the place was taken");
                let offer = self.offers.get_mut(&e.offer).unwrap();
                (offer.state, offer.co_staker, offer.claimed_at) = (OfferState::Claimed, e.co_staker, e.claimed_at);
                self.counters.get_mut(&pda::claims(&e.co_staker)).unwrap().slots = e.slots.map(|slot| slots(&slot));
            }
            Event::CoStakeUnstaked(e) => {
                let position = self.device(&e.device).position(e.index);
                (position.cooldown_at, position.unlock_at) = (e.cooldown_at, e.unlock_at);
                let counter = self.counters.get_mut(&pda::claims(&e.co_staker)).unwrap();
                let slot = counter.slots.iter_mut().flatten().find(|slot| (slot.0, slot.1) == (e.device, e.index));
                slot.expect("the claim holds a slot").2 = e.cooldown_at;
            }
            Event::CoStakeWithdrawn(e) => {
                let device = self.device(&e.device);
                assert_eq!(device.position(e.index).stake, e.amount);
                device.positions.retain(|_, position| position.index != e.index);
                device.ledger -= e.amount;
                self.offers.get_mut(&e.offer).unwrap().rewards += e.rewards;
                self.free(&e.co_staker, &e.device, e.index);
            }
            Event::ClaimsOpened(e) => {
                let copy = CounterCopy { wallet: e.wallet, rent_payer: e.rent_payer, slots: [None; 2] };
                assert!(self.counters.insert(e.counter, copy).is_none(), "opened twice");
            }
            Event::ClaimsClosed(e) => {
                assert_eq!(self.counters.remove(&e.counter).unwrap().rent_payer, e.rent_payer);
            }
            Event::ClaimReleased(e) => self.free(&e.wallet, &e.device, e.index),
            other => panic!("an event that the replayer does not know: {other:?}"),
        }
    }

    /// A counter that was closed has nothing to free.
    fn free(&mut self, wallet: &Pubkey, device: &Pubkey, index: u32) {
        if let Some(counter) = self.counters.get_mut(&pda::claims(wallet)) {
            for slot in &mut counter.slots {
                *slot = slot.filter(|slot| (slot.0, slot.1) != (*device, index));
            }
        }
    }

    /// Compares every field with the accounts.
    pub async fn assert_rebuilds(&self, world: &mut World) {
        let config = world.config().await;
        let found = ConfigCopy {
            admin: config.admin,
            proposed_admin: config.proposed_admin,
            roles: config.roles,
            mint: config.mint,
            durations: config.durations,
            base_requirement: config.base_requirement,
            max_block_reward: config.max_block_reward,
            paused: config.is_paused(),
        };
        assert_eq!(self.config.as_ref(), Some(&found));
        for (key, copy) in &self.devices {
            let account = world.account(key).await.expect("a device that the events know");
            let device = account::device(&account.owner, &account.data).unwrap();
            let found = DeviceCopy {
                device_id: *device.device_id(),
                owner: device.owner,
                vault: device.vault,
                rent_payer: device.rent_payer,
                facts: *device.facts(),
                hire: *device.hire(),
                requirement: *device.requirement(),
                owner_stake: *device.owner_stake(),
                ever_staked: device.remains().unwrap().ever_staked,
                positions: (0..)
                    .zip(device.positions())
                    .filter(|(_, p)| p.is_held())
                    .map(|(at, p)| (at, copy_of(p)))
                    .collect(),
                open_offers: device.open_offers(),
                open_amount: device.open_amount(),
                offer_accounts: device.remains().unwrap().offer_accounts,
                next_offer_index: device.next_offer_index(),
                ledger: device.ledger().unwrap(),
            };
            assert_eq!(*copy, found);
            assert!(world.balance(&copy.vault).await >= copy.ledger);
        }
        self.assert_rebuilds_offers(world).await;
    }

    async fn assert_rebuilds_offers(&self, world: &mut World) {
        for (key, copy) in &self.offers {
            let account = world.account(key).await.expect("an offer that the events know");
            let offer = account::offer(&account.owner, &account.data).unwrap();
            let found = OfferCopy {
                device: offer.device,
                index: offer.index(),
                owner: offer.owner,
                co_staker: offer.co_staker,
                reserved_for: offer.reserved_for,
                model: offer.model,
                terms: *offer.terms(),
                state: offer.state(),
                created_at: offer.created_at(),
                claimed_at: offer.claimed_at(),
                rewards: offer.rewards(),
                rent_payer: offer.rent_payer,
            };
            assert_eq!(*copy, found);
        }
        for (key, copy) in &self.counters {
            let account = world.account(key).await.expect("a counter that the events know");
            let counter = account::claim_counter(&account.owner, &account.data).unwrap();
            let found = CounterCopy {
                wallet: counter.wallet,
                rent_payer: counter.rent_payer,
                slots: counter.slots().map(|slot| slots(&slot)),
            };
            assert_eq!(*copy, found);
        }
    }
}

fn copy_of(position: &Position) -> PositionCopy {
    PositionCopy {
        index: position.offer_index(),
        co_staker: *position.co_staker(),
        stake: position.stake(),
        reward_bps: position.reward_bps(),
        claimed_at: position.claimed_at(),
        cooldown_at: position.cooldown_at(),
        unlock_at: position.unlock_at(),
    }
}

fn slots(slot: &ClaimSlot) -> Option<(Pubkey, u32, i64)> {
    slot.claim().map(|(device, index)| (device, index, slot.free_from()))
}

#[tokio::test]
async fn the_events_of_a_long_life_rebuild_the_accounts() {
    let mut world = World::new().await;
    let (first, second, third) = (world.device().await, world.unregistered(), world.device().await);
    world.register(&second, 8, 100_000).await;

    world.stake(&first, 900 * IO).await;
    world.stake(&second, 16_000 * IO).await;
    world.withdraw_overflow(&first, 50 * IO).await;
    world.hire(&second, 2 * DAY).await;
    let facts = FactsUpdate {
        model: Some("AMD MI300X".into()),
        reliability_bps: Some(9_950),
        operational: Some(true),
        ..FactsUpdate::default()
    };
    world.update_device(&first, facts, None).await;
    world.set_cards(&third, 7).await;

    world.wait(DAY).await;
    let ends_at = world.now().await + DAY;
    world.update_hire(&second, HireUpdate::MoveEnd { ends_at }).await;
    world.set_base(BASE + 5).await;
    world.refresh(&first).await;
    world.unstake(&first).await;
    world.pause().await;
    world.wait(NOTICE).await;
    world.refresh(&third).await;
    world.unpause().await;

    let (admin, heir, key) = (world.roles.admin.insecure_clone(), world.keypair(), world.key());
    world.accept(&[propose_admin(&admin.pubkey(), Some(key))], &[&admin]).await;
    world.accept(&[propose_admin(&admin.pubkey(), None)], &[&admin]).await;
    world.accept(&[propose_admin(&admin.pubkey(), Some(heir.pubkey()))], &[&admin]).await;
    world.accept(&[accept_admin(&heir.pubkey())], &[&heir]).await;
    world.roles.admin = heir;
    let changes = ConfigChanges { slasher: Some(key), max_block_reward: Some(3), ..ConfigChanges::default() };
    world.update_config(changes).await;
    Replayer::of(&world.told).assert_rebuilds(&mut world).await;

    world.wait(COOLDOWN).await;
    world.withdraw(&first).await;
    world.donate(&third.vault, 1).await;
    world.close_device(&third).await;
    world.register(&third, 1, 0).await;
    world.stake(&first, 1).await;
    world.pause().await;
    let replayer = Replayer::of(&world.told);
    assert_eq!(replayer.devices.len(), 3);
    replayer.assert_rebuilds(&mut world).await;
}

/// A device with offers in every state: claimed, retracted, closed; co-stakes that left, were pushed out and withdrawn.
#[tokio::test]
async fn the_events_of_offers_and_co_stakes_rebuild_the_accounts() {
    let mut world = World::new().await;
    let device = world.market(10_000, 9_000).await;
    for (amount, bps) in [(1_000, 7_400), (500, 100), (250, 0)] {
        world.create(&device, asking(amount, bps)).await;
    }
    let (first, second) = (world.co_staker(2_000).await, world.co_staker(2_000).await);
    world.claim(&device, 0, &first).await;
    world.claim(&device, 1, &second).await;
    world.retract(&device, 2).await;
    Replayer::of(&world.told).assert_rebuilds(&mut world).await;

    world.leave(&device, 0, &first).await;
    world.wait(DAY).await;
    world.unstake(&device).await;
    Replayer::of(&world.told).assert_rebuilds(&mut world).await;

    world.wait(COOLDOWN).await;
    world.pay_out(&device, 0, &first).await;
    world.pay_out(&device, 1, &second).await;
    let rent_payer = world.counter(&first).await.rent_payer;
    world.accept(&[close_claims(&first.key(), &rent_payer)], &[&first.keypair]).await;
    world.close_offer(&device, 2).await;
    let replayer = Replayer::of(&world.told);
    assert_eq!((replayer.offers.len(), replayer.counters.len()), (2, 1));
    replayer.assert_rebuilds(&mut world).await;
}
