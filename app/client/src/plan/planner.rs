//! Which operation is planned where.

use super::{Operation, Plan, PlanError, Source};
use crate::{CreateOfferArgs, Pubkey};

/// Plans what a wallet wants to do.
pub struct Planner<'a, S> {
    pub(super) source: &'a S,
    /// Who wants it, and signs.
    pub(super) wallet: Pubkey,
    /// Who pays the fee, and the rent of what is created.
    pub(super) fee_payer: Pubkey,
}

impl<'a, S: Source> Planner<'a, S> {
    /// For `wallet`; accounts are read from `source`.
    pub const fn new(source: &'a S, wallet: Pubkey, fee_payer: Pubkey) -> Self {
        Self { source, wallet, fee_payer }
    }

    /// The transaction, and what its sender should know. Nothing is sent, and what the program would refuse is told in the
    /// plan.
    ///
    /// # Errors
    /// What [`PlanError`] lists: accounts that cannot be read or do not exist, and what makes no sense.
    pub async fn plan(&self, operation: &Operation) -> Result<Plan, PlanError> {
        use Operation as O;
        match operation {
            O::Stake { device, amount, from } => self.stake(*device, *amount, *from).await,
            O::Unstake { device } => self.unstake(*device).await,
            O::Withdraw { device, to } => self.withdraw(*device, *to).await,
            O::WithdrawOverflow { device, amount, to } => self.withdraw_overflow(*device, *amount, *to).await,
            O::CloseDevice { device } => self.close_device(*device).await,
            O::CreateOffer { device, amount, reward_bps, reserved_for, expires_at } => {
                let (amount, reward_bps, reserved_for) = (*amount, *reward_bps, *reserved_for);
                let args = CreateOfferArgs { amount, reward_bps, reserved_for, expires_at: *expires_at };
                self.create_offer(*device, args).await
            }
            O::RetractOffer { offer } => self.retract_offer(*offer).await,
            O::CloseOffer { offer } => self.close_offer(*offer).await,
            O::ClaimOffer { offer, from } => self.claim_offer(*offer, *from).await,
            O::UnstakeCoStake { offer } => self.unstake_co_stake(*offer).await,
            O::WithdrawCoStake { offer, to } => self.withdraw_co_stake(*offer, *to).await,
            O::ReleaseClaim { offer, wallet } => self.release_claim(*offer, wallet.unwrap_or(self.wallet)).await,
            O::OpenClaims { wallet } => self.open_claims(wallet.unwrap_or(self.wallet)).await,
            O::CloseClaims => self.close_claims().await,
            O::FundRewards { amount, from } => self.fund_rewards(*amount, *from).await,
            O::ClaimOwnerRewards { device, to } => self.claim_owner_rewards(*device, *to).await,
            O::ClaimCoStakeRewards { offer, to } => self.claim_co_stake_rewards(*offer, *to).await,
            O::OpenSlash { device, offence, slash } => self.open_slash(*device, offence, *slash).await,
            O::AppealSlash { case } => self.appeal_slash(*case).await,
            O::RuleSlash { case, uphold } => self.rule_slash(*case, *uphold).await,
            O::FinalizeSlash { case } => self.finalize_slash(*case).await,
            O::ReturnSlashed { case, number, to } => self.return_slashed(*case, *number, *to).await,
            O::RegisterDevice { id, owner, model, cards, multiplier_bps } => {
                self.register_device(id, *owner, model, *cards, *multiplier_bps).await
            }
            O::UpdateDevice { device, facts, hire } => self.update_device(*device, facts, *hire).await,
            O::RefreshRequirement { device } => self.refresh_requirement(*device).await,
            O::UpdateConfig(changes) => self.update_config(*changes).await,
            O::ProposeAdmin { wallet } => self.propose_admin(*wallet).await,
            O::AcceptAdmin => self.accept_admin().await,
            O::SetPaused { paused } => self.set_paused(*paused).await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        plan::Snapshot,
        rpc::{Http, Rpc, RpcError},
    };

    /// Servers plan on any thread.
    fn over_any_thread<T: Send>(value: T) -> T {
        value
    }

    #[test]
    fn a_server_may_plan_over_a_connection() {
        fn planned<'a>(planner: &'a Planner<'a, Rpc<Http>>, operation: &'a Operation) -> impl Send + 'a {
            planner.plan(operation)
        }
        // That it compiles is the test.
        let _ = planned;
    }

    #[tokio::test]
    async fn what_a_source_cannot_read_is_told() {
        let (empty, wallet) = (Snapshot::default(), Pubkey::new_unique());
        let planner = Planner::new(&empty, wallet, wallet);
        let failed = over_any_thread(planner.plan(&Operation::CloseClaims)).await.unwrap_err();
        assert_eq!(failed, PlanError::Rpc(RpcError::NotSaved { address: crate::ID.to_string() }));
    }
}
