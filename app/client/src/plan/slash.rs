//! Slash cases: what slasher, parties, arbiter and, in the end, anyone do.

use super::{Chain, Plan, PlanError, Planner, Source, Subject, source::Answers};
use crate::{
    Part, Pubkey, Slash, SlashCase,
    explain::{Accounts, Action},
    format::{duration, io, percent, time},
    instructions::slash::{self, ReturnTo},
    pda,
    rpc::Found,
};

/// A slash case with its device.
pub struct CaseSubject {
    pub of: Subject,
    pub key: Pubkey,
    pub case: SlashCase,
}

impl CaseSubject {
    /// Reads a slash case and its device.
    ///
    /// # Errors
    /// Where there is none.
    pub async fn read(source: &impl Source, case: Pubkey) -> Result<Self, PlanError> {
        Self::read_with(source, case, |_, _| vec![]).await.map(|(it, _)| it)
    }

    /// Reads a case; then its device, and at the same time the accounts that follow from the case.
    pub(super) async fn read_with(
        source: &impl Source,
        case: Pubkey,
        beside: impl FnOnce(&Chain, &SlashCase) -> Vec<Pubkey> + Send,
    ) -> Result<(Self, Answers), PlanError> {
        let (chain, mut found) = Chain::read_with(source, &[case]).await?;
        let account = found.take_at("slash case", &case, Found::slash_case)?;
        let (of, found) = Subject::on(source, chain, account.device, &beside(&chain, &account)).await?;
        Ok((Self { of, key: case, case: account }, found))
    }

    /// The accounts that decide, as far as they are read.
    pub const fn accounts(&self) -> Accounts<'_> {
        let mut accounts = self.of.accounts();
        accounts.case = Some(&self.case);
        accounts
    }

    /// A plan for the case, with why it would be refused.
    fn plan(&self, action: Action, title: &str, wallet: &Pubkey) -> Result<Plan, PlanError> {
        let reasons = self.of.why(action, wallet, self.accounts())?;
        Ok(self.of.plan(format!("{title} {} of the device {}", self.key, self.of.key), wallet).reasons(reasons))
    }
}

impl Chain {
    /// How long an appeal, or a ruling on it, is waited for.
    fn window(&self) -> String {
        duration(self.config.durations.appeal_window_secs)
    }
}

impl<S: Source> Planner<'_, S> {
    pub(super) async fn open_slash(&self, device: Pubkey, offence: &str, opening: Slash) -> Result<Plan, PlanError> {
        let offence_id = pda::offence_id(offence);
        let case = pda::slash_case(&device, &offence_id);
        let (of, mut found) = Subject::read_with(self.source, device, &[case]).await?;
        let existing = found.take().and_then(|found| found.slash_case().ok());
        let mut accounts = of.accounts();
        accounts.case = existing.as_ref();
        let reasons = of.why(Action::OpenSlash(opening), &self.wallet, accounts)?;
        let share = percent(opening.bps.into());
        let (wallet, payer, mint) = (&self.wallet, &self.fee_payer, &of.chain.config.mint);
        Ok(of
            .plan(format!("Slash {share} of the stakes on the device {} for {offence}", of.key), wallet)
            .with(slash::open_slash(&of.key, wallet, payer, mint, offence_id, opening))
            .note(format!("For an offence at {}.", time(opening.offence_at)))
            .notes(opening.forfeit_rewards.then(|| "Their unpaid rewards are forfeited too.".into()))
            .note(format!("The parties have {} to appeal; without an appeal it is burned.", of.chain.window()))
            .reasons(reasons))
    }

    pub(super) async fn appeal_slash(&self, case: Pubkey) -> Result<Plan, PlanError> {
        let it = CaseSubject::read(self.source, case).await?;
        let note = format!("The arbiter has {} to rule; silence overturns it.", it.of.chain.window());
        let plan = it.plan(Action::AppealSlash, "Appeal the case", &self.wallet)?;
        Ok(plan.note(note).with(slash::appeal_slash(&it.key, &self.wallet)))
    }

    pub(super) async fn rule_slash(&self, case: Pubkey, uphold: bool) -> Result<Plan, PlanError> {
        let it = CaseSubject::read(self.source, case).await?;
        let title = if uphold { "Uphold the case" } else { "Overturn the case" };
        let what = if uphold { "burned" } else { "given back" };
        let note = format!("{} in escrow is {what}; this is final.", io(it.case.stake()?));
        let rule = slash::rule_slash(&it.of.key, &it.key, &self.wallet, &it.of.chain.config.mint, uphold);
        Ok(it.plan(Action::RuleSlash, title, &self.wallet)?.note(note).with(rule))
    }

    pub(super) async fn finalize_slash(&self, case: Pubkey) -> Result<Plan, PlanError> {
        let it = CaseSubject::read(self.source, case).await?;
        let end = slash::finalize_slash(&it.of.key, &it.key, &self.wallet, &it.of.chain.config.mint);
        Ok(it.plan(Action::FinalizeSlash, "Finalize the case", &self.wallet)?.with(end))
    }

    pub(super) async fn return_slashed(&self, case: Pubkey, number: u8, to: Option<Pubkey>) -> Result<Plan, PlanError> {
        let part = |case: &SlashCase| case.parts().get(usize::from(number)).copied();
        let party = |case: &SlashCase| part(case).map_or(case.owner, |part| *part.party());
        let index = |case: &SlashCase| part(case).and_then(|part| part.offer_index());
        let beside = |chain: &Chain, case: &SlashCase| {
            let offer = index(case).map(|index| pda::offer(&case.device, index));
            [chain.token_account(&party(case))].into_iter().chain(offer).collect()
        };
        let (it, mut found) = CaseSubject::read_with(self.source, case, beside).await?;
        let party = party(&it.case);
        let payout = self.payout(&it.of.chain, &party, to, found.take());
        let offer = found.take().and_then(|found| found.offer().ok());
        let mut accounts = it.accounts();
        accounts.offer = offer.as_ref();
        let reasons = it.of.why(Action::ReturnSlashed { number }, &self.wallet, accounts)?;
        // The program looks at the offer only where it needs one; one that does not exist cannot be named.
        let returns = ReturnTo { offer_index: offer.and(index(&it.case)), destination: Some(payout.to) };
        let (device, mint) = (&it.of.key, &it.of.chain.config.mint);
        let give_back = slash::return_slashed(device, &it.key, number, &self.wallet, returns, mint);
        let amount = io(part(&it.case).as_ref().map_or(0, Part::stake));
        Ok(it
            .of
            .plan(format!("Give {amount} of part {number} back to {party}"), &self.wallet)
            .paying(payout)
            .with(give_back)
            .reasons(reasons))
    }
}
