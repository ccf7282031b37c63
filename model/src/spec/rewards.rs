//! R23 to R27: the pool, blocks and what they pay.

use co_staking_client::CoStakingError as E;

use super::{
    Model, Outcome,
    co_stake::NOBODY,
    figures::{Phase, share},
    reasons::{FOREIGN, NOT_NAMED, NOTHING_THERE, Reasons},
    world::{Bucket, Device, Pool, Role},
};
use crate::act::{Call, DeviceNo, Purse, RowOf, Wallet};

const DAY: i64 = 86_400;

/// Why a device earns nothing of a block (R25).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skip {
    NotADevice,
    AlreadyPaid,
    NotOperational,
    OwnerExiting,
    Insufficient,
}

/// What became of a row of a batch, which its event tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// Every reason that holds.
    Skipped(Vec<Skip>),
    /// The amount, and of it to each co-stake by its offer's index.
    Credited(u64, Vec<(u32, u64)>),
}

impl Model {
    pub(super) fn fund_rewards(&mut self, funder: Wallet, source: Purse, amount: u64) -> Outcome {
        let mut why = Reasons::default();
        why.when(amount == 0, E::AmountZero);
        why.when(self.pool().funded.checked_add(amount).is_none(), E::MathOverflow);
        self.may_spend(&mut why, funder, source, amount);
        why.none()?;
        self.pay(source, Purse::RewardVault, amount);
        self.pool_mut().funded += amount;
        Ok(())
    }

    pub(super) fn accrue_rewards(&mut self, call: &Call) -> Outcome {
        let Call::AccrueRewards { rewarder, started_at, ended_at, rows, surplus } = call else {
            unreachable!("of this call alone")
        };
        let mut why = Reasons::default();
        why.when(self.is_not(Role::Rewarder, *rewarder), NOT_NAMED);
        why.when(self.paused(), E::Paused);
        why.when(started_at >= ended_at, E::BlockEndsBeforeStart);
        why.when(*ended_at > self.now, E::BlockInFuture);
        why.when(*surplus, E::RewardRowsMismatch);
        why.when(rows.iter().any(|(_, amount)| *amount > self.config().max), E::RewardAboveMaximum);
        let mut next = self.clone();
        next.rows.clear();
        let mut credited = 0;
        for (of, amount) in rows {
            credited += next.block(&mut why, *of, (*started_at, *ended_at), *amount);
        }
        let owed = u128::from(self.pool().owed) + credited;
        let funded = u128::from(self.pool().funded - self.pool().paid);
        why.when(owed > funded, E::RewardPoolUnderfunded);
        // A sum beyond 64 bits may be met before it is compared.
        why.when(owed > u128::from(u64::MAX), E::MathOverflow);
        why.none()?;
        *self = next;
        self.pool_mut().owed += credited as u64;
        Ok(())
    }

    /// R24, R25, R27: what the block pays that device, which may be nothing.
    fn block(&mut self, why: &mut Reasons, of: RowOf, (started, ended): (i64, i64), amount: u64) -> u128 {
        let now = self.now;
        let number = match of {
            RowOf::Device(number) => Some(number),
            RowOf::Wallet(_) => None,
        };
        let Some(device) = number.and_then(|number| self.world.devices.get_mut(&number)) else {
            self.rows.push(Row::Skipped(vec![Skip::NotADevice]));
            return 0;
        };
        let skips = device.skips(started, now);
        device.last_block = Some(device.last_block.map_or(ended, |last| last.max(ended)));
        if !skips.is_empty() {
            self.rows.push(Row::Skipped(skips));
            return 0;
        }
        let credits = device.pay_co_stakes(amount, started, now);
        let shares: u128 = credits.iter().map(|(_, share)| u128::from(*share)).sum();
        self.rows.push(Row::Credited(amount, credits));
        let own = u128::from(device.rewards) + u128::from(amount) - shares;
        // Beyond 64 bits only where the pool could not pay it either.
        device.rewards = u64::try_from(own).unwrap_or(u64::MAX);
        device.enter(why, ended, amount);
        amount.into()
    }

    pub(super) fn claim_rewards(&mut self, sender: Wallet, number: DeviceNo, offer: Option<u32>, to: Purse) -> Outcome {
        let mut why = Reasons::default();
        let Some(device) = self.device(number) else { return why.stop(&[FOREIGN, NOTHING_THERE]) };
        let (party, due) = match offer {
            None => (device.owner, device.rewards),
            Some(index) => {
                let Some(offer) = self.world.offers.get(&(number, index)) else {
                    return why.stop(&[FOREIGN, NOTHING_THERE]);
                };
                (
                    offer.co_staker.unwrap_or(NOBODY),
                    device.position(index).map_or(offer.rewards, |position| position.rewards),
                )
            }
        };
        why.when(due == 0, E::NothingToClaim);
        self.may_pay(&mut why, party, sender, to);
        why.none()?;
        *self.credit_of(number, offer) = 0;
        self.pay(Purse::RewardVault, to, due);
        let pool = self.pool_mut();
        pool.owed -= due;
        pool.paid += due;
        Ok(())
    }

    /// Where a party's unclaimed rewards stand: with the owner, the position, or, once that has ended, the offer.
    pub(super) fn credit_of(&mut self, number: DeviceNo, offer: Option<u32>) -> &mut u64 {
        let Some(index) = offer else { return &mut self.device_mut(number).rewards };
        if self.device(number).is_some_and(|device| device.position(index).is_some()) {
            let place = self.device_mut(number).place_of(index).and_then(Option::as_mut);
            return &mut place.expect("it was found before").rewards;
        }
        &mut self.offer_mut((number, index)).rewards
    }

    pub fn pool(&self) -> &Pool {
        self.world.pool.as_ref().expect("it comes with the config")
    }

    pub(super) fn pool_mut(&mut self) -> &mut Pool {
        self.world.pool.as_mut().expect("it comes with the config")
    }
}

impl Device {
    /// R25
    fn skips(&self, started: i64, now: i64) -> Vec<Skip> {
        let reasons = [
            (self.last_block.is_some_and(|last| last > started), Skip::AlreadyPaid),
            (!self.operational, Skip::NotOperational),
            (self.is_exiting(), Skip::OwnerExiting),
            (!self.is_sufficient(now), Skip::Insufficient),
        ];
        reasons.into_iter().filter(|(holds, _)| *holds).map(|(_, skip)| skip).collect()
    }

    /// What the co-stakes take of it, each rounded down.
    fn pay_co_stakes(&mut self, amount: u64, started: i64, now: i64) -> Vec<(u32, u64)> {
        let mut all = vec![];
        let earning = |position: &&mut super::world::Position| {
            position.phase(now) == Phase::Active && position.claimed_at <= started
        };
        for position in self.places.iter_mut().flatten().filter(earning) {
            let share = share(amount, position.bps, position.stake, position.claimed);
            position.rewards = position.rewards.saturating_add(share);
            all.push((position.offer, share));
        }
        all
    }

    /// R27: on the day on which the block ended.
    fn enter(&mut self, why: &mut Reasons, ended: i64, amount: u64) {
        // Before 1970 there are no days: what ended then counts on the first.
        let day = u32::try_from(ended.div_euclid(DAY)).unwrap_or(0);
        let bucket = &mut self.buckets[day as usize % 7];
        if bucket.blocks == 0 || bucket.day != day {
            *bucket = Bucket { day, ..Bucket::default() };
        }
        bucket.blocks += 1;
        why.when(bucket.rewards.checked_add(amount).is_none(), E::MathOverflow);
        bucket.rewards = bucket.rewards.saturating_add(amount);
    }
}
