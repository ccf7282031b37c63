use anchor_lang::prelude::*;

use super::batch_event::BatchEvent;
use crate::{
    error::CoStakingError,
    events::AccruedRow,
    rules::{
        RuleResult, check,
        rewards::{Batch, Block, Skip, may_accrue},
    },
    state::{Accrual, Config, Device, RewardPool, view_mut},
};

/// What a block pays to which device. The devices follow the named accounts, writable, in the order of the amounts.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug, PartialEq, Eq)]
pub struct AccrueRewardsArgs {
    pub started_at: i64,
    pub ended_at: i64,
    /// Base units, one for each device.
    pub amounts: Vec<u64>,
}

#[event_cpi]
#[derive(Accounts)]
pub struct AccrueRewards<'info> {
    #[account(constraint = config.load()?.roles.rewarder == rewarder.key() @ ErrorCode::ConstraintHasOne)]
    pub rewarder: Signer<'info>,
    pub config: AccountLoader<'info, Config>,
    #[account(mut)]
    pub pool: AccountLoader<'info, RewardPool>,
}

impl AccrueRewards<'_> {
    /// R23 to R25: credits a block's rewards to the devices that earn; the others are skipped, with the reason.
    pub fn handle(ctx: Context<Self>, args: AccrueRewardsArgs) -> Result<()> {
        let AccrueRewardsArgs { started_at, ended_at, amounts } = args;
        let now = Clock::get()?.unix_timestamp;
        let batch =
            Batch { block: Block { started_at, ended_at }, amounts: &amounts, devices: ctx.remaining_accounts.len() };
        {
            let config = Config::read(&ctx.accounts.config)?;
            check(may_accrue(&batch, config.is_paused(), config.max_block_reward, now))?;
        }

        let mut told = BatchEvent::new(&batch.block, amounts.len());
        let mut credited = 0;
        for (account, amount) in ctx.remaining_accounts.iter().zip(&amounts) {
            let accrual = accrue(account, *amount, &batch.block, now)?;
            credited = add_credited(credited, &accrual)?;
            told.push(&AccruedRow { device: *account.key, accrual })?;
        }

        let owed = {
            let mut pool = ctx.accounts.pool.load_mut()?;
            pool.owe(credited)?;
            pool.owed()
        };
        told.emit(owed, &ctx.accounts.event_authority)
    }
}

/// The account is any that the rewarder named: what is no device of this program, or no more, is skipped.
fn accrue(account: &AccountInfo, amount: u64, block: &Block, now: i64) -> Result<Accrual> {
    if account.owner != &crate::ID {
        return Ok(Accrual::Skipped(Skip::NotADevice));
    }
    let mut data = account.try_borrow_mut_data()?;
    let Ok(device) = view_mut::<Device>(&mut data) else { return Ok(Accrual::Skipped(Skip::NotADevice)) };
    require!(account.is_writable, ErrorCode::ConstraintMut);
    Ok(device.accrue(amount, block, now)?)
}

/// What the batch adds to the debts, with one row more.
///
/// # Errors
/// [`CoStakingError::RewardPoolUnderfunded`]: a sum beyond 64 bits is more than any fund.
fn add_credited(sum: u64, accrual: &Accrual) -> RuleResult<u64> {
    match accrual {
        Accrual::Credited { amount, .. } => sum.checked_add(*amount).ok_or(CoStakingError::RewardPoolUnderfunded),
        Accrual::Skipped(_) => Ok(sum),
    }
}
