use anchor_lang::prelude::*;

use super::decide::*;
use crate::{emit::emit, rules::slash::Verdict, state::Config};

#[event_cpi]
#[derive(Accounts)]
pub struct RuleSlash<'info> {
    #[account(constraint = config.load()?.roles.arbiter == arbiter.key() @ ErrorCode::ConstraintHasOne)]
    pub arbiter: Signer<'info>,
    pub config: AccountLoader<'info, Config>,
    pub decision: Decision<'info>,
}

impl RuleSlash<'_> {
    /// R31: the arbiter rules on an appealed case.
    pub fn handle(ctx: Context<Self>, uphold: bool) -> Result<()> {
        let Self { arbiter, config, decision, .. } = ctx.accounts;
        let now = Clock::get()?.unix_timestamp;
        let verdict = if uphold { Verdict::Uphold } else { Verdict::Overturn };
        let window_secs = Config::read(config)?.durations.appeal_window_secs;
        decision.case.load_mut()?.rule(verdict, window_secs, now)?;

        let event = decision.carry_out(verdict, arbiter.key())?;
        emit(&event, &ctx.accounts.event_authority)?;
        Ok(())
    }
}
