//! A slash case: what it took from whom, and how it ended.

use anchor_lang::prelude::*;
use bytemuck::Zeroable;

use super::{POSITIONS, Part, VERSION, device::Slash};
use crate::{
    error::CoStakingError,
    rules::{
        Precondition, RuleResult,
        amount::add,
        check, require,
        slash::{CaseState, Verdict, may_appeal, may_finalize, may_return, may_rule, window_ends},
        time::NEVER,
    },
};

/// Parts of a case: one for the owner, one for each place of the device.
pub const PARTS: usize = POSITIONS + 1;

/// One case of one device. Never closed: its address is that of the offence, which is so slashed once.
#[account(zero_copy)]
#[derive(Debug)]
#[repr(C)]
pub struct SlashCase {
    version: u8,
    state: u8,
    bps: u16,
    _padding: [u8; 4],
    pub device: Pubkey,
    offence_id: [u8; 32],
    /// The device's owner, who may appeal also where nothing was taken from it.
    pub owner: Pubkey,
    offence_at: i64,
    opened_at: i64,
    /// [`NEVER`] while nobody has appealed.
    appealed_at: i64,
    parts: [Part; PARTS],
    _reserved: [u64; 8],
}

/// What a new case is made of.
pub struct NewCase {
    pub device: Pubkey,
    pub offence_id: [u8; 32],
    pub owner: Pubkey,
    pub slash: Slash,
    pub parts: [Part; PARTS],
}

impl SlashCase {
    /// Bytes of the account.
    pub const SPACE: usize = Self::DISCRIMINATOR.len() + size_of::<Self>();
    const OPEN: u8 = 0;
    const APPEALED: u8 = 1;
    const UPHELD: u8 = 2;
    const OVERTURNED: u8 = 3;

    /// Fills a new case.
    pub fn open(&mut self, new: NewCase, now: i64) {
        *self = Self {
            version: VERSION,
            state: Self::OPEN,
            bps: new.slash.bps,
            device: new.device,
            offence_id: new.offence_id,
            owner: new.owner,
            offence_at: new.slash.offence_at,
            opened_at: now,
            appealed_at: NEVER,
            parts: new.parts,
            ..Zeroable::zeroed()
        };
    }

    /// R30: a party appeals, for all of them.
    ///
    /// # Errors
    /// [`CoStakingError::NotInTheCase`], [`CoStakingError::CaseNotOpen`], [`CoStakingError::AppealWindowOver`].
    pub fn appeal(&mut self, by: &Pubkey, window_secs: i64, now: i64) -> RuleResult<()> {
        check(self.may_appeal(by, window_secs, now)?)?;
        self.state = Self::APPEALED;
        self.appealed_at = now;
        self.invariant()
    }

    /// R30: what must hold for [`Self::appeal`].
    pub fn may_appeal(&self, by: &Pubkey, window_secs: i64, now: i64) -> RuleResult<[Precondition; 3]> {
        let party = *by == self.owner || self.parts.iter().any(|part| part.is_some() && *part.party() == *by);
        Ok(may_appeal(self.state(), party, now, self.window_ends(window_secs)?))
    }

    /// R31: the arbiter rules.
    ///
    /// # Errors
    /// [`CoStakingError::CaseNotAppealed`], [`CoStakingError::RulingWindowOver`].
    pub fn rule(&mut self, verdict: Verdict, window_secs: i64, now: i64) -> RuleResult<()> {
        check(self.may_rule(window_secs, now)?)?;
        self.decide(verdict)
    }

    /// R31: what must hold for [`Self::rule`].
    pub fn may_rule(&self, window_secs: i64, now: i64) -> RuleResult<[Precondition; 2]> {
        Ok(may_rule(self.state(), now, self.window_ends(window_secs)?))
    }

    /// R30, R31: a window has passed in silence. Returns what that means.
    ///
    /// # Errors
    /// [`CoStakingError::CaseDecided`], [`CoStakingError::CaseWindowOpen`].
    pub fn finalize(&mut self, window_secs: i64, now: i64) -> RuleResult<Verdict> {
        check(self.may_finalize(window_secs, now)?)?;
        let verdict = self.state().by_silence().ok_or(CoStakingError::CaseDecided)?;
        self.decide(verdict)?;
        Ok(verdict)
    }

