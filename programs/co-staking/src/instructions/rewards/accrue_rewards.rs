use anchor_lang::prelude::*;

use crate::{
    emit::emit,
    error::CoStakingError,
    events::{AccruedRow, RewardsAccrued},
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

        let rows = ctx.remaining_accounts.iter().zip(&amounts);
        let rows: Vec<_> =
            rows.map(|(device, amount)| accrue(device, *amount, &batch.block, now)).collect::<Result<_>>()?;

        let owed = {
            let mut pool = ctx.accounts.pool.load_mut()?;
            pool.owe(credited(&rows)?)?;
            pool.owed()
        };
        emit(&RewardsAccrued { started_at, ended_at, owed, rows }, &ctx.accounts.event_authority)?;
        Ok(())
    }
}

/// The account is any that the rewarder named: what is no device of this program, or no more, is skipped.
fn accrue(account: &AccountInfo, amount: u64, block: &Block, now: i64) -> Result<AccruedRow> {
    let row = |accrual| AccruedRow { device: *account.key, accrual };
    if account.owner != &crate::ID {
        return Ok(row(Accrual::Skipped(Skip::NotADevice)));
    }
    let mut data = account.try_borrow_mut_data()?;
    let Ok(device) = view_mut::<Device>(&mut data) else { return Ok(row(Accrual::Skipped(Skip::NotADevice))) };
    require!(account.is_writable, ErrorCode::ConstraintMut);
    Ok(row(device.accrue(amount, block, now)?))
}

/// What the batch adds to the debts.
///
/// # Errors
/// [`CoStakingError::RewardPoolUnderfunded`]: a sum beyond 64 bits is more than any fund.
fn credited(rows: &[AccruedRow]) -> RuleResult<u64> {
    let sum = rows.iter().try_fold(0u64, |sum, row| match row.accrual {
        Accrual::Credited { amount, .. } => sum.checked_add(amount),
        Accrual::Skipped(_) => Some(sum),
    });
    sum.ok_or(CoStakingError::RewardPoolUnderfunded)
}
