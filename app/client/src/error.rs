//! What a failed transaction means, and what to do about it.

use std::fmt;

use anchor_lang::error::ErrorCode;
use anchor_spl::token::spl_token::error::TokenError;
use co_staking::error::CoStakingError;
use solana_instruction_error::InstructionError;
use solana_transaction_error::TransactionError;

/// A transaction's failure, decoded.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// A rule of this program.
    Refused(CoStakingError),
    /// An account, signer or address that does not fit, by Anchor's code.
    WrongAccount { code: u32 },
    /// The token program's, or another's that the instruction calls.
    Token { code: u32 },
    /// Anything else, as the cluster says it.
    Other(TransactionError),
}

impl From<TransactionError> for Failure {
    fn from(error: TransactionError) -> Self {
        match error {
            TransactionError::InstructionError(_, InstructionError::Custom(code)) => Self::from_code(code),
            other => Self::Other(other),
        }
    }
}

impl From<CoStakingError> for Failure {
    fn from(refusal: CoStakingError) -> Self {
        Self::Refused(refusal)
    }
}

impl From<ErrorCode> for Failure {
    fn from(code: ErrorCode) -> Self {
        Self::WrongAccount { code: code.into() }
    }
}

impl From<TokenError> for Failure {
    fn from(error: TokenError) -> Self {
        Self::Token { code: error as u32 }
    }
}

impl Failure {
    /// A custom code of an instruction to this program: its own are 6000 and above, Anchor's 100 to 5999, and those
    /// below come from a program that it called.
    pub fn from_code(code: u32) -> Self {
        match CoStakingError::from_code(code) {
            Some(refusal) => Self::Refused(refusal),
            None if code >= u32::from(ErrorCode::InstructionMissing) => Self::WrongAccount { code },
            None => Self::Token { code },
        }
    }

    /// What is wrong and what to do, in one or two sentences.
    pub fn advice(&self) -> String {
        match self {
            Self::Refused(refusal) => refusal.to_string(),
            Self::WrongAccount { code } => anchor_advice(*code).into(),
            Self::Token { code } => token_advice(*code).into(),
            Self::Other(error) => format!("The cluster refused the transaction: {error}."),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => write!(f, "{} ({})", refusal.name(), u32::from(*refusal))?,
            Self::WrongAccount { code } => write!(f, "{} ({code})", anchor_name(*code))?,
            Self::Token { code } => write!(f, "token program {code}")?,
            Self::Other(_) => write!(f, "not executed")?,
        }
        write!(f, ": {}", self.advice())
    }
}

impl std::error::Error for Failure {}

/// Anchor's codes that users meet, each with what to do.
const ANCHOR: [(ErrorCode, &str); 10] = [
    (
        ErrorCode::ConstraintHasOne,
        "The signer or an account is not the one that the account names: sign with the wallet that the role or the device belongs to.",
    ),
    (ErrorCode::AccountNotSigner, "A signature is missing: sign with the wallet that the instruction names."),
    (ErrorCode::ConstraintSeeds, NOT_DERIVED),
    (ErrorCode::ConstraintAddress, NOT_DERIVED),
    (
        ErrorCode::ConstraintTokenMint,
        "The token account is of another mint: use one of the mint that the config names.",
    ),
    (ErrorCode::AccountDiscriminatorMismatch, "An account is of another type: check the addresses."),
    (ErrorCode::AccountDiscriminatorNotFound, "An account is of another type: check the addresses."),
    (
        ErrorCode::AccountOwnedByWrongProgram,
        "An account does not exist, or belongs to another program: check the addresses, that the wallet has a claim counter where it claims, and that the mint and token accounts are of the classic token program.",
    ),
    (
        ErrorCode::InvalidProgramId,
        "A program is not the one that the instruction needs: build the instruction with this client.",
    ),
    (
        ErrorCode::AccountNotInitialized,
        "An account does not exist: register the device or create the token account first, and check that the cluster is the right one.",
    ),
];

const NOT_DERIVED: &str =
    "An account is not at the address that follows from the others: build the instruction with this client.";

fn anchor(code: u32) -> Option<&'static (ErrorCode, &'static str)> {
    ANCHOR.iter().find(|(known, _)| u32::from(*known) == code)
}

fn anchor_name(code: u32) -> String {
    anchor(code).map_or_else(|| "Anchor".into(), |(known, _)| known.name())
}

fn anchor_advice(code: u32) -> &'static str {
    anchor(code).map_or(
        "An account or argument does not fit the instruction: build it with this client, of the program's version.",
        |(_, advice)| advice,
    )
}

fn token_advice(code: u32) -> &'static str {
    const INSUFFICIENT: u32 = TokenError::InsufficientFunds as u32;
    const MINT: u32 = TokenError::MintMismatch as u32;
    const OWNER: u32 = TokenError::OwnerMismatch as u32;
    const FROZEN: u32 = TokenError::AccountFrozen as u32;
    match code {
        // The system program's 0 is the same number: there an account to be created exists already.
        0 => "An account that is to be created exists already: the config is initialized, or the device registered.",
        INSUFFICIENT => {
            "The token account holds less than the amount, or the payer less than the rent: add funds or give a smaller amount."
        }
        MINT => "The token account is of another mint: use one of the mint that the config names.",
        OWNER => "The signer may not spend from the token account: use one that it owns.",
        FROZEN => "The token account is frozen: use another one.",
        _ => "The token program refused the transfer: check the token account.",
    }
}