    /// R30, R31: what must hold for [`Self::finalize`].
    pub fn may_finalize(&self, window_secs: i64, now: i64) -> RuleResult<[Precondition; 2]> {
        Ok(may_finalize(self.state(), now, self.window_ends(window_secs)?))
    }

    fn decide(&mut self, verdict: Verdict) -> RuleResult<()> {
        self.state = match verdict {
            Verdict::Uphold => Self::UPHELD,
            Verdict::Overturn => Self::OVERTURNED,
        };
        self.invariant()
    }

    /// R32: a part of an overturned case goes back, once.
    ///
    /// # Errors
    /// [`CoStakingError::CaseNotOverturned`], [`CoStakingError::NoSuchPart`], [`CoStakingError::PartReturned`].
    pub fn return_part(&mut self, number: u8) -> RuleResult<Part> {
        check(self.may_return_part(number))?;
        let part = self.parts.get_mut(usize::from(number)).ok_or(CoStakingError::NoSuchPart)?;
        let part = part.give_back();
        self.invariant()?;
        Ok(part)
    }

    /// R32: what must hold for [`Self::return_part`].
    pub fn may_return_part(&self, number: u8) -> [Precondition; 3] {
        let part = self.parts.get(usize::from(number)).filter(|part| part.is_some());
        may_return(self.state(), part.is_some(), part.is_some_and(|part| !part.is_due()))
    }

    /// Whether every part has gone back.
    pub fn is_returned(&self) -> bool {
        !self.parts.iter().any(Part::is_due)
    }

    /// Where it stands.
    pub const fn state(&self) -> CaseState {
        match self.state {
            Self::OPEN => CaseState::Open,
            Self::APPEALED => CaseState::Appealed,
            Self::UPHELD => CaseState::Upheld,
            // `invariant` lets no other value be written.
            _ => CaseState::Overturned,
        }
    }

    /// The last time at which it may be appealed, or, once it was, ruled on. Of no meaning once decided.
    ///
    /// # Errors
    /// None that a time of the ledger can raise.
    pub fn window_ends(&self, window_secs: i64) -> RuleResult<i64> {
        let begun_at = if self.appealed_at == NEVER { self.opened_at } else { self.appealed_at };
        window_ends(begun_at, window_secs)
    }

    /// Base units of stake that it took.
    pub fn stake(&self) -> RuleResult<u64> {
        self.parts.iter().try_fold(0, |sum, part| add(sum, part.stake()))
    }

    /// Base units of rewards that it withheld.
    pub fn rewards(&self) -> RuleResult<u64> {
        self.parts.iter().try_fold(0, |sum, part| add(sum, part.rewards()))
    }

    /// All parts, empty ones included: the owner's, then one for each place of the device.
    pub const fn parts(&self) -> &[Part; PARTS] {
        &self.parts
    }

    /// Of each party's stake.
    pub const fn bps(&self) -> u16 {
        self.bps
    }

    /// What was slashed.
    pub const fn offence_id(&self) -> &[u8; 32] {
        &self.offence_id
    }

    /// When it happened.
    pub const fn offence_at(&self) -> i64 {
        self.offence_at
    }

    /// When the case was opened.
    pub const fn opened_at(&self) -> i64 {
        self.opened_at
    }

    /// When it was appealed; [`NEVER`] where it was not.
    pub const fn appealed_at(&self) -> i64 {
        self.appealed_at
    }

    /// The layout that the account was written in.
    pub const fn version(&self) -> u8 {
        self.version
    }

    /// What holds for every case, however it came about.
    fn invariant(&self) -> RuleResult<()> {
        check([
            require(self.version == VERSION, CoStakingError::UnknownVersion),
            require(self.state <= Self::OVERTURNED, CoStakingError::LedgerBroken),
            // R32: only an overturned case gives anything back.
            require(
                self.state == Self::OVERTURNED || !self.parts.iter().any(Part::is_returned),
                CoStakingError::LedgerBroken,
            ),
        ])
    }
}
