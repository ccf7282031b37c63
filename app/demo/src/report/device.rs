use co_staking_client::{
    Pubkey,
    format::multiplier,
    rules::{RuleResult, amount::add, phase::CoStakePhase, time::LONG_AGO},
};
use serde::Serialize;

use super::{Amount, Names, Party, Time};

/// A device as its account has it, with what follows at that time.
#[derive(Serialize)]
pub struct DeviceView {
    pub device: Party,
    pub owner: Party,
    pub model: String,
    /// By the registrar; only then it earns and has offers.
    pub operational: bool,
    pub cards: u32,
    pub multiplier_bps: u32,
    pub multiplier: String,
    pub requirement: Amount,
    pub pending_requirement: Option<Pending>,
    /// The owner's stake, as far as it counts.
    pub owner_stake: Amount,
    pub staked_since: Option<Time>,
    /// Co-stakes by phase: those that count and earn, those that only count, and those that do neither.
    pub co_stakes_active: Amount,
    pub co_stakes_waiting: Amount,
    pub co_stakes_leaving: Amount,
    /// What its open offers ask for.
    pub offered: Amount,
    /// All that counts toward the requirement.
    pub counted: Amount,
    pub sufficient: bool,
    /// What the requirement lacks.
    pub missing: Amount,
    pub overflow: Amount,
    pub exiting: Amount,
    pub unlocks_at: Option<Time>,
    pub hired_until: Option<Time>,
    pub vault: Party,
    /// What the vault must hold by the device's ledger.
    pub ledger: Amount,
}

/// A requirement that will take effect.
#[derive(Serialize)]
pub struct Pending {
    pub requirement: Amount,
    pub from: Time,
}

impl DeviceView {
    /// The device at `now`.
    ///
    /// # Errors
    /// The program's own, where the figures of the account cannot be summed.
    pub fn new(address: &Pubkey, device: &co_staking_client::Device, names: &Names, now: i64) -> RuleResult<Self> {
        let (facts, owner, hire) = (device.facts(), device.owner_stake(), device.hire());
        let (requirement, counted) = (device.requirement().at(now), device.counted(now)?);
        let pending = device.requirement().pending_at(now);
        let co_stakes = |phase| device.co_stake_in(phase, now);
        let [cooldown, unlocked] = [co_stakes(CoStakePhase::Cooldown)?, co_stakes(CoStakePhase::Unlocked)?];
        let hired = hire.is_on(now) && hire.ends_at() != LONG_AGO;
        Ok(Self {
            device: names.party(address),
            owner: names.party(&device.owner),
            model: facts.model_name().into(),
            operational: facts.is_operational(),
            cards: facts.cards,
            multiplier_bps: facts.multiplier_bps,
            multiplier: multiplier(facts.multiplier_bps),
            requirement: Amount(requirement),
            pending_requirement: pending.map(|(value, from)| Pending { requirement: Amount(value), from: Time(from) }),
            owner_stake: Amount(owner.active()),
            staked_since: (owner.active() > 0).then(|| Time(owner.staked_since())),
            co_stakes_active: Amount(co_stakes(CoStakePhase::Active)?),
            co_stakes_waiting: Amount(co_stakes(CoStakePhase::Waiting)?),
            co_stakes_leaving: Amount(add(cooldown, unlocked)?),
            offered: Amount(device.open_amount()),
            counted: Amount(counted),
            sufficient: device.is_sufficient(now)?,
            missing: Amount(requirement.saturating_sub(counted)),
            overflow: Amount(device.overflow(now)?),
            exiting: Amount(owner.exiting()),
            unlocks_at: owner.is_exiting().then(|| Time(owner.unlock_at())),
            hired_until: hired.then(|| Time(hire.ends_at())),
            vault: names.party(&device.vault),
            ledger: Amount(device.ledger()?),
        })
    }
}
