//! A device with its stakes, as the events tell it.

use std::collections::BTreeMap;

use co_staking_client::{
    Accrual, Device, OwnerStake, Part, Position, Pubkey, RewardBucket,
    event::{CoStakeUnstaked, CoStakeWithdrawn, DeviceRegistered, OfferClaimed, OwnerUnstaked, SlashOpened},
    rules::{
        facts::DeviceFacts,
        hire::Hire,
        requirement::Requirement,
        rewards::Skip,
        time::{LONG_AGO, NEVER},
    },
};

use crate::world::DAY;

#[derive(Debug, PartialEq)]
pub struct DeviceCopy {
    pub device_id: [u8; 32],
    pub owner: Pubkey,
    pub vault: Pubkey,
    pub rent_payer: Pubkey,
    pub facts: DeviceFacts,
    pub hire: Hire,
    pub requirement: Requirement,
    pub owner_stake: OwnerCopy,
    pub ever_staked: bool,
    /// By place.
    positions: BTreeMap<u8, PositionCopy>,
    pub open_offers: u8,
    pub open_amount: u64,
    pub offer_accounts: u32,
    pub next_offer_index: u32,
    /// Undecided, and overturned with a part not yet returned.
    pub slash_cases: u32,
    last_block_ended_at: i64,
    buckets: [RewardBucket; 7],
    /// What the amounts in the events sum up to; the vault holds it.
    pub ledger: u64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OwnerCopy {
    pub active: u64,
    pub exiting: u64,
    pub unlock_at: i64,
    pub staked_since: i64,
    pub rewards: u64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct PositionCopy {
    pub index: u32,
    pub co_staker: Pubkey,
    pub stake: u64,
    claimed: u64,
    pub rewards: u64,
    reward_bps: u16,
    claimed_at: i64,
    cooldown_at: i64,
    unlock_at: i64,
}

impl DeviceCopy {
    pub fn registered(e: &DeviceRegistered) -> Self {
        Self {
            device_id: e.device_id,
            owner: e.owner,
            vault: e.vault,
            rent_payer: e.rent_payer,
            facts: e.facts,
            hire: e.hire,
            requirement: e.requirement,
            owner_stake: OwnerCopy { active: 0, exiting: 0, unlock_at: 0, staked_since: NEVER, rewards: 0 },
            ever_staked: false,
            positions: BTreeMap::new(),
            open_offers: 0,
            open_amount: 0,
            offer_accounts: 0,
            next_offer_index: 0,
            slash_cases: 0,
            last_block_ended_at: LONG_AGO,
            buckets: [RewardBucket { rewards: 0, blocks: 0, day: 0 }; 7],
            ledger: 0,
        }
    }

    pub fn find(&mut self, index: u32) -> Option<&mut PositionCopy> {
        self.positions.values_mut().find(|position| position.index == index)
    }

    pub fn position(&mut self, index: u32) -> &mut PositionCopy {
        self.find(index).expect("the co-stake is held")
    }

    pub fn claimed(&mut self, e: &OfferClaimed) {
        self.open_offers -= 1;
        self.open_amount -= e.terms.amount;
        self.ledger += e.terms.amount;
        let position = PositionCopy {
            index: e.index,
            co_staker: e.co_staker,
            stake: e.terms.amount,
            claimed: e.terms.amount,
            rewards: 0,
            reward_bps: e.terms.reward_bps,
            claimed_at: e.claimed_at,
            cooldown_at: NEVER,
            unlock_at: NEVER,
        };
        assert!(self.positions.insert(e.place, position).is_none(), "the place was taken");
    }

    pub fn owner_unstaked(&mut self, e: &OwnerUnstaked) {
        self.owner_stake = (&e.owner_stake).into();
        for pushed in &e.pushed_out {
            let position = self.position(pushed.index);
            assert_eq!(position.co_staker, pushed.co_staker);
            (position.cooldown_at, position.unlock_at) = (pushed.cooldown_at, pushed.unlock_at);
        }
    }

    pub fn co_stake_unstaked(&mut self, e: &CoStakeUnstaked) {
        let position = self.position(e.index);
        assert_eq!((position.co_staker, position.stake), (e.co_staker, e.amount));
        (position.cooldown_at, position.unlock_at) = (e.cooldown_at, e.unlock_at);
    }

    pub fn co_stake_withdrawn(&mut self, e: &CoStakeWithdrawn) {
        let position = self.position(e.index);
        assert_eq!((position.stake, position.rewards), (e.amount, e.rewards));
        self.positions.retain(|_, position| position.index != e.index);
        self.ledger -= e.amount;
    }

    /// Returns what the block credited.
    pub fn accrued(&mut self, accrual: &Accrual, ended_at: i64) -> u64 {
        let passed = !matches!(accrual, Accrual::Skipped(Skip::NotADevice));
        assert!(passed, "a device that the events know is one");
        self.last_block_ended_at = self.last_block_ended_at.max(ended_at);
        let Accrual::Credited { amount, co_stakes } = accrual else { return 0 };
        for credit in co_stakes {
            self.position(credit.offer_index).rewards += credit.amount;
        }
        self.owner_stake.rewards += amount - co_stakes.iter().map(|credit| credit.amount).sum::<u64>();
        let day = u32::try_from(ended_at / DAY).unwrap();
        let bucket = &mut self.buckets[usize::try_from(day % 7).unwrap()];
        if bucket.day != day {
            *bucket = RewardBucket { rewards: 0, blocks: 0, day };
        }
        bucket.rewards += amount;
        bucket.blocks += 1;
        *amount
    }

    pub fn slashed(&mut self, e: &SlashOpened) {
        self.slash_cases += 1;
        for part in e.parts.iter().filter(|part| part.is_some()) {
            self.ledger -= part.stake();
            match part.offer_index() {
                Some(index) => {
                    let position = self.position(index);
                    assert_eq!(position.co_staker, *part.party());
                    position.stake -= part.stake();
                    position.rewards -= part.rewards();
                }
                None => {
                    let (owner, after) = (&self.owner_stake, &e.owner_stake);
                    assert_eq!(owner.active + owner.exiting - part.stake(), after.active() + after.exiting());
                    assert_eq!(owner.rewards - part.rewards(), after.rewards());
                }
            }
        }
        self.owner_stake = (&e.owner_stake).into();
    }

    /// The part went back into the stake that it came from.
    pub fn restored(&mut self, part: &Part) {
        self.ledger += part.stake();
        match part.offer_index() {
            Some(index) => self.position(index).stake += part.stake(),
            None if self.owner_stake.exiting > 0 => self.owner_stake.exiting += part.stake(),
            None => self.owner_stake.active += part.stake(),
        }
    }
}

impl From<&Device> for DeviceCopy {
    fn from(device: &Device) -> Self {
        let remains = device.remains().unwrap();
        let places = (0..).zip(device.positions());
        Self {
            device_id: *device.device_id(),
            owner: device.owner,
            vault: device.vault,
            rent_payer: device.rent_payer,
            facts: *device.facts(),
            hire: *device.hire(),
            requirement: *device.requirement(),
            owner_stake: device.owner_stake().into(),
            ever_staked: remains.ever_staked,
            positions: places.filter(|(_, p)| p.is_held()).map(|(place, p)| (place, p.into())).collect(),
            open_offers: device.open_offers(),
            open_amount: device.open_amount(),
            offer_accounts: remains.offer_accounts,
            next_offer_index: device.next_offer_index(),
            slash_cases: device.slash_cases(),
            last_block_ended_at: device.last_block_ended_at(),
            buckets: *device.buckets(),
            ledger: device.ledger().unwrap(),
        }
    }
}

impl From<&OwnerStake> for OwnerCopy {
    fn from(stake: &OwnerStake) -> Self {
        Self {
            active: stake.active(),
            exiting: stake.exiting(),
            unlock_at: stake.unlock_at(),
            staked_since: stake.staked_since(),
            rewards: stake.rewards(),
        }
    }
}

impl From<&Position> for PositionCopy {
    fn from(position: &Position) -> Self {
        Self {
            index: position.offer_index(),
            co_staker: *position.co_staker(),
            stake: position.stake(),
            claimed: position.claimed_stake(),
            rewards: position.rewards(),
            reward_bps: position.reward_bps(),
            claimed_at: position.claimed_at(),
            cooldown_at: position.cooldown_at(),
            unlock_at: position.unlock_at(),
        }
    }
}
