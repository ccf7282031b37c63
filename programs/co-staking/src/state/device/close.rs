//! R5: a device's end.

use anchor_lang::prelude::*;

use super::Device;
use crate::rules::{
    Precondition, RuleResult, check,
    close::{Closer, Remains, may_close},
};

impl Device {
    /// R5: lets it be closed, once what a donation left has been paid to the owner.
    pub fn close(&self, closer: &Pubkey, registrar: &Pubkey) -> RuleResult<()> {
        check(self.may_close(closer, registrar)?)?;
        self.invariant()
    }

    /// R5: what must hold for closing it.
    pub fn may_close(&self, closer: &Pubkey, registrar: &Pubkey) -> RuleResult<[Precondition; 6]> {
        Ok(may_close(self.classify_closer(closer, registrar), &self.remains()?))
    }

    fn classify_closer(&self, closer: &Pubkey, registrar: &Pubkey) -> Closer {
        if *closer == self.owner {
            Closer::Owner
        } else if closer == registrar {
            Closer::Registrar
        } else {
            Closer::Stranger
        }
    }

    /// What is still on it.
    pub fn remains(&self) -> RuleResult<Remains> {
        Ok(Remains {
            owner_stake: self.owner_stake.total()?,
            positions: self.held().count(),
            offer_accounts: self.offer_accounts,
            slash_cases: self.slash_cases(),
            owner_rewards: self.owner_stake.rewards(),
            ever_staked: self.ever_staked != 0,
        })
    }
}
