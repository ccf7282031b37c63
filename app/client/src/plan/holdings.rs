//! Everything that a wallet owns here, summed. Pure: the caller reads the accounts.

use crate::{
    ClaimCounter, Device, Offer, OwnerStake, Pubkey,
    rules::{claims::CLAIMS, owner, phase::CoStakePhase},
};

/// An offer that a wallet has claimed, with its device.
#[derive(Clone, Debug)]
pub struct CoStake {
    /// The offer's address.
    pub key: Pubkey,
    pub offer: Offer,
    pub device: Device,
}

/// Sums over devices and co-stakes, in base units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Staked, and not leaving.
    pub active: u64,
    /// Unstaked, and not yet unlocked.
    pub leaving: u64,
    /// Unlocked.
    pub withdrawable: u64,
    /// Rewards that were credited and not paid out.
    pub claimable: u64,
}

/// What a wallet owns.
#[derive(Clone, Debug)]
pub struct Holdings {
    /// Its devices, by address.
    pub devices: Vec<(Pubkey, Device)>,
    /// What it has claimed, ended co-stakes included, by the offers' addresses.
    pub co_stakes: Vec<CoStake>,
    pub totals: Totals,
    /// How many more offers it may claim (R20), of [`CLAIMS`].
    pub free_claims: usize,
}

impl Holdings {
    /// Sums up what the accounts show at the time `now`. `counter` is `None` for a wallet that has none yet.
    pub fn new(
        mut devices: Vec<(Pubkey, Device)>,
        mut co_stakes: Vec<CoStake>,
        counter: Option<&ClaimCounter>,
        now: i64,
    ) -> Self {
        devices.sort_by_key(|(key, _)| *key);
        co_stakes.sort_by_key(|co_stake| co_stake.key);
        let free = |counter: &ClaimCounter| counter.slots().iter().filter(|slot| slot.is_free(now)).count();
        let mut totals = Totals::default();
        devices.iter().for_each(|(_, device)| totals.own(device, now));
        co_stakes.iter().for_each(|co_stake| totals.co_staked(co_stake, now));
        Self { devices, co_stakes, totals, free_claims: counter.map_or(CLAIMS, free) }
    }
}

impl Totals {
    fn own(&mut self, device: &Device, now: i64) {
        let stake = device.owner_stake();
        add(&mut self.active, stake.active());
        add(&mut self.claimable, stake.rewards());
        add(if is_unlocked(stake, now) { &mut self.withdrawable } else { &mut self.leaving }, stake.exiting());
    }

    fn co_staked(&mut self, CoStake { offer, device, .. }: &CoStake, now: i64) {
        add(&mut self.claimable, device.co_stake_rewards(offer));
        let Some(position) = device.position(offer.index()) else { return };
        let sum = match position.phase(now) {
            Some(CoStakePhase::Active) => &mut self.active,
            Some(CoStakePhase::Waiting | CoStakePhase::Cooldown) => &mut self.leaving,
            Some(CoStakePhase::Unlocked) => &mut self.withdrawable,
            None => return,
        };
        add(sum, position.stake());
    }
}

/// Whether an owner's stake that is leaving can be withdrawn (R10).
pub fn is_unlocked(stake: &OwnerStake, now: i64) -> bool {
    owner::may_withdraw(stake.is_exiting(), now, stake.unlock_at()).iter().all(|precondition| precondition.holds)
}

/// All IO there is fits 64 bits.
fn add(sum: &mut u64, amount: u64) {
    *sum = sum.saturating_add(amount);
}
