//! What the owner of a device does with its stake.

use super::{Amount, Plan, PlanError, Planner, Source, Subject, source::Answers, subject::Chain};
use crate::{
    Pubkey,
    explain::Action,
    format::{duration, io, time},
    instructions::owner,
};

impl Chain {
    /// What a slash can take, of whoever stakes.
    pub(super) fn worst_slash(&self, amount: u64) -> String {
        let window = duration(self.config.durations.appeal_window_secs);
        format!("At worst a slash takes all {} of it; whoever it meets can appeal for {window}.", io(amount))
    }
}

impl<S: Source> Planner<'_, S> {
    pub(super) async fn stake(&self, device: Pubkey, amount: Amount, from: Option<Pubkey>) -> Result<Plan, PlanError> {
        let on = Subject::read(self.source, device).await?;
        let source = from.unwrap_or_else(|| on.chain.token_account(&self.wallet));
        let found = Answers::of(self.source, &[source]).await?.take();
        let balance = on.chain.balance(&source, found.as_ref())?;
        let amount = amount.of(balance);
        let mut accounts = on.accounts();
        accounts.balance = Some(balance);
        let reasons = on.why(Action::Stake { amount }, &self.wallet, accounts)?;
        let cooldown = duration(on.chain.config.durations.cooldown_secs);
        let stake = owner::stake(&on.key, &self.wallet, &source, &on.chain.config.mint, amount);
        Ok(on
            .plan(format!("Stake {} on the device {}", io(amount), on.key), &self.wallet)
            .with(stake)
            .note(format!(
                "It unlocks {cooldown} after `unstake`; what the device does not need can leave at any time."
            ))
            .note(on.chain.worst_slash(amount))
            .paid_from(&source, &on.chain.token_account(&self.wallet))
            .reasons(reasons))
    }

    pub(super) async fn unstake(&self, device: Pubkey) -> Result<Plan, PlanError> {
        let on = Subject::read(self.source, device).await?;
        let reasons = on.why(Action::Unstake, &self.wallet, on.accounts())?;
        let staked = on.device.owner_stake().active();
        let unlock = on.chain.now.saturating_add(on.chain.config.durations.cooldown_secs);
        let leaving = on.device.counting(on.chain.now).count();
        Ok(on
            .plan(format!("Unstake all {} from the device {}", io(staked), on.key), &self.wallet)
            .with(owner::unstake(&on.key, &self.wallet))
            .note(format!("It can be withdrawn from {} on; until then it can be slashed.", time(unlock)))
            .note(format!("{leaving} co-stakes leave with it, and the device earns nothing more."))
            .reasons(reasons))
    }

    pub(super) async fn withdraw(&self, device: Pubkey, to: Option<Pubkey>) -> Result<Plan, PlanError> {
        let on = Subject::read(self.source, device).await?;
        let reasons = on.why(Action::Withdraw, &self.wallet, on.accounts())?;
        let payout = self.read_payout(&on.chain, &on.device.owner, to).await?;
        let withdraw = owner::withdraw(&on.key, &self.wallet, &payout.to, &on.chain.config.mint);
        let exiting = io(on.device.owner_stake().exiting());
        Ok(on
            .plan(format!("Withdraw {exiting} from the device {} to its owner", on.key), &self.wallet)
            .notes(on.in_escrow())
            .paying(payout)
            .with(withdraw)
            .reasons(reasons))
    }

    pub(super) async fn withdraw_overflow(
        &self,
        device: Pubkey,
        amount: Amount,
        to: Option<Pubkey>,
    ) -> Result<Plan, PlanError> {
        let on = Subject::read(self.source, device).await?;
        let amount = match amount {
            Amount::All => on.device.overflow(on.chain.now)?,
            Amount::Units(units) => units,
        };
        let reasons = on.why(Action::WithdrawOverflow { amount }, &self.wallet, on.accounts())?;
        let payout = self.read_payout(&on.chain, &self.wallet, to).await?;
        let withdraw = owner::withdraw_overflow(&on.key, &self.wallet, &payout.to, &on.chain.config.mint, amount);
        Ok(on
            .plan(format!("Withdraw {} of overflow from the device {}", io(amount), on.key), &self.wallet)
            .note("It is paid at once, and can no longer be slashed.")
            .paying(payout)
            .with(withdraw)
            .reasons(reasons))
    }

    pub(super) async fn close_device(&self, device: Pubkey) -> Result<Plan, PlanError> {
        let on = Subject::read(self.source, device).await?;
        let reasons = on.why(Action::CloseDevice, &self.wallet, on.accounts())?;
        let payout = self.read_payout(&on.chain, &on.device.owner, None).await?;
        let rent_payer = on.device.rent_payer;
        let close = owner::close_device(&on.key, &self.wallet, &payout.to, &rent_payer, &on.chain.config.mint);
        Ok(on
            .plan(format!("Close the device {}", on.key), &self.wallet)
            .name(rent_payer, "who paid the device's rent")
            .paying(payout)
            .with(close)
            .note(format!("Its rent goes back to {rent_payer}."))
            .reasons(reasons))
    }
}
