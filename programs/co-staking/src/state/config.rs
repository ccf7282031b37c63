//! The one config: roles, mint, fixed durations, and what the admin may change.

use core::cell::Ref;

use anchor_lang::prelude::*;
use bytemuck::{Pod, Zeroable};

use super::VERSION;
use crate::{
    error::CoStakingError,
    rules::{Precondition, RuleResult, check, hire::HireBounds, require, time::DAY_SECS},
};

/// Set once, in seconds; each between 1 s and 365 days.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct Durations {
    /// From a co-staker's unstake to its cooldown (R17).
    pub wait_secs: i64,
    /// From there, or from the owner's unstake, to the unlock (R8, R17).
    pub cooldown_secs: i64,
    /// To appeal a slash, and again to rule on the appeal (R30, R31).
    pub appeal_window_secs: i64,
    /// From a changed requirement to its effect (R3).
    pub requirement_notice_secs: i64,
    /// The longest hire, extensions included (R2).
    pub longest_hire_secs: i64,
    /// Between two hires, in which the owner may leave (R2).
    pub hire_gap_secs: i64,
}

/// The network's durations.
impl Default for Durations {
    fn default() -> Self {
        Self {
            wait_secs: 7 * DAY_SECS,
            cooldown_secs: 14 * DAY_SECS,
            appeal_window_secs: 30 * DAY_SECS,
            requirement_notice_secs: 7 * DAY_SECS,
            longest_hire_secs: 30 * DAY_SECS,
            hire_gap_secs: DAY_SECS,
        }
    }
}

impl Durations {
    /// The longest that any of them may be.
    pub const LONGEST_SECS: i64 = 365 * DAY_SECS;

    fn all(&self) -> [i64; 6] {
        [
            self.wait_secs,
            self.cooldown_secs,
            self.appeal_window_secs,
            self.requirement_notice_secs,
            self.longest_hire_secs,
            self.hire_gap_secs,
        ]
    }

    fn in_range(&self) -> bool {
        self.all().iter().all(|secs| (1..=Self::LONGEST_SECS).contains(secs))
    }

    /// The bounds of a hire.
    pub const fn hire_bounds(&self) -> HireBounds {
        HireBounds { longest_secs: self.longest_hire_secs, gap_secs: self.hire_gap_secs }
    }
}

/// One key each, changed by the admin, read live.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct Roles {
    /// Attests device facts.
    pub registrar: Pubkey,
    /// Posts block rewards.
    pub rewarder: Pubkey,
    /// Opens slash cases.
    pub slasher: Pubkey,
    /// Rules on appeals.
    pub arbiter: Pubkey,
    /// May only pause.
    pub guardian: Pubkey,
}

impl Roles {
    fn are_real(&self) -> bool {
        [self.registrar, self.rewarder, self.slasher, self.arbiter, self.guardian]
            .iter()
            .all(|role| *role != Pubkey::default())
    }
}

/// What the admin wants to change; `None` leaves it as it is.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ConfigChanges {
    pub registrar: Option<Pubkey>,
    pub rewarder: Option<Pubkey>,
    pub slasher: Option<Pubkey>,
    pub arbiter: Option<Pubkey>,
    pub guardian: Option<Pubkey>,
    /// Base units per card, at least 1. Devices keep theirs until it is refreshed, and then for the notice (R3).
    pub base_requirement: Option<u64>,
    /// The most that one block may pay one device, in base units (R23).
    pub max_block_reward: Option<u64>,
}

/// The program's configuration, at the only address of its kind: no other account has this type.
#[account(zero_copy)]
#[derive(Debug)]
#[repr(C)]
pub struct Config {
    version: u8,
    pub bump: u8,
    paused: u8,
    _padding: [u8; 5],
    pub admin: Pubkey,
    /// Who may accept the admin's role; the zero address while nobody may.
    pub proposed_admin: Pubkey,
    pub roles: Roles,
    pub mint: Pubkey,
    pub durations: Durations,
    pub base_requirement: u64,
    pub max_block_reward: u64,
    _reserved: [u64; 16],
}

impl Config {
    /// Bytes of the account.
    pub const SPACE: usize = Self::DISCRIMINATOR.len() + size_of::<Self>();

    /// For instructions that read it and leave it as it is. (Those that change it end with its invariant.)
    ///
    /// # Errors
    /// [`CoStakingError::UnknownVersion`]: its fields are not where this program looks for them.
    pub fn read<'a>(account: &'a AccountLoader<'_, Self>) -> Result<Ref<'a, Self>> {
        let config = account.load()?;
        check([config.version_is_known()])?;
        Ok(config)
    }

