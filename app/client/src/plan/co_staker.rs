//! What a co-staker does, and what anyone may do for it.

use super::{Chain, OfferSubject, Plan, PlanError, Planner, Source};
use crate::{
    ExpectedTerms, Pubkey,
    explain::Action,
    format::{duration, io, percent, time},
    instructions::co_staker,
    pda,
    rpc::Found,
};

impl Chain {
    /// How long it takes to leave.
    fn way_out(&self) -> String {
        let (wait, cooldown) = (self.config.durations.wait_secs, self.config.durations.cooldown_secs);
        let [wait, cooldown, all] = [wait, cooldown, wait.saturating_add(cooldown)].map(duration);
        format!(
            "You can leave at any time: {wait} of waiting and {cooldown} of cooldown, {all} in all, and it is back."
        )
    }
}

impl<S: Source> Planner<'_, S> {
    pub(super) async fn claim_offer(&self, offer: Pubkey, from: Option<Pubkey>) -> Result<Plan, PlanError> {
        let source = |chain: &Chain| from.unwrap_or_else(|| chain.token_account(&self.wallet));
        let beside = |chain: &Chain, _: &_| vec![pda::claims(&self.wallet), source(chain)];
        let (it, mut found) = OfferSubject::read_with(self.source, offer, beside).await?;
        let (chain, terms) = (&it.of.chain, *it.offer.terms());
        let (counter, source) = (found.take().and_then(|found| found.claim_counter().ok()), source(chain));
        // A missing account is one reason among others.
        let balance = chain.balance(&source, found.take().as_ref());
        let mut accounts = it.accounts();
        (accounts.counter, accounts.balance) = (counter.as_ref(), balance.as_ref().ok().copied());
        let expected = ExpectedTerms { amount: terms.amount, reward_bps: terms.reward_bps };
        let reasons = it.of.why(Action::ClaimOffer(expected), &self.wallet, accounts)?;
        let (device, index, mint) = (it.of.key, it.offer.index(), chain.config.mint);
        let claim = co_staker::claim_offer(&device, index, &self.wallet, &source, &mint, expected);
        let (amount, share) = (io(terms.amount), percent(terms.reward_bps.into()));
        let mut plan =
            it.of.plan(format!("Claim {}: stake {amount} for {share} of its rewards", it.name()), &self.wallet);
        if counter.is_none() {
            plan = plan
                .with(co_staker::open_claims(&self.fee_payer, &self.wallet))
                .note("Opens the account that counts your claims, whose rent comes back when it is closed.");
        }
        Ok(plan
            .with(claim)
            .note(chain.way_out())
            .note(chain.worst_slash(terms.amount))
            .paid_from(&source, &chain.token_account(&self.wallet))
            .reasons(reasons)
            .unmet(balance.err().map(|error| error.to_string())))
    }

    pub(super) async fn unstake_co_stake(&self, offer: Pubkey) -> Result<Plan, PlanError> {
        let it = OfferSubject::read(self.source, offer).await?;
        let index = it.offer.index();
        let reasons = it.of.why(Action::UnstakeCoStake { offer_index: index }, &self.wallet, it.accounts())?;
        let durations = it.of.chain.config.durations;
        let cooldown_at = it.of.chain.now.saturating_add(durations.wait_secs);
        let unlock_at = cooldown_at.saturating_add(durations.cooldown_secs);
        let title = format!("Leave the co-stake of {} on {}", io(it.co_staked()), it.name());
        Ok(it
            .of
            .plan(title, &self.wallet)
            .with(co_staker::unstake_co_stake(&it.of.key, index, &self.wallet))
            .note(format!("It earns nothing from now on, and its claim slot is free from {} on.", time(cooldown_at)))
            .note(format!("It can be withdrawn from {} on; until then it can be slashed.", time(unlock_at)))
            .reasons(reasons))
    }

    pub(super) async fn withdraw_co_stake(&self, offer: Pubkey, to: Option<Pubkey>) -> Result<Plan, PlanError> {
        let (it, own) = self.read_co_staker(offer).await?;
        let (chain, index, party) = (&it.of.chain, it.offer.index(), it.offer.co_staker);
        let reasons = it.of.why(Action::WithdrawCoStake { offer_index: index }, &self.wallet, it.accounts())?;
        let payout = self.payout(chain, &party, to, own);
        let mint = &chain.config.mint;
        let withdraw = co_staker::withdraw_co_stake(&it.of.key, index, &party, &self.wallet, &payout.to, mint);
        let title = format!("Withdraw the co-stake of {} on {} to {party}", io(it.co_staked()), it.name());
        Ok(it.of.plan(title, &self.wallet).notes(it.of.in_escrow()).paying(payout).with(withdraw).reasons(reasons))
    }

    /// An offer, its device, and the IO account of whoever claimed it.
    pub(super) async fn read_co_staker(&self, offer: Pubkey) -> Result<(OfferSubject, Option<Found>), PlanError> {
        let (it, mut found) =
            OfferSubject::read_with(self.source, offer, |chain, offer| vec![chain.token_account(&offer.co_staker)])
                .await?;
        Ok((it, found.take()))
    }

    pub(super) async fn release_claim(&self, offer: Pubkey, wallet: Pubkey) -> Result<Plan, PlanError> {
        let counter = pda::claims(&wallet);
        let (it, mut found) = OfferSubject::read_with(self.source, offer, |_, _| vec![counter]).await?;
        let counter = found.take_at("claim counter", &counter, Found::claim_counter)?;
        let index = it.offer.index();
        let mut accounts = it.accounts();
        accounts.counter = Some(&counter);
        let reasons = it.of.why(Action::ReleaseClaim { offer_index: index }, &self.wallet, accounts)?;
        Ok(it
            .of
            .plan(format!("Free the claim slot of {wallet} for {}", it.name()), &self.wallet)
            .with(co_staker::release_claim(&it.of.key, index, &wallet, &self.wallet))
            .reasons(reasons))
    }

    pub(super) async fn open_claims(&self, wallet: Pubkey) -> Result<Plan, PlanError> {
        Chain::read(self.source).await?;
        let open = co_staker::open_claims(&self.fee_payer, &wallet);
        Ok(Plan::new(format!("Open the claim counter of {wallet}")).with(open))
    }

    pub(super) async fn close_claims(&self) -> Result<Plan, PlanError> {
        let address = pda::claims(&self.wallet);
        let (chain, mut found) = Chain::read_with(self.source, &[address]).await?;
        let counter = found.take_at("claim counter", &address, Found::claim_counter)?;
        let refused = counter.may_close(chain.now).into_iter().find(|precondition| !precondition.holds);
        Ok(Plan::new("Close your claim counter")
            .name(counter.rent_payer, "who paid the counter's rent")
            .with(co_staker::close_claims(&self.wallet, &counter.rent_payer))
            .unmet(refused.map(|refused| refused.otherwise.to_string())))
    }
}

impl OfferSubject {
    /// What is staked on it now.
    fn co_staked(&self) -> u64 {
        self.of.device.position(self.offer.index()).map_or(0, |position| position.stake())
    }
}
