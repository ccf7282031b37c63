//! What an owner does with offers.

use super::{OfferSubject, Plan, PlanError, Planner, Source, Subject};
use crate::{
    CreateOfferArgs, Pubkey,
    explain::Action,
    format::{io, percent, time},
    instructions::owner,
    pda,
    rules::time::NEVER,
};

impl<S: Source> Planner<'_, S> {
    pub(super) async fn create_offer(&self, device: Pubkey, args: CreateOfferArgs) -> Result<Plan, PlanError> {
        let on = Subject::read(self.source, device).await?;
        let reasons = on.why(Action::CreateOffer(args), &self.wallet, on.accounts())?;
        let index = on.device.next_offer_index();
        let (amount, share) = (io(args.amount), percent(args.reward_bps.into()));
        let title = format!("Offer a co-stake of {amount} on the device {} for {share} of its rewards", on.key);
        Ok(on
            .plan(title, &self.wallet)
            .with(owner::create_offer(&on.key, index, &self.wallet, &self.fee_payer, args))
            .note(format!("The offer's address is {}, and its terms never change.", pda::offer(&on.key, index)))
            .note(match args.expires_at.unwrap_or(NEVER) {
                NEVER => "It does not expire; until it is claimed you can retract it.".into(),
                at => format!("It can be claimed until {}; until then you can retract it.", time(at)),
            })
            .notes(args.reserved_for.map(|wallet| format!("Only {wallet} can claim it.")))
            .note("You cannot unstake while it is open.")
            .reasons(reasons))
    }

    pub(super) async fn retract_offer(&self, offer: Pubkey) -> Result<Plan, PlanError> {
        let it = OfferSubject::read(self.source, offer).await?;
        let reasons = it.of.why(Action::RetractOffer, &self.wallet, it.accounts())?;
        Ok(it
            .of
            .plan(format!("Retract {}", it.name()), &self.wallet)
            .with(owner::retract_offer(&it.of.key, it.offer.index(), &self.wallet))
            .reasons(reasons))
    }

    pub(super) async fn close_offer(&self, offer: Pubkey) -> Result<Plan, PlanError> {
        let it = OfferSubject::read(self.source, offer).await?;
        let rent_payer = it.offer.rent_payer;
        let reasons = it.of.why(Action::CloseOffer, &self.wallet, it.accounts())?;
        Ok(it
            .of
            .plan(format!("Close {}", it.name()), &self.wallet)
            .name(rent_payer, "who paid the offer's rent")
            .with(owner::close_offer(&it.of.key, it.offer.index(), &self.wallet, &rent_payer))
            .note(format!("Its rent goes back to {rent_payer}."))
            .reasons(reasons))
    }
}
