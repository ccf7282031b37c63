//! Every failure says what is wrong and what to do.

use std::collections::BTreeSet;

use anchor_lang::error::ErrorCode;
use co_staking_client::{CoStakingError, error::Failure};
use solana_instruction_error::InstructionError;
use solana_transaction_error::TransactionError;
use spl_token::error::TokenError;

fn of_instruction(error: InstructionError) -> Failure {
    TransactionError::InstructionError(1, error).into()
}

#[test]
fn each_refusal_says_what_is_wrong_and_what_to_do_in_words_of_its_own() {
    let messages: Vec<String> = CoStakingError::all().map(|refusal| Failure::from(refusal).advice()).collect();
    for message in &messages {
        let (wrong, what_to_do) = message.split_once(": ").expect("what is wrong, and what to do");
        assert!(wrong.len() > 10 && what_to_do.len() > 10 && message.ends_with('.'), "{message}");
    }
    let different: BTreeSet<_> = messages.iter().collect();
    assert_eq!(different.len(), messages.len());
}

/// Codes never change their meaning: a new refusal goes to the end.
#[test]
fn the_codes_stay() {
    for (code, refusal) in [
        (6000, CoStakingError::NotUpgradeAuthority),
        (6008, CoStakingError::Paused),
        (6019, CoStakingError::AmountZero),
        (6026, CoStakingError::CooldownNotOver),
        (6034, CoStakingError::DestinationNotAssociated),
        (6039, CoStakingError::RewardSharesBroken),
    ] {
        assert_eq!(u32::from(refusal), code);
    }
}

#[test]
fn a_code_is_told_by_where_it_comes_from() {
    for refusal in CoStakingError::all() {
        let code = u32::from(refusal);
        assert_eq!(of_instruction(InstructionError::Custom(code)), Failure::Refused(refusal));
    }
    for (code, failure) in [
        (0, Failure::Token { code: 0 }),
        (17, TokenError::AccountFrozen.into()),
        (2001, ErrorCode::ConstraintHasOne.into()),
        (3012, ErrorCode::AccountNotInitialized.into()),
        // Of a later version of the program, or of another one.
        (7000, Failure::WrongAccount { code: 7000 }),
        (u32::MAX, Failure::WrongAccount { code: u32::MAX }),
    ] {
        assert_eq!(of_instruction(InstructionError::Custom(code)), failure);
    }
    let other = TransactionError::BlockhashNotFound;
    assert_eq!(Failure::from(other.clone()), Failure::Other(other));
}

#[test]
fn every_failure_that_these_tests_know_has_advice_of_its_own() {
    let known = [
        Failure::Token { code: 0 },
        TokenError::InsufficientFunds.into(),
        TokenError::OwnerMismatch.into(),
        TokenError::AccountFrozen.into(),
        ErrorCode::ConstraintHasOne.into(),
        ErrorCode::AccountNotSigner.into(),
        ErrorCode::ConstraintSeeds.into(),
        ErrorCode::ConstraintTokenMint.into(),
        ErrorCode::AccountDiscriminatorMismatch.into(),
        ErrorCode::AccountOwnedByWrongProgram.into(),
        ErrorCode::InvalidProgramId.into(),
        ErrorCode::AccountNotInitialized.into(),
    ];
    let fallback = [Failure::Token { code: 99 }, Failure::WrongAccount { code: 101 }].map(|failure| failure.advice());
    let mut all: BTreeSet<String> = fallback.into_iter().collect();
    for failure in known {
        let advice = failure.advice();
        assert!(advice.contains(": ") && advice.ends_with('.'), "{advice}");
        assert!(all.insert(advice), "{failure} has no advice of its own");
    }
    assert!(Failure::Other(TransactionError::BlockhashNotFound).advice().contains("Blockhash not found"));
}

#[test]
fn a_failure_shows_its_name_code_and_advice() {
    let shown = Failure::from(CoStakingError::AmountZero).to_string();
    assert_eq!(shown, "AmountZero (6019): The amount is zero: give at least one base unit.");
    assert!(Failure::from(ErrorCode::ConstraintHasOne).to_string().starts_with("ConstraintHasOne (2001): "));
    assert!(Failure::from(TokenError::AccountFrozen).to_string().starts_with("token program 17: "));
    assert!(Failure::Other(TransactionError::AccountNotFound).to_string().starts_with("not executed: "));
}
