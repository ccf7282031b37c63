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
    /// Which account that is, where the wallet's own is not the one that everybody expects.
    note: Option<String>,
}

impl<S: Source> Planner<'_, S> {
    /// To the account that is named, or else to the associated one of `party`, which is made where `own` finds none. An
    /// account that is named is not looked at: the program says what is wrong with it.
    pub(super) fn payout(&self, chain: &Chain, party: &Pubkey, to: Option<Pubkey>, own: Option<Found>) -> Payout {
        let associated = chain.token_account(party);
        let to = to.unwrap_or(associated);
        let exists = to != associated || own.is_some_and(|found| found.token_account().is_some());
        let note = match to == associated {
            true => (*party != self.wallet).then(|| format!("It is paid to {to}, the IO account of {party}.")),
            false => Some(format!("It goes to the token account {to}.")),
        };
        let create =
            || create_associated_token_account_idempotent(&self.fee_payer, party, &chain.config.mint, &token::ID);
        Payout { to, create: (!exists).then(create), note }
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
    /// Makes the account that is paid, where it has to be made, and says which it is where that is not the wallet's own by
    /// itself: somebody else may have named it, and who the party is, the accounts alone say. Were they forged, a wallet
    /// that is the party itself would sign its stake away.
    pub(super) fn paying(mut self, payout: Payout) -> Self {
        self.notes.extend(payout.note);
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
