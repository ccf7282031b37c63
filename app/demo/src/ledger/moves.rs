//! What the token program did, read from the instructions that it was given.

use anchor_spl::token::{self, spl_token::instruction::TokenInstruction};
use co_staking_client::Pubkey;
use solana_message::compiled_instruction::CompiledInstruction;

/// Tokens that went from one account to another, or came into being.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// `None` where they were minted.
    pub from: Option<Pubkey>,
    /// `None` where they were burned.
    pub to: Option<Pubkey>,
    pub amount: u64,
}

/// The move that an instruction makes, if it makes one.
pub fn read(instruction: &CompiledInstruction, keys: &[Pubkey]) -> Option<Move> {
    use TokenInstruction as T;
    if keys.get(usize::from(instruction.program_id_index)) != Some(&token::ID) {
        return None;
    }
    let account = |n: usize| instruction.accounts.get(n).and_then(|index| keys.get(usize::from(*index))).copied();
    match T::unpack(&instruction.data).ok()? {
        #[allow(deprecated, reason = "others still send it")]
        T::Transfer { amount } => Some(Move { from: account(0), to: account(1), amount }),
        T::TransferChecked { amount, .. } => Some(Move { from: account(0), to: account(2), amount }),
        T::MintTo { amount } | T::MintToChecked { amount, .. } => Some(Move { from: None, to: account(1), amount }),
        T::Burn { amount } | T::BurnChecked { amount, .. } => Some(Move { from: account(0), to: None, amount }),
        // None of the others moves tokens; the books would show it if one did.
        _ => None,
    }
}
