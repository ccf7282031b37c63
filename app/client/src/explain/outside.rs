//! What is refused elsewhere than by the program's rules: by Anchor's constraints before them, and after them by sums
//! that leave 64 bits and by the token program.

use anchor_lang::{error::ErrorCode, prelude::Pubkey};
use anchor_spl::token::spl_token::error::TokenError;
use co_staking::error::CoStakingError;

use super::{Accounts, Action, Reason};
use crate::{error::Failure, format::io};

/// What is refused before any rule is looked at.
pub(super) fn before(action: Action, signer: &Pubkey, accounts: Accounts<'_>) -> Vec<Reason> {
    let all = [wrong_account(action, accounts), wrong_signer(action, signer, accounts)];
    all.into_iter().flatten().collect()
}

/// What is refused only where every rule holds.
pub(super) fn after(action: Action, accounts: Accounts<'_>) -> Vec<Reason> {
    [too_large(action, accounts), insufficient_funds(action, accounts)].into_iter().flatten().collect()
}

/// An account that must exist and does not, or the other way about.
fn wrong_account(action: Action, accounts: Accounts<'_>) -> Option<Reason> {
    let missing = |rule, what: &str| {
        let failure = Failure::from(ErrorCode::AccountOwnedByWrongProgram);
        Some(Reason { rule, failure, expected: what.into(), found: "none".into() })
    };
    match action {
        // The system program's answer: the case's account is created.
        Action::OpenSlash(_) => accounts.case.map(|case| Reason {
            rule: "R28",
            failure: Failure::Token { code: 0 },
            expected: "an offence without a case".into(),
            found: format!("a case that is {}", case.state()),
        }),
        Action::AppealSlash if accounts.case.is_none() => missing("R30", "a slash case"),
        Action::RuleSlash if accounts.case.is_none() => missing("R31", "a slash case"),
        Action::FinalizeSlash if accounts.case.is_none() => missing("R30, R31", "a slash case"),
        Action::ReturnSlashed { .. } if accounts.case.is_none() => missing("R32", "a slash case"),
        Action::ClaimCoStakeRewards if accounts.offer.is_none() => missing("R26", "the offer's account"),
        Action::CloseClaims if accounts.counter.is_none() => missing("R20", "a claim counter of the wallet"),
        _ => None,
    }
}

/// Whose signature the accounts demand, where Anchor's constraint is the check.
fn wrong_signer(action: Action, signer: &Pubkey, accounts: Accounts<'_>) -> Option<Reason> {
    let roles = &accounts.config.roles;
    let (who, expected) = match action {
        Action::UpdateDevice => ("registrar", roles.registrar),
        Action::OpenSlash(_) => ("slasher", roles.slasher),
        Action::RuleSlash => ("arbiter", roles.arbiter),
        Action::Stake { .. }
        | Action::WithdrawOverflow { .. }
        | Action::Unstake
        | Action::CreateOffer(_)
        | Action::CloseOffer => ("owner", accounts.device.owner),
        Action::CloseClaims => ("wallet", accounts.counter?.wallet),
        // Anyone may send these, or the account itself says who may.
        Action::Withdraw
        | Action::CloseDevice
        | Action::RetractOffer
        | Action::ClaimOffer(_)
        | Action::UnstakeCoStake { .. }
        | Action::WithdrawCoStake { .. }
        | Action::ReleaseClaim { .. }
        | Action::FundRewards { .. }
        | Action::ClaimOwnerRewards
        | Action::ClaimCoStakeRewards
        | Action::AppealSlash
        | Action::FinalizeSlash
        | Action::ReturnSlashed { .. } => return None,
    };
    (expected != *signer).then(|| Reason {
        rule: "Roles",
        failure: Failure::WrongAccount { code: ErrorCode::ConstraintHasOne.into() },
        expected: format!("the {who} {expected}"),
        found: signer.to_string(),
    })
}

/// The only sums that an amount could overflow.
fn too_large(action: Action, accounts: Accounts<'_>) -> Option<Reason> {
    let (rule, amount, sum) = match (action, accounts.pool) {
        (Action::Stake { amount }, _) => ("R6", amount, accounts.device.owner_stake().active()),
        (Action::FundRewards { amount }, Some(pool)) => ("R23", amount, pool.funded()),
        _ => return None,
    };
    let most = u64::MAX.saturating_sub(sum);
    (amount > most).then(|| Reason {
        rule,
        failure: Failure::Refused(CoStakingError::MathOverflow),
        expected: format!("at most {}", io(most)),
        found: io(amount),
    })
}

/// What only the token program refuses.
fn insufficient_funds(action: Action, accounts: Accounts<'_>) -> Option<Reason> {
    let balance = accounts.balance?;
    let (rule, amount) = match (action, accounts.offer) {
        (Action::Stake { amount }, _) => ("R6", amount),
        (Action::ClaimOffer(_), Some(offer)) => ("R14", offer.terms().amount),
        (Action::FundRewards { amount }, _) => ("R23", amount),
        _ => return None,
    };
    (balance < amount).then(|| Reason {
        rule,
        failure: Failure::Token { code: TokenError::InsufficientFunds as u32 },
        expected: format!("at least {}", io(amount)),
        found: io(balance),
    })
}