    /// Fills a new config.
    ///
    /// # Errors
    /// [`CoStakingError::DurationOutOfRange`], [`CoStakingError::BaseRequirementZero`], [`CoStakingError::RoleIsZero`].
    #[allow(clippy::too_many_arguments, reason = "each is a field, named at the one call")]
    pub fn initialize(
        &mut self,
        bump: u8,
        admin: Pubkey,
        roles: Roles,
        mint: Pubkey,
        durations: Durations,
        base_requirement: u64,
        max_block_reward: u64,
    ) -> RuleResult<()> {
        check([require(admin != Pubkey::default(), CoStakingError::RoleIsZero)])?;
        *self = Self {
            version: VERSION,
            bump,
            admin,
            roles,
            mint,
            durations,
            base_requirement,
            max_block_reward,
            ..Zeroable::zeroed()
        };
        self.invariant()
    }

    /// Applies what the admin changes.
    pub fn update(&mut self, changes: &ConfigChanges) -> RuleResult<()> {
        let roles = &mut self.roles;
        roles.registrar = changes.registrar.unwrap_or(roles.registrar);
        roles.rewarder = changes.rewarder.unwrap_or(roles.rewarder);
        roles.slasher = changes.slasher.unwrap_or(roles.slasher);
        roles.arbiter = changes.arbiter.unwrap_or(roles.arbiter);
        roles.guardian = changes.guardian.unwrap_or(roles.guardian);
        self.base_requirement = changes.base_requirement.unwrap_or(self.base_requirement);
        self.max_block_reward = changes.max_block_reward.unwrap_or(self.max_block_reward);
        self.invariant()
    }

    /// First step of the hand-over; `None` withdraws a proposal.
    pub fn propose_admin(&mut self, proposed: Option<Pubkey>) -> RuleResult<()> {
        check([require(proposed != Some(Pubkey::default()), CoStakingError::RoleIsZero)])?;
        self.proposed_admin = proposed.unwrap_or_default();
        self.invariant()
    }

    /// Second step: the proposed admin takes over. Returns the previous one.
    ///
    /// # Errors
    /// [`CoStakingError::NotProposedAdmin`].
    pub fn accept_admin(&mut self, signer: &Pubkey) -> RuleResult<Pubkey> {
        // The zero address cannot sign, so no proposal and a wrong signer are one case.
        check([require(*signer == self.proposed_admin, CoStakingError::NotProposedAdmin)])?;
        let previous = core::mem::replace(&mut self.admin, *signer);
        self.proposed_admin = Pubkey::default();
        self.invariant()?;
        Ok(previous)
    }

    /// Pauses (guardian or admin) or unpauses (admin). Setting what is set already changes nothing.
    ///
    /// # Errors
    /// [`CoStakingError::NotGuardianOrAdmin`], [`CoStakingError::OnlyAdminUnpauses`].
    pub fn set_paused(&mut self, signer: &Pubkey, paused: bool) -> RuleResult<()> {
        check(self.may_set_paused(signer, paused))?;
        self.paused = u8::from(paused);
        self.invariant()
    }

    /// Roles: the guardian may only pause; the admin may also unpause.
    pub fn may_set_paused(&self, signer: &Pubkey, paused: bool) -> [Precondition; 2] {
        let admin = *signer == self.admin;
        [
            require(!paused || admin || *signer == self.roles.guardian, CoStakingError::NotGuardianOrAdmin),
            require(paused || admin, CoStakingError::OnlyAdminUnpauses),
        ]
    }

    /// R34.
    pub const fn is_paused(&self) -> bool {
        self.paused != 0
    }

    /// The layout that the account was written in.
    pub const fn version(&self) -> u8 {
        self.version
    }

    fn version_is_known(&self) -> Precondition {
        require(self.version == VERSION, CoStakingError::UnknownVersion)
    }

    /// What holds for every config, however it came about.
    fn invariant(&self) -> RuleResult<()> {
        check([
            self.version_is_known(),
            // The exits are bounded because the durations are (I7).
            require(self.durations.in_range(), CoStakingError::DurationOutOfRange),
            // R1 needs at least one unit per card.
            require(self.base_requirement > 0, CoStakingError::BaseRequirementZero),
            require(self.roles.are_real(), CoStakingError::RoleIsZero),
        ])
    }
}
