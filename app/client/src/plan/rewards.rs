//! Block rewards: the pool, the rewarder's batches, and what a party is paid.

use bytemuck::Zeroable;

use super::{Amount, Chain, Plan, PlanError, Planner, Source, Subject, source::Answers};
use crate::{
    Device, Pubkey,
    batch::{self, Addresses, Batch, Unpaid},
    explain::Action,
    format::{io, time},
    instructions::rewards::{self, Row},
    pda,
    rpc::{Found, required},
    rules::rewards::{Block, Skip},
};

impl<S: Source> Planner<'_, S> {
    pub(super) async fn fund_rewards(&self, amount: Amount, from: Option<Pubkey>) -> Result<Plan, PlanError> {
        let address = pda::reward_pool();
        let (chain, mut found) = Chain::read_with(self.source, &[address]).await?;
        let pool = required(found.take(), "reward pool", &address, Found::reward_pool)?;
        let source = from.unwrap_or_else(|| chain.token_account(&self.wallet));
        let found = Answers::of(self.source, &[source]).await?.take();
        let balance = chain.balance(&source, found.as_ref())?;
        let amount = amount.of(balance);
        // No device decides here.
        let of = Subject { chain, key: Pubkey::default(), device: Device::zeroed() };
        let mut accounts = of.accounts();
        (accounts.pool, accounts.balance) = (Some(&pool), Some(balance));
        let reasons = of.why(Action::FundRewards { amount }, &self.wallet, accounts)?;
        Ok(of
            .plan(format!("Put {} into the reward pool", io(amount)), &self.wallet)
            .with(rewards::fund_rewards(&self.wallet, &source, &chain.config.mint, amount))
            .note("What is in the pool leaves it only as rewards.")
            .paid_from(&source, &chain.token_account(&self.wallet))
            .reasons(reasons))
    }

    pub(super) async fn claim_owner_rewards(&self, device: Pubkey, to: Option<Pubkey>) -> Result<Plan, PlanError> {
        let on = Subject::read(self.source, device).await?;
        let (owner, owed) = (on.device.owner, io(on.device.owner_stake().rewards()));
        let reasons = on.why(Action::ClaimOwnerRewards, &self.wallet, on.accounts())?;
        let payout = self.read_payout(&on.chain, &owner, to).await?;
        let claim = rewards::claim_owner_rewards(&on.key, &self.wallet, &payout.to, &on.chain.config.mint);
        Ok(on
            .plan(format!("Pay {owed} of rewards to {owner}, owner of the device {}", on.key), &self.wallet)
            .paying(payout)
            .with(claim)
            .reasons(reasons))
    }

    pub(super) async fn claim_co_stake_rewards(&self, offer: Pubkey, to: Option<Pubkey>) -> Result<Plan, PlanError> {
        let (it, own) = self.read_co_staker(offer).await?;
        let (chain, index, party) = (&it.of.chain, it.offer.index(), it.offer.co_staker);
        let reasons = it.of.why(Action::ClaimCoStakeRewards, &self.wallet, it.accounts())?;
        let payout = self.payout(chain, &party, to, own);
        let mint = &chain.config.mint;
        let claim = rewards::claim_co_stake_rewards(&it.of.key, index, &self.wallet, &payout.to, mint);
        let owed = io(it.of.device.co_stake_rewards(&it.offer));
        let title = format!("Pay {owed} of rewards to {party}, co-staker of {}", it.name());
        Ok(it.of.plan(title, &self.wallet).paying(payout).with(claim).reasons(reasons))
    }

    /// A block's rewards, in as many transactions as it takes. Posted again after a failure they pay nobody twice (R25).
    ///
    /// # Errors
    /// [`PlanError::Input`] for rows that no batch takes, and [`PlanError::Unmet`] where the wallet is not the rewarder.
    pub async fn batches(&self, block: Block, rows: &[Row]) -> Result<Vec<Batch>, PlanError> {
        let batches =
            batch::plan(block, rows, Addresses::Static).map_err(|error| PlanError::Input(error.to_string()))?;
        let rewarder = Chain::read(self.source).await?.config.roles.rewarder;
        if self.wallet != rewarder {
            let wallet = self.wallet;
            return Err(PlanError::Unmet(format!("Only the rewarder {rewarder} posts rewards, not {wallet}.")));
        }
        Ok(batches)
    }

    /// One of these transactions. `place` says which of how many it is; its notes, which rows would not be paid, and why,
    /// as the accounts stand now.
    ///
    /// # Errors
    /// Where accounts cannot be read.
    pub async fn batch(&self, block: &Block, batch: &Batch, place: &str) -> Result<Plan, PlanError> {
        let keys: Vec<_> = batch.rows().iter().map(|row| row.device).collect();
        let (chain, mut found) = Chain::read_with(self.source, &keys).await?;
        let sum = batch.rows().iter().fold(0u64, |sum, row| sum.saturating_add(row.amount));
        let mut plan = Plan::new(format!(
            "Post rewards of {} to {} devices for the block from {} to {} ({place})",
            io(sum),
            batch.rows().len(),
            time(block.started_at),
            time(block.ended_at),
        ));
        for row in batch.rows() {
            let reason = match found.take().and_then(|found| found.device().ok()) {
                None => Some(Skip::NotADevice),
                Some(device) => device.skip(block, chain.now)?,
            };
            plan.notes.extend(reason.map(|reason| Unpaid { row: *row, reason }.to_string()));
        }
        Ok(plan.with(batch.instruction(&self.wallet)))
    }
}
