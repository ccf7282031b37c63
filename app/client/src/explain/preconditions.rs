//! What must hold, as the program checks it.

use anchor_lang::prelude::Pubkey;
use bytemuck::Zeroable;
use co_staking::{
    error::CoStakingError,
    rules::{
        Precondition, RuleResult, not_paused,
        offer::{Terms, caps},
        rewards::may_claim_rewards,
        time::NEVER,
    },
};

use super::{Accounts, Action, slash};
use crate::{ClaimCounter, RewardPool, SlashCase};

/// What must hold, from the methods that the program calls, in its order.
pub(super) fn of(action: Action, signer: &Pubkey, accounts: Accounts<'_>, now: i64) -> RuleResult<Vec<Precondition>> {
    let Accounts { config, device, .. } = accounts;
    let (paused, window_secs) = (config.is_paused(), config.durations.appeal_window_secs);
    let offer = || accounts.offer.ok_or(CoStakingError::OfferNotOpen);
    Ok(match action {
        Action::UpdateDevice => vec![not_paused(paused)],
        Action::Stake { amount } => device.may_stake(amount, paused).to_vec(),
        Action::WithdrawOverflow { amount } => device.may_withdraw_overflow(amount, now)?.to_vec(),
        Action::Unstake => device.may_unstake(now).to_vec(),
        Action::Withdraw => device.may_withdraw(now).to_vec(),
        Action::CloseDevice => device.may_close(signer, &config.roles.registrar)?.to_vec(),
        Action::CreateOffer(args) => {
            let terms = Terms::new(args.amount, args.reward_bps, args.expires_at.unwrap_or(NEVER));
            let asked = device.may_create_offer(&terms, args.reserved_for, paused, now).to_vec();
            [asked, caps(&device.load(now)?.with_offer(&terms)).to_vec()].concat()
        }
        Action::RetractOffer => offer()?.may_retract(signer, now).to_vec(),
        Action::CloseOffer => offer()?.may_close(device).to_vec(),
        Action::ClaimOffer(expected) => {
            let counter = accounts.counter.copied().unwrap_or_else(|| new_counter(signer));
            let asked = device.may_claim(offer()?, &counter, &expected, paused, now).to_vec();
            [asked, caps(&device.load(now)?).to_vec()].concat()
        }
        Action::UnstakeCoStake { offer_index } => device.may_unstake_co_stake(offer_index, signer, now)?.to_vec(),
        Action::WithdrawCoStake { offer_index } => device.may_withdraw_co_stake(offer_index, now)?.to_vec(),
        Action::ReleaseClaim { offer_index } => {
            let counter = accounts.counter.ok_or(CoStakingError::NoSuchClaim)?;
            let mut asked = device.may_release_claim(offer_index, &counter.wallet, now).to_vec();
            asked.push(counter.may_free(&accounts.device_key, offer_index));
            asked
        }
        Action::CloseClaims => accounts.counter.map(|counter| counter.may_close(now).to_vec()).unwrap_or_default(),
        Action::FundRewards { amount } => RewardPool::may_fund(amount).to_vec(),
        Action::ClaimOwnerRewards => may_claim_rewards(device.owner_stake().rewards()).to_vec(),
        Action::ClaimCoStakeRewards => {
            let rewards = accounts.offer.map(|offer| device.co_stake_rewards(offer));
            rewards.map(|rewards| may_claim_rewards(rewards).to_vec()).unwrap_or_default()
        }
        Action::OpenSlash(slash) => slash::opening(&slash, accounts, now),
        Action::AppealSlash => of_case(accounts, |case| Ok(case.may_appeal(signer, window_secs, now)?.to_vec()))?,
        Action::RuleSlash => of_case(accounts, |case| Ok(case.may_rule(window_secs, now)?.to_vec()))?,
        Action::FinalizeSlash => of_case(accounts, |case| Ok(case.may_finalize(window_secs, now)?.to_vec()))?,
        Action::ReturnSlashed { number } => of_case(accounts, |case| Ok(slash::returning(case, number, accounts)))?,
    })
}

/// Nothing where there is no case, which is told already.
fn of_case(
    accounts: Accounts<'_>,
    preconditions: impl FnOnce(&SlashCase) -> RuleResult<Vec<Precondition>>,
) -> RuleResult<Vec<Precondition>> {
    accounts.case.map_or(Ok(vec![]), preconditions)
}

/// The counter that the client opens before a wallet's first claim.
fn new_counter(wallet: &Pubkey) -> ClaimCounter {
    let mut counter = ClaimCounter::zeroed();
    counter.open(*wallet, *wallet);
    counter
}
