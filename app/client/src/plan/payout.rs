//! Where a payout goes.

use anchor_spl::{
    associated_token::spl_associated_token_account::instruction::create_associated_token_account_idempotent, token,
};

use super::{Chain, Plan, PlanError, Planner, Source, source::Answers};
use crate::{Instruction, Pubkey, rpc::Found};

/// The token account that is paid, and what makes it where it does not exist.
pub(super) struct Payout {
    pub to: Pubkey,
    create: Option<Instruction>,
    /// Whether it is another account than the one that is the party's by itself.
    elsewhere: bool,
}

impl<S: Source> Planner<'_, S> {
    /// To the account that is named, or else to the associated one of `party`, which is made where `own` finds none. An
    /// account that is named is not looked at: the program says what is wrong with it.
    pub(super) fn payout(&self, chain: &Chain, party: &Pubkey, to: Option<Pubkey>, own: Option<Found>) -> Payout {
        let associated = chain.token_account(party);
        let to = to.unwrap_or(associated);
        let exists = to != associated || own.is_some_and(|found| found.token_account().is_some());
        let create =
            || create_associated_token_account_idempotent(&self.fee_payer, party, &chain.config.mint, &token::ID);
        Payout { to, create: (!exists).then(create), elsewhere: to != associated }
    }

    /// The same, for a party that was not known when the other accounts were read.
    pub(super) async fn read_payout(
        &self,
        chain: &Chain,
        party: &Pubkey,
        to: Option<Pubkey>,
    ) -> Result<Payout, PlanError> {
        let associated = chain.token_account(party);
        let own = match to {
            Some(to) if to != associated => None,
            _ => Answers::of(self.source, &[associated]).await?.take(),
        };
        Ok(self.payout(chain, party, to, own))
    }
}

impl Plan {
    /// Makes the account that is paid, where it has to be made, and names one that whoever prepared the plan chose.
    pub(super) fn paying(mut self, payout: Payout) -> Self {
        if payout.elsewhere {
            self.notes.push(format!("It goes to the token account {}.", payout.to));
        }
        if payout.create.is_some() {
            self.notes.push("Creates the IO account that is paid, whose rent the fee payer pays.".into());
        }
        self.with_all(payout.create)
    }

    /// Names the account that pays, where it is not `own`, the wallet's associated one.
    pub(super) fn paid_from(self, source: &Pubkey, own: &Pubkey) -> Self {
        let elsewhere = source != own;
        self.notes(elsewhere.then(|| format!("It comes from the token account {source}.")))
    }
}
